. "$(dirname "$0")/common.sh"
unset VIRTUAL_ENV PYTHONPATH
# tools that are CPython's: one line says what to do
run -m venv d
run -m pip install x
run -m ensurepip
"$PY" -VV | sed -E 's/[0-9]+\.[0-9]+\.[0-9]+\)/N)/'
"$PY" -h | grep -c -e FORA_WORKERS -e FORA_JIT
"$PY" --help-env | head -n 4

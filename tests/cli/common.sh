# Sourced by every script here. $PY is the interpreter under test; `run` shows status, stdout and the last stderr line.
cd "$(mktemp -d)" || exit 1
trap 'rm -rf "$PWD"' EXIT
ulimit -c 0
run() {
    "$PY" "$@" >out 2>err
    echo "status $?"
    cat out
    last err
}
last() {
    # The interpreter's own name before a message is not part of what is compared.
    tail -n 1 "$1" | sed -E "s#^[^ ]*(python[0-9.]*|fora): #PROG: #; s#$PWD#DIR#g; s#\`fora -h#\`python -h#"
}

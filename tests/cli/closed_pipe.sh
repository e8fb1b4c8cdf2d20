. "$(dirname "$0")/common.sh"
"$PY" -c 'for i in range(100000): print(i)' 2>err | head -n 2; echo "${PIPESTATUS[0]}"; last err
"$PY" -c 'print("x" * 10)' >/dev/full 2>err; echo $?; last err
"$PY" -c 'import sys; print("to closed")' >&- 2>err; echo $?; last err
"$PY" -c 'import sys; sys.stderr.write("lost")' 2>&-; echo $?

. "$(dirname "$0")/common.sh"
run nope.py
mkdir d; run d
run .
echo 'print(1)' >noread.py
run /dev/null
mkdir pkg; echo 'print("pkg main", __name__)' >pkg/__main__.py; run pkg x

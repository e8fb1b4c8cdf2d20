. "$(dirname "$0")/common.sh"
# faulthandler: the stack of the main thread
cat >die.py <<'END'
import faulthandler, os, signal, sys
def inner(): os.kill(os.getpid(), getattr(signal, sys.argv[1]))
def outer():
    inner()
if len(sys.argv) > 2: faulthandler.enable()
outer()
END
stack() { "$@" >out 2>err; echo "status $?"; sed -E "s#0x[0-9a-f]{16}#ADDR#; s#$PWD#DIR#g" err; }
stack "$PY" die.py SIGABRT on
stack "$PY" die.py SIGSEGV on
stack "$PY" -X faulthandler die.py SIGFPE
PYTHONFAULTHANDLER=1 stack "$PY" die.py SIGABRT
cat >ask.py <<'END'
import faulthandler, os, signal
def f():
    faulthandler.dump_traceback(all_threads=False)
    os.kill(os.getpid(), signal.SIGUSR1)
print(faulthandler.is_enabled(), faulthandler.disable())
faulthandler.register(signal.SIGUSR1)
f()
print(faulthandler.unregister(signal.SIGUSR1), faulthandler.unregister(signal.SIGUSR1))
END
stack "$PY" ask.py; cat out

. "$(dirname "$0")/common.sh"
cat >a.py <<'P'
import sys, time, os, signal
print("started", flush=True)
try:
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(5)
except KeyboardInterrupt:
    print("interrupted")
P
run a.py
printf 'import os, signal\nos.kill(os.getpid(), signal.SIGINT)\nwhile True: pass\n' >b.py; run b.py
printf 'import os, signal\nos.kill(os.getpid(), signal.SIGTERM)\nwhile True: pass\n' >c.py; run c.py 2>/dev/null
printf 'import os, signal\ndef h(n, f): print("handler", n); raise SystemExit(7)\nsignal.signal(signal.SIGUSR1, h)\nos.kill(os.getpid(), signal.SIGUSR1)\nwhile True: pass\n' >d.py; run d.py
printf 'while True: pass\n' >e.py; timeout -s INT 1 "$PY" e.py 2>err; echo $?; last err
printf 'import signal\nsignal.signal(signal.SIGALRM, lambda n, f: print("alarm"))\nsignal.setitimer(signal.ITIMER_REAL, 0.05)\nimport time\ntime.sleep(0.2)\nprint("slept on")\n' >f.py; run f.py

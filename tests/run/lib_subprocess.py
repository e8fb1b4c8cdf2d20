import subprocess, sys, os
r = subprocess.run(["echo", "hi"], capture_output=True, text=True)
print(r.returncode, repr(r.stdout), repr(r.stderr), r.args)
print(subprocess.check_output("echo $((1+2)); exit 0", shell=True), subprocess.call(["sh", "-c", "exit 4"]), subprocess.getoutput("echo x"), subprocess.getstatusoutput("exit 3"))
p = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
print(p.communicate(b"data"), p.returncode, p.poll(), p.pid > 0)
print(subprocess.run(["cat"], input="text in", text=True, stdout=subprocess.PIPE).stdout, subprocess.run("echo err >&2", shell=True, stderr=subprocess.STDOUT, stdout=subprocess.PIPE).stdout)
print(subprocess.run(["sh", "-c", "echo $FORA_V; pwd"], env={"FORA_V": "5", "PATH": os.environ["PATH"]}, cwd="/", capture_output=True, text=True).stdout.split())
for f in (lambda: subprocess.run(["false"], check=True), lambda: subprocess.run(["nope-xyz"]), lambda: subprocess.run(["sleep", "5"], timeout=0.05), lambda: subprocess.check_output(["sh", "-c", "echo o; exit 2"])):
    try: f()
    except Exception as e: print(type(e).__name__, str(e).split(" timed out")[0])
with subprocess.Popen(["sh", "-c", "echo a; echo b"], stdout=subprocess.PIPE, text=True) as p:
    print([l.strip() for l in p.stdout])
p = subprocess.Popen(["sleep", "10"]); p.terminate(); print(p.wait()); print(subprocess.DEVNULL, subprocess.run(["echo", "quiet"], stdout=subprocess.DEVNULL).returncode, subprocess.list2cmdline(["a b", "c"]))
r = subprocess.run([sys.executable, "-c", "import sys; print(sys.argv[1:]); sys.exit(7)", "x", "y"], capture_output=True, text=True)
print(r.stdout.strip(), r.returncode)

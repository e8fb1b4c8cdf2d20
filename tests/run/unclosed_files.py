# expect: a file that nobody closed is written by the time others look at it
import os, subprocess, sys, tempfile
os.chdir(tempfile.mkdtemp())
def w(name, text="x = 5\n"): open(name, "w").write(text)
sys.path.insert(0, os.getcwd())
w("unclosed_a.py")
import unclosed_a
print(unclosed_a.x)
def later():
    w("unclosed_b.py", "y = 6\n")
    import unclosed_b
    return unclosed_b.y
print(later())
w("c.txt")
print(subprocess.Popen(["cat", "c.txt"], stdout=subprocess.PIPE).communicate()[0])
w("d.txt")
print(os.system("cmp -s d.txt c.txt"))
w("e.txt")
pid = os.fork()
if pid == 0: os.execvp("cmp", ["cmp", "-s", "e.txt", "c.txt"])
print(os.waitpid(pid, 0)[1])
try: subprocess.run(["ls"], cwd="/nonexist")
except OSError as e: print(e)

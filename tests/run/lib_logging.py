import logging, io, sys
out = io.StringIO()
h = logging.StreamHandler(out)
h.setFormatter(logging.Formatter("%(levelname)s:%(name)s:%(message)s"))
log = logging.getLogger("app.sub"); log.addHandler(h); log.setLevel(logging.DEBUG); log.propagate = False
log.debug("d %d", 1); log.info("i %s", "x"); log.warning("w"); log.error("e %(k)s", {"k": 5}); log.critical("c"); log.log(25, "custom level")
try: 1 / 0
except ZeroDivisionError: log.exception("exc")
print(out.getvalue().replace(__file__, "FILE"))
print(log.name, log.parent.name, log.level, log.getEffectiveLevel(), log.isEnabledFor(10), logging.getLevelName(30), logging.getLevelName("INFO"), logging.getLogger("app.sub") is log, logging.getLogger().name, log.handlers, repr(log), log.getChild("x").name)
root = logging.getLogger(); ro = io.StringIO(); logging.basicConfig(stream=ro, level=logging.INFO, format="{levelname}|{message}", style="{", force=True)
logging.info("root %s", 1); logging.debug("hidden"); logging.getLogger("other").warning("propagated")
print(ro.getvalue())
class F(logging.Filter):
    def filter(self, r): r.extra = "E"; return "no" not in r.getMessage()
log.addFilter(F()); h.setFormatter(logging.Formatter("%(extra)s %(message)s %(lineno)d %(funcName)s %(module)s", datefmt="%Y")); out.truncate(0); out.seek(0)
def fn(): log.info("yes"); log.info("no way")
fn(); print(out.getvalue())
class H(logging.Handler):
    records = []
    def emit(self, r):
        try: self.records.append(self.format(r))
        except Exception: self.handleError(r)
hh = H(level=logging.ERROR); log.addHandler(hh); log.info("low"); log.error("high %s %s", 1, 2); print(H.records)
ad = logging.LoggerAdapter(log, {"ctx": 1}); ad.error("adapted"); print(H.records[-1])
logging.addLevelName(15, "TRACE"); print(logging.getLevelName(15), logging.getLevelName(99)); logging.disable(logging.CRITICAL); log.critical("off"); logging.disable(logging.NOTSET); print(len(H.records))
log.filters.clear(); h.setFormatter(None)
sys.stderr, old = io.StringIO(), sys.stderr
log.error("bad %d args", "x"); log.info("too", 1); t = sys.stderr.getvalue(); sys.stderr = old; print("--- Logging error ---" in t, t.count("Traceback"))
r = logging.LogRecord("n", 20, "path/file.py", 5, "m %s", ("a",), None); print(r.getMessage(), r.filename, r.levelname, r.module, r)
import logging.config, logging.handlers
logging.config.dictConfig({"version": 1, "formatters": {"f": {"format": "DC %(message)s"}}, "handlers": {"h": {"class": "logging.StreamHandler", "formatter": "f", "stream": "ext://sys.stdout"}}, "loggers": {"dc": {"handlers": ["h"], "level": "INFO", "propagate": False}}})
logging.getLogger("dc").info("configured")
mh = logging.handlers.MemoryHandler(10, target=h); print(mh.capacity, len(mh.buffer)); logging.getLogger("null").addHandler(logging.NullHandler())
for f in (lambda: log.setLevel("NOPE"), lambda: logging.basicConfig(bad=1), lambda: logging.Formatter("%(x)"), lambda: log.log("a", "b"), lambda: logging.getLogger(5), lambda: logging.basicConfig(format="{x", style="?", force=True)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)

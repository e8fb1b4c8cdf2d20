# Pickles, subclasses, folds and odd arguments of datetime.
import pickle, copy
from datetime import *
class D(datetime):
    def __new__(cls, *a, **k): return super().__new__(cls, *a, **k)
class E(date): pass
for x in (date(2024, 2, 3), datetime(2024, 1, 2, 3, 4, 5, 6, fold=1), time(1, 2, 3, 4, fold=1), timedelta(1, 2, 3), timezone.utc, timezone(timedelta(hours=1), "A"), datetime(2024, 1, 1, tzinfo=timezone.utc), D(2024, 5, 6), E(2000, 1, 1), date(2024, 2, 3).isocalendar()):
    for p in range(2, 6): assert pickle.loads(pickle.dumps(x, p)) == x, x
    assert copy.copy(x) == x and copy.deepcopy(x) == x
    print(repr(x), x.__reduce_ex__(4)[1:])
print(repr(D(2024, 1, 1) + timedelta(1)), repr(E(2024, 1, 31) - timedelta(31)), type(D(2024, 1, 1).replace(year=2025)), type(D.now()), repr(E.fromordinal(5)), type(D.combine(E(2000, 1, 1), time(1))), repr(D.fromisoformat("20240102T030405,678901")))
def err(f):
    try: print(f())
    except Exception as x: print(type(x).__name__, x)
class Z(tzinfo):
    def __init__(self, o): self.o = o
    def utcoffset(self, d): return self.o
    def tzname(self, d): return "a%b"
    def dst(self, d): return timedelta(0)
err(lambda: datetime(2024, 1, 1, tzinfo=3)); err(lambda: datetime(2024, 1, 1, fold=2)); err(lambda: time(1, 2, 3, 10**6)); err(lambda: datetime(2024, 1, 1, tzinfo=Z(5)).utcoffset()); err(lambda: datetime(2024, 1, 1, tzinfo=Z(timedelta(1))).utcoffset()); err(lambda: tzinfo().utcoffset(None))
err(lambda: datetime.combine(1, time())); err(lambda: timezone(5)); err(lambda: timezone.utc.utcoffset(5)); err(lambda: date.fromisocalendar(2024, 60, 1)); err(lambda: date.fromisocalendar(2024, 1, 8)); err(lambda: date.fromisocalendar(0, 1, 1)); err(lambda: time.fromisoformat("25")); err(lambda: time.fromisoformat("1")); err(lambda: datetime.fromisoformat("2024-01-01T10:00:00+25:00"))
err(lambda: timedelta(1) * float("nan")); err(lambda: timedelta(1) // 0); err(lambda: timedelta(1) % timedelta(0)); err(lambda: timedelta(days=1e30)); err(lambda: timedelta(float("inf"))); err(lambda: date(2024, 1, 1.5)); err(lambda: datetime.fromtimestamp(float("nan"), timezone.utc)); err(lambda: datetime.fromtimestamp(1e20, timezone.utc)); err(lambda: datetime(1, 1, 1).isoformat("ab")); err(lambda: time(1).isoformat("x"))
z = datetime(2024, 1, 1, 12, tzinfo=Z(timedelta(hours=-5, seconds=7)))
print(z, repr(str(z.timetz())), z.strftime("%Z|%z|%:z|%f|%%"), z.astimezone(timezone.utc), z.utctimetuple()[:6], z.timestamp(), hash(z) == hash(z.astimezone(timezone.utc)), z.isoformat("é", "hours"))
print(timedelta(hours=5) / 0.3, timedelta(hours=5) * 0.1, -timedelta(microseconds=1) // 2, timedelta(microseconds=3) / 2, timedelta(microseconds=5) / 2, timedelta(seconds=-1) % timedelta(minutes=1), timedelta(1) == 5, timedelta(weeks=-1.5), timedelta(milliseconds=0.0005, microseconds=0.5))
print(sorted([datetime(2024, 1, 2), datetime(2023, 5, 6), datetime(2024, 1, 1, 5)]), {date(2024, 1, 1): 1}[date(2024, 1, 1)], datetime(2024, 1, 1) == datetime(2024, 1, 1, tzinfo=timezone.utc), time(1, tzinfo=timezone.utc) == time(1), time(2, tzinfo=timezone(timedelta(hours=1))) == time(1, tzinfo=timezone.utc))
print(date.__eq__(date(2024, 1, 1), datetime(2024, 1, 1)), isinstance(D(2024, 1, 1), date), datetime.max - datetime.min, date.min.isocalendar(), date.max.isocalendar(), [date(y, 1, 1).isocalendar()[:2] for y in range(2015, 2025)])
match datetime(2024, 1, 1):
    case date(year=y): print(y)

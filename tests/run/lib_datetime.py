from datetime import *
d = date(2024, 2, 29)
print(d, repr(d), d.year, d.weekday(), d.isoweekday(), d.isocalendar(), d.isoformat(), d.toordinal(), date.fromordinal(738000), d.replace(year=2023, day=1), d.timetuple()[:8], d.ctime(), date.fromisoformat("2024-12-31"), date.fromisoformat("20240105"), date.fromisoformat("2024-W05-3"), date.fromisocalendar(2020, 53, 7), date.min, date.max, date.resolution)
print(d + timedelta(days=1), d - timedelta(weeks=1), d - date(2023, 2, 28), d < date(2024, 3, 1), d == date(2024, 2, 29), hash(d) == hash(date(2024, 2, 29)), max(d, date(2025, 1, 1)), d.strftime("%Y/%m/%d %A %a %B %b %j %U %W %w %u %y %% %V %G %D %F"))
t = time(13, 5, 9, 123456)
print(t, repr(t), t.isoformat("minutes"), t.isoformat("milliseconds"), time.fromisoformat("04:23:01.5"), t.replace(hour=1), t.strftime("%H:%M:%S.%f %I %p"), time(), bool(time()), time.max, time(1) < time(2), time(12, 30, tzinfo=timezone.utc), time.fromisoformat("T0102"))
dt = datetime(2024, 3, 10, 14, 30, 15, 999)
print(dt, repr(dt), dt.date(), dt.time(), dt.isoformat(), dt.isoformat(" ", "seconds"), dt.replace(minute=0), dt.strftime("%c|%x|%X|%s"[:8]), datetime.combine(d, t), dt.timetuple()[:6], datetime.fromisoformat("2024-03-10T14:30:15+02:00"), datetime.fromisoformat("2024-03-10"), datetime.fromisoformat("2024-03-10 14:30:15.123Z"), dt.weekday(), datetime.min, datetime.strptime("10 Mar 2024 02:30 PM", "%d %b %Y %I:%M %p"), datetime.strptime("2024-060 +0530", "%Y-%j %z"))
print(dt + timedelta(hours=10), dt - datetime(2024, 1, 1), dt - timedelta(seconds=1.5), dt > datetime(2023, 1, 1), dt == dt.replace(), datetime(2024, 1, 1) == date(2024, 1, 1))
td = timedelta(days=1, hours=2, minutes=3, seconds=4, microseconds=5)
print(td, repr(td), td.days, td.seconds, td.microseconds, td.total_seconds(), -td, abs(-td), td * 2, td / 2, td // 2, td / timedelta(hours=1), td // timedelta(hours=1), td % timedelta(hours=1), divmod(td, timedelta(hours=5)), timedelta(seconds=-1), repr(timedelta(-1, 5)), timedelta(weeks=1, milliseconds=1500), timedelta(0.5), timedelta(), bool(timedelta()), timedelta.max, timedelta(hours=25) > timedelta(days=1), td * 1.5, sum([td, td], timedelta()), timedelta(microseconds=0.5), timedelta(days=1.1))
u = datetime(2024, 1, 1, 12, tzinfo=timezone.utc)
e = timezone(timedelta(hours=5, minutes=30), "IST")
print(u, repr(u), u.astimezone(e), u.astimezone(e).tzname(), u.utcoffset(), e, repr(e), timezone(timedelta(hours=-3)), u.timestamp(), datetime.fromtimestamp(0, timezone.utc), datetime.fromtimestamp(1.5, timezone.utc), datetime.fromtimestamp(-1, tz=timezone.utc), u == u.astimezone(e), u - datetime(2024, 1, 1, tzinfo=e), u.utctimetuple()[:6], UTC is timezone.utc, u.isoformat(), u.strftime("%Z %z %:z"), hash(u) == hash(u.astimezone(e)))
class TZ(tzinfo):
    def utcoffset(self, x): return timedelta(hours=1)
    def dst(self, x): return timedelta(0)
    def tzname(self, x): return "MINE"
z = datetime(2024, 6, 1, tzinfo=TZ())
print(z, z.tzname(), z.dst(), z.astimezone(timezone.utc), f"{z:%d.%m.%y %Z}", format(d, "%j"), f"{d}", f"{td}", str(dt), dt.fold)
def err(f):
    try:
        print(f())
    except Exception as x:
        print(type(x).__name__, x)
err(lambda: date(2023, 2, 29)); err(lambda: date(0, 1, 1)); err(lambda: date(2024, 13, 1)); err(lambda: datetime(2024, 1, 1, 25)); err(lambda: time(24)); err(lambda: date("a", 1, 1)); err(lambda: d + 1); err(lambda: d - "a"); err(lambda: d < 5); err(lambda: dt < d); err(lambda: dt - u); err(lambda: dt < u); err(lambda: date.fromisoformat("2024-1-1")); err(lambda: datetime.strptime("x", "%Y")); err(lambda: datetime.strptime("2024 1", "%Y")); err(lambda: timedelta(days=10 ** 10)); err(lambda: date.max + timedelta(1)); err(lambda: timezone(timedelta(hours=24))); err(lambda: timedelta(1) / 0); err(lambda: timedelta("a")); err(lambda: date(2024, 1)); err(lambda: setattr(d, "year", 1)); err(lambda: datetime.fromisoformat("nope")); err(lambda: date.fromordinal(0)); err(lambda: datetime.strptime("99", "%q"))

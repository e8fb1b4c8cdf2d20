import time
t0 = time.time(); p0 = time.perf_counter(); m0 = time.monotonic()
time.sleep(0.01)
print(time.time() > t0, time.perf_counter() - p0 >= 0.009, time.monotonic() >= m0, time.time_ns() > 10 ** 18, isinstance(time.process_time(), float), time.perf_counter_ns() > 0, time.thread_time() >= 0)
g = time.gmtime(0)
print(g, g.tm_year, g[1], tuple(g), time.gmtime(1e9), time.strftime("%Y-%m-%d %H:%M:%S %a %b %j", time.gmtime(86400 * 59.5)), time.asctime(g), time.mktime(time.localtime(1000000)) == 1000000.0, time.strptime("2024-02-29 13:45", "%Y-%m-%d %H:%M"), time.strptime("Tue Mar  5 2024", "%a %b %d %Y")[:3], time.ctime(0)[:3], time.struct_time(range(9)).tm_yday, len(time.tzname), time.timezone, time.daylight)
for f in (lambda: time.sleep(-1), lambda: time.sleep("a"), lambda: time.strptime("x", "%Y"), lambda: time.struct_time([1]), lambda: time.strftime("%Y", (1, 2)), lambda: time.gmtime(1e30), lambda: time.mktime(5), lambda: time.gmtime("a")):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
import calendar
print(calendar.isleap(2000), calendar.isleap(1900), calendar.monthrange(2024, 2), calendar.weekday(2024, 1, 1), calendar.month(2024, 2), calendar.monthcalendar(2023, 2), calendar.timegm(time.gmtime(12345)), calendar.leapdays(1900, 2000), calendar.day_name[0], list(calendar.month_abbr)[:3], calendar.TextCalendar(6).formatmonth(2021, 2), sep="\n")

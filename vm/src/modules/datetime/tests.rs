use super::calendar::*;
use super::text;

#[test]
fn ordinals_and_packing_round_trip() {
    for n in (1..=MAX_ORDINAL).step_by(97) {
        let (y, m, d) = from_ordinal(n);
        assert_eq!(ordinal(y, m, d), n);
        let p = Point { year: y, month: m, day: d, hour: n % 24, minute: n % 60, second: n % 59, us: n % 999_999, fold: n & 1 };
        assert_eq!(Point::unpack(p.pack()), p);
        let (iy, w, wd) = iso_calendar(p);
        if iy <= MAX_YEAR && iy >= MIN_YEAR { assert_eq!(from_iso(iy, w, wd), Ok((y, m, d))) }
    }
}
#[test]
fn texts() {
    for (s, ok) in [("2024-02-29", true), ("20240229", true), ("2024-W05-3", true), ("2024W05", true), ("2024-1-1", false), ("2024-W05_3", false)] { assert_eq!(text::parse_date(s.as_bytes()).is_ok(), ok, "{s}") }
    for (s, us) in [("01:02", Some(None)), ("010203.5", Some(None)), ("01:02:03.1234567Z", Some(Some(0))), ("01:02-00:30", Some(Some(-1_800_000_000))), ("1:2", None), ("01:02:03.", None), ("01:02Zx", None)] { assert_eq!(text::parse_time(s.as_bytes()).map(|p| p.1), us, "{s}") }
    for (s, at) in [("2024-02-29T01", Some(10)), ("20240229T01", Some(8)), ("2024-W05-3T01", Some(10)), ("2024W05T01", Some(7))] { assert_eq!(text::separator(s.as_bytes()), at, "{s}") }
}

//! The proleptic Gregorian calendar on plain numbers, and the packed forms of dates and times.
//!
//! ```text
//! packed:  year 14 | month 4 | day 5 | hour 5 | minute 6 | second 6 | microsecond 20 | fold 1      61 bits, a small int
//! ```
//! A date has zeros below its day, a time has zeros above its hour: numbers compare as what they stand for.

pub const MIN_YEAR: i64 = 1;
pub const MAX_YEAR: i64 = 9999;
pub const MAX_ORDINAL: i64 = 3_652_059;
pub const US_PER_DAY: i128 = 86_400_000_000;
pub const DAY_US: i64 = 86_400_000_000;

/// A point of local time. Dates leave the lower fields 0, times the upper ones.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Point { pub year: i64, pub month: i64, pub day: i64, pub hour: i64, pub minute: i64, pub second: i64, pub us: i64, pub fold: i64 }

impl Point {
    pub fn pack(self) -> i64 { ((((((self.year << 4 | self.month) << 5 | self.day) << 5 | self.hour) << 6 | self.minute) << 6 | self.second) << 20 | self.us) << 1 | self.fold }
    pub fn unpack(p: i64) -> Point {
        Point { fold: p & 1, us: p >> 1 & 0xf_ffff, second: p >> 21 & 63, minute: p >> 27 & 63, hour: p >> 33 & 31, day: p >> 38 & 31, month: p >> 43 & 15, year: p >> 47 & 0x3fff }
    }
    pub fn date(year: i64, month: i64, day: i64) -> Point { Point { year, month, day, ..Point::default() } }
    /// Only the date, only the time.
    pub fn just_date(self) -> Point { Point::date(self.year, self.month, self.day) }
    pub fn just_time(self) -> Point { Point { year: 0, month: 0, day: 0, ..self } }
    pub fn ordinal(self) -> i64 { ordinal(self.year, self.month, self.day) }
    pub fn weekday(self) -> i64 { (self.ordinal() + 6) % 7 }
    pub fn seconds_of_day(self) -> i64 { self.hour * 3600 + self.minute * 60 + self.second }
    pub fn us_of_day(self) -> i64 { self.seconds_of_day() * 1_000_000 + self.us }
    /// Microseconds since the day before 0001-01-01.
    pub fn total_us(self) -> i64 { self.ordinal() * DAY_US + self.us_of_day() }
    /// Seconds since the same time (CPython's `utc_to_seconds`).
    pub fn total_seconds(self) -> i64 { self.ordinal() * 86400 + self.seconds_of_day() }
    /// The inverse of `total_us`, if it is in range.
    pub fn from_total_us(t: i64) -> Option<Point> {
        let (days, rest) = (t.div_euclid(DAY_US), t.rem_euclid(DAY_US));
        if !(1..=MAX_ORDINAL).contains(&days) { return None; }
        let (year, month, day) = from_ordinal(days);
        let s = rest / 1_000_000;
        Some(Point { year, month, day, hour: s / 3600, minute: s / 60 % 60, second: s % 60, us: rest % 1_000_000, fold: 0 })
    }
    /// The bytes CPython keeps for a date: what is hashed and pickled.
    pub fn date_bytes(self) -> [u8; 4] { [(self.year >> 8) as u8, self.year as u8, self.month as u8, self.day as u8] }
    pub fn time_bytes(self) -> [u8; 6] { [self.hour as u8, self.minute as u8, self.second as u8, (self.us >> 16) as u8, (self.us >> 8) as u8, self.us as u8] }
    pub fn bytes(self) -> [u8; 10] {
        let mut b = [0; 10];
        b[..4].copy_from_slice(&self.date_bytes());
        b[4..].copy_from_slice(&self.time_bytes());
        b
    }
    /// Year and month day from `date_bytes`; nothing is checked.
    pub fn from_date_bytes(b: &[u8]) -> Point { match b { [a, b, m, d, ..] => Point::date((*a as i64) << 8 | *b as i64, *m as i64, *d as i64), _ => Point::default() } }
    pub fn from_time_bytes(b: &[u8]) -> Point {
        match b { [h, m, s, x, y, z, ..] => Point { hour: (*h & 127) as i64, minute: *m as i64, second: *s as i64, us: (*x as i64) << 16 | (*y as i64) << 8 | *z as i64, ..Point::default() }, _ => Point::default() }
    }
}

pub fn is_leap(y: i64) -> bool { y % 4 == 0 && (y % 100 != 0 || y % 400 == 0) }
const BEFORE: [i64; 13] = [0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
pub fn days_in_month(y: i64, m: i64) -> i64 { match m { 2 => 28 + is_leap(y) as i64, 4 | 6 | 9 | 11 => 30, _ => 31 } }
pub fn days_before_month(y: i64, m: i64) -> i64 { BEFORE.get(m as usize).copied().unwrap_or(0) + (m > 2 && is_leap(y)) as i64 }
pub fn days_before_year(y: i64) -> i64 { let y = y - 1; y * 365 + y.div_euclid(4) - y.div_euclid(100) + y.div_euclid(400) }
pub fn ordinal(y: i64, m: i64, d: i64) -> i64 { days_before_year(y) + days_before_month(y, m) + d }
/// Date of a day number, 1 being 0001-01-01.
pub fn from_ordinal(n: i64) -> (i64, i64, i64) {
    let n = n - 1;
    let (n400, n) = (n.div_euclid(146_097), n.rem_euclid(146_097));
    let (n100, n) = (n / 36_524, n % 36_524);
    let (n4, n) = (n / 1461, n % 1461);
    let (n1, n) = (n / 365, n % 365);
    let year = n400 * 400 + n100 * 100 + n4 * 4 + n1 + 1;
    if n1 == 4 || n100 == 4 { return (year - 1, 12, 31); }
    let mut month = (n + 50) >> 5;
    let mut before = days_before_month(year, month);
    if before > n { month -= 1; before = days_before_month(year, month) }
    (year, month, n - before + 1)
}
/// Day number of the Monday that begins ISO year `y`.
pub fn iso_week1_monday(y: i64) -> i64 {
    let first = ordinal(y, 1, 1);
    let weekday = (first + 6) % 7;
    first - weekday + if weekday > 3 { 7 } else { 0 }
}
/// (ISO year, week, weekday)
pub fn iso_calendar(p: Point) -> (i64, i64, i64) {
    let today = p.ordinal();
    let mut year = p.year;
    let mut start = iso_week1_monday(year);
    if today < start { year -= 1; start = iso_week1_monday(year) }
    else if today >= iso_week1_monday(year + 1) { year += 1; start = iso_week1_monday(year) }
    let n = today - start;
    (year, n / 7 + 1, n % 7 + 1)
}
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum IsoError { Year, Week, Day }
/// Date of an ISO year, week and weekday. The year may lie just outside the range.
pub fn from_iso(year: i64, week: i64, day: i64) -> Result<(i64, i64, i64), IsoError> {
    if !(MIN_YEAR..=MAX_YEAR).contains(&year) { return Err(IsoError::Year); }
    if !(1..53).contains(&week) {
        let first = (ordinal(year, 1, 1) + 6) % 7;
        let long = first == 3 || first == 2 && is_leap(year);
        if !(week == 53 && long) { return Err(IsoError::Week); }
    }
    if !(1..8).contains(&day) { return Err(IsoError::Day); }
    Ok(from_ordinal(iso_week1_monday(year) + (week - 1) * 7 + day - 1))
}

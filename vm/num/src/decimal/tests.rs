use super::*;

fn d(s: &str) -> Dec { Dec::parse(s.as_bytes()).expect(s) }
const C: Ctx = Ctx { prec: 9, emax: 999, emin: -999, round: Round::HalfEven, clamp: false };
#[test]
fn arithmetic() {
    let rows: &[(&str, Dec)] = &[
        ("3.30", d("1.10").add(&d("2.2"), &C, &mut 0)), ("0.333333333", d("1").div(&d("3"), &C, &mut 0)), ("1E+999", d("1E+998").mul(&d("10"), &C, &mut 0).reduce(&C, &mut 0)), ("Infinity", d("9E+999").mul(&d("10"), &C, &mut 0)),
        ("1.41421356", d("2").sqrt(&C, &mut 0)), ("2.71828183", d("1").exp_(&C, &mut 0)), ("2.30258509", d("10").ln(&C, &mut 0)), ("0.301029996", d("2").log10(&C, &mut 0)), ("1024", d("2").pow(&d("10"), &C, &mut 0)), ("1.41421356", d("2").pow(&d("0.5"), &C, &mut 0)),
        ("2.68", d("2.675").quantize(&d("0.01"), &C, &mut 0)), ("1", d("10").rem(&d("3"), &C, &mut 0)), ("-1", d("11").rem_near(&d("3"), &C, &mut 0)), ("1E-1007", d("1E-1007").plus(&C, &mut 0)), ("NaN", d("Inf").sub(&d("Inf"), &C, &mut 0)),
    ];
    for (want, got) in rows { assert_eq!(&got.to_text(false, true), want) }
}
#[test]
fn formats() {
    let seps = Seps { dot: ".", sep: ",", grouping: &[3] };
    for (n, spec, want) in [("1234567.891", ",.2f", "1,234,567.89"), ("1.23", "08.1f", "000001.2"), ("0.000123", "e", "1.23e-4"), ("0.25", "%", "25%"), ("1234", "010,", "00,001,234"), ("-0.001", "z.1f", "0.0"), ("NaN", "08", "     NaN")] {
        assert_eq!(d(n).format(&FormatSpec::parse(spec).expect(spec), &C, true, &seps), want, "{n} {spec}");
    }
    assert!(FormatSpec::parse("d").is_err());
}

//! Machine readable zones read per second on one core, beside the crate `mrz` and PyPI's `mrz` in the same run.
//!
//! `cargo bench -p limen --bench mrz`. Python's part needs python3 with venv; where it can't be set up, that is said.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout)]

use jiff::civil::{Date, date};
use limen_document::{
    mrz::{Fields, Format, read, write},
    transliterate::Cyrillic,
};
use limen_domain::{PartialDate, Sex};
use std::{
    fs,
    hint::black_box,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

const TODAY: Date = date(2026, 11, 24);
const DOCUMENTS: u32 = 20_000;
const ROUNDS: usize = 15;

fn main() {
    if !std::env::args().any(|argument| argument == "--bench") {
        return; // Built and started by the tests: nothing to measure.
    }
    let zones: Vec<String> = (0..DOCUMENTS).map(zone).collect();
    // A look-alike in every document: the costliest case, with corrections sought.
    let misread: Vec<String> = zones.iter().map(|zone| zone.replacen("L0", "LO", 1)).collect();

    let ours = median(|| zones.iter().for_each(|zone| drop(black_box(read(black_box(zone), TODAY)))));
    let ours_misread = median(|| misread.iter().for_each(|zone| drop(black_box(read(black_box(zone), TODAY)))));
    let crate_mrz = median(|| zones.iter().for_each(|zone| drop(black_box(mrz::find_and_parse(black_box(zone))))));
    let crate_misread =
        median(|| misread.iter().for_each(|zone| drop(black_box(mrz::find_and_parse(black_box(zone))))));
    let crate_lines = median(|| {
        for zone in &zones {
            let (upper, lower) = zone.split_once('\n').unwrap();
            drop(black_box(mrz::parse_td3(black_box(upper), black_box(lower))));
        }
    });
    assert!(zones.iter().all(|zone| read(zone, TODAY).unwrap().problems.is_empty()));
    assert!(zones.iter().all(|zone| mrz::find_and_parse(zone).is_ok_and(|found| found.valid())));
    assert!(misread.iter().all(|zone| read(zone, TODAY).unwrap().problems.len() == 1));

    println!("{DOCUMENTS} passports (TD3), one core, median of {ROUNDS} rounds; ratios are to Limen");
    let row = |name: &str, per_second: f64| {
        println!("{name:<46} {per_second:>12.0} a second   {:>7.2}", per_second / ours);
    };
    row("Limen, from text", ours);
    row("crate mrz, from text (find_and_parse)", crate_mrz);
    row("crate mrz, from two lines (parse_td3)", crate_lines);
    match python(&zones) {
        Ok(per_second) => row("PyPI mrz (TD3CodeChecker)", per_second),
        Err(reason) => println!("PyPI mrz: not measured, {reason}"),
    }
    println!("a misread number in each, its correction sought");
    row("Limen, offered to the officer", ours_misread);
    row("crate mrz, applied by itself", crate_misread);
}

fn zone(number: u32) -> String {
    let surnames = ["DIALLO", "TRAORE", "KEITA", "OUEDRAOGO COMPAORE", "NDIAYE", "MAIGA"];
    let given = ["MAMADOU LAMINE", "FATOUMATA BINTA", "CHEIKH", "AISSATA", "JEAN PAUL EMMANUEL"];
    let pick = |list: &[&'static str], step: u32| list[(number / step) as usize % list.len()];
    let mali = "MLI".parse().unwrap();
    let fields = Fields {
        document_code: "P",
        issuing_state: mali,
        document_number: &format!("L0{:07}", number * 7_919 % 10_000_000),
        primary_identifier: pick(&surnames, 1),
        secondary_identifier: pick(&given, 7),
        cyrillic: Cyrillic::General,
        nationality: mali,
        birth_date: PartialDate::Full(date(1950, 1, 1) + jiff::Span::new().days((number % 20_000) as i32)),
        sex: if number.is_multiple_of(2) { Sex::Female } else { Sex::Male },
        expiry_date: PartialDate::Full(date(2027, 1, 1) + jiff::Span::new().days((number % 3_000) as i32)),
        optional_data: "",
        optional_data_2: "",
    };
    write(Format::Td3, &fields).unwrap().join("\n")
}

/// Zones a second, the median round.
fn median(mut work: impl FnMut()) -> f64 {
    work();
    let mut seconds: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let begin = Instant::now();
            work();
            begin.elapsed().as_secs_f64()
        })
        .collect();
    seconds.sort_by(f64::total_cmp);
    f64::from(DOCUMENTS) / seconds[ROUNDS / 2]
}

/// PyPI's `mrz` over the same zones, in an environment of its own under `target`.
fn python(zones: &[String]) -> Result<f64, String> {
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/peers");
    let python: PathBuf = target.join("bin/python");
    let run = |program: &Path, arguments: &[&str]| {
        let done = Command::new(program)
            .args(arguments)
            .output()
            .map_err(|error| format!("{}: {error}", program.display()))?;
        if done.status.success() { Ok(done.stdout) } else { Err(String::from_utf8_lossy(&done.stderr).into_owned()) }
    };
    if !python.exists() {
        run(Path::new("python3"), &["-m", "venv", &target.display().to_string()])?;
    }
    run(&python, &["-m", "pip", "install", "--quiet", "mrz==0.6.2"])?;
    let file = target.join("zones.txt");
    fs::write(&file, zones.join("\n\n")).map_err(|error| error.to_string())?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peer_mrz.py");
    let out = run(&python, &[&script.display().to_string(), &file.display().to_string()])?;
    String::from_utf8_lossy(&out).trim().parse().map_err(|_| "its answer is no number".to_owned())
}

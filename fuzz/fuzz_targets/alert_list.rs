//! Whatever a list's file holds, in whichever format it is read: read with a report, and everyone it names is screened
//! by their own name. The first byte chooses the format.
#![no_main]

use jiff::civil::date;
use libfuzzer_sys::fuzz_target;
use limen_domain::ListName;
use limen_screening::{AlertIndex, Subject, list};

fuzz_target!(|bytes: &[u8]| {
    let Some((choice, file)) = bytes.split_first() else { return };
    let format = match choice {
        b'c' | b'd' => Some(list::Format::Table),
        b'u' => Some(list::Format::Un),
        b'o' => Some(list::Format::OfacXml),
        b'O' => Some(list::Format::OfacCsv),
        b's' => Some(list::Format::OpenSanctions),
        b'f' => Some(list::Format::Ftm),
        _ => None,
    };
    let Ok(name) = ListName::parse("fuzz") else { return };
    let Ok(read) = list::read_all(file, format, &name) else { return };
    assert_eq!(read.alerts.len(), read.report.taken);
    assert!(read.report.problems.iter().filter(|problem| problem.is_left_out).count() <= read.report.left_out);
    let first = read.alerts.iter().flat_map(|alert| alert.names.first()).next().cloned();
    let index = AlertIndex::build(&read.alerts);
    let subject = Subject { names: vec![first.unwrap_or_default().as_str().into()], ..Subject::default() };
    for hit in index.screen(&subject, date(2026, 11, 24)) {
        assert!((0.0..=1.0).contains(&hit.score));
    }
});

//! Two names of whatever letters: a score from 0 to 1, the same name is itself, and the index finds what comparing
//! every alert finds.
#![no_main]

use jiff::civil::date;
use libfuzzer_sys::fuzz_target;
use limen_domain::{Action, Alert, AlertId, ListName};
use limen_screening::{AlertIndex, Frequencies, Subject, name_likeness};

fuzz_target!(|names: (String, String)| {
    let (one, other) = names;
    let score = name_likeness(&one, &other, &Frequencies::default());
    assert!((0.0..=1.0).contains(&score));
    let (Ok(list), Ok(id)) = (ListName::parse("fuzz"), AlertId::parse("A-1")) else { return };
    let mut alert = Alert::new(list, id, Action::Refer);
    alert.names = vec![other];
    let index = AlertIndex::build([&alert]);
    let subject = Subject { names: vec![one.as_str().into()], ..Subject::default() };
    let (found, every) =
        (index.screen(&subject, date(2026, 11, 24)), index.screen_every_alert(&subject, date(2026, 11, 24)));
    assert!(found.len() <= every.len());
});

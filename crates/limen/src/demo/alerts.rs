//! An invented alert list, as CSV: hundreds of names like those at the counter, and those that the card needs.

use super::{card::Cases, people};
use rand::{Rng, RngExt};
use std::fmt::Write;

/// How many invented people are sought, besides those of the card.
const OTHERS: usize = 300;

/// The plate of a vehicle that is sought.
const STOLEN_PLATE: &str = "RC9911B";

/// The list.
pub(crate) fn make(random: &mut impl Rng, cases: &Cases) -> String {
    let mut csv = String::from(
        "id,full_name,given_names,surname,aliases,birth_date,sex,nationality,document_number,plate,action\n",
    );
    // Writing to a String does not fail.
    let _ = writeln!(
        csv,
        "N-0001,,Mamadou Lamine,Dialo,Lamine Jallow|M. L. Diallo,{},M,GIN,,,arrest",
        cases.possible_birth
    );
    let _ = writeln!(csv, "N-0002,Moussa Traoré,,,,{},M,,,,refer", cases.false_year);
    let _ = writeln!(csv, "D-0001,,,,,,,CIV,{},,seize-document", cases.stolen_number);
    let _ = writeln!(csv, "V-0001,,,,,,,GIN,,{STOLEN_PLATE},refer");
    for at in 0..OTHERS {
        let (given, surname, sex) = people::name(random);
        let year = random.random_range(1950..2004);
        // Birth dates are known as police files know them: some whole, most by the year.
        let birth = match random.random_range(0..3) {
            0 => format!("{year}-{:02}-{:02}", random.random_range(1..13), random.random_range(1..29)),
            _ => year.to_string(),
        };
        let action = people::pick(random, &["refer", "refer", "arrest", "refuse", "inform-discreetly", "protect"]);
        let _ = writeln!(csv, "N-{:04},,{given},{surname},,{birth},{sex},,,,{action}", at + 10);
    }
    for at in 0..OTHERS {
        let number = random.random_range(1_000_000..10_000_000);
        let _ = writeln!(csv, "D-{:04},,,,,,,,ML{number},,seize-document", at + 10);
    }
    csv
}

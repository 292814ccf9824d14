//! OFAC's list of specially designated nationals: individuals are taken, all else passed over.
//!
//! The XML (`sdn.xml`) has everything of an entry; the CSV (`sdn.csv`, no headings, `-0-` for nothing) has birth dates,
//! documents and other names among its remarks.

use super::{
    Entry, ListError, Taking, countries, each_row, said,
    xml::{self, Node},
};
use limen_domain::{Action, Alert, DocumentNumber, ListName};
use std::io;

pub(super) fn read_xml<F: FnMut(Alert)>(reader: impl io::BufRead, taking: &mut Taking<'_, F>) -> Result<(), ListError> {
    xml::records(reader, "sdnList", &["sdnEntry", "publshInformation"], |line, record| match record.name.as_str() {
        "sdnEntry" => {
            let entry = if record.said("sdnType") == Some("Individual") {
                alert(&record, taking.list).map(|alert| Entry::Alert(Box::new(alert)))
            } else {
                Ok(Entry::PassedOver)
            };
            taking.entry(line, entry)
        }
        "publshInformation" => {
            taking.report.version = record.said("Publish_Date").map(|date| date.chars().take(40).collect());
            Ok(())
        }
        _ => Ok(()),
    })
}

fn name(record: &Node) -> String {
    [record.said("firstName"), record.said("lastName")].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn alert(record: &Node, list: &ListName) -> Result<Alert, String> {
    let mut alert = Alert::new(list.clone(), said::id(record.said("uid").unwrap_or_default())?, Action::Refer);
    alert.names.push(name(record));
    alert.names.extend(record.items("akaList", "aka").map(name));
    let births = record.items("dateOfBirthList", "dateOfBirthItem").filter_map(|item| item.said("dateOfBirth"));
    alert.birth_dates = births.filter_map(said::birth_date).collect();
    let states = record.items("nationalityList", "nationality").chain(record.items("citizenshipList", "citizenship"));
    alert.nationalities = states.filter_map(|state| state.said("country")).filter_map(countries::state).collect();
    let places = record.items("placeOfBirthList", "placeOfBirthItem").filter_map(|item| item.said("placeOfBirth"));
    alert.birth_places = places.map(str::to_owned).collect();
    for id in record.items("idList", "id") {
        match (id.said("idType"), id.said("idNumber")) {
            (Some("Gender"), Some(sex)) => alert.sex = said::sex(sex),
            (Some(_), Some(number)) if number.bytes().any(|byte| byte.is_ascii_digit()) => {
                alert.document_numbers.push(DocumentNumber::new(number))
            }
            _ => {}
        }
    }
    let programs: Vec<&str> = record.items("programList", "program").map(|program| program.text.trim()).collect();
    alert.reference = Some(programs.join(", ")).filter(|text| !text.is_empty());
    Ok(alert)
}

/// Columns: number, name, type, program, title, and ship's columns up to the remarks.
type Row = (String, String, String, String, Vec<String>);

pub(super) fn read_csv<F: FnMut(Alert)>(reader: impl io::Read, taking: &mut Taking<'_, F>) -> Result<(), ListError> {
    let csv = csv::ReaderBuilder::new().has_headers(false).flexible(true).trim(csv::Trim::All).from_reader(reader);
    each_row(csv, None, taking, |(number, name, kind, program, rest): Row, list| {
        // The file ends on a line with a control character alone.
        if !kind.eq_ignore_ascii_case("individual") {
            return Ok(Entry::PassedOver);
        }
        let mut alert = Alert::new(list.clone(), said::id(&number)?, Action::Refer);
        alert.names.push(name);
        alert.reference = Some(program).filter(|program| program != "-0-");
        for remark in rest.last().map(String::as_str).unwrap_or_default().trim_end_matches('.').split(';') {
            take_remark(&mut alert, remark.trim());
        }
        Ok(Entry::Alert(Box::new(alert)))
    })
}

fn take_remark(alert: &mut Alert, remark: &str) {
    let after = |words: &[&str]| words.iter().find_map(|word| remark.strip_prefix(word)).map(str::trim);
    if let Some(date) = after(&["DOB ", "alt. DOB "]) {
        alert.birth_dates.extend(said::birth_date(date));
    } else if let Some(place) = after(&["POB ", "alt. POB "]) {
        alert.birth_places.push(place.to_owned());
    } else if let Some(state) = after(&["nationality ", "citizen ", "alt. nationality ", "alt. citizen "]) {
        alert.nationalities.extend(countries::state(state));
    } else if let Some(sex) = after(&["Gender "]) {
        alert.sex = said::sex(sex);
    } else if let Some(name) = after(&["a.k.a. ", "f.k.a. ", "n.k.a. "]) {
        alert.names.push(name.trim_matches(['\'', '"']).to_owned());
    } else if let Some(number) =
        after(&["Passport ", "alt. Passport ", "National ID No. ", "Identification Number ", "Cedula No. ", "D.N.I. "])
    {
        alert.document_numbers.push(DocumentNumber::new(number.split([' ', '(']).next().unwrap_or_default()));
    }
}

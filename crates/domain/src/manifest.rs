//! A carrier's list of people: who is on a bus or a boat, row by row, before it comes.
//!
//! The first row names the columns, in French or English: `surname`/`nom`, `given_names`/`prenoms` or
//! `full_name`/`nom_complet`, `birth_date`/`naissance`, `sex`/`sexe`, `nationality`/`nationalite`, `document`,
//! `document_number`/`numero`, `issuer`/`delivre_par`. Only a name is needed. A row without one is refused, and the list
//! with it; what else is wrong with a row is kept beside it as a doubt, for the officer to look at.

use crate::{
    DocumentKind, Doubt, DoubtKind, Field, ListProblem, Name, PartialDate, Sex, Source, StateCode, Status,
    TravelDocument, Traveller, plain_letters,
};
use jiff::civil::Date;

/// Maximum number of people of one list: more than any bus or river boat carries.
pub const MOST_MEMBERS: usize = 500;
/// The longest name that is kept, in characters.
const LONGEST_NAME: usize = 80;

/// The columns, each with the names it may have.
const COLUMNS: [(&str, &[&str]); 10] = [
    ("surname", &["surname", "nom", "primary"]),
    ("given_names", &["givennames", "prenom", "prenoms", "secondary"]),
    ("full_name", &["fullname", "name", "nomcomplet", "nometprenoms"]),
    ("birth_date", &["birthdate", "dateofbirth", "naissance", "datedenaissance"]),
    ("sex", &["sex", "sexe"]),
    ("nationality", &["nationality", "nationalite"]),
    ("document", &["document", "documentkind", "typededocument"]),
    ("document_number", &["documentnumber", "number", "numero", "numerodudocument", "passport", "passeport"]),
    ("issuer", &["issuer", "issuingstate", "delivrepar"]),
    ("driver", &["driver", "chauffeur"]),
];

/// Takes the people of a list, whose rows are given as texts; or says which rows can't be taken.
///
/// `today` tells whether a birth lies in the future or a document has expired.
///
/// # Errors
/// Everything in the rows that can't be taken, row by row.
pub fn read_manifest(rows: &[Vec<String>], today: Date) -> Result<Vec<Traveller>, Vec<ListProblem>> {
    let problem = |line: usize, what: &str| ListProblem { line: line as u64, what: what.to_owned() };
    let Some((head, rows)) = rows.split_first() else {
        return Err(vec![problem(1, "the file is empty; the first row names the columns")]);
    };
    let letters = |text: &str| plain_letters(text).chars().filter(char::is_ascii_alphabetic).collect::<String>();
    let plain: Vec<String> = head.iter().map(|name| letters(name).to_lowercase()).collect();
    let places: Vec<(&str, usize)> = COLUMNS
        .iter()
        .filter_map(|(column, names)| Some((*column, plain.iter().position(|name| names.contains(&name.as_str()))?)))
        .collect();
    if !places.iter().any(|(column, _)| matches!(*column, "surname" | "full_name")) {
        return Err(vec![problem(1, "no column holds names; call one surname (nom) or full_name (nom_complet)")]);
    }
    let (mut members, mut problems) = (Vec::new(), Vec::new());
    for (at, row) in rows.iter().enumerate() {
        let get = |column: &str| {
            let place = places.iter().find(|(name, _)| *name == column).map(|(_, place)| *place);
            place.and_then(|place| row.get(place)).map_or("", |text| text.trim())
        };
        if row.iter().all(|field| field.trim().is_empty()) {
            continue;
        }
        if members.len() == MOST_MEMBERS {
            problems.push(problem(at + 2, "a list has at most 500 people; send the others as a list of their own"));
            break;
        }
        match member(get, today) {
            Ok(traveller) => members.push(traveller),
            Err(what) => problems.push(problem(at + 2, &what)),
        }
    }
    if members.is_empty() && problems.is_empty() {
        problems.push(problem(2, "nobody stands below the columns' names"));
    }
    if problems.is_empty() { Ok(members) } else { Err(problems) }
}

fn name<'a>(get: impl Fn(&str) -> &'a str) -> Name {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (surname, given) = (words(get("surname")), words(get("given_names")));
    // A full name says nothing of its parts: it is one identifier (Doc 9303-3 §3.4).
    let primary = if surname.is_empty() { words(get("full_name")) } else { surname };
    Name { primary, secondary: given, truncated: false }
}

fn member<'a>(get: impl Fn(&str) -> &'a str, today: Date) -> Result<Traveller, String> {
    let name = name(&get);
    if name.primary.is_empty() {
        return Err("the name is missing".into());
    }
    if [&name.primary, &name.secondary].iter().any(|text| text.chars().count() > LONGEST_NAME) {
        return Err(format!("a name has at most {LONGEST_NAME} characters"));
    }
    let mut traveller = Traveller::named(name, Source::Listed);
    let mut doubt = |field, kind| traveller.doubts.push(Doubt::new(field, kind));
    let birth_date = match date(get("birth_date")) {
        Some(birth_date) => birth_date,
        None => {
            doubt(Field::BirthDate, DoubtKind::ImpossibleDate);
            PartialDate::Unknown
        }
    };
    let mut state = |column: &str, field| {
        let text = get(column);
        let code = StateCode::from_iso(text).ok().filter(|code| code.is_known());
        if code.is_none() && !text.is_empty() {
            doubt(field, DoubtKind::UnknownCode);
        }
        code
    };
    let (nationality, issuer) = (state("nationality", Field::Nationality), state("issuer", Field::IssuingState));
    let sex = match get("sex").to_uppercase().as_str() {
        "F" | "FEMME" | "FEMALE" => Sex::Female,
        "M" | "H" | "HOMME" | "MALE" => Sex::Male,
        _ => Sex::Unspecified,
    };
    let kind = get("document").parse().unwrap_or(DocumentKind::Passport);
    let number = get("document_number");
    let document = TravelDocument::numbered(kind, issuer.or(nationality), number);
    traveller.document = Some(document).filter(|document| !document.number.is_empty());
    traveller.birth_date = birth_date;
    traveller.sex = sex;
    traveller.nationality = nationality;
    traveller.status = Status::of_document(kind, nationality);
    traveller.examine(today);
    Ok(traveller)
}

/// A date as carriers write it: `1990-02-14`, `14/02/1990`, `14.02.1990`, `1990`. Nothing for what is no date.
fn date(text: &str) -> Option<PartialDate> {
    let parts: Vec<&str> = text.split(['/', '.', '-']).map(str::trim).collect();
    let written = match parts[..] {
        [day, month, year] if year.len() == 4 => format!("{year}-{month:0>2}-{day:0>2}"),
        _ => text.to_owned(),
    };
    written.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: Date = Date::constant(2026, 11, 25);

    fn rows(csv: &str) -> Vec<Vec<String>> {
        csv.lines().map(|line| line.split(';').map(str::to_owned).collect()).collect()
    }

    #[test]
    fn a_list_in_french_or_english_is_the_same_list() {
        let french = "Nom;Prénoms;Date de naissance;Sexe;Nationalité;Numéro\nBah;Aïssatou;14/02/1990;F;GIN;GN1\n";
        let english =
            "surname;given_names;birth_date;sex;nationality;document_number\nBah;Aïssatou;1990-02-14;F;GN;GN1\n";
        let read = |csv| read_manifest(&rows(csv), TODAY).expect("a list");
        assert_eq!(read(french), read(english));
        let member = &read(french)[0];
        assert_eq!(member.birth_date.to_string(), "1990-02-14");
        assert_eq!(member.document.as_ref().map(|document| document.number.as_str()), Some("GN1"));
        assert!(member.doubts.is_empty());
    }

    #[test]
    fn a_row_without_a_name_is_refused_with_its_number_and_the_list_with_it() {
        let problems = read_manifest(&rows("nom;numero\nBah;1\n;2\n;\n;3\n"), TODAY).expect_err("problems");
        assert_eq!(problems.iter().map(|problem| problem.line).collect::<Vec<_>>(), [3, 5]);
        assert!(read_manifest(&rows("a;b\n1;2\n"), TODAY).is_err());
        assert!(read_manifest(&[], TODAY).is_err());
    }

    #[test]
    fn what_is_wrong_with_a_row_stands_beside_it_as_a_doubt() {
        let list = "nom;naissance;nationalite\nBah;31/02/1990;XQ\nSow;2090-01-01;\n";
        let members = read_manifest(&rows(list), TODAY).expect("a list");
        let fields = |at: usize| members[at].doubts.iter().map(|doubt| doubt.field).collect::<Vec<_>>();
        assert_eq!(fields(0), [Field::BirthDate, Field::Nationality]);
        assert_eq!(fields(1), [Field::BirthDate]);
    }

    #[test]
    fn a_list_longer_than_any_bus_is_refused() {
        let many = format!("nom\n{}", "Bah\n".repeat(MOST_MEMBERS + 1));
        assert_eq!(read_manifest(&rows(&many), TODAY).expect_err("too many").len(), 1);
    }
}

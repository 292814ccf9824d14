//! A carrier's list of people: who is on a bus or a boat, row by row, before it comes.
//!
//! Only a name is needed. A row without one is refused, and the list with it; what else is wrong with a row is kept beside
//! it as a doubt, for the officer to look at.

use crate::{
    field::Field,
    heading::Answers,
    person::Person,
    table::{Column, Columns, Row, Table, TableError, columns_to_ask},
    values,
};
use jiff::civil::Date;
use limen_domain::{
    BirthDate, DocumentKind, Doubt, DoubtKind, Field as TravellerField, Name, PartialDate, Sex, Source, Status,
    TravelDocument, Traveller,
};
use std::io::Read;
use thiserror::Error;

/// Maximum number of people of one list: more than any bus or river boat carries.
pub const MOST_MEMBERS: usize = 500;
/// Maximum bytes of a list.
pub const MOST_BYTES: usize = 2 * 1024 * 1024;
/// The longest name that is kept, in characters.
const LONGEST_NAME: usize = 80;

/// Why a carrier's list is not taken.
#[derive(Debug, Error)]
pub enum ManifestError {
    /// It is no table.
    #[error(transparent)]
    Table(#[from] TableError),
    /// Nobody stands below the headings.
    #[error("nobody stands below the columns' names")]
    Nobody,
    /// No column holds names.
    #[error("no column holds names; these are not known: {}", .0.iter().map(|column| column.heading.as_str()).collect::<Vec<_>>().join(" | "))]
    NoNames(Vec<Column>),
    /// Rows of it can't be taken: each with its line.
    #[error("{} rows of it can't be taken", .0.len())]
    Rows(Vec<(u64, RowFault)>),
}

/// Why a row can't be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowFault {
    /// More people than a list may have, from this row on.
    TooMany,
    /// Bytes that are no letters.
    Damaged,
    /// Nobody is named.
    NoName,
    /// A name longer than any.
    LongName,
}

impl RowFault {
    /// A code for each, by which pages look up what they say.
    pub fn code(self) -> &'static str {
        match self {
            Self::TooMany => "too-many",
            Self::Damaged => "damaged",
            Self::NoName => "no-name",
            Self::LongName => "long-name",
        }
    }
}

/// The people of a list.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// The people.
    pub members: Vec<Traveller>,
    /// The columns that are not understood, and under which something stands.
    pub unknown: Vec<Column>,
}

/// Reads a list. `today` tells whether a birth lies in the future or a document has expired.
///
/// # Errors
/// It is no table, no column of it holds names, or a row can't be taken.
pub fn read_manifest(file: impl Read + Send, answers: &Answers, today: Date) -> Result<Manifest, ManifestError> {
    let table = Table::open(file, answers)?;
    let columns = &table.columns;
    if !columns.has_names() {
        return Err(ManifestError::NoNames(columns.unknown().cloned().collect()));
    }
    let (mut members, mut problems) = (Vec::new(), Vec::new());
    for row in table.rows {
        let row = row?;
        if is_total(columns, &row) {
            continue;
        }
        if members.len() == MOST_MEMBERS {
            problems.push((row.line, RowFault::TooMany));
            break;
        }
        if row.is_damaged {
            problems.push((row.line, RowFault::Damaged));
            continue;
        }
        match member(columns, &row, today) {
            Ok(traveller) => members.push(traveller),
            Err(fault) => problems.push((row.line, fault)),
        }
    }
    if members.is_empty() && problems.is_empty() {
        return Err(ManifestError::Nobody);
    }
    if !problems.is_empty() {
        return Err(ManifestError::Rows(problems));
    }
    Ok(Manifest { members, unknown: columns.unknown().cloned().collect() })
}

/// The columns of a list about which somebody must be asked before it can be read.
pub fn manifest_columns(file: impl Read + Send, answers: &Answers) -> Vec<Column> {
    columns_to_ask(file, answers, Columns::has_names)
}

/// Whether a row says nothing of a person: a total or a note below the list.
fn is_total(columns: &Columns, row: &Row) -> bool {
    let said: Vec<_> = columns.iter().zip(&row.cells).filter(|(_, cell)| !cell.trim().is_empty()).collect();
    let of_people = |field: Option<Field>| !matches!(field, None | Some(Field::Unneeded | Field::Id));
    let is_note = |text: &str| values::words::begins("total", text);
    // `Page` and `Note` are names too: of a person something else is said beside it that only people have.
    let is_said = |field| !columns.get(row, field).is_empty();
    let is_of_someone = [Field::Nationality, Field::BirthDate, Field::Sex].into_iter().any(is_said);
    !said.iter().any(|(column, _)| of_people(column.field))
        || said.len() <= 2 && !is_of_someone && said.iter().any(|(_, cell)| is_note(cell.trim()))
}

fn member(columns: &Columns, row: &Row, today: Date) -> Result<Traveller, RowFault> {
    let person = Person::of(columns, row);
    let (primary, secondary) = person.in_parts();
    let name = Name { primary: primary.to_owned(), secondary: secondary.to_owned(), truncated: false };
    if name.primary.is_empty() {
        return Err(RowFault::NoName);
    }
    if [&name.primary, &name.secondary].iter().any(|text| text.chars().count() > LONGEST_NAME) {
        return Err(RowFault::LongName);
    }
    let mut traveller = Traveller::named(name, Source::Listed);
    for (field, _) in &person.not_understood {
        let doubt = match field {
            Field::BirthDate | Field::BirthYear => Doubt::new(TravellerField::BirthDate, DoubtKind::ImpossibleDate),
            Field::Nationality => Doubt::new(TravellerField::Nationality, DoubtKind::UnknownCode),
            Field::Issuer => Doubt::new(TravellerField::IssuingState, DoubtKind::UnknownCode),
            _ => continue,
        };
        traveller.doubts.push(doubt);
    }
    let (nationality, listed) = (person.nationalities.first().copied(), person.documents.first());
    let kind = listed.and_then(|(kind, _)| *kind).unwrap_or(DocumentKind::Passport);
    traveller.document = listed.map(|(_, key)| TravelDocument {
        expiry: person.expiry.unwrap_or_default(),
        ..TravelDocument::numbered(kind, key.issuer.or(nationality), key.number.as_str())
    });
    traveller.birth_date = match person.birth_dates.first() {
        Some(BirthDate::On(date)) => *date,
        // A traveller's own list does not guess: what is not one date is not known.
        Some(BirthDate::About(first, last) | BirthDate::Between(first, last)) if first == last => {
            PartialDate::Year(*first)
        }
        _ => PartialDate::Unknown,
    };
    traveller.sex = person.sex.unwrap_or(Sex::Unspecified);
    traveller.nationality = nationality;
    traveller.birth_place = person.birth_places.into_iter().next();
    traveller.status = Status::of_document(kind, nationality);
    traveller.examine(today);
    Ok(traveller)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: Date = Date::constant(2026, 11, 25);

    fn read(list: &str) -> Result<Manifest, ManifestError> {
        read_manifest(list.as_bytes(), &Answers::default(), TODAY)
    }

    fn problems(list: &str) -> Vec<u64> {
        match read(list) {
            Err(ManifestError::Rows(problems)) => problems.iter().map(|(line, _)| *line).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_list_in_any_of_five_languages_is_the_same_list() {
        let lists = [
            "Nom;Prénoms;Date de naissance;Sexe;Nationalité;Numéro\nBah;Aïssatou;14/02/1990;F;Guinéenne;GN1234\n",
            "Nom;Prénoms;Né(e) le;Sexe;Nationalité;N° passeport\nBah;Aïssatou;14/02/1990;Féminin;GIN;GN1234\n",
            "surname,given_names,birth_date,sex,nationality,document_number\nBah,Aïssatou,1990-02-14,F,GN,GN1234\n",
            "Surname\tFirst name\tDOB\tGender\tCitizenship\tDoc No\nBah\tAïssatou\t14 Feb 1990\tFemale\tGuinean\tGN 1234\n",
            "Apellidos;Nombres;Fecha de nacimiento;Sexo;Nacionalidad;Pasaporte\nBah;Aïssatou;14-02-1990;Mujer;Guinea;GN1234\n",
            "Apelido;Nomes próprios;Data de nascimento;Sexo;Nacionalidade;Nº do passaporte\nBah;Aïssatou;14/02/1990;F;Guineana;GN1234\n",
            "اللقب;الاسم الشخصي;تاريخ الميلاد;الجنس;الجنسية;رقم الجواز\nBah;Aïssatou;14/02/1990;أنثى;غينية;GN1234\n",
        ];
        let first = read(lists[0]).expect("a list");
        for list in lists {
            assert_eq!(read(list).expect(list), first, "{list}");
        }
        let member = &first.members[0];
        assert_eq!(member.birth_date.to_string(), "1990-02-14");
        assert_eq!(member.document.as_ref().map(|document| document.number.as_str()), Some("GN1234"));
        assert!(member.doubts.is_empty() && first.unknown.is_empty());
    }

    #[test]
    fn titles_above_and_totals_below_are_no_people() {
        let list = "Compagnie Sotelma Bamako;;\nListe des passagers du 14/02/2026;;\n;;\nN°;Nom et prénoms;Nationalité\n1;Bah Aïssatou;GIN\n\n2;Sow Ibrahima;Mali\nTotal;2;\n";
        let read = read(list).expect("a list");
        let names: Vec<&str> = read.members.iter().map(|member| member.name.primary.as_str()).collect();
        assert_eq!(names, ["Bah Aïssatou", "Sow Ibrahima"]);
    }

    #[test]
    fn someone_who_is_called_page_is_no_page_number() {
        let list = read("Nom;Nationalité\nPage Jean;GIN\nBah Awa;GIN\n\nPage 1;\n").expect("a list");
        assert_eq!(list.members.len(), 2);
    }

    #[test]
    fn a_column_that_is_not_understood_is_named() {
        let read = read("nom;siège préféré;numero\nBah;12A;GN1234\n").expect("a list");
        assert_eq!(read.unknown.iter().map(|column| column.heading.as_str()).collect::<Vec<_>>(), ["siège préféré"]);
        assert_eq!(read.unknown[0].sample, ["12A"]);
    }

    #[test]
    fn of_a_list_without_names_every_column_is_asked_about_and_of_another_those_not_understood() {
        let asked = |list: &str, answers: &Answers| {
            let columns = manifest_columns(list.as_bytes(), answers);
            columns.into_iter().map(|column| column.heading).collect::<Vec<_>>()
        };
        let mut answers = Answers::default();
        assert_eq!(asked("nom;siège préféré\nBah;12A\n", &answers), ["siège préféré"]);
        assert_eq!(asked("quidam;numero\nBah;12345\n", &answers), ["quidam", "numero"]);
        assert_eq!(asked("quidam;lieu dit\nBah;Kita\n", &answers), ["quidam", "lieu dit"], "nothing is known of it");
        assert_eq!(asked("nom;vide\nBah;\n", &answers), [""; 0]);
        answers.put("Quidam", Field::FullName);
        assert_eq!(asked("quidam;numero\nBah;12345\n", &answers), [""; 0]);
        let read = read_manifest("quidam;numero\nBah;12345\n".as_bytes(), &answers, TODAY).expect("a list");
        assert_eq!(read.members[0].name.primary, "Bah");
        assert_eq!(asked("DIALLO;Mamadou;12/03/1990\nSOW;Ali;1/1/1980\n", &answers), [""; 0], "no heading at all");
        assert_eq!(asked("nom;numero;#;\nBah;123;x;y\n", &answers), [""; 0], "what no answer can name");
        assert_eq!(asked("no picture", &answers), [""; 0], "no rows: no answer would help");
    }

    #[test]
    fn a_row_without_a_name_is_refused_with_its_number_and_the_list_with_it() {
        assert_eq!(problems("nom;numero\nBah;12345\n;23456\n;\n;34567\n"), [3, 5]);
        assert!(matches!(read("saveur;forme\n1;2\n"), Err(ManifestError::Table(TableError::NoHeadings(_)))));
        assert!(matches!(read("numero;nationalite\n12345;GIN\n"), Err(ManifestError::NoNames(_))));
        assert!(matches!(read(""), Err(ManifestError::Table(TableError::Empty))));
    }

    #[test]
    fn what_is_wrong_with_a_row_stands_beside_it_as_a_doubt() {
        let list = "nom;naissance;nationalite\nBah;31/02/1990;XQ\nSow;2090-01-01;\n";
        let members = read(list).expect("a list").members;
        let fields = |at: usize| members[at].doubts.iter().map(|doubt| doubt.field).collect::<Vec<_>>();
        assert_eq!(fields(0), [TravellerField::BirthDate, TravellerField::Nationality]);
        assert_eq!(fields(1), [TravellerField::BirthDate]);
    }

    #[test]
    fn a_list_longer_than_any_bus_is_refused() {
        let many = format!("nom\n{}", "Bah\n".repeat(MOST_MEMBERS + 1));
        assert_eq!(problems(&many).len(), 1);
    }
}

//! Reference documents: what a genuine document of a state, a kind and a series looks like, and what is known to be forged.
//! Columns `code, state, kind, series, from, to, white, infrared, ultraviolet, look, known`, and `look_en`, `known_en` for
//! what is said otherwise in a language.
//!
//! `from` and `to` are the days between which it was issued; `white`, `infrared` and `ultraviolet` name pictures by their
//! SHA-256; `look` is what to look for and `known` are known forgeries, each in points parted by `|`.

use super::{
    fault::{ListFault, ListProblem},
    table::{self, LONGEST_TEXT, Line},
};
use crate::{AttachmentKind, DocumentKind, StateCode, coded::coded};
use jiff::civil::Date;
use std::collections::BTreeMap;

coded! {
    /// The light in which a page is looked at.
    "kinds of light"
    pub enum PageLight {
        /// White light.
        White = "white",
        /// Near infrared.
        Infrared = "infrared",
        /// Ultraviolet.
        Ultraviolet = "ultraviolet",
    }
}

impl PageLight {
    /// As what a page in this light is kept beside a record.
    pub fn kept_as(self) -> AttachmentKind {
        match self {
            Self::White => AttachmentKind::Page,
            Self::Infrared => AttachmentKind::Infrared,
            Self::Ultraviolet => AttachmentKind::Ultraviolet,
        }
    }
}

/// Maximum number of documents: with three pictures each, what a post with a poor link can hold.
pub const MOST_DOCUMENTS: usize = 200;
/// Maximum number of points of one text.
const MOST_POINTS: usize = 20;
/// Longest name of a series, in characters.
const LONGEST_SERIES: usize = 60;
const COLUMNS: [&str; 13] = [
    "code",
    "state",
    "kind",
    "series",
    "from",
    "to",
    "white",
    "infrared",
    "ultraviolet",
    "look",
    "look_en",
    "known",
    "known_en",
];

/// Points of a text by language; the empty language stands for all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Points(BTreeMap<String, Vec<String>>);

impl Points {
    /// The points as they are typed, one a line: for all languages, and otherwise in English.
    pub fn typed(all: &str, english: &str) -> Self {
        let points = |text: &str| -> Vec<String> {
            text.lines().map(|line| line.trim().replace('|', "/")).filter(|line| !line.is_empty()).collect()
        };
        let languages = [("", points(all)), ("en", points(english))];
        Self(languages.into_iter().filter(|(_, points)| !points.is_empty()).map(|(l, p)| (l.to_owned(), p)).collect())
    }

    /// The points in a language (BCP 47, two letters).
    pub fn of(&self, language: &str) -> &[String] {
        self.0.get(language).or_else(|| self.0.get("")).map_or(&[], Vec::as_slice)
    }

    /// What stands for a language of its own, one point a line; for all others where the language is empty.
    pub fn lines(&self, language: &str) -> String {
        self.0.get(language).map(|points| points.join("\n")).unwrap_or_default()
    }

    fn cell(&self, language: &str) -> String {
        self.0.get(language).map(|points| points.join(" | ")).unwrap_or_default()
    }
}

/// A reference document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferenceDocument {
    /// Its code in the list.
    pub code: String,
    /// Who issues it.
    pub state: StateCode,
    /// Of which kind it is.
    pub kind: DocumentKind,
    /// Which series or model; may be empty.
    pub series: String,
    /// The first day on which it was issued, where that is known.
    pub from: Option<Date>,
    /// The last.
    pub to: Option<Date>,
    /// Its pictures, by the SHA-256 of their bytes.
    pub pictures: BTreeMap<PageLight, String>,
    /// What to look for.
    pub look: Points,
    /// What is known to be forged.
    pub known: Points,
}

/// The reference documents that a node knows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Documents(Vec<ReferenceDocument>);

impl Documents {
    /// Reads a list of documents, or says everything that is wrong with it.
    ///
    /// # Errors
    /// Everything in the list that can't be taken, line by line.
    pub fn read(csv: &[u8]) -> Result<Self, Vec<ListProblem>> {
        let mut read = table::read(csv, &["code", "state", "kind", "look"], document);
        read.codes_are_distinct(|document| document.code.as_str());
        if read.lines.len() > MOST_DOCUMENTS {
            read.wrong(0, ListFault::TooManyDocuments);
        }
        read.whole().map(Self)
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// All of them.
    pub fn all(&self) -> &[ReferenceDocument] {
        &self.0
    }

    /// The one with a code.
    pub fn get(&self, code: &str) -> Option<&ReferenceDocument> {
        self.0.iter().find(|document| document.code == code)
    }

    /// Those of a state and a kind, as a traveller's document says them.
    pub fn of(&self, state: StateCode, kind: DocumentKind) -> impl Iterator<Item = &ReferenceDocument> {
        self.0.iter().filter(move |document| document.state == state && document.kind == kind)
    }

    /// The SHA-256 of every picture that is named.
    pub fn pictures(&self) -> impl Iterator<Item = &str> {
        self.0.iter().flat_map(|document| document.pictures.values().map(String::as_str))
    }

    /// Puts a document in the place of the one with its code, or adds it.
    pub fn put(&mut self, document: ReferenceDocument) {
        match self.0.iter_mut().find(|held| held.code == document.code) {
            Some(held) => *held = document,
            None => self.0.push(document),
        }
    }

    /// Takes the document with a code out.
    pub fn remove(&mut self, code: &str) {
        self.0.retain(|document| document.code != code);
    }

    /// The list as its file.
    pub fn csv(&self) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        // What is written into memory does not fail.
        let _ = writer.write_record(COLUMNS);
        for document in &self.0 {
            let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
            let picture = |light| document.pictures.get(&light).cloned().unwrap_or_default();
            let _ = writer.write_record([
                document.code.clone(),
                document.state.to_string(),
                document.kind.code().to_owned(),
                document.series.clone(),
                day(document.from),
                day(document.to),
                picture(PageLight::White),
                picture(PageLight::Infrared),
                picture(PageLight::Ultraviolet),
                document.look.cell(""),
                document.look.cell("en"),
                document.known.cell(""),
                document.known.cell("en"),
            ]);
        }
        writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
    }
}

fn document(line: &Line<'_>) -> Result<ReferenceDocument, ListFault> {
    let state = line.get("state");
    let known = state.parse::<StateCode>().ok().filter(|code| code.is_known());
    let series = line.get("series");
    if series.chars().count() > LONGEST_SERIES {
        return Err(ListFault::Text("series".to_owned()));
    }
    let (from, to) = (line.day_or_none("from")?, line.day_or_none("to")?);
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        return Err(ListFault::Backwards);
    }
    let mut pictures = BTreeMap::new();
    for light in PageLight::ALL {
        let sha256 = line.get(light.code());
        if !sha256.is_empty() {
            let is_hash =
                sha256.len() == 64 && sha256.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
            if !is_hash {
                return Err(ListFault::Picture(table::cut(sha256)));
            }
            pictures.insert(*light, sha256.to_owned());
        }
    }
    Ok(ReferenceDocument {
        code: line.code()?,
        state: known.ok_or_else(|| ListFault::State(table::cut(state)))?,
        kind: line.get("kind").parse()?,
        series: series.to_owned(),
        from,
        to,
        pictures,
        look: points(line, "look", "look_en")?,
        known: points(line, "known", "known_en")?,
    })
}

fn points(line: &Line<'_>, all: &str, english: &str) -> Result<Points, ListFault> {
    let mut texts = BTreeMap::new();
    for (language, column) in [("", all), ("en", english)] {
        let of = |point: &str| point.trim().to_owned();
        let points: Vec<String> = line.get(column).split('|').map(of).filter(|point| !point.is_empty()).collect();
        if points.len() > MOST_POINTS || points.iter().any(|point| point.chars().count() > LONGEST_TEXT) {
            return Err(ListFault::Text(column.to_owned()));
        }
        if !points.is_empty() {
            texts.insert(language.to_owned(), points);
        }
    }
    Ok(Points(texts))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HASH: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    fn list(lines: &str) -> Result<Documents, Vec<ListProblem>> {
        Documents::read(format!("code,state,kind,series,from,to,white,look,look_en\n{lines}").as_bytes())
    }

    #[test]
    fn a_document_is_found_by_state_and_kind_and_written_as_it_was_read() {
        let line = format!("gin-p-2014,GIN,passport,Biométrique 2014,2014-01-01,,{HASH},Filigrane | Fil,Watermark\n");
        let documents = list(&line).expect("a list");
        let found: Vec<_> = documents.of("GIN".parse().expect("a code"), DocumentKind::Passport).collect();
        assert_eq!(
            (found.len(), found[0].look.of("fr").len(), found[0].look.of("en")),
            (1, 2, &["Watermark".to_owned()][..])
        );
        assert_eq!(found[0].pictures.get(&PageLight::White).map(String::as_str), Some(HASH));
        assert_eq!(Documents::read(documents.csv().as_bytes()), Ok(documents));
    }

    #[test]
    fn no_state_no_kind_no_picture_and_days_that_run_backwards_are_refused() {
        for line in [
            "a,ZZZ,passport,,,,,x,",
            "a,GIN,book,,,,,x,",
            "a,GIN,passport,,,,face.jpg,x,",
            "a,GIN,passport,,2020-01-01,2019-01-01,,x,",
            "a b,GIN,passport,,,,,x,",
        ] {
            assert_eq!(list(line).expect_err(line).len(), 1, "{line}");
        }
    }

    #[test]
    fn a_document_takes_the_place_of_the_one_with_its_code() {
        let mut documents = list("a,GIN,passport,old,,,,x,\nb,MLI,passport,,,,,x,\n").expect("a list");
        let newer = ReferenceDocument { series: "new, \"second\"".into(), ..documents.0[0].clone() };
        documents.put(newer.clone());
        documents.remove("b");
        assert_eq!(Documents::read(documents.csv().as_bytes()).expect("a list").all(), [newer]);
    }

    #[test]
    fn points_are_typed_one_a_line() {
        let points = Points::typed(" one \n\ntwo|three\r\n", "");
        assert_eq!(points.of("en"), ["one", "two/three"]);
        assert_eq!(points.lines(""), "one\ntwo/three");
    }
}

//! Layouts of bar codes that are no seals: by what a text is known, and what stands where in it. Columns `code, name, starts,
//! holds, separators, leads, field, fr, en, key, part, from, length, days, values`, and `name_fr`, `name_en` for a name that is
//! said otherwise in a language. A line for each field; the first line of a layout says what is the whole layout's.
//!
//! What does not show is written `\n`, `\r`, `\s` (a space), `\x1e` (by its number), `\\`. What a layout finds is only what
//! the text says: nobody signed it.

use super::{
    fault::{ListFault, ListProblem},
    table::{self, LONGEST_TEXT, Line, MOST_LINES, Read, Texts},
};
use crate::coded::coded;
use std::collections::BTreeMap;

coded! {
    /// How a day is written in a code. A day with two digits for its year is shown as it stands: its century is not said.
    "ways to write a day"
    pub enum DayForm {
        /// 12312026
        MonthFirst = "MMDDYYYY",
        /// 20261231
        YearFirst = "YYYYMMDD",
        /// 31122026
        DayFirst = "DDMMYYYY",
        /// 261231
        ShortYear = "YYMMDD",
    }
}

coded! {
    /// What can be wrong with a line of a list of layouts.
    "faults of layouts"
    pub enum LayoutFault {
        /// Nothing says by what its texts are known.
        NoMark = "no-mark",
        /// The line of a field without one of its layout before it.
        NoLayout = "no-layout",
        /// Not exactly one of `key`, `part` and `from`; or `length` without `from`, or `from` without `length`.
        Place = "place",
        /// A field that is found between separators, and a layout without any.
        NoSeparators = "no-separators",
        /// Values that are not written `short=what it stands for`.
        Values = "values",
        /// A sign that is not written as signs are.
        Escape = "escape",
    }
}

impl LayoutFault {
    /// What to change.
    pub(super) fn said(self) -> &'static str {
        match self {
            Self::NoMark => "say by what the layout's texts are known: starts, holds, or both",
            Self::NoLayout => "the first line of a layout has its name; its other lines follow without one",
            Self::Place => "a field has exactly one of key, part and from, and length beside from alone",
            Self::NoSeparators => "key and part need separators in the layout's first line",
            Self::Values => "values are written 1=M | 2=F",
            Self::Escape => r"what does not show is written \n, \r, \s, \x1e or \\",
        }
    }
}

/// Maximum number of a place, and of letters that a field has.
const LAST_PLACE: u32 = 10_000;
const MOST_LETTERS: u32 = 300;

/// Where a field stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldPlace {
    /// Behind a separator, with this before it.
    Key(String),
    /// Between separators, counted from 1.
    At(usize),
    /// From a letter, counted from 1, so many letters.
    From {
        /// The first.
        letter: usize,
        /// How many.
        length: usize,
    },
}

/// A field of a layout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeField {
    /// Its code; of fields with one code the first that is there counts.
    pub code: String,
    /// What it is called.
    pub name: Texts,
    /// Where it stands.
    pub place: FieldPlace,
    /// How its day may be written.
    pub days: Vec<DayForm>,
    /// What its values stand for.
    pub values: BTreeMap<String, String>,
}

/// How one kind of text is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeLayout {
    /// Its code.
    pub code: String,
    /// What it is called.
    pub name: Texts,
    /// With what such a text begins.
    pub starts: String,
    /// What such a text holds somewhere.
    pub holds: String,
    /// Each of these letters ends a field.
    pub separators: String,
    /// What may stand before a field's key beside a separator.
    pub leads: Vec<String>,
    /// Its fields.
    pub fields: Vec<CodeField>,
}

/// The layouts that a node knows; the first that fits a text counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CodeLayouts(Vec<CodeLayout>);

/// What the first line of a layout says of all.
struct Head {
    name: Texts,
    starts: String,
    holds: String,
    separators: String,
    leads: Vec<String>,
}

/// A line of the list.
struct Row {
    code: String,
    head: Option<Head>,
    field: CodeField,
}

impl CodeLayouts {
    /// Reads a list of layouts, or says everything that is wrong with it.
    ///
    /// # Errors
    /// Everything in the list that can't be taken, line by line.
    pub fn read(csv: &[u8]) -> Result<Self, Vec<ListProblem>> {
        let Read { lines: rows, problems } = table::read(csv, &["code", "name", "starts", "field", "fr", "en"], row);
        let mut read: Read<CodeLayout> = Read { lines: Vec::new(), problems };
        if rows.len() > MOST_LINES {
            read.wrong(0, ListFault::TooMany);
        }
        for (line, Row { code, head, field }) in rows {
            let first = read.lines.iter().find(|(_, layout)| layout.code == code).map(|(first, _)| *first);
            match (head, first) {
                (Some(_), Some(first)) => read.wrong(line, ListFault::Twice(first)),
                (Some(Head { name, starts, holds, separators, leads }), None) => {
                    let fields = Vec::new();
                    read.lines.push((line, CodeLayout { code, name, starts, holds, separators, leads, fields }));
                    read.take_field(line, field);
                }
                (None, _) if read.lines.last().is_some_and(|(_, last)| last.code == code) => {
                    read.take_field(line, field);
                }
                (None, _) => read.wrong(line, LayoutFault::NoLayout.into()),
            }
        }
        read.whole().map(Self)
    }

    /// The layouts that Limen brings: AAMVA.
    pub fn built_in() -> Self {
        // What stands in the program is read by a test.
        Self::read(include_bytes!("code-layouts.csv")).unwrap_or_default()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them.
    pub fn all(&self) -> &[CodeLayout] {
        &self.0
    }

    /// These, and behind them others.
    pub fn and(mut self, others: Self) -> Self {
        self.0.extend(others.0);
        self
    }
}

impl Read<CodeLayout> {
    /// A field of the layout that was begun last.
    fn take_field(&mut self, line: u64, field: CodeField) {
        let Some((_, layout)) = self.lines.last_mut() else { return };
        if layout.separators.is_empty() && !matches!(field.place, FieldPlace::From { .. }) {
            return self.wrong(line, LayoutFault::NoSeparators.into());
        }
        layout.fields.push(field);
    }
}

fn row(line: &Line<'_>) -> Result<Row, ListFault> {
    let code = line.code()?;
    let head = if line.get("name").is_empty() { None } else { Some(head(line)?) };
    let field = CodeField {
        code: line.text("field")?,
        name: line.texts()?,
        place: place(line)?,
        days: line.get("days").split_whitespace().map(str::parse).collect::<Result<_, _>>()?,
        values: values(line)?,
    };
    Ok(Row { code, head, field })
}

fn head(line: &Line<'_>) -> Result<Head, ListFault> {
    let (starts, holds) = (signs(line, "starts")?, signs(line, "holds")?);
    if starts.is_empty() && holds.is_empty() {
        return Err(LayoutFault::NoMark.into());
    }
    let leads = line.get("leads").split_whitespace().map(shown).collect::<Result<_, _>>()?;
    Ok(Head { name: line.text_by_language("name")?, starts, holds, separators: signs(line, "separators")?, leads })
}

/// Exactly one way in which a field is found.
fn place(line: &Line<'_>) -> Result<FieldPlace, ListFault> {
    let key = signs(line, "key")?;
    let (at, from) = (number(line, "part", LAST_PLACE)?, number(line, "from", LAST_PLACE)?);
    let length = number(line, "length", MOST_LETTERS)?;
    match (key.as_str(), at, from, length) {
        ("", None, Some(letter), Some(length)) => Ok(FieldPlace::From { letter, length }),
        ("", Some(at), None, None) => Ok(FieldPlace::At(at)),
        (_, None, None, None) if !key.is_empty() => Ok(FieldPlace::Key(key)),
        _ => Err(LayoutFault::Place.into()),
    }
}

/// A number from 1 on; `None` where there is none.
fn number(line: &Line<'_>, column: &'static str, most: u32) -> Result<Option<usize>, ListFault> {
    let text = line.get(column);
    if text.is_empty() {
        return Ok(None);
    }
    let number = text.parse::<u32>().ok().filter(|number| (1..=most).contains(number));
    number.and_then(|number| usize::try_from(number).ok()).map(Some).ok_or(ListFault::Number(column, most))
}

fn values(line: &Line<'_>) -> Result<BTreeMap<String, String>, ListFault> {
    let pairs = line.get("values").split('|').map(str::trim).filter(|pair| !pair.is_empty());
    let pair = |pair: &str| -> Result<(String, String), ListFault> {
        let (short, meant) = pair.split_once('=').ok_or(LayoutFault::Values)?;
        let (short, meant) = (shown(short.trim())?, shown(meant.trim())?);
        if short.is_empty() || meant.is_empty() { Err(LayoutFault::Values.into()) } else { Ok((short, meant)) }
    };
    pairs.map(pair).collect()
}

/// A cell with its signs.
fn signs(line: &Line<'_>, column: &'static str) -> Result<String, ListFault> {
    let text = line.get(column);
    if text.chars().count() > LONGEST_TEXT {
        return Err(ListFault::Text(column.to_owned()));
    }
    shown(text)
}

/// A text with what does not show in it.
fn shown(text: &str) -> Result<String, ListFault> {
    let mut letters = text.chars();
    let mut read = String::new();
    while let Some(letter) = letters.next() {
        read.push(match letter {
            '\\' => sign(&mut letters).ok_or(LayoutFault::Escape)?,
            letter => letter,
        });
    }
    Ok(read)
}

fn sign(letters: &mut std::str::Chars<'_>) -> Option<char> {
    Some(match letters.next()? {
        'n' => '\n',
        'r' => '\r',
        's' => ' ',
        '\\' => '\\',
        'x' => {
            let number: String = letters.by_ref().take(2).collect();
            char::from(u8::from_str_radix(&number, 16).ok().filter(|_| number.len() == 2)?)
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "code,name,name_fr,starts,holds,separators,leads,field,fr,en,key,part,from,length,days,values\n";

    fn list(lines: &str) -> Result<CodeLayouts, Vec<ListProblem>> {
        CodeLayouts::read(format!("{HEAD}{lines}").as_bytes())
    }

    #[test]
    fn the_layouts_that_limen_brings_can_be_read() {
        let layouts = CodeLayouts::built_in();
        assert_eq!((layouts.len(), layouts.all()[0].starts.as_str()), (1, "@\n\u{1e}\rANSI "));
        assert!(layouts.all()[0].fields.len() > 60);
    }

    #[test]
    fn a_layout_is_its_first_line_and_those_that_follow() {
        let layouts = list(
            "permit,Permit,Permis,LP1|,,|,,number,Numéro,Number,,2,,,,\n\
             permit,,,,,,,sex,Sexe,Sex,S:,,,,,1=M | 2=F\n\
             card,Card,,CARD,,,,day,Jour,Day,,,5,8,DDMMYYYY YYMMDD,\n",
        );
        let layouts = layouts.expect("a list");
        let [permit, card] = layouts.all() else { panic!("two layouts") };
        assert_eq!((permit.name.of("fr"), permit.name.of("en"), permit.fields.len()), ("Permis", "Permit", 2));
        assert_eq!(permit.fields[0].place, FieldPlace::At(2));
        assert_eq!(permit.fields[1].values.get("2").map(String::as_str), Some("F"));
        assert_eq!(card.fields[0].place, FieldPlace::From { letter: 5, length: 8 });
        assert_eq!(card.fields[0].days, [DayForm::DayFirst, DayForm::ShortYear]);
    }

    #[test]
    fn a_line_that_would_mislead_is_refused_with_what_to_change() {
        let of = |fault: LayoutFault| ListFault::Layout(fault);
        for (line, fault) in [
            ("a,A,,,,|,,x,x,x,,1,,,,", of(LayoutFault::NoMark)),
            ("a,,,,,,,x,x,x,,1,,,,", of(LayoutFault::NoLayout)),
            ("a,A,,S,,|,,x,x,x,K,1,,,,", of(LayoutFault::Place)),
            ("a,A,,S,,|,,x,x,x,,,,,,", of(LayoutFault::Place)),
            ("a,A,,S,,|,,x,x,x,,,5,,,", of(LayoutFault::Place)),
            ("a,A,,S,,|,,x,x,x,K,,,3,,", of(LayoutFault::Place)),
            ("a,A,,S,,,,x,x,x,,1,,,,", of(LayoutFault::NoSeparators)),
            ("a,A,,S,,|,,x,x,x,,1,,,,1-M", of(LayoutFault::Values)),
            (r"a,A,,S\q,,|,,x,x,x,,1,,,,", of(LayoutFault::Escape)),
            (r"a,A,,S\x1,,|,,x,x,x,,1,,,,", of(LayoutFault::Escape)),
            ("a,A,,S,,|,,x,x,x,,0,,,,", ListFault::Number("part", LAST_PLACE)),
            ("a,A,,S,,|,,x,x,,,1,,,,", ListFault::Text("en".to_owned())),
        ] {
            assert_eq!(list(&format!("{line}\n")).expect_err(line)[0], ListProblem { line: 2, fault }, "{line}");
        }
        let twice = list("a,A,,S,,|,,x,x,x,,1,,,,\nb,B,,T,,|,,x,x,x,,1,,,,\na,A,,U,,|,,x,x,x,,1,,,,\n");
        assert_eq!(twice.expect_err("twice")[0], ListProblem { line: 4, fault: ListFault::Twice(2) });
        assert!(list("a,A,,S,,|,,x,x,x,,1,,,MM-DD,\n").is_err());
    }
}

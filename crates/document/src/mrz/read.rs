//! A zone's fields, each judged by its check digit and its form.

use super::{
    Format,
    check_digit::{check_digit, compute},
    correct::{self, MOST_SUGGESTIONS},
    date,
    format::{Layout, Span},
    french,
    shape::{self, Unreadable},
};
use jiff::civil::Date;
use limen_domain::{
    DocumentKind, DocumentNumber, Doubt, DoubtKind, Field, Name, PartialDate, Sex, Source, StateCode, Status,
    TravelDocument, Traveller,
};

/// A zone as it was read, with what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mrz {
    /// Its format, known by its shape.
    pub format: Format,
    /// Its lines.
    pub lines: Vec<String>,
    /// One or two letters, without the filler.
    pub document_code: String,
    /// The issuing state or organization, without fillers.
    pub issuing_state: String,
    /// The document number, also where it is longer than its field, without the fillers behind it.
    pub document_number: String,
    /// The surname, with single spaces for fillers.
    pub primary_identifier: String,
    /// The given names, likewise; may be empty.
    pub secondary_identifier: String,
    /// Whether the name ends on the last character of its field, and so must be taken for truncated.
    pub name_truncated: bool,
    /// The nationality, without fillers.
    pub nationality: String,
    /// The birth date, its century resolved.
    pub birth_date: PartialDate,
    /// The sex; `None` where the character stands for none.
    pub sex: Option<Sex>,
    /// The last day of validity, its century resolved; unknown where it could not be read.
    pub expiry_date: PartialDate,
    /// Optional data of the first field, without the end of a long number and the fillers behind it.
    pub optional_data: String,
    /// Optional data of a TD1's second field.
    pub optional_data_2: String,
    /// What is wrong, field by field; a valid zone has nothing here.
    pub problems: Vec<Doubt>,
}

/// Reads the zone that `text` holds, with centuries resolved as of the day `on`.
///
/// # Errors
/// [`Unreadable`]: the text holds no zone of a known format.
pub fn read(text: &str, on: Date) -> Result<Mrz, Unreadable> {
    let (format, characters) = shape::find(text)?;
    if format == Format::Td2 && french::is_one(&characters) {
        return Ok(french::read(&characters, on));
    }
    let Some(layout) = format.layout() else { return Ok(french::read(&characters, on)) };
    Ok(Reader { format, layout, characters: &characters, on, problems: Vec::new() }.read())
}

struct Reader<'a> {
    format: Format,
    layout: &'static Layout,
    characters: &'a [u8],
    on: Date,
    problems: Vec<Doubt>,
}

impl<'a> Reader<'a> {
    fn read(mut self) -> Mrz {
        let layout = self.layout;
        let document_code = self.document_code();
        let issuing_state = self.state(layout.issuer, Field::IssuingState);
        let (document_number, rest_of_optional) = self.document_number();
        let (primary_identifier, secondary_identifier, name_truncated) = self.name();
        let nationality = self.state(layout.nationality, Field::Nationality);
        let birth_date = self.date(layout.birth, layout.birth_check, Field::BirthDate, date::birth);
        let sex = self.sex();
        let is_card = document_code.starts_with(['A', 'C', 'I']) && document_code != "AC";
        let expires = if is_card { date::expiry_of_card } else { date::expiry };
        let expiry_date = self.date(layout.expiry, layout.expiry_check, Field::ExpiryDate, expires);
        // Cards without an end are the old's: who seems a child was born a century before.
        let birth_date =
            if expiry_date == date::WITHOUT_END { date::of_the_old(birth_date, self.on) } else { birth_date };
        if let Some(check) = layout.optional_check {
            self.optional_check(check);
        }
        self.composite();
        let (lines, width) = self.format.lines_and_width();
        Mrz {
            format: self.format,
            lines: (0..lines).map(|line| text(&self.characters[line * width..(line + 1) * width])).collect(),
            document_code,
            issuing_state,
            document_number,
            primary_identifier,
            secondary_identifier,
            name_truncated,
            nationality,
            birth_date,
            sex,
            expiry_date,
            optional_data: rest_of_optional,
            optional_data_2: layout.optional_2.map(|span| trimmed(self.at(span))).unwrap_or_default(),
            problems: self.problems,
        }
    }

    fn at(&self, span: Span) -> &'a [u8] {
        let start = span.line * self.format.lines_and_width().1;
        &self.characters[start + span.from..start + span.to]
    }

    fn doubt(&mut self, field: Field, kind: DoubtKind, mut suggestions: Vec<Vec<u8>>) {
        suggestions.truncate(MOST_SUGGESTIONS);
        let suggestions = suggestions.iter().map(|suggestion| trimmed(suggestion)).collect();
        self.problems.push(Doubt { field, kind, suggestions });
    }

    fn document_code(&mut self) -> String {
        let code = self.at(self.layout.code);
        let shown = trimmed(code);
        if code[0] == b'<' {
            self.doubt(Field::DocumentCode, DoubtKind::Missing, vec![]);
        } else if code.iter().any(u8::is_ascii_digit) {
            let letters = correct::to_letters(code).filter(|code| self.format.allows_code(&trimmed(code)));
            self.doubt(Field::DocumentCode, DoubtKind::Character, letters.into_iter().collect());
        } else if !self.format.allows_code(&shown) {
            self.doubt(Field::DocumentCode, DoubtKind::UnknownCode, vec![]);
        }
        shown
    }

    fn state(&mut self, span: Span, field: Field) -> String {
        let code = self.at(span);
        let shown = trimmed(code);
        let is_known = |code: &[u8]| trimmed(code).parse::<StateCode>().is_ok_and(StateCode::is_known);
        if shown.is_empty() {
            self.doubt(field, DoubtKind::Missing, vec![]);
        } else if code.iter().any(u8::is_ascii_digit) {
            let letters = correct::to_letters(code).filter(|code| is_known(code));
            self.doubt(field, DoubtKind::Character, letters.into_iter().collect());
        } else if !is_known(code) {
            self.doubt(field, DoubtKind::UnknownCode, vec![]);
        }
        shown
    }

    /// The number, and what is left of the optional data behind a long one.
    fn document_number(&mut self) -> (String, String) {
        let layout = self.layout;
        let (number, check, optional) =
            (self.at(layout.number), self.at(layout.number_check)[0], self.at(layout.optional));
        // Note j of Doc 9303-5 and -6: a filler for the check digit says that the number goes on in the optional data,
        // where its last digit is followed by the check digit and a filler.
        let end = optional.iter().position(|&c| c == b'<').unwrap_or(0);
        if layout.long_numbers && check == b'<' && end >= 2 {
            let whole = [number, &optional[..end - 1]].concat();
            self.judge_number(&whole, optional[end - 1]);
            return (trimmed(&whole), trimmed(optional[end..].strip_prefix(b"<").unwrap_or_default()));
        }
        if number.iter().all(|&c| c == b'<') {
            self.doubt(Field::DocumentNumber, DoubtKind::Missing, vec![]);
        } else {
            self.judge_number(number, check);
        }
        (trimmed(number), trimmed(optional))
    }

    fn judge_number(&mut self, number: &[u8], check: u8) {
        if check_digit(number) != check {
            let suggestions = self.corrections(Field::DocumentNumber, number, check, |_| true);
            self.doubt(Field::DocumentNumber, DoubtKind::CheckDigit, suggestions);
        }
    }

    fn name(&mut self) -> (String, String, bool) {
        let field = self.at(self.layout.name);
        let shown = text(field);
        let (primary, secondary) = shown.split_once("<<").unwrap_or((&shown, ""));
        let (primary, secondary) = (spaced(primary), spaced(secondary));
        for (identifier, field) in [(&primary, Field::PrimaryIdentifier), (&secondary, Field::SecondaryIdentifier)] {
            if identifier.bytes().any(|c| c.is_ascii_digit()) {
                let letters = correct::to_letters(identifier.as_bytes());
                self.doubt(field, DoubtKind::Character, letters.into_iter().collect());
            }
        }
        if primary.is_empty() {
            self.doubt(Field::PrimaryIdentifier, DoubtKind::Missing, vec![]);
        }
        let truncated = field.last().is_some_and(u8::is_ascii_uppercase);
        (primary, secondary, truncated)
    }

    fn sex(&mut self) -> Option<Sex> {
        match self.at(self.layout.sex)[0] {
            b'F' => Some(Sex::Female),
            b'M' => Some(Sex::Male),
            b'<' => Some(Sex::Unspecified),
            _ => {
                self.doubt(Field::Sex, DoubtKind::Character, vec![]);
                None
            }
        }
    }

    fn date(
        &mut self,
        span: Span,
        check: Span,
        field: Field,
        resolve: fn(&[u8], Date) -> Result<PartialDate, DoubtKind>,
    ) -> PartialDate {
        let (characters, check) = (self.at(span), self.at(check)[0]);
        let resolved = resolve(characters, self.on);
        let kind = match resolved {
            Err(kind) => kind,
            Ok(_) if check_digit(characters) != check => DoubtKind::CheckDigit,
            Ok(date) => return date,
        };
        let on = self.on;
        let suggestions = self.corrections(field, characters, check, |digits| resolve(digits, on).is_ok());
        let suggestions = suggestions
            .iter()
            .filter_map(|digits| resolve(digits, on).ok())
            .map(|date| date.to_string().into_bytes())
            .collect();
        self.doubt(field, kind, suggestions);
        // The year of a birth is kept where day and month are written as noughts.
        let year = if field == Field::BirthDate { date::year_of_birth(characters, on) } else { None };
        resolved.ok().or(year).unwrap_or_default()
    }

    fn optional_check(&mut self, span: Span) {
        let (data, check) = (self.at(self.layout.optional), self.at(span)[0]);
        let is_unused = data.iter().all(|&c| c == b'<');
        // Doc 9303-4 §4.2.2.2, position 43: the State may leave a filler where there is no personal number.
        if check_digit(data) != check && !(is_unused && check == b'<') {
            let suggestions = self.corrections(Field::OptionalData, data, check, |_| true);
            self.doubt(Field::OptionalData, DoubtKind::CheckDigit, suggestions);
        }
    }

    /// Where a field's own check digit fails, so does the composite one; it speaks only where the others are silent.
    fn composite(&mut self) {
        let Some((spans, check)) = self.layout.composite else { return };
        let covered: Vec<u8> = spans.iter().flat_map(|&span| self.at(span)).copied().collect();
        let check = self.at(check)[0];
        let already_in_doubt = self.problems.iter().any(|problem| {
            matches!(problem.field, Field::DocumentNumber | Field::BirthDate | Field::ExpiryDate | Field::OptionalData)
                && problem.kind != DoubtKind::Missing
        });
        if check_digit(&covered) == check || already_in_doubt {
            return;
        }
        if is_misread_digit(check, compute(covered.iter().copied())) {
            self.doubt(Field::Composite, DoubtKind::CheckDigit, vec![vec![check_digit(&covered)]]);
        } else {
            self.doubt(Field::Composite, DoubtKind::CheckDigit, vec![]);
        }
    }

    /// Values of a field that fit its check digit and differ by look-alikes; where some fit the composite check digit
    /// too, only those. Where only the check digit was misread, the value itself is offered.
    fn corrections(&self, field: Field, value: &[u8], check: u8, accept: impl Fn(&[u8]) -> bool) -> Vec<Vec<u8>> {
        let with_check = [value, &[check]].concat();
        let fits = |text: &[u8]| {
            let (value, check) = text.split_at(text.len() - 1);
            check[0] == check_digit(value) && accept(value)
        };
        let mut found = correct::candidates(&with_check, |text| fits(text) && self.fits_composite(field, text));
        if found.is_empty() {
            found = correct::candidates(&with_check, fits);
        }
        // A date whose letters look like digits may fit only once all of them are read as digits.
        if let Some(digits) = correct::to_digits(&with_check).filter(|digits| *digits != with_check && fits(digits))
            && matches!(field, Field::BirthDate | Field::ExpiryDate)
            && !found.contains(&digits)
        {
            found.push(digits);
        }
        let mut values: Vec<Vec<u8>> = Vec::new();
        for mut text in found {
            text.truncate(value.len());
            if !values.contains(&text) {
                values.push(text);
            }
        }
        values
    }

    /// Whether the composite check digit fits with `field` and its check digit read as `with_check`.
    fn fits_composite(&self, field: Field, with_check: &[u8]) -> bool {
        let layout = self.layout;
        let Some((spans, composite)) = layout.composite else { return true };
        let span = match field {
            Field::DocumentNumber if with_check.len() == 10 => layout.number,
            Field::BirthDate => layout.birth,
            Field::ExpiryDate => layout.expiry,
            Field::OptionalData => layout.optional,
            _ => return true,
        };
        let mut corrected = self.characters.to_vec();
        let start = span.line * self.format.lines_and_width().1 + span.from;
        corrected[start..start + with_check.len()].copy_from_slice(with_check);
        let width = self.format.lines_and_width().1;
        let covered = spans.iter().flat_map(|s| &corrected[s.line * width + s.from..s.line * width + s.to]).copied();
        compute(covered) + b'0' == self.at(composite)[0]
    }
}

/// Whether a character that should be the digit `expected` is the letter that looks like it.
fn is_misread_digit(character: u8, expected: u8) -> bool {
    correct::to_digits(&[character]).is_some_and(|digit| character.is_ascii_uppercase() && digit == [expected + b'0'])
}

fn text(characters: &[u8]) -> String {
    // A zone is ASCII: nothing is lost.
    String::from_utf8_lossy(characters).into_owned()
}

/// Without the fillers at its end.
fn trimmed(characters: &[u8]) -> String {
    let end = characters.iter().rposition(|&c| c != b'<').map_or(0, |last| last + 1);
    text(&characters[..end])
}

/// With single spaces for fillers.
fn spaced(identifier: &str) -> String {
    identifier.split('<').filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

impl Mrz {
    /// The traveller that this zone speaks of, with its problems as doubts.
    pub fn traveller(&self) -> Traveller {
        let issuer = self.issuing_state.parse().ok();
        let nationality: Option<StateCode> = self.nationality.parse().ok();
        let kind = DocumentKind::of_code(&self.document_code, issuer, nationality);
        let name = Name {
            primary: self.primary_identifier.clone(),
            secondary: self.secondary_identifier.clone(),
            truncated: self.name_truncated,
        };
        Traveller {
            birth_date: self.birth_date,
            sex: self.sex.unwrap_or(Sex::Unspecified),
            nationality,
            document: Some(TravelDocument {
                kind,
                issuer,
                number: DocumentNumber::new(&self.document_number),
                expiry: self.expiry_date,
                mrz: Some(self.lines.join("\n")),
            }),
            status: Status::of_document(kind, nationality),
            doubts: self.problems.clone(),
            ..Traveller::named(name, Source::Mrz)
        }
    }
}

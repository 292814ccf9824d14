//! The card: one document for each case that a counter meets, in the form that a reader sends.

use super::{
    papers::{BAH, DIALLO, Document, KONATE, KONATE_MISREAD, KOUAME, NDIAYE, SANGARE, half_of, of_no_state},
    people::Regular,
};
use jiff::{Span, Timestamp, civil::Date, tz::TimeZone};
use limen_document::mrz::{self, Format};
use limen_domain::{DocumentKind, PartialDate, Sex, StateCode, Traveller, Visa, WrittenVisa};
use limen_node::trial::CardEntry;

/// The people of the card that alerts speak of.
#[derive(Debug)]
pub(crate) struct Cases {
    /// Born on this day: an alert knows a name that is spelt nearly the same, and the same birth date.
    pub(crate) possible_birth: Date,
    /// Born in this year: an alert knows the same name and the year before.
    pub(crate) false_year: i16,
    /// The stolen passport.
    pub(crate) stolen_number: &'static str,
    /// The visa that an e-visa system recorded for the traveller who needs one.
    pub(crate) visa: Visa,
}

/// The card, and what alerts need to know of it.
pub(crate) fn make(regulars: &[Regular], now: Timestamp) -> Result<(Vec<CardEntry>, Cases), crate::outcome::Failed> {
    let today = now.to_zoned_datetime(TimeZone::UTC).date();
    let years_ago = |years: i32, days: i32| today - Span::new().days(years * 365 + days);
    let good_until = today + Span::new().days(900);

    let known = regular_zone(regulars, today, "GIN")?;
    let national = regular_zone(regulars, today, "MLI")?;
    let now_good = |document: Document<'static>| Document { birth: years_ago(41, 130), expiry: good_until, ..document };
    let base = now_good(SANGARE);
    let expired = Document { expiry: today - Span::new().days(97), ..base };
    let misread = now_good(KONATE).zone()?.replacen(KONATE.number, KONATE_MISREAD, 1);
    let truncated = Document {
        primary: "Ouédraogo Compaoré Nana",
        secondary: "Wendkuuni Marie-Espérance Bernadette",
        number: "BF7102238",
        sex: Sex::Female,
        ..base
    };
    let possible_birth = years_ago(34, 210);
    let possible = Document { birth: possible_birth, ..now_good(DIALLO) };
    let false_birth = years_ago(46, 20);
    let false_hit = Document {
        primary: "Traoré",
        secondary: "Moussa",
        state: "MLI",
        number: "ML4410927",
        birth: false_birth,
        ..base
    };
    let stolen = now_good(KOUAME);
    let minor = Document { birth: years_ago(12, 60), ..now_good(BAH) };
    let card = now_good(NDIAYE);
    let overstay = overstay(today);
    let guest = Document { primary: "Li", secondary: "Wei", state: "CHN", number: "E12345678", ..base };
    let sticker = Document { format: Format::MrvA, code: "V", number: "ML2604711", ..guest };
    let visa = visa(&guest, sticker.number, now, today)?;
    let renewed = renewed_zone(regulars, today)?;
    let (unknown_state, half) = (of_no_state(&base.zone()?), half_of(&base.zone()?));

    let entries = [
        ("clean", known),
        ("national", national),
        ("expired", expired.zone()?),
        ("check-digit", misread),
        ("truncated", truncated.zone()?),
        ("possible-hit", possible.zone()?),
        ("false-hit", false_hit.zone()?),
        ("stolen", stolen.zone()?),
        ("minor", minor.zone()?),
        ("card", card.zone()?),
        ("visa", guest.zone()?),
        ("visa-sticker", sticker.zone()?),
        ("overstay", overstay.zone()?),
        ("renewed", renewed),
        ("unknown-state", unknown_state),
        ("half", half),
    ];
    let entries = entries.into_iter().map(|(case, mrz)| CardEntry { case: case.to_owned(), mrz }).collect();
    let false_year = false_birth.year() - 1;
    Ok((entries, Cases { possible_birth, false_year, stolen_number: KOUAME.number, visa }))
}

/// Someone who came in long ago and has not left.
fn overstay(today: Date) -> Document<'static> {
    Document {
        primary: "Camara",
        secondary: "Fodé",
        state: "GIN",
        number: "GN5530176",
        birth: today - Span::new().days(31 * 365 + 7),
        expiry: today + Span::new().days(900),
        ..SANGARE
    }
}

/// The same, as the counter reads them.
pub(crate) fn overstayed(now: Timestamp) -> Result<Traveller, crate::outcome::Failed> {
    let today = now.to_zoned_datetime(TimeZone::UTC).date();
    Ok(mrz::read(&overstay(today).zone()?, today)?.traveller())
}

/// A visa for two entries of 30 days, as an e-visa system sends it.
fn visa(holder: &Document<'_>, number: &str, now: Timestamp, today: Date) -> Result<Visa, crate::outcome::Failed> {
    let written = WrittenVisa {
        number: number.into(),
        surname: holder.primary.into(),
        given_names: holder.secondary.into(),
        nationality: holder.state.into(),
        issuer: holder.state.into(),
        document_number: holder.number.into(),
        from: (today - Span::new().days(20)).to_string(),
        to: (today + Span::new().days(70)).to_string(),
        entries: "2".into(),
        days: "30".into(),
        ..WrittenVisa::default()
    };
    let listed = written.read(None, now).map_err(|faults| format!("the demonstration's visa: {faults:?}"))?;
    Ok(listed.visa)
}

/// A new passport of a regular of Senegal: the same name and birth date under another number.
fn renewed_zone(regulars: &[Regular], today: Date) -> Result<String, crate::outcome::Failed> {
    zone_with(regulars, today, "SEN", Some("SN2607310"))
}

/// The passport of a grown-up regular of this state who has crossed here often and whose document is good.
fn regular_zone(regulars: &[Regular], today: Date, state: &str) -> Result<String, crate::outcome::Failed> {
    zone_with(regulars, today, state, None)
}

/// The same, under another number where one is given.
fn zone_with(
    regulars: &[Regular],
    today: Date,
    state: &str,
    number: Option<&str>,
) -> Result<String, crate::outcome::Failed> {
    let state: StateCode = state.parse()?;
    let candidates = regulars.iter().filter(|regular| {
        let traveller = &regular.traveller;
        let document = traveller.document.as_ref();
        let is_of_state = traveller.nationality == Some(state) && regular.home == 0;
        let is_good = document.is_some_and(|document| {
            document.kind == DocumentKind::Passport && document.expiry.is_after(today + Span::new().days(60))
        });
        is_of_state && is_good && !traveller.may_be_minor_on(today)
    });
    let regular = candidates.max_by_key(|regular| regular.crossings.min(14)).ok_or("no regular fits the card")?;
    zone_of(&regular.traveller, state, number)
}

/// The machine readable zone of a traveller's document.
///
/// # Errors
/// The traveller has no document, or not every day of birth and expiry is known: no zone can be written.
pub fn zone_of(
    traveller: &Traveller,
    state: StateCode,
    number: Option<&str>,
) -> Result<String, crate::outcome::Failed> {
    let (Some(document), PartialDate::Full(birth)) = (&traveller.document, traveller.birth_date) else {
        return Err("a regular without document or birth date".into());
    };
    let PartialDate::Full(expiry) = document.expiry else { return Err("a document without expiry".into()) };
    Document {
        format: Format::Td3,
        code: "P",
        primary: &traveller.name.primary,
        secondary: &traveller.name.secondary,
        state: state.as_str(),
        number: number.unwrap_or(document.number.as_str()),
        birth,
        sex: traveller.sex,
        expiry,
    }
    .zone()
}

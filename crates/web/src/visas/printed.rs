//! What is printed of a visa or permit: the sticker for the passport (Doc 9303-7 §3 and §4, format A), and the receipt of a
//! fee, in a language of the holder's.

use crate::{
    access::{Look, Pages, VISAS, at_posts, sight},
    app::App,
    kit::{
        failure::Failure,
        parts::{Fact, Link},
        session::SignedIn,
        shell::page,
    },
    records::{
        pictures,
        printed::{PrintLanguage, PrintedQuery, languages},
    },
    words::{Language, Words},
};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use jiff::civil::Date;
use limen_document::{
    mrz::{self, Format},
    transliterate::Cyrillic,
};
use limen_domain::{
    AttachmentKind, DocumentKey, Entries, Event, HeldVisa, NodeId, PartialDate, PostId, Sex, StateCode, VisaNumber,
};
use limen_store::EventPlace;
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new().get("/visas/entry/{number}/sticker", at_posts(VISAS, Look::Visa), sticker).get(
        "/visas/entry/{number}/receipt/{node}/{seq}",
        at_posts(VISAS, Look::Visa),
        receipt,
    )
}

/// The sticker of a visa, to be printed. `None` for one that was issued elsewhere, or is revoked.
pub(super) fn sticker_link(w: &Words, held: &HeldVisa) -> Option<Link> {
    let is_ours = held.visa.post.is_some() && held.revoked.is_none();
    is_ours.then(|| Link { address: format!("/visas/entry/{}/sticker", held.visa.number), words: w.t("visa-sticker") })
}

/// The receipt of what an event says, to be printed.
pub(super) fn receipt_link(w: &Words, number: &VisaNumber, of: &EventPlace) -> Link {
    let address = format!("/visas/entry/{number}/receipt/{}/{}", of.node, of.seq);
    Link { address, words: w.t("visa-receipt-print") }
}

/// The characters of a document's number that stand in the zone (Doc 9303-7 §4.2.2.2, note j).
const PRINCIPAL_CHARACTERS: usize = 9;

/// The lines of the zone. `None` where the visa does not say all that stands in it, or has no Latin form.
fn zone(held: &HeldVisa, issuer: StateCode) -> Option<Vec<String>> {
    let visa = &held.visa;
    let number: String = visa.document.number.as_str().chars().take(PRINCIPAL_CHARACTERS).collect();
    let fields = mrz::Fields {
        document_code: "V",
        issuing_state: issuer,
        document_number: &number,
        primary_identifier: &visa.holder.primary,
        secondary_identifier: &visa.holder.secondary,
        cyrillic: Cyrillic::General,
        nationality: visa.nationality?,
        birth_date: visa.birth_date,
        sex: Sex::Unspecified,
        expiry_date: PartialDate::Full(held.last_day()),
        optional_data: "",
        optional_data_2: "",
    };
    mrz::write(Format::MrvA, &fields).ok()
}

/// A day as documents have it, two digits each: `27 11 26` (Doc 9303-3 §3.10 and §3.11).
fn short_day(day: Date) -> String {
    format!("{:02} {:02} {:02}", day.day(), day.month(), day.year().rem_euclid(100))
}

#[derive(Template)]
#[template(path = "visas/sticker.html")]
struct StickerPage<'a> {
    w: &'a Words,
    number: &'a VisaNumber,
    country: String,
    title: String,
    /// Where the holder's face is; `None` where none was taken.
    portrait: Option<String>,
    /// Fields of zone III, on top, and of zone II.
    about_visa: Vec<Fact>,
    about_holder: Vec<Fact>,
    authority: String,
    zone: Option<Vec<String>>,
    /// Whether a text is longer than its place.
    is_cut: bool,
}

/// Characters of the conditions, and of the name, for which a sticker has room.
const MOST_CONDITIONS: usize = 90;
const MOST_NAME: usize = 80;

/// A caption in French or English and in the other, as `Du / From`.
fn caption(app: &App, id: &str) -> String {
    let [french, english] = [Language::French, Language::English].map(|language| app.words.of(language).t(id));
    if french == english { french } else { format!("{french} / {english}") }
}

async fn sticker(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(number): Path<VisaNumber>,
) -> Result<Response, Failure> {
    let held = app.store.visa(&number).await?.ok_or(Failure::NotFound)?;
    let (Some(post), None) = (&held.visa.post, &held.revoked) else { return Err(Failure::NotFound) };
    let (w, visa) = (signed.words(&app), &held.visa);
    let fact = |id: &str, value: String| Fact::new(caption(&app, id), value);
    let entries = match visa.entries {
        Entries::Times(times) => times.to_string(),
        Entries::Several => "MULT".to_owned(),
    };
    let mut about_visa = vec![
        fact("sticker-place", app.post_name(post)),
        fact("sticker-from", short_day(visa.from)),
        fact("sticker-to", short_day(held.last_day())),
        fact("sticker-entries", entries),
        fact("sticker-number", visa.number.to_string()),
        fact("sticker-kind", w.coded("visa-kind", visa.kind.code())),
    ];
    if let Some(days) = visa.days {
        about_visa.push(fact("sticker-days", days.to_string()));
    }
    if !visa.conditions.is_empty() {
        about_visa.push(fact("sticker-conditions", visa.conditions.clone()));
    }
    let born = match visa.birth_date {
        PartialDate::Full(day) => short_day(day),
        _ => w.partial_date(visa.birth_date),
    };
    let about_holder = vec![
        fact("sticker-holder", visa.holder.to_string()),
        fact("sticker-passport", visa.document.number.to_string()),
        fact("sticker-born", born),
        fact("sticker-nationality", visa.nationality.map(|code| code.to_string()).unwrap_or_default()),
    ];
    Ok(page(&StickerPage {
        w,
        number: &number,
        country: w.state(app.post.country),
        title: w.coded("visa-kind", visa.kind.code()),
        portrait: portrait(&app, &signed, &visa.document).await?,
        about_visa,
        about_holder,
        authority: caption(&app, "sticker-authority"),
        zone: zone(&held, app.post.country),
        is_cut: visa.conditions.chars().count() > MOST_CONDITIONS
            || visa.holder.to_string().chars().count() > MOST_NAME,
    }))
}

/// Crossings of a holder among which their latest picture is looked for.
const MOST_CROSSINGS: i64 = 5;

/// The address of the latest picture of the holder's face that this person may see; of the traveller at their counter
/// first.
async fn portrait(app: &App, signed: &SignedIn, holder: &DocumentKey) -> Result<Option<String>, Failure> {
    let account = &signed.session.account;
    let at_counter = app.store.open_presentation(&account.id).await?.map(|(open, _)| open);
    let at_counter = at_counter.filter(|open| {
        open.traveller.document.as_ref().and_then(limen_domain::TravelDocument::key).as_ref() == Some(holder)
    });
    let (earlier, _) = app.store.earlier_crossings(std::slice::from_ref(holder), MOST_CROSSINGS).await?;
    let ids: Vec<_> = at_counter.map(|open| open.id).into_iter().chain(earlier.iter().map(|one| one.id)).collect();
    let kept = sight::attachments(app, account.role, &ids).await?;
    let faces = kept.iter().filter(|kept| kept.attachment.kind == AttachmentKind::Face);
    Ok(faces.max_by_key(|kept| kept.at).map(|kept| pictures::address(&kept.attachment)))
}

#[derive(Template)]
#[template(path = "visas/receipt.html")]
struct ReceiptPage<'a> {
    w: &'a Words,
    number: &'a VisaNumber,
    place: EventPlace,
    chosen: Language,
    languages: Vec<PrintLanguage>,
    country: String,
    post: String,
    title: String,
    what: String,
    facts: Vec<Fact>,
    officer: String,
}

async fn receipt(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path((number, node, seq)): Path<(VisaNumber, NodeId, i64)>,
    Query(asked): Query<PrintedQuery>,
) -> Result<Response, Failure> {
    let place = EventPlace { node, seq };
    let held = app.store.visa(&number).await?.ok_or(Failure::NotFound)?;
    let steps = app.store.visa_history(&number).await?;
    let step = steps.into_iter().find(|step| step.place == place).ok_or(Failure::NotFound)?;
    let chosen = Language::printed(&asked.language).unwrap_or(signed.language);
    let w = app.words.of(chosen);
    let day = w.date(app.day_of(step.at));
    let (receipt, fee, post, what, last): (_, _, Option<PostId>, _, _) = match step.event {
        Event::VisaRecorded(visa) => {
            (visa.fee_receipt, visa.fee, visa.post, w.t1("printed-receipt-issued", "date", day), visa.to)
        }
        Event::VisaExtended { to, fee_receipt, fee, post, .. } => {
            let what = w.t2("printed-receipt-extended", ("date", day), ("to", w.date(to)));
            (fee_receipt, fee, post, what, to)
        }
        _ => return Err(Failure::NotFound),
    };
    if receipt.is_empty() {
        return Err(Failure::NotFound);
    }
    let visa = &held.visa;
    let good = w.t2("printed-receipt-days", ("from", w.date(visa.from)), ("to", w.date(last)));
    let mut facts = vec![
        Fact::new(w.t("printed-name"), visa.holder.to_string()),
        Fact::new(w.t("printed-document"), visa.document.number.to_string()),
        Fact::new(w.coded("printed-receipt", visa.kind.code()), visa.number.to_string()),
        Fact::new(w.t("printed-receipt-good"), good),
    ];
    if !fee.is_empty() {
        facts.push(Fact::new(w.t("printed-receipt-fee"), fee));
    }
    Ok(page(&ReceiptPage {
        w: signed.words(&app),
        number: &number,
        place,
        chosen,
        languages: languages(&app),
        country: w.state(app.post.country),
        post: post.map(|post| app.post_name(&post)).unwrap_or_default(),
        title: w.t1("printed-receipt-title", "receipt", receipt),
        what,
        facts,
        officer: w.t("printed-officer"),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::{Timestamp, civil::date};
    use limen_domain::WrittenVisa;

    fn held(nationality: &str) -> HeldVisa {
        let written = WrittenVisa {
            number: "ML-1".into(),
            surname: "Li".into(),
            given_names: "Wei".into(),
            birth_date: "1990-05-01".into(),
            nationality: nationality.into(),
            issuer: "CHN".into(),
            document_number: "E1234567890".into(),
            from: "2026-11-27".into(),
            to: "2026-12-26".into(),
            entries: "1".into(),
            ..WrittenVisa::default()
        };
        let visa = written.read(None, Timestamp::UNIX_EPOCH).expect("a visa").visa;
        HeldVisa { visa, extended_to: None, revoked: None, used: 0 }
    }

    #[test]
    fn the_zone_of_a_sticker_is_read_back_and_belongs_to_the_passport() {
        let lines = zone(&held("CHN"), "MLI".parse().expect("a state")).expect("a zone");
        assert_eq!(lines[0], format!("{:<<44}", "V<MLILI<<WEI"));
        let read = mrz::read(&lines.join("\n"), date(2026, 11, 27)).expect("read");
        assert_eq!(read.format, Format::MrvA);
        assert!(lines[1].starts_with("E12345678"), "the nine principal characters of a longer number");
    }

    #[test]
    fn a_sticker_has_no_zone_where_the_nationality_is_not_known() {
        assert_eq!(zone(&held(""), "MLI".parse().expect("a state")), None);
        assert_eq!(short_day(date(2026, 3, 7)), "07 03 26");
    }
}

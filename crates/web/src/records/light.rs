//! What was seen of a traveller's page in infrared and under ultraviolet, line by line: what was seen, never what it means.

use crate::{
    app::App,
    kit::failure::Failure,
    node::light::{self, Hue, Infrared, LightError, Print, Shine, Ultraviolet, ZonePrint},
    records::pictures::newest_of,
    words::Words,
};
use limen_domain::{AttachmentKind, PageLight};
use limen_store::KeptAttachment;
use std::collections::BTreeMap;

/// Maximum number of letters that are told one by one.
const MOST_LETTERS: usize = 6;

/// One thing that was seen.
pub(crate) struct LightLine {
    pub(crate) words: String,
    /// Whether an officer should look at it.
    pub(crate) is_to_check: bool,
}

impl LightLine {
    fn as_usual(words: String) -> Self {
        Self { words, is_to_check: false }
    }

    fn to_check(words: String) -> Self {
        Self { words, is_to_check: true }
    }
}

/// The newest picture of a page in each light, in the order of [`PageLight::ALL`]; none where it was seen in white alone.
pub(super) fn newest_in_each(kept: &[KeptAttachment]) -> Vec<&KeptAttachment> {
    let newest: Vec<_> = PageLight::ALL.iter().filter_map(|light| newest_of(kept, light.kept_as())).collect();
    if newest.iter().any(|kept| kept.attachment.kind != AttachmentKind::Page) { newest } else { Vec::new() }
}

/// What was seen of a page, by its pictures in each light with the names of the readers that took them; nothing where there
/// is none in another light.
pub(super) async fn lines(
    app: &App,
    w: &Words,
    mut pictures: BTreeMap<PageLight, (String, Vec<u8>)>,
) -> Result<Vec<LightLine>, Failure> {
    let page = pictures.remove(&PageLight::White);
    if pictures.is_empty() {
        return Ok(Vec::new());
    }
    let Some((_, page)) = page else { return Ok(vec![LightLine::as_usual(w.t("light-no-page"))]) };
    let (in_infrared, infrared) = pictures.remove(&PageLight::Infrared).unzip();
    let (in_ultraviolet, ultraviolet) = pictures.remove(&PageLight::Ultraviolet).unzip();
    let Some(kept) = light::kept(&app.store).await? else {
        return Ok(vec![LightLine::as_usual(w.t("light-limits-unreadable"))]);
    };
    let model = light::model(&kept, in_infrared.as_deref(), in_ultraviolet.as_deref());
    let seen = light::seen(page, infrared, ultraviolet, model).await;
    let mut lines = Vec::new();
    match &seen.infrared {
        Some(Ok(infrared)) => lines.extend(of_infrared(w, infrared)),
        Some(Err(error)) => lines.push(of_error(w, AttachmentKind::Infrared, error)),
        None => {}
    }
    match &seen.ultraviolet {
        Some(Ok(ultraviolet)) => lines.push(of_ultraviolet(w, *ultraviolet)),
        Some(Err(error)) => lines.push(of_error(w, AttachmentKind::Ultraviolet, error)),
        None => {}
    }
    Ok(lines)
}

fn of_error(w: &Words, light: AttachmentKind, error: &LightError) -> LightLine {
    LightLine::as_usual(w.colon(w.coded("attachment", light.code()), error_words(w, error)))
}

/// Why a picture in other light says nothing, and what to do.
pub(crate) fn error_words(w: &Words, error: &LightError) -> String {
    match error {
        LightError::White(_) => w.t("light-error-white"),
        LightError::Picture(_) => w.t("light-error-picture"),
        LightError::Shape => w.t("light-error-shape"),
        LightError::Dark => w.t("light-error-dark"),
    }
}

fn of_infrared(w: &Words, infrared: &Infrared) -> Vec<LightLine> {
    let gone = infrared.letters().filter(|letter| letter.print == Print::NotVisible).count();
    let faint = infrared.letters().filter(|letter| letter.print == Print::Faint).count();
    let mut lines = vec![match infrared.zone() {
        ZonePrint::Visible => LightLine::as_usual(w.t("light-infrared-visible")),
        ZonePrint::Partly => {
            let counts = (("gone", gone as i64), ("faint", faint as i64));
            LightLine::to_check(w.t2("light-infrared-partly", counts.0, counts.1))
        }
        ZonePrint::NotVisible => LightLine::to_check(w.t("light-infrared-not-visible")),
    }];
    if infrared.zone() == ZonePrint::NotVisible {
        return lines;
    }
    let others: Vec<_> = infrared.others().collect();
    if others.is_empty() {
        lines.push(LightLine::as_usual(w.t("light-infrared-same")));
    }
    lines.extend(others.iter().take(MOST_LETTERS).map(|(line, place, letter)| {
        let values = [
            ("line", line.to_string()),
            ("place", place.to_string()),
            ("letter", letter.letter.to_string()),
            ("other", letter.other.unwrap_or_default().to_string()),
        ];
        LightLine::to_check(w.t_of("light-infrared-other", &values))
    }));
    lines
}

fn of_ultraviolet(w: &Words, ultraviolet: Ultraviolet) -> LightLine {
    match (ultraviolet.shine, ultraviolet.hue) {
        (Shine::Dull, _) => LightLine::as_usual(w.t("light-ultraviolet-dull")),
        (Shine::Somewhat, _) => LightLine::to_check(w.t("light-ultraviolet-somewhat")),
        (Shine::Bright, Hue::Blue) => LightLine::to_check(w.t("light-ultraviolet-bright-blue")),
        (Shine::Bright, _) => LightLine::to_check(w.t("light-ultraviolet-bright")),
    }
}

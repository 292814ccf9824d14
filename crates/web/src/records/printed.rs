//! What is printed for a traveller, in a language of theirs: the notice of a refusal, and the slip of an entry or exit.

use crate::{
    access::{COUNTER, Look, Pages, at_posts, sight::Sight},
    app::App,
    kit::{
        failure::Failure,
        parts::{Fact, Link},
        session::SignedIn,
        shell::page,
    },
    words::{Language, Words},
};
use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use icu_locale::LocaleExpander;
use icu_locale_core::LanguageIdentifier;
use limen_domain::{Authorised, Crossing, CrossingId, DecisionKind, Direction, StateCode, StateKind};
use serde::Deserialize;
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new().get("/crossing/{id}/notice", at_posts(COUNTER, Look::Printed), notice).get(
        "/crossing/{id}/slip",
        at_posts(COUNTER, Look::Printed),
        slip,
    )
}

/// The slip of a crossing, to be printed.
pub(crate) fn slip_link(w: &Words, id: CrossingId) -> Link {
    Link { address: format!("/crossing/{id}/slip"), words: w.t("print-slip") }
}

/// The notice of a refusal, to be printed.
pub(crate) fn notice_link(w: &Words, id: CrossingId, decision: DecisionKind) -> Link {
    Link { address: format!("/crossing/{id}/notice"), words: w.coded("print-notice", decision.code()) }
}

/// What the address of a printed page asks for.
#[derive(Deserialize)]
pub(crate) struct PrintedQuery {
    #[serde(default)]
    pub(crate) language: String,
}

/// The language most likely spoken in a state, if it is one that is printed (CLDR, likely subtags).
fn language_of(state: Option<StateCode>) -> Option<Language> {
    let StateKind::State(region) = state?.kind() else { return None };
    let mut likely: LanguageIdentifier = format!("und-{region}").parse().ok()?;
    LocaleExpander::new_extended().maximize(&mut likely);
    Language::printed(likely.language.as_str())
}

/// A ground of refusal, by its code in the law.
struct GroundLine {
    code: String,
    text: String,
}

/// A language that the page can be printed in.
pub(crate) struct PrintLanguage {
    pub(crate) language: Language,
    /// Its name in itself.
    pub(crate) name: String,
}

/// Everything that a printed page says in one language.
struct Copy {
    language: Language,
    title: String,
    opening: String,
    facts: Vec<Fact>,
    grounds_title: String,
    grounds: Vec<GroundLine>,
    appeal: String,
    authority: String,
    effect: String,
    traveller: String,
    officer: String,
    stamp: String,
    number: String,
}

#[derive(Template)]
#[template(path = "records/notice.html")]
struct NoticePage<'a> {
    w: &'a Words,
    id: CrossingId,
    country: String,
    post: &'a str,
    chosen: Language,
    languages: Vec<PrintLanguage>,
    copies: Vec<Copy>,
}

/// The language that was asked for, or the traveller's own as far as it can be guessed, or the officer's.
fn chosen(asked: &PrintedQuery, signed: &SignedIn, crossing: &Crossing) -> Language {
    Language::printed(&asked.language)
        .or_else(|| language_of(crossing.traveller.nationality))
        .unwrap_or(signed.language)
}

/// Every language in which pages are printed.
pub(crate) fn languages(app: &App) -> Vec<PrintLanguage> {
    let named = |language| PrintLanguage { language, name: app.words.of(language).t("printed-language") };
    Language::PRINTED.into_iter().map(named).collect()
}

async fn notice(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    sight: Sight,
    Query(asked): Query<PrintedQuery>,
) -> Result<Response, Failure> {
    let (id, crossing) = (sight.id, &sight.record()?.crossing);
    if crossing.decision.refused_on().is_empty() {
        return Err(Failure::NotFound);
    }
    let (w, chosen) = (signed.words(&app), chosen(&asked, &signed, crossing));
    // One copy for the traveller, and one that the officer can read.
    let mut copies = vec![copy(&app, chosen, crossing)];
    if chosen != signed.language {
        copies.push(copy(&app, signed.language, crossing));
    }
    Ok(page(&NoticePage {
        id,
        country: w.state(app.post.country),
        post: &app.post.name,
        chosen,
        languages: languages(&app),
        copies,
        w,
    }))
}

fn copy(app: &App, language: Language, crossing: &Crossing) -> Copy {
    let w = app.words.of(language);
    let at = crossing.at.to_zoned_datetime(app.zone.clone());
    let reference = app.reference();
    let direction = crossing.direction;
    let appeal = reference.appeals.of(direction);
    let opening = w.t_of(
        "printed-on",
        &[
            ("date", w.date(at.date())),
            ("time", w.time(at.time())),
            ("post", app.post_name(&crossing.post)),
            ("country", w.state(app.post.country)),
            ("direction", direction.code().to_owned()),
        ],
    );
    let ground = |code: &limen_domain::GroundCode| GroundLine {
        code: code.to_string(),
        text: reference.grounds.text(code, language.tag()).to_owned(),
    };
    Copy {
        language,
        title: w.t(if direction == Direction::Exit { "printed-refuse-exit" } else { "printed-refuse" }),
        opening,
        facts: who(w, crossing),
        grounds_title: w.t("printed-grounds"),
        grounds: crossing.decision.refused_on().iter().map(ground).collect(),
        appeal: appeal.map_or_else(
            || w.t("printed-appeal-unknown"),
            |appeal| w.t1("printed-appeal", "days", appeal.days.to_string()),
        ),
        authority: appeal.map(|appeal| appeal.authority.of(language.tag()).to_owned()).unwrap_or_default(),
        effect: w.t("printed-effect"),
        traveller: w.t("printed-traveller"),
        officer: w.t("printed-officer"),
        stamp: stamp(w, crossing),
        number: w.t1("printed-number", "id", crossing.id.to_string()),
    }
}

fn who(w: &Words, crossing: &Crossing) -> Vec<Fact> {
    let traveller = &crossing.traveller;
    let unknown = || w.t("printed-unknown");
    let document = traveller.document.as_ref().map_or_else(unknown, |document| {
        let issuer = document.issuer.map(|code| w.state(code)).unwrap_or_default();
        format!("{} · {issuer}", document.number)
    });
    vec![
        Fact::new(w.t("printed-name"), traveller.name.to_string()),
        Fact::new(w.t("printed-born"), w.known_date(traveller.birth_date).unwrap_or_else(unknown)),
        Fact::new(w.t("printed-nationality"), traveller.nationality.map_or_else(unknown, |code| w.state(code))),
        Fact::new(w.t("printed-document"), document),
    ]
}

fn stamp(w: &Words, crossing: &Crossing) -> String {
    crossing.stamp.as_ref().map(|stamp| w.t1("printed-stamp", "stamp", stamp.clone())).unwrap_or_default()
}

#[derive(Template)]
#[template(path = "records/slip.html")]
struct SlipPage<'a> {
    w: &'a Words,
    id: CrossingId,
    country: String,
    post: String,
    chosen: Language,
    languages: Vec<PrintLanguage>,
    title: String,
    when: String,
    facts: Vec<Fact>,
    until: Option<Fact>,
    stamp: String,
    number: String,
    keep: String,
}

async fn slip(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    sight: Sight,
    Query(asked): Query<PrintedQuery>,
) -> Result<Response, Failure> {
    let (id, crossing) = (sight.id, &sight.record()?.crossing);
    if !crossing.decision.kind().crossed() {
        return Err(Failure::NotFound);
    }
    let chosen = chosen(&asked, &signed, crossing);
    let w = app.words.of(chosen);
    let at = crossing.at.to_zoned_datetime(app.zone.clone());
    let title = if crossing.direction == Direction::Exit { "printed-slip-exit" } else { "printed-slip-entry" };
    Ok(page(&SlipPage {
        w: signed.words(&app),
        id,
        country: w.state(app.post.country),
        post: app.post_name(&crossing.post),
        chosen,
        languages: languages(&app),
        title: w.t(title),
        when: w.t2("printed-when", ("date", w.date(at.date())), ("time", w.time(at.time()))),
        facts: who(w, crossing),
        until: crossing.authorised.map(|authorised| match authorised {
            Authorised::Freely => Fact::new(w.t("printed-free"), String::new()),
            Authorised::To(last) => Fact::new(w.t("printed-until"), w.date(last)),
        }),
        stamp: stamp(w, crossing),
        number: w.t1("printed-number", "id", crossing.id.to_string()),
        keep: w.t("printed-keep"),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_is_first_offered_in_the_language_of_the_travellers_state() {
        let of = |state: &str| language_of(state.parse().ok()).map(Language::tag);
        assert_eq!(["GIN", "USA", "GNB", "MAR", "ESP"].map(of), ["fr", "en", "pt", "ar", "es"].map(Some));
        assert_eq!((of("CHN"), of("XXA"), language_of(None).map(Language::tag)), (None, None, None));
    }
}

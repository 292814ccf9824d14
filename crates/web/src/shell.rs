//! What stands around every page of someone signed in: where they are, how the post is, who they are.

use crate::{
    failure::Failure,
    session::SignedIn,
    state::{App, JournalState},
    words::Words,
};
use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use jiff::Timestamp;
use limen_domain::{DecisionKind, Direction};

/// The frame of a page.
pub(crate) struct Shell<'a> {
    pub(crate) post: &'a str,
    pub(crate) direction: Direction,
    pub(crate) officer: String,
    pub(crate) role: String,
    pub(crate) form_key: &'a str,
    pub(crate) time: String,
    /// Which of the pages is shown, for marking it in the navigation.
    pub(crate) here: &'static str,
    pub(crate) journal: String,
    pub(crate) journal_is_sound: bool,
    /// What is wrong with the node and must be seen on every page.
    pub(crate) warnings: Vec<String>,
    pub(crate) has_card: bool,
    /// Which pages this role has.
    pub(crate) at_counter: bool,
    pub(crate) sees_hits: bool,
    pub(crate) manages_alerts: bool,
    pub(crate) settles_referrals: bool,
    pub(crate) manages_lists: bool,
    /// How many referrals have waited too long.
    pub(crate) late: Option<String>,
}

impl<'a> Shell<'a> {
    pub(crate) fn new(app: &'a App, signed: &'a SignedIn, here: &'static str) -> Self {
        let w = signed.words(app);
        let role = signed.session.account.role;
        let mut warnings = Vec::new();
        let state = app.journal();
        let journal_is_sound = matches!(state, JournalState::Sound | JournalState::Checking);
        let journal = match state {
            JournalState::Checking => w.t("journal-checking"),
            JournalState::Sound => w.t("journal-sound"),
            JournalState::Broken { node, seq } => {
                warnings.push(w.t2("journal-broken-warning", ("node", node), ("seq", seq)));
                w.t("journal-broken")
            }
            JournalState::Unreadable => {
                warnings.push(w.t("journal-unreadable-warning"));
                w.t("journal-broken")
            }
        };
        if app.store.clock_is_behind() {
            warnings.push(w.t("clock-behind-warning"));
        }
        Self {
            post: &app.post.name,
            direction: signed.session.direction,
            officer: signed.session.account.name.clone(),
            role: w.coded("role", role.code()),
            form_key: &signed.session.form_key,
            time: w.time(Timestamp::now().to_zoned_datetime(app.zone.clone()).time()),
            here,
            journal,
            journal_is_sound,
            warnings,
            has_card: app.trial.is_some() && role.may_work_at_a_counter(),
            at_counter: role.may_work_at_a_counter(),
            sees_hits: role.may_see_hits(),
            manages_alerts: role.may_manage_alerts(),
            settles_referrals: role.may_settle_referrals(),
            manages_lists: role.may_manage_lists(),
            late: (signed.late > 0).then(|| w.t1("second-line-late", "count", signed.late)),
        }
    }
}

/// A moment as pages show it: the day, and the time at the post.
pub(crate) fn moment(app: &App, w: &Words, at: Timestamp) -> String {
    let at = at.to_zoned_datetime(app.zone.clone());
    format!("{} · {}", w.date(at.date()), w.time(at.time()))
}

/// How a decision is marked: the same three levels as the verdict.
pub(crate) fn level(decision: DecisionKind) -> &'static str {
    match decision {
        DecisionKind::Admit | DecisionKind::LetDepart => "clear",
        DecisionKind::Refer | DecisionKind::TakeBack | DecisionKind::Desist => "check",
        DecisionKind::Refuse | DecisionKind::RefuseExit | DecisionKind::Hold => "stop",
    }
}

/// A page as a response.
pub(crate) fn page(template: &impl Template) -> Response {
    match template.render() {
        Ok(html) => Html(html).into_response(),
        Err(error) => {
            tracing::error!("a page could not be rendered: {error}");
            Failure::Fault.into_response()
        }
    }
}

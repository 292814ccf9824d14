//! The frame around every page of someone signed in: the navigation, the state of the post, who they are.

use crate::{
    app::App,
    kit::{
        failure::Failure,
        help::Help,
        menu::{
            COUNT, ENDS, LARGE_LETTER, LETTER, LONGEST_NAME, NavLink, READER, SCREEN, SMALL_LETTER, give_way, links,
            width,
        },
        names::Names,
        parts::Link,
        session::SignedIn,
    },
    node::{
        JournalState, NetworkRole,
        health::{CLOCK_OFF, LOW_DISK_BYTES},
        level::Level,
        link_state::PostLink,
    },
    words::Words,
};
use askama::Template;
use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use jiff::{SignedDuration, Timestamp};
use limen_domain::{DecisionKind, Direction, Permission};
use limen_store::{ClockState, Closed, Doubt, ProposalEnd};

/// How long before nobody is let in any more (headquarters was not heard of for too long) each page warns of it.
const PEOPLE_SOON_OLD: SignedDuration = SignedDuration::from_hours(14 * 24);

/// The state of the link to headquarters.
pub(crate) struct LinkLine {
    pub(crate) words: String,
    /// Whether headquarters is away.
    pub(crate) is_away: bool,
}

/// The state of a counter's reader of documents.
pub(crate) struct ReaderLine {
    /// Empty where there is none.
    pub(crate) words: String,
    /// Whether someone has to look after it.
    pub(crate) is_trouble: bool,
}

/// Something that waits for this person.
pub(crate) struct Notice {
    pub(crate) text: String,
    /// The page on which it is done.
    pub(crate) page: Link,
}

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
    /// `None` where there is no link to headquarters.
    pub(crate) link: Option<LinkLine>,
    /// What is wrong with the node and must be seen on every page.
    pub(crate) warnings: Vec<String>,
    pub(crate) at_counter: bool,
    /// Whether the counter's reader is there; `None` on every page but the counter's.
    pub(crate) reader: Option<ReaderLine>,
    /// The pages of this role that are always at hand.
    pub(crate) pages: Vec<NavLink>,
    /// The others, one step further.
    pub(crate) more: Vec<NavLink>,
    pub(crate) notices: Vec<Notice>,
    /// Whether the clock is doubted and this person may say that it is right.
    pub(crate) confirms_clock: bool,
    words: &'a Words,
    /// The page that its help is about.
    topic: &'static str,
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
        warnings.extend(clock_warning(app, w));
        let can_be_settled = matches!(app.store.clock(app.now()), ClockState::Doubted(doubt) if doubt.can_be_settled());
        let settings = app.settings();
        warnings.extend(settings.unreadable.iter().map(|name| w.t1("setting-unreadable", "setting", *name)));
        // The page Network says it itself, with what to do.
        if settings.is_recovering && here != "network" {
            let whose = if role.may(Permission::SeeNetwork) { "recovery-warning" } else { "recovery-warning-others" };
            warnings.push(w.t(whose));
        }
        if let Some(free) = app.disk_free().filter(|free| *free < LOW_DISK_BYTES) {
            let whose = if role.may(Permission::ManageNetwork) { "disk-warning" } else { "disk-warning-others" };
            warnings.push(w.t1(whose, "free", w.gigabytes(free)));
        }
        let mut notices = Vec::new();
        if settings.erasure_waits && role.may(Permission::ProtectData) {
            let page = Link { address: "/rights#erasures".to_owned(), words: w.t("nav-rights") };
            notices.push(Notice { text: w.t("erasure-waits-warning"), page });
        }
        if signed.late > 0 {
            let page = Link { address: "/second-line".to_owned(), words: w.t("nav-second-line") };
            notices.push(Notice { text: w.t1("second-line-late", "count", signed.late), page });
        }
        if signed.forks > 0 {
            let page = Link { address: "/neighbours".to_owned(), words: w.t("nav-neighbours") };
            notices.push(Notice { text: w.t1("neighbour-forks-warning", "count", signed.forks), page });
        }
        let at_counter = role.may(Permission::WorkAtCounter) && !app.is_headquarters();
        let link = match &app.network {
            NetworkRole::Post(link) => Some(link_state(w, link, app.now(), &mut warnings)),
            NetworkRole::Alone | NetworkRole::Headquarters(_) => None,
        };
        if let Some(left) = app.people_good_for(app.now()).filter(|left| *left < PEOPLE_SOON_OLD) {
            warnings.push(w.t1("people-old-warning", "distance", w.distance(left.as_hours().max(0) / 24)));
        }
        let (pages, more) = app.bar(role, signed.is_named);
        let mut shell = Self {
            post: &app.post.name,
            direction: signed.session.direction,
            officer: signed.session.account.name.clone(),
            role: w.coded("role", role.code()),
            form_key: &signed.session.form_key,
            time: w.time(app.now().to_zoned_datetime(app.zone.clone()).time()),
            here,
            journal,
            journal_is_sound,
            link,
            warnings,
            at_counter,
            reader: None,
            pages: links(w, &pages, here, &signed.waits),
            more: links(w, &more, here, &signed.waits),
            confirms_clock: can_be_settled && role.may(Permission::Correct),
            notices,
            words: w,
            topic: here,
        };
        let room = shell.room();
        give_way(&mut shell.pages, room);
        shell
    }

    /// What the menu has for its pages on the screen of a counter, in pixels, where everything else is read whole.
    fn room(&self) -> usize {
        let w = self.words;
        let waits = if self.waits_in_more() > 0 { COUNT } else { 0 };
        let way = w.coded("way", self.direction.code());
        let parts = [
            ENDS,
            width(self.post, LARGE_LETTER).min(LONGEST_NAME),
            if self.at_counter { width(&way, LARGE_LETTER) } else { 0 },
            width(&w.t("nav-more"), LETTER) + waits,
            width(&self.journal, SMALL_LETTER),
            self.link.as_ref().map_or(0, |link| width(&link.words, SMALL_LETTER)),
            if self.at_counter && self.here == "counter" { READER } else { 0 },
            width(&self.time, SMALL_LETTER),
            width(&self.short_name(), SMALL_LETTER),
            width(&w.t("other-language"), LETTER),
            width(&w.t("sign-out"), LETTER),
        ];
        SCREEN.saturating_sub(parts.iter().sum())
    }

    /// The frame of a page that has help of its own, and not that of the page which is marked in the navigation.
    pub(crate) fn about(self, topic: &'static str) -> Self {
        Self { topic, ..self }
    }
}

/// What speaks against the clock; `None` where it can be believed.
pub(crate) fn clock_warning(app: &App, w: &Words) -> Option<String> {
    let ClockState::Doubted(doubt) = app.store.clock(app.now()) else { return None };
    let today = w.date(app.today());
    Some(match doubt {
        Doubt::BeforeBuilt => w.t1("clock-before-built-warning", "today", today),
        Doubt::Behind(_) => w.t1("clock-behind-warning", "today", today),
        Doubt::Leapt(days) => w.t2("clock-leapt-warning", ("distance", w.distance(days)), ("today", today)),
        Doubt::Contradicted(ahead) => w.t1("clock-contradicted-warning", "clock", w.clock_ahead(ahead)),
    })
}

/// How the link is, for the bar; what of it must be seen on every page goes to the warnings.
fn link_state(w: &Words, link: &PostLink, now: Timestamp, warnings: &mut Vec<String>) -> LinkLine {
    let state = link.state();
    if state.rejected.is_some() {
        warnings.push(w.t("link-rejected-warning"));
    }
    if state.headquarters_rewritten {
        warnings.push(w.t("link-rewritten-warning"));
    }
    if let Some(twin) = &state.twin {
        warnings.push(w.t1("link-twin-warning", "journal", twin.to_string()));
    }
    if state.is_behind {
        warnings.push(w.t("link-behind-warning"));
    }
    if let Some(ahead) = state.clock_ahead.filter(|ahead| ahead.abs() > CLOCK_OFF) {
        warnings.push(w.t1("link-clock-warning", "clock", w.clock_ahead(ahead.as_secs())));
    }
    match (state.trouble, state.contact) {
        (None, Some(_)) => LinkLine { words: w.t("link-state-here"), is_away: false },
        (_, None) => LinkLine { words: w.t("link-state-never"), is_away: true },
        (Some(_), Some(at)) => {
            let minutes = now.duration_since(at).as_mins();
            LinkLine { words: w.t1("link-state-away", "distance", w.minutes(minutes)), is_away: true }
        }
    }
}

impl Shell<'_> {
    /// The officer's name as the bar has room for it: `A. Coulibaly`.
    pub(crate) fn short_name(&self) -> String {
        let mut words: Vec<&str> = self.officer.split_whitespace().collect();
        let last = words.pop().unwrap_or_default();
        let initials = words.iter().filter_map(|word| word.chars().next());
        initials.map(|letter| format!("{letter}. ")).collect::<String>() + last
    }

    /// The help about the page. `None` where there is none.
    pub(crate) fn help(&self) -> Option<Help> {
        Help::about(self.words, self.topic)
    }

    /// How much waits on the pages that are one step away; 0 for nothing.
    pub(crate) fn waits_in_more(&self) -> i64 {
        self.more.iter().filter_map(|link| link.waits).sum()
    }

    /// Whether a page of the menu gives way on the screens of counters.
    pub(crate) fn gives_way(&self) -> bool {
        self.pages.iter().any(|link| link.gives_way)
    }

    /// Whether the page that is shown is one step away.
    pub(crate) fn is_in_more(&self) -> bool {
        self.more.iter().any(|link| link.is_here)
    }
}

/// A moment as pages show it: the day, and the time at the post.
pub(crate) fn moment(app: &App, w: &Words, at: Timestamp) -> String {
    let at = at.to_zoned_datetime(app.zone.clone());
    format!("{} · {}", w.date(at.date()), w.time(at.time()))
}

/// Who approved a proposal, rejected it or took it back, when, and why.
pub(crate) fn closed_words(app: &App, w: &Words, names: &Names, closed: &Closed) -> String {
    let how = match closed.end {
        ProposalEnd::Approved => "proposal-approved",
        ProposalEnd::Rejected => "proposal-rejected",
        ProposalEnd::Withdrawn => "proposal-withdrawn",
    };
    let said = w.t2(how, ("by", names.of(&closed.by)), ("at", moment(app, w, closed.at)));
    if closed.reason.is_empty() { said } else { format!("{said} {}", w.colon(w.t("proposal-reason"), &closed.reason)) }
}

/// How a decision is marked: the same levels as the verdict.
pub(crate) fn level(decision: DecisionKind) -> Level {
    match decision {
        DecisionKind::Admit | DecisionKind::LetDepart => Level::Clear,
        DecisionKind::Refer | DecisionKind::TakeBack | DecisionKind::Desist => Level::Check,
        DecisionKind::Refuse | DecisionKind::RefuseExit | DecisionKind::Hold => Level::Stop,
    }
}

/// A page in answer to what was sent: one that says so where something was wrong with it (RFC 9110 §15.5.21).
pub(crate) fn answer(is_wrong: bool, template: &impl Template) -> Response {
    let mut shown = page(template);
    if is_wrong && shown.status() == StatusCode::OK {
        *shown.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    shown
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

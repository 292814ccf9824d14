//! What the counter shows: fixed places for who, what was found, what happened before, what to ask, what to do.

use crate::{
    authorised::StayAtCounter,
    compare::{HitView, JUDGEMENT_REASONS, hit_view},
    failure::Failure,
    journey::Usual,
    known::Known,
    session::SignedIn,
    shell::{Shell, level},
    state::App,
    words::Words,
};
use askama::Template;
use jiff::{SignedDuration, Timestamp, civil::Date};
use limen_domain::{
    Accompaniment, Action, Answer, CrossingId, DecisionKind, Direction, Doubt, DoubtKind, Field, Judged, Mode,
    PartialDate, Presentation, Purpose, ReferralReason, Role, Source, Traveller,
    counter::{self, NotOpen, Verdict},
};
use limen_store::Earlier;
use std::str::FromStr;

/// How many of an officer's referrals are shown with what became of them, and from how far back.
const OUTCOMES_SHOWN: i64 = 4;
const OUTCOMES_SINCE: SignedDuration = SignedDuration::from_hours(12);
/// How many earlier crossings are shown.
const EARLIER_SHOWN: i64 = 8;
/// Somebody could be this old: where the other century gives less, the century of a birth is a guess.
const OLDEST_THOUGHT_OF: i16 = 105;

/// What the bottom of the page asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Panel {
    Decide,
    Refer,
    Stop,
    Withdraw,
}

impl FromStr for Panel {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "refer" => Ok(Self::Refer),
            "stop" => Ok(Self::Stop),
            "withdraw" => Ok(Self::Withdraw),
            _ => Err(()),
        }
    }
}

/// A scan that waits because a decision is open.
pub(crate) struct Pending {
    pub(crate) open: CrossingId,
    pub(crate) open_name: String,
    pub(crate) new_name: String,
    pub(crate) mrz: String,
}

impl Pending {
    pub(crate) fn new(open: &Presentation, new: &Traveller, mrz: String) -> Self {
        Self { open: open.id, open_name: open.traveller.name.to_string(), new_name: new.name.to_string(), mrz }
    }
}

/// What was recorded a moment ago.
pub(crate) struct Done {
    pub(crate) id: CrossingId,
    pub(crate) text: String,
    pub(crate) stopped: bool,
    /// The page of it that is printed, if one is.
    pub(crate) print: Option<(&'static str, String)>,
}

/// A referral of this officer's, and what became of it.
struct OutcomeView {
    id: CrossingId,
    text: String,
    level: &'static str,
}

#[derive(Template)]
#[template(path = "counter.html")]
pub(crate) struct CounterPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    panel: Panel,
    open: Option<Open>,
    outcomes: Vec<OutcomeView>,
    pub(crate) message: Option<String>,
    pub(crate) pending: Option<Pending>,
    pub(crate) done: Option<Done>,
}

impl<'a> CounterPage<'a> {
    pub(crate) async fn load(app: &'a App, signed: &'a SignedIn, panel: Panel) -> Result<Self, Failure> {
        let w = signed.words(app);
        let open = match app.store.open_presentation(&signed.session.account.id).await? {
            Some((presentation, hits)) => {
                let document = presentation.traveller.document.as_ref();
                let (earlier, total) = match document {
                    Some(document) => app.store.earlier_crossings(document, EARLIER_SHOWN).await?,
                    None => (Vec::new(), 0),
                };
                let known = Known::of(app, &presentation).await?;
                let seen = Seen { presentation: &presentation, hits: &hits, known: &known, earlier: &earlier, total };
                Some(Open::new(app, w, signed.session.account.role, &seen))
            }
            None => None,
        };
        let mut shell = Shell::new(app, signed, "counter");
        if let Some(open) = &open {
            shell.direction = open.direction;
        }
        let outcomes = if open.is_none() { outcomes(app, signed).await? } else { Vec::new() };
        Ok(Self { shell, w, panel, open, outcomes, message: None, pending: None, done: None })
    }
}

/// What became of this officer's referrals of the last hours.
async fn outcomes(app: &App, signed: &SignedIn) -> Result<Vec<OutcomeView>, Failure> {
    let (w, since) = (signed.words(app), Timestamp::now() - OUTCOMES_SINCE);
    let outcomes = app.store.outcomes(&signed.session.account.id, since, OUTCOMES_SHOWN).await?;
    let view = |outcome: limen_store::Outcome| {
        let (state, level) = match (outcome.decision, &outcome.taken_by) {
            (Some(kind), _) => (w.coded("decision", kind.code()), level(kind)),
            (None, Some(officer)) => (w.t1("second-line-with", "officer", officer.to_string()), "check"),
            (None, None) => (w.t("second-line-waits"), "check"),
        };
        let time = w.time(outcome.at.to_zoned_datetime(app.zone.clone()).time());
        OutcomeView { id: outcome.id, text: format!("{time} · {} · {state}", outcome.name), level }
    };
    Ok(outcomes.into_iter().map(view).collect())
}

/// The line about a crossing that was just recorded.
pub(crate) async fn done(app: &App, signed: &SignedIn, id: CrossingId) -> Result<Option<Done>, Failure> {
    let Some(record) = app.store.record(id).await? else { return Ok(None) };
    if record.crossing.officer != signed.session.account.id {
        return Ok(None);
    }
    let w = signed.words(app);
    let kind = record.crossing.decision.kind();
    let time = w.time(record.crossing.at.to_zoned_datetime(app.zone.clone()).time());
    let text = format!("{time} · {} · {}", record.crossing.traveller.name, w.coded("decision", kind.code()));
    let print = match kind {
        DecisionKind::Admit => Some(("slip", w.t("print-slip"))),
        kind if !record.crossing.decision.refused_on().is_empty() => {
            Some(("notice", w.coded("print-notice", kind.code())))
        }
        _ => None,
    };
    Ok(Some(Done { id, text, stopped: !kind.crossed(), print }))
}

/// Why a decision is not open, in words.
pub(crate) fn not_open(w: &Words, not_open: NotOpen) -> String {
    w.t(match not_open {
        NotOpen::HitNotJudged => "not-open-hit",
        NotOpen::ConfirmedHit => "not-open-confirmed",
        NotOpen::MinorAlone => "not-open-minor-alone",
        NotOpen::AccompanimentNotAsked => "not-open-accompaniment",
        NotOpen::PermitNotShown => "not-open-permit",
        NotOpen::OtherDirection => "not-open-direction",
        NotOpen::NoGround => "not-open-ground",
        NotOpen::AlreadyReferred => "not-open-referred",
        NotOpen::Protected => "not-open-protected",
        NotOpen::HealthNotAsked => "not-open-health",
        NotOpen::HealthService => "not-open-health-service",
        NotOpen::NoExitToUndo => "not-open-take-back",
    })
}

/// A choice of a list, with its words.
struct Choice {
    code: String,
    word: String,
    is_chosen: bool,
}

/// A traveller at the counter.
struct Open {
    id: CrossingId,
    direction: Direction,
    settles: bool,
    surname: String,
    given_names: String,
    is_truncated: bool,
    about: String,
    /// `née le 14 févr. 1992`
    birth: String,
    century_is_guess: bool,
    is_minor: bool,
    document: Option<DocumentView>,
    source: String,
    doubts: Vec<DoubtView>,
    verdict: VerdictView,
    hit: Option<HitView>,
    /// What the first line is to do, in the words of an alert's owner.
    instructions: Vec<String>,
    judged: Vec<String>,
    earlier: Vec<EarlierView>,
    earlier_total: i64,
    asked: counter::Questions,
    purposes: Vec<Choice>,
    modes: Vec<Choice>,
    accompaniments: Vec<Choice>,
    usual: Usual,
    pass: DecisionKind,
    refuse: DecisionKind,
    can_be_taken_back: bool,
    /// Question, and how it is asked.
    health: Vec<(String, String)>,
    expected: Option<DecisionKind>,
    can_pass: bool,
    reasons: Vec<Choice>,
    grounds: Vec<Choice>,
}

/// All that is known about a traveller at the counter.
struct Seen<'a> {
    presentation: &'a Presentation,
    hits: &'a [Judged],
    known: &'a Known,
    earlier: &'a [Earlier],
    total: i64,
}

struct DocumentView {
    kind: String,
    number: String,
    issuer: String,
    expiry: String,
    is_expired: bool,
}

struct DoubtView {
    field_code: &'static str,
    text: String,
    suggestions: Vec<String>,
}

struct VerdictView {
    /// `clear`, `check` or `stop`: told apart by word, shape and colour together.
    level: &'static str,
    word: String,
    lines: Vec<String>,
}

struct EarlierView {
    id: CrossingId,
    date: String,
    direction: String,
    is_entry: bool,
    /// Where, if it was not here.
    post: Option<String>,
    decision: Option<String>,
}

impl Open {
    fn new(app: &App, w: &Words, role: Role, seen: &Seen<'_>) -> Self {
        let Seen { presentation, hits, known, earlier, total: earlier_total } = *seen;
        let day = app.today();
        let (traveller, direction) = (&presentation.traveller, presentation.direction);
        let case = known.case(app, presentation, hits, role);
        let is_minor = traveller.may_be_minor_on(day);
        let usual = Usual::of(&app.post, traveller.nationality, direction, earlier);
        Self {
            id: presentation.id,
            direction,
            settles: case.settles_referral,
            surname: traveller.name.primary.clone(),
            given_names: traveller.name.secondary.clone(),
            is_truncated: traveller.name.truncated,
            about: about(w, traveller, day),
            birth: birth(w, traveller),
            century_is_guess: traveller.source == Source::Mrz && other_century_is_likely(traveller.birth_date, day),
            is_minor,
            document: traveller.document.as_ref().map(|document| DocumentView {
                kind: w.coded("document", document.kind.code()),
                number: document.number.to_string(),
                issuer: document.issuer.map(|code| w.state(code)).unwrap_or_default(),
                expiry: expiry(w, document.expiry, day),
                is_expired: document.expiry.is_before(day),
            }),
            source: w.coded("source", traveller.source.code()),
            doubts: traveller.doubts.iter().map(|doubt| doubt_view(w, doubt)).collect(),
            verdict: verdict_view(w, traveller, hits, &known.stay, day),
            hit: hit_view(w, traveller, hits),
            instructions: instructions(hits),
            judged: hits.iter().filter_map(|judged| judged_line(app, w, judged)).collect(),
            earlier: earlier.iter().map(|earlier| earlier_view(app, w, earlier)).collect(),
            earlier_total,
            asked: known.questions(app, presentation),
            purposes: choices(w, "purpose", Purpose::ALL, Purpose::code, Some(usual.purpose)),
            modes: choices(w, "mode", Mode::ALL, Mode::code, Some(usual.mode)),
            accompaniments: choices(w, "accompaniment", Accompaniment::ALL, Accompaniment::code, None),
            usual,
            pass: DecisionKind::pass(direction),
            refuse: DecisionKind::refuse(direction),
            can_be_taken_back: case.left_last,
            health: known
                .health
                .iter()
                .map(|question| (question.code.clone(), question.texts.of(w.language.tag()).to_owned()))
                .collect(),
            expected: case.expected(),
            can_pass: case.alerts_allow_passing().is_ok(),
            reasons: choices(w, "referral", ReferralReason::ALL, ReferralReason::code, Some(case.likely_referral())),
            grounds: grounds(app, w, &case),
        }
    }

    fn chosen_reason(&self) -> &str {
        self.reasons.iter().find(|reason| reason.is_chosen).map_or(ReferralReason::Other.code(), |reason| &reason.code)
    }
}

/// The grounds that may be given, that which the case speaks for ticked beforehand.
fn grounds(app: &App, w: &Words, case: &counter::Case<'_>) -> Vec<Choice> {
    let (reference, likely) = (app.reference(), case.likely_ground());
    let grounds = reference.grounds.in_use(case.direction, case.day);
    let choice = |ground: &limen_domain::Ground| Choice {
        code: ground.code.to_string(),
        word: ground.texts.of(w.language.tag()).to_owned(),
        is_chosen: likely.is_some() && ground.offered_for == likely,
    };
    grounds.map(choice).collect()
}

fn choices<T: Copy + PartialEq>(
    w: &Words,
    list: &str,
    all: &[T],
    code: fn(T) -> &'static str,
    chosen: Option<T>,
) -> Vec<Choice> {
    all.iter()
        .map(|&value| Choice {
            code: code(value).to_owned(),
            word: w.coded(list, code(value)),
            is_chosen: chosen == Some(value),
        })
        .collect()
}

/// `Guinée · homme · 34 ans`
fn about(w: &Words, traveller: &Traveller, day: Date) -> String {
    let nationality = traveller.nationality.map_or_else(|| w.t("nationality-unknown"), |code| w.state(code));
    let ages = traveller.ages_on(day).map_or_else(|| w.t("age-unknown"), |ages| w.ages(ages));
    format!("{nationality} · {} · {ages}", w.coded("sex", traveller.sex.code()))
}

fn birth(w: &Words, traveller: &Traveller) -> String {
    let message = match traveller.birth_date {
        PartialDate::Unknown => "born-unknown",
        PartialDate::Year(_) | PartialDate::YearMonth(..) => "born-in",
        PartialDate::Full(_) => "born",
    };
    w.t2(message, ("date", w.partial_date(traveller.birth_date)), ("sex", traveller.sex.code()))
}

fn other_century_is_likely(birth: PartialDate, day: Date) -> bool {
    birth.year().is_some_and(|year| day.year() - (year - 100) <= OLDEST_THOUGHT_OF)
}

/// `expire dans 5 mois`, `expiré depuis 3 jours`
fn expiry(w: &Words, expiry: PartialDate, day: Date) -> String {
    let Some((_, last)) = expiry.span() else { return w.t("expiry-unknown") };
    let days = i64::from((last - day).get_days());
    let distance = w.distance(days);
    match days {
        0 => w.t("expires-today"),
        1.. => w.t1("expires-in", "distance", distance),
        _ => w.t1("expired-since", "distance", distance),
    }
}

fn doubt_view(w: &Words, doubt: &Doubt) -> DoubtView {
    let before = doubt.suggestions.first().cloned().unwrap_or_default();
    let (text, suggestions) = match doubt.kind {
        DoubtKind::Amended => (w.t1("doubt-amended-from", "before", before), Vec::new()),
        // The composite check digit is about several fields; there is no one value to put in their place.
        kind if doubt.field == Field::Composite => (w.coded("doubt", kind.code()), Vec::new()),
        kind => (w.coded("doubt", kind.code()), doubt.suggestions.clone()),
    };
    DoubtView { field_code: doubt.field.code(), text: doubt_line(w, doubt.field, text), suggestions }
}

fn doubt_line(w: &Words, field: Field, text: String) -> String {
    w.t2("doubt-line", ("field", w.coded("field", field.code())), ("text", text))
}

fn verdict_view(w: &Words, traveller: &Traveller, hits: &[Judged], stay: &StayAtCounter, day: Date) -> VerdictView {
    let possible = hits.iter().filter(|judged| judged.is_possible()).count();
    let mut lines = Vec::new();
    if possible > 0 {
        lines.push(w.t1("verdict-possible-hits", "count", possible));
    }
    if traveller.may_be_minor_on(day) {
        lines.push(w.t("verdict-minor"));
    }
    if traveller.document.is_none() {
        lines.push(w.t("verdict-no-document"));
    }
    let doubts = traveller.doubts.iter().filter(|doubt| doubt.kind != DoubtKind::Amended);
    lines.extend(doubts.map(|doubt| doubt_line(w, doubt.field, w.coded("doubt", doubt.kind.code()))));
    lines.extend(stay.lines(w));
    match counter::verdict(traveller, hits, &stay.finding, day) {
        Verdict::NothingFound => VerdictView { level: "clear", word: w.t("verdict-clear"), lines },
        Verdict::ToCheck => VerdictView { level: "check", word: w.t("verdict-check"), lines },
        Verdict::Stop(action) => {
            lines.insert(0, w.t(&stop_message(action)));
            VerdictView { level: "stop", word: w.coded("action", action.code()), lines }
        }
    }
}

fn stop_message(action: Action) -> String {
    format!("stop-{}", action.code())
}

/// What the owners of discreet alerts tell the first line to do; nothing else of those alerts is shown.
fn instructions(hits: &[Judged]) -> Vec<String> {
    hits.iter()
        .filter(|judged| judged.is_discreet())
        .filter_map(|judged| judged.hit.alert.instruction.clone())
        .collect()
}

fn judged_line(app: &App, w: &Words, judged: &Judged) -> Option<String> {
    if let (Some(before), None) = (&judged.hit.cleared_before, &judged.judgement) {
        let name = judged.hit.alert.names.first().cloned().unwrap_or_else(|| judged.hit.alert.id.to_string());
        let reason = w.coded("judgement-reason", &before.reason);
        let by = format!("{}, {}", before.officer, w.date(app.day_of(before.at)));
        return Some(w.t3("cleared-before", ("name", name), ("reason", reason), ("by", by)));
    }
    let (judgement, _, _, reason) = judged.judgement.as_ref()?;
    let name = judged.hit.alert.names.first().cloned().unwrap_or_else(|| judged.hit.alert.id.to_string());
    let reason = w.coded("judgement-reason", reason);
    Some(format!("{name}: {} ({reason})", w.coded("judgement", judgement.code())))
}

fn earlier_view(app: &App, w: &Words, earlier: &Earlier) -> EarlierView {
    let day = app.day_of(earlier.at);
    let is_this_year = day.year() == app.day_of(Timestamp::now()).year();
    EarlierView {
        id: earlier.id,
        date: if is_this_year { w.day_and_month(day) } else { w.date(day) },
        direction: w.coded("direction", earlier.direction.code()),
        is_entry: earlier.direction == Direction::Entry,
        post: (earlier.post != app.post.id).then(|| app.post_name(&earlier.post).to_owned()),
        decision: (!earlier.decision.crossed()).then(|| w.coded("decision", earlier.decision.code())),
    }
}

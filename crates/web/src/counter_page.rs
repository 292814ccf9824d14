//! What the counter shows: fixed places for who, what was found, what happened before, what to ask, what to do.

use crate::{
    compare::{HitView, JUDGEMENT_REASONS, hit_view},
    failure::Failure,
    journey::Usual,
    known::Known,
    party_bar::PartyBar,
    session::SignedIn,
    shell::{Shell, level},
    sight,
    state::App,
    traveller_view::{DocumentView, DoubtView, about, birth, century_is_guess, doubt_view},
    verdict::{VerdictView, instructions, judged_line, verdict_view},
    words::Words,
};
use askama::Template;
use jiff::{SignedDuration, Timestamp};
use limen_domain::{
    Accompaniment, Answer, AttachmentKind, CrossingId, DecisionKind, Direction, DocumentKey, Judged, Mode, Permission,
    Presentation, Purpose, ReferralReason, Role, Status, Traveller,
    counter::{self, NotOpen},
};
use limen_store::{Earlier, KeptAttachment, Namesake};
use std::str::FromStr;

/// How many of an officer's referrals are shown with what became of them, and from how far back.
const OUTCOMES_SHOWN: i64 = 4;
const OUTCOMES_SINCE: SignedDuration = SignedDuration::from_hours(12);
/// How many earlier crossings are shown.
const EARLIER_SHOWN: i64 = 8;
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
    /// What it would mean that the document is theirs.
    pub(crate) beside: String,
    /// Whether it looks like another document of whoever waits.
    pub(crate) is_likely_theirs: bool,
}

impl Pending {
    pub(crate) fn new(w: &Words, open: &Presentation, new: &Traveller, mrz: String) -> Self {
        let (before, kind) = (&open.traveller, new.document.as_ref().map(|document| document.kind));
        Self {
            open: open.id,
            open_name: before.name.to_string(),
            new_name: new.name.to_string(),
            mrz,
            beside: w.t2(
                "pending-beside",
                ("document", kind.map(|kind| w.coded("document", kind.code())).unwrap_or_default()),
                ("name", before.name.to_string()),
            ),
            is_likely_theirs: before.birth_date == new.birth_date
                && (before.sex == new.sex || before.name.search_key() == new.name.search_key()),
        }
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
    /// The party that the counter works through.
    party: Option<PartyBar>,
    pub(crate) message: Option<String>,
    pub(crate) pending: Option<Pending>,
    pub(crate) done: Option<Done>,
}

impl<'a> CounterPage<'a> {
    pub(crate) async fn load(app: &'a App, signed: &'a SignedIn, panel: Panel) -> Result<Self, Failure> {
        let w = signed.words(app);
        let party;
        let open = match app.store.open_presentation(&signed.session.account.id).await? {
            Some((presentation, hits)) => {
                let known = Known::of(app, &presentation).await?;
                let (earlier, total) = app.store.earlier_crossings(&known.documents, EARLIER_SHOWN).await?;
                let namesakes = app.store.namesakes(&presentation.traveller, &known.documents).await?;
                let kept: Vec<CrossingId> =
                    [Some(presentation.id), presentation.settles].into_iter().flatten().collect();
                let attachments = sight::attachments(app, signed.session.account.role, &kept).await?;
                let usual = Usual::of(&app.post, presentation.traveller.nationality, presentation.direction, &earlier);
                let last = match presentation.party {
                    Some(party) => app.store.last_journey(party).await?,
                    None => None,
                };
                let usual = usual.like_the_party(last.as_ref());
                party = PartyBar::load(app, signed, known.party.as_ref()).await?;
                let (presentation, hits, known, earlier) = (&presentation, &hits, &known, &earlier);
                let seen = Seen { presentation, hits, known, earlier, total, namesakes, attachments };
                Some(Open::new(app, w, signed.session.account.role, seen, usual))
            }
            None => {
                party = PartyBar::load(app, signed, None).await?;
                None
            }
        };
        let mut shell = Shell::new(app, signed, "counter");
        if let Some(open) = &open {
            shell.direction = open.direction;
        }
        let outcomes = if open.is_none() { outcomes(app, signed).await? } else { Vec::new() };
        Ok(Self { shell, w, panel, open, outcomes, party, message: None, pending: None, done: None })
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
        NotOpen::MinorWithoutParent => "not-open-minor-without-parent",
        NotOpen::VehicleNotJudged => "not-open-vehicle",
        NotOpen::VehicleStopped => "not-open-vehicle-stopped",
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
    /// How the hits stand, for the form.
    standing: String,
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
    /// What they are beside a national.
    status: Option<String>,
    document: Option<DocumentView>,
    further: Vec<DocumentView>,
    /// The address of the latest photo.
    face: Option<String>,
    /// How many pages of documents are kept.
    pages: usize,
    source: String,
    doubts: Vec<DoubtView>,
    verdict: VerdictView,
    hit: Option<HitView>,
    /// What the first line is to do, in the words of an alert's owner.
    instructions: Vec<String>,
    judged: Vec<String>,
    earlier: Vec<EarlierView>,
    earlier_total: i64,
    /// Documents under which somebody of the same name and birth date has crossed, and how often and when last.
    namesakes: Vec<(DocumentKey, String)>,
    /// The document that a namesake's would be tied to.
    own_document: Option<DocumentKey>,
    /// The adults whom a minor may cross with.
    adults: Vec<(CrossingId, String)>,
    asks_for_driver: bool,
    /// Whether a visa may be issued here for this traveller.
    may_issue_visa: bool,
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
    namesakes: Vec<Namesake>,
    attachments: Vec<KeptAttachment>,
}

struct EarlierView {
    id: CrossingId,
    date: String,
    direction: String,
    is_entry: bool,
    /// Where, if it was not here.
    post: Option<String>,
    decision: Option<String>,
    /// With which document, if it was another than the one at the counter.
    document: Option<String>,
}

impl Open {
    fn new(app: &App, w: &Words, role: Role, seen: Seen<'_>, usual: Usual) -> Self {
        let Seen { presentation, hits, known, earlier, total: earlier_total, namesakes, attachments } = seen;
        let day = app.today();
        let (traveller, direction) = (&presentation.traveller, presentation.direction);
        let case = known.case(app, presentation, hits, role);
        let is_minor = traveller.may_be_minor_on(day);
        let shown = traveller.permit_shown(day).map(|last| last.to_string()).unwrap_or_default();
        let usual = Usual { permit_until: shown, ..usual };
        let asked = known.questions(app, presentation);
        let number = traveller.document.as_ref().map(|document| document.number.as_str());
        let namesake = |namesake: Namesake| {
            let words = [
                ("document", namesake.document.to_string()),
                ("count", namesake.crossings.to_string()),
                ("date", w.date(app.day_of(namesake.last))),
            ];
            (namesake.document, w.t_of("namesake", &words))
        };
        let of_kind = |kind| attachments.iter().filter(move |kept| kept.attachment.kind == kind);
        Self {
            standing: known.standing(presentation, hits).mark(),
            id: presentation.id,
            direction,
            settles: case.settles_referral,
            surname: traveller.name.primary.clone(),
            given_names: traveller.name.secondary.clone(),
            is_truncated: traveller.name.truncated,
            about: about(w, traveller, day),
            birth: birth(w, traveller),
            century_is_guess: century_is_guess(traveller, day),
            is_minor,
            status: (traveller.status != Status::Ordinary).then(|| w.coded("status", traveller.status.code())),
            document: traveller.document.as_ref().map(|document| DocumentView::of(w, document, day)),
            further: traveller.further_documents.iter().map(|further| DocumentView::of(w, further, day)).collect(),
            face: of_kind(AttachmentKind::Face).next_back().map(|kept| crate::pictures::address(&kept.attachment)),
            pages: of_kind(AttachmentKind::Page).count(),
            source: w.coded("source", traveller.source.code()),
            doubts: traveller.doubts.iter().map(|doubt| doubt_view(w, doubt)).collect(),
            verdict: verdict_view(w, &case, known),
            hit: hit_view(w, traveller, hits),
            instructions: instructions(hits),
            judged: hits.iter().filter_map(|judged| judged_line(app, w, judged)).collect(),
            earlier: earlier.iter().map(|earlier| earlier_view(app, w, earlier, number)).collect(),
            earlier_total,
            namesakes: namesakes.into_iter().map(namesake).collect(),
            own_document: traveller.document.as_ref().and_then(limen_domain::TravelDocument::key),
            adults: known.adults.iter().map(|adult| (adult.id, adult.name.to_string())).collect(),
            asks_for_driver: known.asks_for_driver(),
            may_issue_visa: asked.permit && role.may(Permission::IssueVisas),
            asked,
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

fn earlier_view(app: &App, w: &Words, earlier: &Earlier, number: Option<&str>) -> EarlierView {
    let day = app.day_of(earlier.at);
    let is_this_year = day.year() == app.day_of(Timestamp::now()).year();
    EarlierView {
        id: earlier.id,
        date: if is_this_year { w.day_and_month(day) } else { w.date(day) },
        direction: w.coded("direction", earlier.direction.code()),
        is_entry: earlier.direction == Direction::Entry,
        post: (earlier.post != app.post.id).then(|| app.post_name(&earlier.post)),
        document: (number != Some(earlier.document.as_str())).then(|| earlier.document.clone()),
        decision: (!earlier.decision.crossed()).then(|| w.coded("decision", earlier.decision.code())),
    }
}

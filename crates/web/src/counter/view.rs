//! What the counter shows: fixed places for who, what was found, what happened before, what to ask, what to do.

use crate::{
    access::{note_at_counter, sight},
    app::App,
    counter::{
        hit::{OpenHitView, hit_view},
        namesake::{NamesakeView, TakenKeys, namesake_view},
        reader::{ReaderView, WaitingReading},
        seals::{SealsView, records_of},
        verdict::{ConfirmedView, VerdictView, confirmed_views, instructions, judged_line, verdict_view},
    },
    kit::{
        failure::Failure,
        names::Names,
        parts::{Choice, Fact, Lettered, Link, choices, decided_facts},
        session::SignedIn,
        shell::{ReaderLine, Shell, level, page},
    },
    neighbours::notices_link,
    node::{
        desk::{
            decide::Refused,
            draft::Draft,
            journey::{Answers, Usual},
            known::Known,
        },
        level::Level,
        neighbours::{held::Whom, joint_post},
    },
    party::bar::PartyBar,
    records::{
        asked_corrections::outcome,
        printed::{notice_link, slip_link},
    },
    traveller::{
        about::{DocumentView, DoubtView, about, adult_words, birth, century_is_guess, doubt_view},
        chip::ChipView,
        not_open::not_open,
        set_aside::{AsideForm, AsideQuestion},
    },
    words::Words,
};
use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use jiff::{SignedDuration, Timestamp};
use limen_domain::{
    Accompaniment, Adult, AdultUnnamed, Answer, AttachmentKind, CrossingId, DecisionKind, Direction, DocumentKey,
    Event, GroundCode, Judged, Judgement, LookPurpose, Mode, Name, Permission, Presentation, Purpose, ReferralReason,
    Role, Status, TravelDocument, Traveller, Why,
    counter::{self, NotOpen},
};
use limen_store::{AskedOutcome, DecisionCounts, Earlier, KeptAttachment, Namesake};
use std::str::FromStr;
use uuid::Uuid;

/// How many of an officer's last decisions a counter shows that is ready, how many of their referrals with what became
/// of them, and from how far back.
const LAST_SHOWN: i64 = 5;
const OUTCOMES_SHOWN: i64 = 4;
const LAST_SINCE: SignedDuration = SignedDuration::from_hours(12);
/// How many of the corrections that they asked for, and from how far back: the supervisor may come tomorrow.
const ASKED_SHOWN: i64 = 4;
const ASKED_SINCE: SignedDuration = SignedDuration::from_hours(72);
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

impl Panel {
    /// The panel in which a decision is made.
    fn of(decision: DecisionKind) -> Self {
        match decision {
            DecisionKind::Admit | DecisionKind::LetDepart => Self::Decide,
            DecisionKind::Refer => Self::Refer,
            _ => Self::Stop,
        }
    }

    /// The counter with this panel open.
    pub(crate) fn address(self) -> &'static str {
        match self {
            Self::Decide => "/counter",
            Self::Refer => "/counter?panel=refer",
            Self::Stop => "/counter?panel=stop",
            Self::Withdraw => "/counter?panel=withdraw",
        }
    }
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
    /// The page from whose picture the zone was read; empty where none was.
    pub(crate) seen: String,
    /// Whether the officer has compared it with the document.
    pub(crate) compared: String,
    /// What the counter's reader handed in with it.
    pub(crate) handed: Option<Uuid>,
    /// What it would mean that the document is theirs.
    pub(crate) beside: String,
    /// Whether it looks like another document of the traveller who waits.
    pub(crate) is_likely_theirs: bool,
    /// The question why the traveller who waits is set aside, where an alert may be about them.
    pub(crate) aside: Option<AsideQuestion>,
}

impl Pending {
    pub(crate) fn new(
        w: &Words,
        (open, hits): (&Presentation, &[Judged]),
        new: &Traveller,
        mrz: String,
        aside: AsideForm,
    ) -> Self {
        let (before, kind) = (&open.traveller, new.document.as_ref().map(|document| document.kind));
        Self {
            open: open.id,
            open_name: before.name.to_string(),
            new_name: new.name.to_string(),
            mrz,
            seen: String::new(),
            compared: String::new(),
            handed: None,
            beside: w.t2(
                "pending-beside",
                ("document", kind.map(|kind| w.coded("document", kind.code())).unwrap_or_default()),
                ("name", before.name.to_string()),
            ),
            is_likely_theirs: before.birth_date == new.birth_date
                && (before.sex == new.sex || before.name.search_key() == new.name.search_key()),
            aside: AsideQuestion::of(w, hits, aside),
        }
    }
}

/// What the officer is told of the other half of a joint post: a hint, and no record.
async fn seen_across(app: &App, w: &Words, role: Role, presentation: &Presentation) -> Result<Option<String>, Failure> {
    let key = presentation.traveller.document.as_ref().and_then(TravelDocument::key);
    let Some(key) = key else { return Ok(None) };
    let seen = joint_post::seen_across(app, Whom::Shown(role), presentation.direction, &key).await?;
    Ok(seen.map(|(state, at, direction)| {
        let at = w.time(at.to_zoned_datetime(app.zone.clone()).time());
        let what = if direction == Direction::Entry { "joint-seen-entry" } else { "joint-seen-exit" };
        w.t2(what, ("state", w.state(state)), ("at", at))
    }))
}

/// What was recorded a moment ago.
pub(crate) struct Done {
    /// Its record; `None` where that is not for whom the line is said to.
    pub(crate) id: Option<CrossingId>,
    pub(crate) text: String,
    pub(crate) stopped: bool,
    /// The page of it that is printed, if one is.
    pub(crate) print: Option<Link>,
}

/// What a counter shows that is ready for the next traveller.
struct ReadyView {
    /// The officer's last decisions, and what became of their referrals.
    last: Vec<LastView>,
    /// What the post has counted today.
    today: Vec<Fact>,
    /// Who waits elsewhere, with the way there.
    waiting: Vec<Link>,
}

/// A decision of this officer's, and what became of it.
struct LastView {
    id: CrossingId,
    /// When, and who.
    text: String,
    /// What was decided, or how it goes on in the second line.
    state: String,
    level: Level,
    /// What became of the correction that they asked for; `None` where they asked for none.
    asked: Option<String>,
}

#[derive(Template)]
#[template(path = "counter/counter.html")]
pub(crate) struct CounterPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    panel: Panel,
    open: Option<Open>,
    /// `None` while a traveller waits.
    ready: Option<ReadyView>,
    /// The party that the counter works through.
    party: Option<PartyBar>,
    /// Whether a phone serves as its camera.
    has_phone: bool,
    /// What the counter's reader has read and nobody has taken yet.
    reading: Option<WaitingReading>,
    pub(crate) message: Option<String>,
    pub(crate) pending: Option<Pending>,
    pub(crate) done: Option<Done>,
}

impl<'a> CounterPage<'a> {
    pub(crate) async fn load(app: &'a App, signed: &'a SignedIn, panel: Panel) -> Result<Self, Failure> {
        let (w, names) = (signed.words(app), Names::load(app).await?);
        let mut party;
        let mut open = match app.store.open_presentation(&signed.session.account.id).await? {
            Some((mut presentation, hits)) => {
                let mut known = Known::of(app, &mut presentation).await?;
                let (earlier, total) = app.store.earlier_crossings(&known.documents, EARLIER_SHOWN).await?;
                let mut namesakes = app.store.namesakes(&presentation.traveller, &known.documents).await?;
                if !(known.adults.is_empty() && namesakes.is_empty()) {
                    let beside = presentation.id;
                    let shown = Event::OthersConsulted {
                        beside,
                        adults: known.adults.iter().map(|adult| adult.id).collect(),
                        namesakes: namesakes.iter().map(|namesake| namesake.document.clone()).collect(),
                        why: at_hand(),
                    };
                    // Where that can't be noted, nobody else is shown, and the traveller who waits is.
                    if !is_noted(app, signed, shown).await {
                        (known.adults, namesakes) = (Vec::new(), Vec::new());
                    }
                }
                let kept = records_of(&presentation);
                let attachments = sight::attachments(app, signed.session.account.role, &kept).await?;
                let usual = Usual::of(&app.post, presentation.traveller.nationality, presentation.direction, &earlier);
                let last = match presentation.party {
                    Some(party) => app.store.last_journey(party).await?,
                    None => None,
                };
                let usual = usual.like_the_party(last.as_ref());
                party = PartyBar::load(app, signed, known.party.as_ref()).await?;
                let (presentation, hits, known, names) = (&presentation, &hits, &known, &names);
                let earlier = &earlier;
                let seen = Gathered { presentation, hits, known, names, earlier, total, namesakes, attachments };
                let draft = app.drafts.of(&signed.session.account.id, presentation.id);
                let mut open = Open::new(app, w, signed.session.account.role, seen, usual, draft);
                open.focus = open.first_focus(panel);
                open.across = seen_across(app, w, signed.session.account.role, presentation).await?;
                Some(open)
            }
            None => {
                party = PartyBar::load(app, signed, None).await?;
                // The name of who comes next stands on the button.
                if let Some(PartyBar { id, next: next @ Some(_), .. }) = &mut party
                    && !is_noted(app, signed, Event::PartyConsulted { party: *id, why: at_hand() }).await
                {
                    *next = None;
                }
                None
            }
        };
        let mut shell = Shell::new(app, signed, "counter");
        let ReaderView { said: words, is_trouble, reading, wants_number, chips } = ReaderView::of(app, signed);
        shell.reader = Some(ReaderLine { words, is_trouble });
        if let Some(open) = &mut open {
            shell.direction = open.direction;
            // A document without a zone has no other key.
            let is_offered = chips && open.document.is_some();
            open.number_is_asked = is_offered.then(|| wants_number || open.zone.is_none());
            shell = shell.about("traveller");
        }
        let ready = if open.is_none() { Some(ready(app, signed, &names).await?) } else { None };
        let has_phone = app.phones.phone_of(&signed.session.token, app.now()).is_some();
        let (message, pending, done) = (None, None, None);
        Ok(Self { shell, w, panel, open, ready, party, has_phone, reading, message, pending, done })
    }
}

/// Whether it is noted that others than the traveller who waits are shown. A full disk must not keep the page from opening:
/// it may say what was recorded.
async fn is_noted(app: &App, signed: &SignedIn, event: Event) -> bool {
    match note_at_counter(app, signed, event).await {
        Ok(()) => true,
        Err(failure) => {
            tracing::error!("who else is shown at a counter can't be noted, and is not shown: {failure:?}");
            false
        }
    }
}

/// Why others than the traveller who waits are shown at a counter.
fn at_hand() -> Option<Why> {
    Some(Why::duty(LookPurpose::AtHand))
}

/// What the counter shows between two travellers.
async fn ready(app: &App, signed: &SignedIn, names: &Names) -> Result<ReadyView, Failure> {
    let (w, since) = (signed.words(app), app.now() - LAST_SINCE);
    let officer = &signed.session.account.id;
    let mut last = app.store.decisions_of(officer, since, None, LAST_SHOWN).await?;
    let referrals = app.store.decisions_of(officer, since, Some(DecisionKind::Refer), OUTCOMES_SHOWN).await?;
    last.extend(
        referrals.into_iter().filter(|referral| last.iter().all(|one| one.id != referral.id)).collect::<Vec<_>>(),
    );
    let said =
        |at: Timestamp, name: &Name| format!("{} · {name}", w.time(at.to_zoned_datetime(app.zone.clone()).time()));
    let view = |made: limen_store::MadeDecision| {
        let (state, level) = match (made.decision, made.outcome, &made.taken_by) {
            (DecisionKind::Refer, Some(kind), _) => (w.coded("decision", kind.code()), level(kind)),
            (DecisionKind::Refer, None, Some(officer)) => {
                (w.t1("second-line-with", "officer", names.of(officer)), Level::Check)
            }
            (DecisionKind::Refer, None, None) => (w.t("second-line-waits"), Level::Check),
            (kind, ..) => (w.coded("decision", kind.code()), level(kind)),
        };
        LastView { id: made.id, text: said(made.at, &made.name), state, level, asked: None }
    };
    let mut last: Vec<LastView> = last.into_iter().map(view).collect();
    for asked in app.store.corrections_asked_by(officer, app.now() - ASKED_SINCE, ASKED_SHOWN).await? {
        let id = match asked.outcome {
            AskedOutcome::Corrected(new) => new,
            _ => asked.crossing,
        };
        let words = outcome(w, &asked.outcome);
        match last.iter_mut().find(|one| one.id == id) {
            // The latest was asked last.
            Some(one) => one.asked = one.asked.take().or(Some(words)),
            None => last.push(LastView {
                id,
                text: said(asked.crossed, &asked.name),
                state: w.coded("decision", asked.decision.code()),
                level: level(asked.decision),
                asked: Some(words),
            }),
        }
    }
    let decided = match app.bounds_of(app.today()) {
        Some(day) => app.store.decided(&app.post.id, day).await?,
        None => DecisionCounts::default(),
    };
    let waiting = signed
        .waiting("second-line")
        .map(|count| Link { address: "/second-line".to_owned(), words: w.t1("ready-referrals", "count", count) });
    let notices = notices_link(app, w, signed.session.account.role).await?;
    Ok(ReadyView { last, today: decided_facts(w, &decided), waiting: waiting.into_iter().chain(notices).collect() })
}

impl Done {
    /// The line about a need of protection that was just reported.
    pub(crate) fn protection(w: &Words) -> Self {
        Self { id: None, text: w.t("protection-reported"), stopped: false, print: None }
    }
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
        DecisionKind::Admit => Some(slip_link(w, id)),
        kind if !record.crossing.decision.refused_on().is_empty() => Some(notice_link(w, id, kind)),
        _ => None,
    };
    Ok(Some(Done { id: Some(id), text, stopped: !kind.crossed(), print }))
}

/// The counter after a decision that was not recorded: its panel open, what was typed in its place, the message beside it,
/// and the focus on what is missing.
pub(crate) async fn refused(
    app: &App,
    signed: &SignedIn,
    decision: DecisionKind,
    refused: Refused,
) -> Result<Response, Failure> {
    let mut panel = Panel::of(decision);
    let w = signed.words(app);
    let (message, missing) = match refused {
        Refused::NotOpen(reason) => (not_open(w, reason), missing(reason)),
        Refused::AlertsMeanwhile => (w.t("known-meanwhile"), None),
        Refused::JudgedMeanwhile => (w.t("judged-meanwhile"), None),
        Refused::AdultMeanwhile => (w.t("not-open-changed"), None),
    };
    // The key that refers at once has no panel of its own.
    if panel == Panel::Refer && missing.is_some() {
        panel = Panel::Decide;
    }
    let mut counter = CounterPage::load(app, signed, panel).await?;
    if let Some(open) = &mut counter.open {
        open.refused = Some(message);
        open.focus = missing.unwrap_or(open.focus);
    }
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&counter)).into_response())
}

/// The field in which is missing what a decision needs; `None` where nothing typed would open it.
fn missing(not_open: NotOpen) -> Option<&'static str> {
    match not_open {
        NotOpen::NoGround => Some("ground"),
        NotOpen::AccompanimentNotAsked | NotOpen::MinorWithoutParent => Some("accompaniment"),
        NotOpen::AdultNotNamed | NotOpen::AdultNotOffered | NotOpen::AdultNotPassing => Some("adult"),
        NotOpen::PermitNotShown => Some("permit"),
        NotOpen::HealthNotAsked | NotOpen::HealthService => Some("health"),
        _ => None,
    }
}

/// The counter after someone could not be set aside: the question for the reason, with what was answered.
pub(crate) async fn not_set_aside(
    app: &App,
    signed: &SignedIn,
    reason: NotOpen,
    typed: AsideForm,
) -> Result<Response, Failure> {
    let mut counter = CounterPage::load(app, signed, Panel::Withdraw).await?;
    if let Some(open) = &mut counter.open {
        open.refused = Some(not_open(signed.words(app), reason));
        if let Some(question) = &mut open.aside {
            question.answer(typed);
        }
    }
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&counter)).into_response())
}

/// A question on health.
struct HealthView {
    code: String,
    /// How it is asked.
    words: String,
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
    /// That they may be a minor, in a word.
    minor: Option<String>,
    /// What they are beside a national.
    status: Option<String>,
    document: Option<DocumentView>,
    further: Vec<DocumentView>,
    /// The pictures' places, filled or not.
    photos: Vec<PhotoView>,
    /// By what the document was read, and whether that was sure.
    source: String,
    /// The zone that was read; `None` where none was.
    zone: Option<String>,
    doubts: Vec<DoubtView>,
    verdict: VerdictView,
    hit: Option<OpenHitView>,
    /// What their document's chip came to; `None` where none was read.
    chip: Option<ChipView>,
    /// That the other half of a joint post probably recorded the same document within the hour.
    across: Option<String>,
    /// The seals on their pages.
    seals: SealsView,
    /// Whether the number that opens the chip is asked for now, or with scripts later; `None` where it can't be used.
    number_is_asked: Option<bool>,
    /// What the first line is to do, in the words of an alert's owner.
    instructions: Vec<String>,
    judged: Vec<String>,
    /// The alerts that were confirmed, and by whom.
    confirmed: Vec<ConfirmedView>,
    earlier: Vec<EarlierView>,
    earlier_total: i64,
    namesakes: Vec<NamesakeView>,
    /// The document that a namesake's would be tied to.
    own_document: Option<DocumentKey>,
    /// The adults whom a minor may be tied to.
    adults: Vec<Lettered>,
    /// Why none of them is named.
    unnamed: Vec<Lettered>,
    asks_for_driver: bool,
    /// Whether a visa may be issued here for this traveller.
    may_issue_visa: bool,
    asked: counter::Questions,
    purposes: Vec<Choice>,
    modes: Vec<Choice>,
    accompaniments: Vec<Choice>,
    answers: Answers,
    pass: DecisionKind,
    refuse: DecisionKind,
    can_be_taken_back: bool,
    health: Vec<HealthView>,
    expected: Option<DecisionKind>,
    can_pass: bool,
    reasons: Vec<Choice>,
    grounds: Vec<Choice>,
    /// Why they are set aside, where an alert may be about them.
    aside: Option<AsideQuestion>,
    /// Why a decision was not recorded.
    refused: Option<String>,
    /// The field that the page begins at.
    focus: &'static str,
}

/// A place for a picture, with the latest one.
struct PhotoView {
    kind: AttachmentKind,
    /// What belongs there.
    word: String,
    /// The latest picture's address.
    latest: Option<String>,
}

/// All that is known about a traveller at the counter.
struct Gathered<'a> {
    presentation: &'a Presentation,
    hits: &'a [Judged],
    known: &'a Known,
    names: &'a Names,
    earlier: &'a [Earlier],
    total: i64,
    namesakes: Vec<Namesake>,
    attachments: Vec<KeptAttachment>,
}

/// The places of pictures, filled or not; a chip's has one where its face was read.
fn photos(w: &Words, attachments: &[KeptAttachment]) -> Vec<PhotoView> {
    let place = |kind: AttachmentKind| {
        let latest = attachments.iter().rfind(|kept| kept.attachment.kind == kind);
        PhotoView {
            kind,
            word: w.coded("attachment", kind.code()),
            latest: latest.map(|kept| crate::records::pictures::address(&kept.attachment)),
        }
    };
    let places = [AttachmentKind::Face, AttachmentKind::Chip, AttachmentKind::Page].map(place);
    places.into_iter().filter(|photo| photo.kind != AttachmentKind::Chip || photo.latest.is_some()).collect()
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
    fn new(app: &App, w: &Words, role: Role, seen: Gathered<'_>, usual: Usual, draft: Option<Draft>) -> Self {
        let Gathered { presentation, hits, known, names, earlier, total: earlier_total, namesakes, attachments } = seen;
        let day = known.day;
        let (traveller, direction) = (&presentation.traveller, presentation.direction);
        let case = known.case(presentation, hits, role);
        let is_minor = traveller.may_be_minor_on(day);
        let shown = traveller.permit_shown(day).map(|last| last.to_string()).unwrap_or_default();
        let usual = Usual { permit_until: shown, ..usual };
        let Draft { answers, chosen } = draft.unwrap_or_else(|| {
            let adult = known.likely_adult().map(|adult| adult.to_string()).unwrap_or_default();
            Draft { answers: Answers { adult, ..usual.into() }, ..Draft::default() }
        });
        let asked = known.questions(app, presentation);
        let mut letters = 'A'..='Z';
        let mut lettered = |choice| Lettered { letter: letters.next().unwrap_or(' '), choice };
        let adults = known.adults.iter().map(|adult| adult_choice(app, w, adult, &answers.adult));
        let adults: Vec<Lettered> = adults.map(&mut lettered).collect();
        let unnamed = choices(w, "adult-unnamed", AdultUnnamed::ALL, AdultUnnamed::code, &answers.adult);
        let unnamed: Vec<Lettered> = unnamed.into_iter().map(lettered).collect();
        let number = traveller.document.as_ref().map(|document| document.number.as_str());
        let taken = if asked.accompaniment {
            TakenKeys { digits: Accompaniment::ALL.len(), letters: adults.len() + unnamed.len() }
        } else {
            TakenKeys::default()
        };
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
            minor: is_minor.then(|| w.t1("minor", "sex", traveller.sex.code().to_owned())),
            status: (traveller.status != Status::Ordinary).then(|| w.coded("status", traveller.status.code())),
            document: traveller.document.as_ref().map(|document| DocumentView::of(w, document, day)),
            further: traveller.further_documents.iter().map(|further| DocumentView::of(w, further, day)).collect(),
            photos: photos(w, &attachments),
            across: None,
            seals: SealsView::of(app, w, presentation, &attachments),
            source: w.coded("source", traveller.source.code()),
            zone: traveller.document.as_ref().and_then(|document| document.mrz.clone()),
            doubts: traveller.doubts.iter().map(|doubt| doubt_view(w, doubt)).collect(),
            verdict: verdict_view(w, names, &case, known),
            chip: known.chip.as_ref().map(|chip| ChipView::of(w, chip)),
            number_is_asked: None,
            hit: hit_view(w, traveller, hits),
            instructions: instructions(hits),
            judged: hits.iter().filter_map(|judged| judged_line(app, w, names, judged)).collect(),
            confirmed: confirmed_views(app, w, names, hits, role.may(Permission::SettleReferrals)),
            earlier: earlier.iter().map(|earlier| earlier_view(app, w, earlier, number)).collect(),
            earlier_total,
            namesakes: namesakes.into_iter().map(|namesake| namesake_view(app, w, namesake, taken)).collect(),
            own_document: traveller.document.as_ref().and_then(TravelDocument::key),
            adults,
            unnamed,
            asks_for_driver: known.asks_for_driver(),
            may_issue_visa: asked.permit && role.may(Permission::IssueVisas),
            asked,
            purposes: choices(w, "purpose", Purpose::ALL, Purpose::code, &answers.purpose),
            modes: choices(w, "mode", Mode::ALL, Mode::code, &answers.mode),
            accompaniments: choices(
                w,
                "accompaniment",
                Accompaniment::ALL,
                Accompaniment::code,
                &answers.accompaniment,
            ),
            pass: DecisionKind::pass(direction),
            refuse: DecisionKind::refuse(direction),
            can_be_taken_back: case.left_last,
            health: known
                .health
                .iter()
                .map(|question| HealthView {
                    code: question.code.clone(),
                    words: question.texts.of(w.language.tag()).to_owned(),
                })
                .collect(),
            expected: case.expected(),
            can_pass: case.alerts_allow_passing().is_ok(),
            reasons: choices(
                w,
                "referral",
                ReferralReason::ALL,
                ReferralReason::code,
                chosen.reason.unwrap_or_else(|| case.likely_referral()).code(),
            ),
            grounds: grounds(app, w, &case, &chosen.grounds),
            aside: AsideQuestion::of(w, hits, AsideForm::default()),
            refused: None,
            focus: "",
            answers,
        }
    }

    /// The field that a panel begins at.
    fn first_focus(&self, panel: Panel) -> &'static str {
        match panel {
            Panel::Decide if self.hit.is_some() => "judge",
            Panel::Decide if self.asked.accompaniment => "accompaniment",
            Panel::Decide => "expected",
            Panel::Refer => "reason",
            Panel::Stop => "ground",
            Panel::Withdraw => "withdraw",
        }
    }

    /// Whether something is asked without which nobody passes.
    fn asks_first(&self) -> bool {
        self.asked.accompaniment || self.asked.permit || !self.health.is_empty()
    }

    fn chosen_reason(&self) -> &str {
        self.reasons.iter().find(|reason| reason.is_chosen).map_or(ReferralReason::Other.code(), |reason| &reason.code)
    }
}

/// The grounds that may be given; the likely one is ticked.
fn grounds(app: &App, w: &Words, case: &counter::Case<'_>, ticked: &[GroundCode]) -> Vec<Choice> {
    let (reference, likely) = (app.reference(), case.likely_ground());
    let grounds = reference.grounds.in_use(case.direction, case.day);
    let choice = |ground: &limen_domain::Ground| Choice {
        code: ground.code.to_string(),
        word: ground.texts.of(w.language.tag()).to_owned(),
        is_chosen: ticked.contains(&ground.code)
            || (ticked.is_empty() && likely.is_some() && ground.offered_for == likely),
    };
    grounds.map(choice).collect()
}

fn adult_choice(app: &App, w: &Words, adult: &Adult, chosen: &str) -> Choice {
    let code = adult.id.to_string();
    Choice { is_chosen: code == chosen, code, word: adult_words(app, w, adult) }
}

fn earlier_view(app: &App, w: &Words, earlier: &Earlier, number: Option<&str>) -> EarlierView {
    let day = app.day_of(earlier.at);
    let is_this_year = day.year() == app.day_of(app.now()).year();
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

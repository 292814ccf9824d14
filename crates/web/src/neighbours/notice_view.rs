//! A notice in words, whose it is, and where officers are told how many hold.

use crate::{
    app::App,
    kit::{
        failure::Failure,
        parts::{Fact, Link},
        shell::moment,
    },
    neighbours::agreement_view::notice_kind,
    node::neighbours::{
        held::Held,
        neighbour_of,
        notices::{self, HeldNotice},
    },
    words::Words,
};
use limen_domain::{ListName, Permission, Role, StateCode};
use limen_neighbour::{Answer, Content, Notice, NoticeKind, Subject};
use uuid::Uuid;

/// That an alert stands in a list of a neighbour's notices: theirs, by agreement. `None` for a list of our own.
pub(crate) fn by_agreement(w: &Words, list: &ListName) -> Option<String> {
    neighbour_of(list).map(|state| theirs(w, state))
}

pub(super) fn theirs(w: &Words, state: StateCode) -> String {
    w.t1("notice-theirs", "state", w.state(state))
}

/// The way to the notices that hold now for someone, with how many; `None` where there are none.
pub(crate) async fn notices_link(app: &App, w: &Words, role: Role) -> Result<Option<Link>, Failure> {
    let count = notices::in_force(app, role).await?.len();
    Ok((count > 0).then(|| Link { address: "/notices".to_owned(), words: w.t1("notices-in-force", "count", count) }))
}

/// A notice as officers see it.
pub(crate) struct NoticeView {
    pub(crate) id: Uuid,
    /// The neighbour's code, as forms send it.
    pub(crate) neighbour: String,
    pub(crate) about: String,
    /// Whose it is, and by what right it is here.
    pub(crate) whose: String,
    pub(crate) is_ours: bool,
    /// Whether it names someone or something that officers look for.
    pub(crate) is_alert: bool,
    pub(crate) text: String,
    pub(crate) until: String,
    pub(crate) facts: Vec<Fact>,
    /// Where whom or what it names was seen.
    pub(crate) answers: Vec<String>,
}

impl NoticeView {
    pub(super) fn of(app: &App, w: &Words, (neighbour, is_ours): (StateCode, bool), notice: &Notice) -> Self {
        Self {
            id: notice.id,
            neighbour: neighbour.to_string(),
            about: notice_kind(w, notice.about),
            whose: match is_ours {
                true => w.t1("notice-ours", "state", w.state(neighbour)),
                false => theirs(w, neighbour),
            },
            is_ours,
            is_alert: notice.about.is_alert(),
            text: notice.text.clone(),
            until: w.t1("notice-until", "at", moment(app, w, notice.until)),
            facts: facts(w, notice),
            answers: Vec::new(),
        }
    }

    /// The same with the answers to it.
    pub(super) fn held(app: &App, w: &Words, (held, notice): &HeldNotice, answers: &[Held]) -> Self {
        let of_it = answers.iter().filter_map(|answer| match &answer.content {
            Content::Answer(said) if said.notice == notice.id && answer.neighbour == held.neighbour => {
                Some(answer_words(app, w, said))
            }
            _ => None,
        });
        Self { answers: of_it.collect(), ..Self::of(app, w, (held.neighbour, held.is_ours), notice) }
    }
}

/// Where and when someone was seen, and whom to telephone.
fn answer_words(app: &App, w: &Words, answer: &Answer) -> String {
    let found = match answer.confirmed {
        Some(true) => "notice-answer-confirmed",
        Some(false) => "notice-answer-cleared",
        None => "notice-answer-asked",
    };
    let said = w.t2(found, ("pair", answer.pair.clone()), ("at", moment(app, w, answer.at)));
    if answer.telephone.is_empty() {
        return said;
    }
    format!("{said} · {}", w.t1("notice-answer-telephone", "telephone", answer.telephone.clone()))
}

/// What it says besides its text, by label; what it does not say is left out.
fn facts(w: &Words, notice: &Notice) -> Vec<Fact> {
    let people = notice.people.map(|people| w.number(people.into())).unwrap_or_default();
    let facts = [
        ("notice-place", notice.place.clone()),
        ("notice-pairs", notice.pairs.join(" · ")),
        ("notice-people", people),
        ("notice-needs", notice.needs.join(" · ")),
        ("notice-reference", notice.reference.clone()),
    ];
    let said = facts.into_iter().map(|(label, value)| Fact::new(w.t(label), value));
    said.chain(notice.subject.iter().flat_map(|subject| subject_facts(w, subject)))
        .filter(|fact| !fact.value.is_empty())
        .collect()
}

/// Whom or what it names.
fn subject_facts(w: &Words, subject: &Subject) -> [Fact; 6] {
    let name = subject.name.as_ref().map(limen_domain::Name::in_full);
    [
        ("name", name.unwrap_or_default()),
        ("birth-date", subject.birth_date.map(|date| w.birth_date(date)).unwrap_or_default()),
        ("sex", subject.sex.map(|sex| w.coded("sex", sex.code())).unwrap_or_default()),
        ("nationality", subject.nationality.map(|state| w.state(state)).unwrap_or_default()),
        ("documents", subject.documents.join(" · ")),
        ("plates", subject.plates.join(" · ")),
    ]
    .map(|(field, value)| Fact::new(w.coded("notice-field", field), value))
}

/// Whether someone sends notices.
pub(super) fn sends(app: &App, role: Role) -> bool {
    let may = role.may(Permission::ManageAlerts) || role.may(Permission::ManageNetwork);
    app.is_headquarters() && may
}

/// The kinds as a form offers them, of those that an agreement allows.
pub(super) fn kinds(w: &Words, allowed: &[NoticeKind], chosen: &str) -> Vec<crate::kit::parts::Choice> {
    crate::kit::parts::choices(w, "notice-kind", allowed, NoticeKind::code, chosen)
}

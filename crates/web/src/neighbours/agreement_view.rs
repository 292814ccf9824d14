//! An agreement in words, laid out as one: parties, pairs, what may pass, who may see it, how long it is kept.

use crate::{app::App, kit::parts::Fact, words::Words};
use limen_domain::StateCode;
use limen_neighbour::{Agreement, GroupBy, Kind, NoticeKind, Pair, SignedAgreement, SubjectField};
use limen_store::KeptAgreement;

/// The title of an agreement that is kept here.
pub(super) fn title_of(kept: &KeptAgreement) -> String {
    SignedAgreement::read(&kept.file).map_or_else(|_| kept.id.to_string(), |signed| signed.agreement.title)
}

/// How far an agreement is.
pub(super) fn state_words(w: &Words, kept: &KeptAgreement) -> String {
    w.coded("neighbour-agreement-state", kept.state.code())
}

/// A party to an agreement.
pub(crate) struct PartyView {
    pub(crate) state: String,
    pub(crate) service: String,
    pub(crate) fingerprint: String,
    pub(crate) has_signed: bool,
}

/// Two posts that face each other.
pub(crate) struct PairView {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) ours: String,
    pub(crate) theirs: String,
    pub(crate) zone: String,
    pub(crate) is_joint: bool,
}

/// An agreement as people read it.
pub(crate) struct AgreementView {
    pub(crate) title: String,
    pub(crate) version: String,
    /// On what it stands.
    pub(crate) basis: String,
    /// From when to when.
    pub(crate) days: String,
    pub(crate) parties: Vec<PartyView>,
    pub(crate) pairs: Vec<PairView>,
    /// What may pass, in each direction alike, and what becomes of it.
    pub(crate) says: Vec<Fact>,
}

impl AgreementView {
    pub(crate) fn of(app: &App, w: &Words, signed: &SignedAgreement) -> Self {
        let agreement = &signed.agreement;
        let own = app.post.country;
        Self {
            title: agreement.title.clone(),
            version: w.t1("neighbour-version-number", "version", agreement.version),
            basis: [agreement.basis.treaty.as_str(), agreement.basis.article.as_str()]
                .into_iter()
                .filter(|text| !text.is_empty())
                .collect::<Vec<_>>()
                .join(" · "),
            days: w.t2("neighbour-days-text", ("since", w.date(agreement.since)), ("until", w.date(agreement.until))),
            parties: agreement
                .parties
                .iter()
                .map(|party| PartyView {
                    state: w.state(party.state),
                    service: party.name.clone(),
                    fingerprint: party.fingerprint().to_string(),
                    has_signed: signed.is_signed_by(party.state),
                })
                .collect(),
            pairs: agreement.pairs.iter().map(|pair| pair_view(app, own, pair)).collect(),
            says: says(w, agreement),
        }
    }
}

fn pair_view(app: &App, own: StateCode, pair: &Pair) -> PairView {
    let of = |is_ours: bool| pair.posts.iter().find(|(state, _)| (**state == own) == is_ours).map(|(_, post)| post);
    PairView {
        code: pair.code.clone(),
        name: pair.name.clone(),
        ours: of(true).map(|post| format!("{} ({post})", app.post_name(post))).unwrap_or_default(),
        theirs: of(false).map(ToString::to_string).unwrap_or_default(),
        zone: pair.zone.clone(),
        is_joint: pair.is_joint,
    }
}

fn says(w: &Words, agreement: &Agreement) -> Vec<Fact> {
    let listed = |said: Vec<String>| if said.is_empty() { w.t("neighbour-nothing") } else { said.join(" · ") };
    let yes_no = |is_so: bool| w.coded("answer", if is_so { "yes" } else { "no" });
    let kept = agreement.kept_days;
    let questions = match agreement.document_questions {
        0 => w.t("neighbour-nothing"),
        count => w.t1("neighbour-questions-a-day", "count", count),
    };
    let facts = [
        ("neighbour-form-papers", listed(agreement.papers.iter().map(|kind| paper(w, *kind)).collect())),
        ("neighbour-form-groups", listed(agreement.groups.iter().map(|group| group_by(w, *group)).collect())),
        ("neighbour-form-multiple", w.number(agreement.multiple_of)),
        ("neighbour-form-notices", listed(agreement.notices.iter().map(|kind| notice_kind(w, *kind)).collect())),
        ("neighbour-form-fields", listed(agreement.fields.iter().map(|field| subject_field(w, *field)).collect())),
        ("neighbour-form-roles", listed(agreement.seen_by.iter().map(|role| w.coded("role", role.code())).collect())),
        (
            "neighbour-form-kept",
            w.t3(
                "neighbour-kept-text",
                ("figures", w.number(kept.figures.into())),
                ("notices", w.number(kept.notices.into())),
                ("work", w.number(kept.work.into())),
            ),
        ),
        ("neighbour-form-questions", questions),
        ("neighbour-form-same-document", yes_no(agreement.same_document)),
    ];
    facts.into_iter().map(|(label, value)| Fact::new(w.t(label), value)).collect()
}

pub(super) fn paper(w: &Words, kind: Kind) -> String {
    w.coded("neighbour-paper", kind.code())
}

pub(super) fn group_by(w: &Words, group: GroupBy) -> String {
    w.coded("neighbour-group", group.code())
}

pub(super) fn notice_kind(w: &Words, kind: NoticeKind) -> String {
    w.coded("notice-kind", kind.code())
}

pub(super) fn subject_field(w: &Words, field: SubjectField) -> String {
    w.coded("notice-field", field.code())
}

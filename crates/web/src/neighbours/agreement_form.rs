//! The form that makes an agreement, or the next version of the one in force; a second person has this side sign it.

use crate::{
    access::{NODES, Nobody, Pages, at_headquarters},
    app::App,
    kit::{
        failure::Failure,
        form::{self, short},
        parts::Choice,
        session::SignedIn,
        shell::{Shell, answer},
    },
    neighbours::{
        agreement_view::{group_by, notice_kind, paper, subject_field},
        why::why,
    },
    node::{
        neighbours::{NeighbourError, Own, proposals},
        typed_day::{day_as_typed, whole_day},
    },
    words::Words,
};
use askama::Template;
use axum::{
    body::Body,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use jiff::tz::TimeZone;
use limen_domain::{PostId, Role, StateCode};
use limen_neighbour::{
    Agreement, Article, Card, GroupBy, Kept, Kind, MOST_LINE, MOST_PAIRS, NoticeKind, Pair, Party, SignedAgreement,
    SubjectField,
};
use limen_store::AgreementState;
use serde::Deserialize;
use std::{collections::BTreeMap, str::FromStr, sync::Arc};
use uuid::Uuid;

/// How many rows for pairs are empty at least.
const EMPTY_ROWS: usize = 3;
/// Maximum characters of the treaty and of the article.
const LONGEST_BASIS: usize = 500;

pub(crate) fn pages() -> Pages {
    Pages::new().get("/neighbours/{state}/agreement", at_headquarters(NODES, Nobody::House), show).post(
        "/neighbours/{state}/agreement",
        at_headquarters(NODES, Nobody::House),
        propose,
    )
}

/// The form, as it is sent. What stands in one row of a pair has the same place in each of its lists.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct AgreementForm {
    title: String,
    treaty: String,
    article: String,
    since: String,
    until: String,
    pair_code: Vec<String>,
    pair_name: Vec<String>,
    pair_ours: Vec<String>,
    pair_theirs: Vec<String>,
    pair_zone: Vec<String>,
    pair_joint: Vec<String>,
    paper: Vec<String>,
    group: Vec<String>,
    multiple: String,
    notice: Vec<String>,
    field: Vec<String>,
    role: Vec<String>,
    kept_figures: String,
    kept_notices: String,
    kept_work: String,
    questions: String,
    same_document: Option<String>,
}

/// What a list of codes holds of a closed list; codes that it does not know are no answer of this form.
fn ticked<T: FromStr>(codes: &[String]) -> Option<Vec<T>> {
    codes.iter().map(|code| code.parse().ok()).collect()
}

fn codes<T: ToString>(values: &[T]) -> Vec<String> {
    values.iter().map(ToString::to_string).collect()
}

impl AgreementForm {
    /// What a first agreement begins with.
    fn empty() -> Self {
        let kept = Kept { figures: 1_825, notices: 30, work: 1_825 };
        let everyone = [Role::FirstLine, Role::SecondLine, Role::Supervisor, Role::AlertManager, Role::Administrator];
        Self {
            paper: codes(Kind::ALL).into_iter().filter(|code| code != Kind::End.code()).collect(),
            multiple: "5".to_owned(),
            role: codes(&everyone),
            questions: "0".to_owned(),
            ..Self::default()
        }
        .with_kept(kept)
    }

    fn with_kept(self, kept: Kept) -> Self {
        Self {
            kept_figures: kept.figures.to_string(),
            kept_notices: kept.notices.to_string(),
            kept_work: kept.work.to_string(),
            ..self
        }
    }

    /// What an agreement says, as the form holds it.
    fn of(agreement: &Agreement, own: StateCode) -> Self {
        let pairs = || agreement.pairs.iter();
        let post = |is_ours: bool| {
            pairs()
                .map(|pair| {
                    let post = pair.posts.iter().find(|(state, _)| (**state == own) == is_ours);
                    post.map(|(_, post)| post.to_string()).unwrap_or_default()
                })
                .collect()
        };
        Self {
            title: agreement.title.clone(),
            treaty: agreement.basis.treaty.clone(),
            article: agreement.basis.article.clone(),
            since: day_as_typed(agreement.since),
            until: day_as_typed(agreement.until),
            pair_code: pairs().map(|pair| pair.code.clone()).collect(),
            pair_name: pairs().map(|pair| pair.name.clone()).collect(),
            pair_ours: post(true),
            pair_theirs: post(false),
            pair_zone: pairs().map(|pair| pair.zone.clone()).collect(),
            pair_joint: pairs().map(|pair| if pair.is_joint { "yes" } else { "no" }.to_owned()).collect(),
            paper: codes(&agreement.papers),
            group: codes(&agreement.groups),
            multiple: agreement.multiple_of.to_string(),
            notice: codes(&agreement.notices),
            field: codes(&agreement.fields),
            role: codes(&agreement.seen_by),
            questions: agreement.document_questions.to_string(),
            same_document: agreement.same_document.then(|| "yes".to_owned()),
            ..Self::default()
        }
        .with_kept(agreement.kept_days)
    }

    fn row(&self, at: usize) -> [&str; 6] {
        let lists =
            [&self.pair_code, &self.pair_name, &self.pair_ours, &self.pair_theirs, &self.pair_zone, &self.pair_joint];
        lists.map(|list| list.get(at).map_or("", |text| text.trim()))
    }

    /// The pairs that are filled in.
    ///
    /// # Errors
    /// The message that says what is wrong with one.
    fn pairs(&self, own: StateCode, theirs: StateCode) -> Result<Vec<Pair>, &'static str> {
        let mut pairs = Vec::new();
        for at in 0..self.pair_code.len().min(MOST_PAIRS) {
            let [code, name, ours, other, zone, joint] = self.row(at);
            if [code, name, ours, other].iter().all(|text| text.is_empty()) {
                continue;
            }
            let (Ok(post), Ok(other)) = (PostId::parse(ours), PostId::parse(other)) else {
                return Err("neighbour-form-pair-posts");
            };
            if code.is_empty() || code.len() > 16 || name.is_empty() {
                return Err("neighbour-form-pair-code");
            }
            if TimeZone::get(zone).is_err() {
                return Err("neighbour-form-pair-zone");
            }
            pairs.push(Pair {
                code: code.to_owned(),
                name: short(name, MOST_LINE),
                posts: BTreeMap::from([(own, post), (theirs, other)]),
                zone: zone.to_owned(),
                is_joint: joint == "yes",
            });
        }
        Ok(pairs)
    }

    /// The agreement that it says.
    ///
    /// # Errors
    /// The message that says what is to be put right.
    fn read(&self, (id, version): (Uuid, u32), own: Party, theirs: Party) -> Result<Agreement, &'static str> {
        let title = short(&self.title, MOST_LINE);
        if title.is_empty() {
            return Err("neighbour-form-no-title");
        }
        let (Some(since), Some(until)) = (whole_day(&self.since), whole_day(&self.until)) else {
            return Err("neighbour-form-no-days");
        };
        if until < since {
            return Err("neighbour-form-no-days");
        }
        let number = |text: &str| text.trim().parse::<u16>().ok();
        let (Some(figures), Some(notices), Some(work)) =
            (number(&self.kept_figures), number(&self.kept_notices), number(&self.kept_work))
        else {
            return Err("neighbour-form-numbers");
        };
        let (Ok(multiple_of), Ok(questions)) = (self.multiple.trim().parse(), self.questions.trim().parse()) else {
            return Err("neighbour-form-numbers");
        };
        let basis =
            Article { treaty: short(&self.treaty, LONGEST_BASIS), article: short(&self.article, LONGEST_BASIS) };
        let pairs = self.pairs(own.state, theirs.state)?;
        let mut agreement = Agreement::new(id, version, &title, [own, theirs], basis, (since, until));
        agreement.pairs = pairs;
        agreement.papers = ticked::<Kind>(&self.paper).ok_or("neighbour-form-numbers")?;
        agreement.groups = ticked::<GroupBy>(&self.group).ok_or("neighbour-form-numbers")?;
        agreement.notices = ticked::<NoticeKind>(&self.notice).ok_or("neighbour-form-numbers")?;
        agreement.fields = ticked::<SubjectField>(&self.field).ok_or("neighbour-form-numbers")?;
        agreement.seen_by = ticked::<Role>(&self.role).ok_or("neighbour-form-numbers")?;
        if agreement.papers.is_empty() || agreement.seen_by.is_empty() {
            return Err("neighbour-form-nothing");
        }
        agreement.multiple_of = multiple_of;
        agreement.kept_days = Kept { figures, notices, work };
        agreement.document_questions = questions;
        agreement.same_document = self.same_document.is_some();
        Ok(agreement)
    }
}

/// A row for a pair of posts.
struct PairRow {
    code: String,
    name: String,
    ours: Vec<Choice>,
    theirs: String,
    zone: String,
    is_joint: bool,
}

#[derive(Template)]
#[template(path = "neighbours/agreement_form.html")]
struct FormPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    code: String,
    neighbour: String,
    version: String,
    form: AgreementForm,
    pairs: Vec<PairRow>,
    papers: Vec<Choice>,
    groups: Vec<Choice>,
    notices: Vec<Choice>,
    fields: Vec<Choice>,
    roles: Vec<Choice>,
    problem: Option<String>,
}

/// The neighbour, the agreement in force with it if there is one, and which the next one is.
struct Next {
    theirs: Party,
    in_force: Option<Agreement>,
    id: Uuid,
    version: u32,
}

async fn next(app: &App, state: StateCode) -> Result<Next, Failure> {
    let neighbour = app.store.neighbour(state).await?.ok_or(Failure::NotFound)?;
    let theirs = Card::read(&neighbour.card).map_err(|_| Failure::Fault)?.party;
    let kept = app.store.agreements(state).await?;
    let in_force = kept.iter().find(|kept| kept.state == AgreementState::InForce);
    let in_force = in_force.and_then(|kept| SignedAgreement::read(&kept.file).ok()).map(|signed| signed.agreement);
    let (id, version) = match &in_force {
        Some(agreement) => (agreement.id, agreement.version.saturating_add(1)),
        None => (app.store.new_id(), 1),
    };
    Ok(Next { theirs, in_force, id, version })
}

async fn show(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(state): Path<StateCode>,
) -> Result<Response, Failure> {
    let next = next(&app, state).await?;
    let form = match &next.in_force {
        Some(agreement) => AgreementForm::of(agreement, app.post.country),
        None => AgreementForm::empty(),
    };
    form_page(&app, &signed, (state, next.version), form, None).await
}

async fn form_page(
    app: &App,
    signed: &SignedIn,
    (state, version): (StateCode, u32),
    form: AgreementForm,
    problem: Option<String>,
) -> Result<Response, Failure> {
    let w = signed.words(app);
    let posts = app.store.posts().await?;
    let filled = form.pair_code.len().min(MOST_PAIRS);
    let row = |at: usize| {
        let [code, name, ours, theirs, zone, joint] = form.row(at);
        let choice = |post: &limen_store::Post| {
            Choice::new(post.id.as_str(), format!("{} ({})", post.name, post.id), post.id.as_str() == ours)
        };
        PairRow {
            code: code.to_owned(),
            name: name.to_owned(),
            ours: posts.iter().map(choice).collect(),
            theirs: theirs.to_owned(),
            zone: if zone.is_empty() { app.post.time_zone.clone() } else { zone.to_owned() },
            is_joint: joint == "yes",
        }
    };
    Ok(answer(
        problem.is_some(),
        &FormPage {
            code: state.to_string(),
            neighbour: w.state(state),
            version: w.t1("neighbour-version-number", "version", version),
            pairs: (0..filled + EMPTY_ROWS).map(row).collect(),
            // Ending it always may pass.
            papers: ticks(Kind::ALL, &form.paper, |kind| paper(w, kind))
                .into_iter()
                .filter(|choice| choice.code != Kind::End.code())
                .collect(),
            groups: ticks(GroupBy::ALL, &form.group, |group| group_by(w, group)),
            notices: ticks(NoticeKind::ALL, &form.notice, |kind| notice_kind(w, kind)),
            fields: ticks(SubjectField::ALL, &form.field, |field| subject_field(w, field)),
            roles: ticks(Role::ALL, &form.role, |role| w.coded("role", role.code())),
            form,
            problem,
            shell: Shell::new(app, signed, "neighbours"),
            w,
        },
    ))
}

/// The values of a closed list, to be ticked.
fn ticks<T: Copy + ToString>(all: &[T], chosen: &[String], words: impl Fn(T) -> String) -> Vec<Choice> {
    let choice = |value: &T| {
        let code = value.to_string();
        let is_chosen = chosen.contains(&code);
        Choice::new(code, words(*value), is_chosen)
    };
    all.iter().map(choice).collect()
}

/// Proposes that this side signs what the form says.
async fn propose(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(state): Path<StateCode>,
    body: Body,
) -> Result<Response, Failure> {
    let form: AgreementForm = form::read(&signed, body).await?;
    let next = next(&app, state).await?;
    let Ok(own) = Own::of(&app) else { return Err(Failure::NotFound) };
    let w = signed.words(&app);
    let which = (next.id, next.version);
    let problem = match form.read(which, own.party.clone(), next.theirs) {
        Err(message) => w.t(message),
        Ok(agreement) => match propose_as(&app, &signed, agreement).await {
            Ok(id) => return Ok(Redirect::to(&format!("/neighbours/proposal/{id}")).into_response()),
            Err(error) => why(w, error)?,
        },
    };
    form_page(&app, &signed, (state, next.version), form, Some(problem)).await
}

/// Lays an agreement that nobody has signed before a second person.
async fn propose_as(app: &App, signed: &SignedIn, agreement: Agreement) -> Result<Uuid, NeighbourError> {
    let file = SignedAgreement::unsigned(agreement)?.file();
    proposals::agreement(app, &signed.session.account.id, &file).await
}

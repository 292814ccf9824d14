//! Reference lists: what is in force, a new version as a file, and its approval by a second person.

use crate::{
    access::{LISTS, Nobody, Pages, anywhere},
    app::App,
    kit::{
        download::Download,
        failure::Failure,
        form::{self, FormTrouble},
        names::Names,
        parts::{Choice, choices},
        second_person::{GivenWord, ProposalRow, SecondPersonForm},
        session::SignedIn,
        shell::{Shell, answer, closed_words, moment, page},
        upload::{self, Upload},
    },
    node::administration::lists::{self, Changes, ProposeError},
    words::Words,
};
use askama::Template;
use axum::{
    body::Body,
    extract::{Multipart, Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use limen_domain::{Documents, LONGEST_PLACE, ListFault, ListKind, ListProblem, MOST_DOCUMENTS};
use limen_store::{HeldList, ListProposal};
use std::{collections::BTreeSet, sync::Arc};
use uuid::Uuid;

pub(crate) fn pages() -> Pages {
    Pages::new()
        .get("/lists", anywhere(LISTS, Nobody::House), show)
        .at_hand()
        .upload("/lists/upload", anywhere(LISTS, Nobody::House), upload::limit(MOST_BYTES), upload)
        .get("/lists/file/{kind}", anywhere(LISTS, Nobody::House), file)
        .get("/lists/proposal/{id}", anywhere(LISTS, Nobody::House), proposal)
        .post("/lists/proposal/{id}", anywhere(LISTS, Nobody::House), decide)
}

/// Maximum bytes of a reference list.
const MOST_BYTES: usize = 1024 * 1024;

struct ListRow {
    code: &'static str,
    name: String,
    entries: String,
    since: String,
    is_missing: bool,
}

#[derive(Template)]
#[template(path = "administration/lists.html")]
struct ListsPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    lists: Vec<ListRow>,
    proposals: Vec<ProposalRow>,
    kinds: Vec<Choice>,
    /// What is wrong with a file that was just sent.
    problems: Vec<String>,
}

async fn show(State(app): State<Arc<App>>, signed: SignedIn) -> Result<Response, Failure> {
    Ok(page(&lists_page(&app, &signed, Vec::new()).await?))
}

async fn lists_page<'a>(app: &'a App, signed: &'a SignedIn, problems: Vec<String>) -> Result<ListsPage<'a>, Failure> {
    let w = signed.words(app);
    let held = app.store.held_lists().await?;
    let row = |kind: &ListKind| {
        let list = held.iter().find(|held| held.kind == *kind);
        ListRow {
            code: kind.code(),
            name: w.coded("list", kind.code()),
            entries: list.map(|list| list.entries.to_string()).unwrap_or_default(),
            since: match list {
                Some(HeldList { loaded_at: Some(at), .. }) => moment(app, w, *at),
                Some(_) => w.t("list-built-in"),
                None => w.t("list-missing"),
            },
            is_missing: list.is_none(),
        }
    };
    let (proposals, names) = (app.store.open_list_proposals().await?, Names::load(app).await?);
    Ok(ListsPage {
        lists: ListKind::ALL.iter().map(row).collect(),
        proposals: proposals
            .iter()
            .map(|proposal| {
                let name = w.coded("list", proposal.kind.code());
                ProposalRow::new((app, w, &names), (proposal.id, name), (&proposal.author, proposal.at))
            })
            .collect(),
        kinds: choices(w, "list", ListKind::ALL, ListKind::code, ""),
        problems,
        shell: Shell::new(app, signed, "lists"),
        w,
    })
}

/// What is wrong with a line of a list, in the reader's language.
pub(super) fn problem_words(w: &Words, ListProblem { line, fault }: &ListProblem) -> String {
    let what = match fault {
        ListFault::NoColumn(column) => w.t1("list-fault-no-column", "column", *column),
        ListFault::NoLine => w.t("list-fault-no-line"),
        ListFault::TooMany => w.t("list-fault-too-many"),
        ListFault::Empty => w.t("list-fault-empty"),
        ListFault::Text(column) => w.t1("list-fault-text", "column", column.as_str()),
        ListFault::Code => w.t("list-fault-code"),
        ListFault::Twice(first) => w.t1("list-fault-twice", "line", *first),
        ListFault::Day(text) => w.t1("list-fault-day", "text", text.as_str()),
        ListFault::Backwards => w.t("list-fault-backwards"),
        ListFault::State(text) => w.t1("list-fault-state", "text", text.as_str()),
        ListFault::NoState(column) => w.t1("list-fault-no-state", "column", *column),
        ListFault::Unknown(unknown) => w.t1("list-fault-unknown", "text", unknown.text.as_str()),
        ListFault::Stay(_) => w.t("list-fault-stay"),
        ListFault::Overlaps(other) => w.t1("list-fault-overlaps", "line", *other),
        ListFault::About(text) => w.t1("list-fault-about", "text", text.as_str()),
        ListFault::Number(column, most) => w.t2("list-fault-number", ("column", *column), ("most", *most)),
        ListFault::TooManyDocuments => w.t1("list-fault-too-many-documents", "most", MOST_DOCUMENTS as i64),
        ListFault::Picture(text) => w.t1("list-fault-picture", "text", text.as_str()),
        ListFault::Layout(fault) => w.coded("list-fault-layout", fault.code()),
        ListFault::Post(text) => w.t1("list-fault-post", "text", text.as_str()),
        ListFault::Place => w.t1("list-fault-place", "most", LONGEST_PLACE as i64),
        ListFault::Degrees(column, most) => w.t2("list-fault-degrees", ("column", *column), ("most", *most)),
        ListFault::Nobody(need) => w.t1("list-fault-nobody", "need", w.coded("need", need.code())),
    };
    if *line == 0 { what } else { w.t2("table-line", ("line", *line), ("what", what)) }
}

/// The list in force as its file.
async fn file(State(app): State<Arc<App>>, _: SignedIn, Path(kind): Path<ListKind>) -> Result<Response, Failure> {
    let held = lists::held(&app, kind).await?.ok_or(Failure::NotFound)?;
    Ok(Download::new(&format!("{kind}.csv"), "text/csv; charset=utf-8", held.csv).into_response())
}

/// Reads a file and proposes it; one with a fault changes nothing, and each fault is said.
async fn upload(State(app): State<Arc<App>>, signed: SignedIn, parts: Multipart) -> Result<Response, Failure> {
    let upload = Upload::receive(&signed, parts, MOST_BYTES).await?;
    let w = signed.words(&app);
    let kind: ListKind = upload.field("kind").parse().map_err(|_| FormTrouble::Malformed)?;
    let problems = match lists::propose(&app, &signed.session.account.id, kind, &upload.bytes).await {
        Ok(id) => return Ok(Redirect::to(&format!("/lists/proposal/{id}")).into_response()),
        Err(ProposeError::Problems(problems)) => problems.iter().map(|problem| problem_words(w, problem)).collect(),
        Err(ProposeError::NoText(_)) => vec![w.t("list-fault-encoding")],
        Err(ProposeError::Store(error)) => return Err(error.into()),
    };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&lists_page(&app, &signed, problems).await?)).into_response())
}

#[derive(Template)]
#[template(path = "administration/list_proposal.html")]
struct ProposalPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    id: Uuid,
    name: String,
    by: String,
    head: String,
    added: Vec<String>,
    removed: Vec<String>,
    same: usize,
    gap: Option<String>,
    /// Pictures of reference documents that the list in force does not have.
    pictures: Vec<String>,
    closed: Option<String>,
    is_own: bool,
    given: GivenWord,
}

async fn proposal(State(app): State<Arc<App>>, signed: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Failure> {
    proposal_page(&app, &signed, id, GivenWord::default()).await
}

async fn proposal_page(app: &App, signed: &SignedIn, id: Uuid, given: GivenWord) -> Result<Response, Failure> {
    let proposal = app.store.list_proposal(id).await?.ok_or(Failure::NotFound)?;
    let names = Names::load(app).await?;
    let w = signed.words(app);
    let Changes { head, added, removed, same, gap } = lists::changes(app, &proposal).await?;
    let shown = ProposalPage {
        id,
        name: w.coded("list", proposal.kind.code()),
        by: w.t2("proposal-by", ("author", names.of(&proposal.author)), ("at", moment(app, w, proposal.at))),
        head,
        added,
        removed,
        same,
        pictures: new_pictures(app, &proposal),
        gap: gap.map(|day| w.t1("list-gap", "day", w.date(day))),
        closed: proposal.closed.as_ref().map(|closed| closed_words(app, w, &names, closed)),
        is_own: proposal.author == signed.session.account.id,
        shell: Shell::new(app, signed, "lists"),
        w,
        given,
    };
    Ok(answer(shown.given.wrong.is_some(), &shown))
}

/// The addresses of pictures that a version brings.
fn new_pictures(app: &App, proposal: &ListProposal) -> Vec<String> {
    if proposal.kind != ListKind::Documents {
        return Vec::new();
    }
    let (held, coming) = (app.reference(), Documents::read(proposal.csv.as_bytes()).unwrap_or_default());
    let held: BTreeSet<&str> = held.documents.pictures().collect();
    let new = coming.pictures().filter(|sha256| !held.contains(sha256));
    new.map(|sha256| format!("/documents/picture/{sha256}")).collect()
}

async fn decide(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(id): Path<Uuid>,
    body: Body,
) -> Result<Response, Failure> {
    let given: SecondPersonForm = form::read(&signed, body).await?;
    match lists::decide(&app, &signed.session, id, given.word()).await {
        Ok(()) => Ok(Redirect::to("/lists").into_response()),
        Err(error) => {
            let again = given.again(&app, signed.words(&app), error)?;
            proposal_page(&app, &signed, id, again).await
        }
    }
}

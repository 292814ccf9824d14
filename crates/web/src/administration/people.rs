//! The people of the service: who may sign in, as what, where; a new password for someone who lost theirs, and the end
//! of someone's rights. What someone gains waits for a second person ([`crate::administration::people_proposal`]); what
//! they lose holds at once.

use crate::{
    access::{Nobody, PEOPLE, Pages, anywhere},
    app::App,
    kit::{
        bar::When,
        failure::Failure,
        form::{self, FormTrouble},
        names::Names,
        parts::{Choice, ExplainedChoice},
        proof::not_proved,
        session::SignedIn,
        shell::{Shell, answer, moment, page},
    },
    node::{
        administration::people::{self, Drawn, EndError, LONGEST_NAME_CHARACTERS, Person, ProposeError},
        drawn::DrawError,
        level::Level,
        passwords::DrawnPassword,
    },
    words::{Language, Words},
};
use askama::Template;
use axum::{
    body::Body,
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
};
use limen_domain::{AccountId, Permission, PostId, Role, StatedReason};
use limen_store::{Account, AccountDraft};
use serde::Deserialize;
use std::sync::Arc;
use uuid::Uuid;

pub(crate) fn pages() -> Pages {
    Pages::new()
        .get("/people", anywhere(PEOPLE, Nobody::Staff), show)
        .at_hand_if(When::PeopleAreManaged)
        .get("/people/new", anywhere(PEOPLE, Nobody::Staff), show_new)
        .post("/people/new", anywhere(PEOPLE, Nobody::Staff), propose_new)
        .get("/people/entry/{id}", anywhere(PEOPLE, Nobody::Staff), show_entry)
        .post("/people/entry/{id}", anywhere(PEOPLE, Nobody::Staff), propose_change)
        .post("/people/entry/{id}/reset", anywhere(PEOPLE, Nobody::Staff), reset)
        .post("/people/entry/{id}/end", anywhere(PEOPLE, Nobody::Staff), end)
}

/// The languages of pages, by their own names.
const LANGUAGES: [(&str, &str); 2] = [("fr", "français"), ("en", "English")];
/// Maximum number of people shown at once; a search finds the others.
const MOST_SHOWN: usize = 300;

fn managed_here(app: &App) -> Result<(), Failure> {
    if app.manages_people() { Ok(()) } else { Err(Failure::NotFound) }
}

struct PersonRow {
    id: AccountId,
    name: String,
    role: String,
    posts: String,
    has_second_factor: bool,
    /// How it stands with them.
    state: String,
    level: Level,
}

#[derive(Template)]
#[template(path = "administration/people.html")]
struct PeoplePage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    search: String,
    rows: Vec<PersonRow>,
    /// How many there are besides those shown.
    hidden: Option<i64>,
    /// Those who wait for a second person.
    proposals: Vec<ProposalRow>,
}

struct ProposalRow {
    id: Uuid,
    who: String,
    by: String,
}

#[derive(Deserialize)]
struct PeopleQuery {
    #[serde(default)]
    search: String,
}

async fn show(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Query(asked): Query<PeopleQuery>,
) -> Result<Response, Failure> {
    managed_here(&app)?;
    let w = signed.words(&app);
    let search = form::short(&asked.search, LONGEST_NAME_CHARACTERS);
    let wanted = search.to_lowercase();
    let rows = app.store.accounts().await?.into_iter().map(|account| row(&app, w, account));
    let is_wanted = |row: &PersonRow| {
        [row.id.as_str(), &row.name, &row.role, &row.posts].iter().any(|text| text.to_lowercase().contains(&wanted))
    };
    let mut rows: Vec<PersonRow> = rows.filter(is_wanted).collect();
    let hidden = rows.len().checked_sub(MOST_SHOWN).filter(|more| *more > 0).map(|more| more as i64);
    rows.truncate(MOST_SHOWN);
    let names = Names::load(&app).await?;
    let proposals = app.store.open_person_proposals().await?.into_iter().map(|proposal| {
        let by = w.t2("proposal-by", ("author", names.of(&proposal.author)), ("at", moment(&app, w, proposal.at)));
        ProposalRow { id: proposal.id, who: format!("{} ({})", proposal.draft.name, proposal.draft.id), by }
    });
    Ok(page(&PeoplePage {
        search,
        rows,
        hidden,
        proposals: proposals.collect(),
        shell: Shell::new(&app, &signed, "people"),
        w,
    }))
}

fn row(app: &App, w: &Words, account: Account) -> PersonRow {
    let drawn = account.credentials.drawn_until;
    let now = app.now();
    let (state, level) = match (&account.ended, drawn) {
        (Some(reason), _) => (w.t1("people-ended", "reason", reason.clone()), Level::Off),
        (None, Some(until)) if until < now => (w.t("people-drawn-over"), Level::Stop),
        (None, Some(until)) => (w.t1("people-drawn", "until", moment(app, w, until)), Level::Check),
        (None, None) => (w.t("people-may-sign-in"), Level::Clear),
    };
    PersonRow {
        role: w.coded("role", account.role.code()),
        posts: posts(app, w, &account.posts),
        has_second_factor: !account.credentials.totp.is_empty(),
        id: account.id,
        name: account.name,
        state,
        level,
    }
}

/// The posts that someone works at, in words.
pub(crate) fn posts(app: &App, w: &Words, posts: &[PostId]) -> String {
    match posts {
        [] => w.t("people-everywhere"),
        _ => posts.iter().map(|post| app.post_name(post)).collect::<Vec<_>>().join(", "),
    }
}

#[derive(Template)]
#[template(path = "administration/people_entry.html")]
struct EntryPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    /// Who it is, with how it stands; `None` for someone new.
    row: Option<PersonRow>,
    has_ended: bool,
    id: String,
    name: String,
    stamp: String,
    /// The languages of pages, each named in itself.
    languages: Vec<Choice>,
    /// Each role, with what it may do.
    roles: Vec<ExplainedChoice>,
    posts: Vec<Choice>,
    message: Option<String>,
    action: String,
    /// They approve what others propose, so that nobody draws a password for them here.
    may_approve: bool,
    /// It is the reader's own account, which others manage.
    is_own: bool,
}

/// What stands in the fields: of an account, of a form with a fault, or nothing yet.
struct Fields<'a> {
    id: &'a str,
    name: &'a str,
    role: Option<Role>,
    stamp: &'a str,
    language: &'a str,
    posts: &'a [PostId],
}

impl<'a> Fields<'a> {
    fn of(account: &'a Account) -> Self {
        let Account { id, name, role, stamp, language, posts, .. } = account;
        Self { id: id.as_str(), name, role: Some(*role), stamp, language, posts }
    }
}

async fn entry_page(
    app: &App,
    signed: &SignedIn,
    account: Option<Account>,
    fields: Fields<'_>,
    message: Option<String>,
) -> Result<Response, Failure> {
    let w = signed.words(app);
    let roles = Role::ALL.iter().map(|role| {
        let may = role.permissions().iter().map(|permission| w.coded("permission", permission.code()));
        ExplainedChoice {
            choice: Choice::new(role.code(), w.coded("role", role.code()), fields.role == Some(*role)),
            explanation: may.collect::<Vec<_>>().join(" · "),
        }
    });
    let known = app.store.posts().await?.into_iter();
    let posts = known.map(|post| {
        let is_chosen = fields.posts.contains(&post.id);
        Choice::new(post.id.as_str(), post.name, is_chosen)
    });
    let is_wrong = message.is_some();
    Ok(answer(
        is_wrong,
        &EntryPage {
            has_ended: account.as_ref().is_some_and(|account| account.ended.is_some()),
            may_approve: account.as_ref().is_some_and(|account| account.role.may(Permission::ManagePeople)),
            is_own: account.as_ref().is_some_and(|account| account.id == signed.session.account.id),
            action: account
                .as_ref()
                .map_or("/people/new".to_owned(), |account| format!("/people/entry/{}", account.id)),
            row: account.map(|account| row(app, w, account)),
            id: fields.id.to_owned(),
            name: fields.name.to_owned(),
            stamp: fields.stamp.to_owned(),
            languages: LANGUAGES
                .into_iter()
                .map(|(tag, name)| Choice::new(tag, name.to_owned(), tag == fields.language))
                .collect(),
            roles: roles.collect(),
            posts: posts.collect(),
            message,
            shell: Shell::new(app, signed, "people"),
            w,
        },
    ))
}

async fn show_new(State(app): State<Arc<App>>, signed: SignedIn) -> Result<Response, Failure> {
    managed_here(&app)?;
    let nobody = Fields { id: "", name: "", role: None, stamp: "", language: Language::default().tag(), posts: &[] };
    entry_page(&app, &signed, None, nobody, None).await
}

async fn known(app: &App, id: &str) -> Result<Account, Failure> {
    managed_here(app)?;
    let id = AccountId::parse(id).map_err(|_| Failure::NotFound)?;
    app.store.account(&id).await?.ok_or(Failure::NotFound)
}

async fn show_entry(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let account = known(&app, &id).await?;
    entry_page(&app, &signed, Some(account.clone()), Fields::of(&account), None).await
}

#[derive(Deserialize)]
struct PersonForm {
    #[serde(default)]
    id: String,
    name: String,
    role: Role,
    #[serde(default)]
    stamp: String,
    #[serde(default)]
    language: String,
    #[serde(default, rename = "post")]
    posts: Vec<PostId>,
}

impl PersonForm {
    /// The person as the form says they are to be.
    fn person(&self) -> Person<'_> {
        let Self { name, role, stamp, posts, .. } = self;
        let language: Language = self.language.parse().unwrap_or_default();
        Person { name, role: *role, language: language.tag(), stamp, posts }
    }

    fn fields(&self) -> Fields<'_> {
        let Self { id, name, role, stamp, language, posts } = self;
        Fields { id, name, role: Some(*role), stamp, language, posts }
    }
}

async fn propose_new(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    managed_here(&app)?;
    let form: PersonForm = form::read(&signed, body).await?;
    let proposed = people::propose_new(&app, &signed.session.account.id, &form.id, form.person()).await;
    proposed_page(&app, &signed, None, &form, proposed).await
}

async fn propose_change(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(id): Path<String>,
    body: Body,
) -> Result<Response, Failure> {
    let form: PersonForm = form::read(&signed, body).await?;
    let account = known(&app, &id).await?;
    let proposed = people::propose_change(&app, &signed.session.account.id, &account, form.person()).await;
    proposed_page(&app, &signed, Some(account), &form, proposed).await
}

/// The page of what was proposed, or the form again with what is wrong with it.
async fn proposed_page(
    app: &App,
    signed: &SignedIn,
    account: Option<Account>,
    form: &PersonForm,
    proposed: Result<Uuid, ProposeError>,
) -> Result<Response, Failure> {
    let wrong = match proposed {
        Ok(id) => return Ok(Redirect::to(&format!("/people/proposal/{id}")).into_response()),
        Err(ProposeError::NoId) => "people-no-id",
        Err(ProposeError::Known) => "people-known",
        Err(ProposeError::NoName) => "people-no-name",
        Err(ProposeError::NotHere) => return Err(Failure::NotFound),
        Err(ProposeError::NoSuchPost(_)) => return Err(FormTrouble::Malformed.into()),
        Err(ProposeError::Store(error)) => return Err(error.into()),
    };
    let message = Some(signed.words(app).t(wrong));
    entry_page(app, signed, account, form.fields(), message).await
}

#[derive(Template)]
#[template(path = "administration/people_password.html")]
struct DrawnPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    person: String,
    id: AccountId,
    password: String,
    until: String,
}

/// Shows a password that was drawn for someone, once.
pub(crate) fn drawn_page(app: &App, signed: &SignedIn, drawn: Drawn) -> Response {
    let w = signed.words(app);
    let Drawn { person: AccountDraft { id, name: person, .. }, drawn: DrawnPassword { password, credentials } } = drawn;
    let until = moment(app, w, credentials.drawn_until.unwrap_or_default());
    page(&DrawnPage { shell: Shell::new(app, signed, "people"), person, id, password, until, w })
}

#[derive(Deserialize)]
struct ResetForm {
    password: String,
}

/// Draws a new password for someone who lost theirs or their phone.
async fn reset(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(id): Path<String>,
    body: Body,
) -> Result<Response, Failure> {
    let ResetForm { password } = form::read(&signed, body).await?;
    let account = known(&app, &id).await?;
    let drawn = match app.reset_password(&signed.session, &password, &account).await? {
        Ok(drawn) => drawn,
        Err(DrawError::NotAllowed) => return Err(Failure::NotAllowed),
        Err(DrawError::NotProved(why)) => {
            let message = Some(not_proved(&app, signed.words(&app), why));
            return entry_page(&app, &signed, Some(account.clone()), Fields::of(&account), message).await;
        }
    };
    let Account { id, name, role, language, stamp, posts, .. } = account;
    let person = AccountDraft { id, name, role, language, stamp, posts };
    Ok(drawn_page(&app, &signed, Drawn { person, drawn }))
}

#[derive(Deserialize)]
struct EndForm {
    reason: String,
}

/// Lets someone sign in no more: at once, by one person, since it can't wait.
async fn end(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(id): Path<String>,
    body: Body,
) -> Result<Response, Failure> {
    let EndForm { reason } = form::read(&signed, body).await?;
    let account = known(&app, &id).await?;
    let Ok(reason) = StatedReason::parse(&reason) else {
        let message = Some(signed.words(&app).t("people-no-reason"));
        return entry_page(&app, &signed, Some(account.clone()), Fields::of(&account), message).await;
    };
    match people::end(&app.store, Some(&signed.session.account.id), &account.id, &reason).await {
        // Someone who signs in no more already is shown as such.
        Ok(()) | Err(EndError::Nobody(_)) => Ok(Redirect::to(&format!("/people/entry/{}", account.id)).into_response()),
        Err(EndError::Own) => Err(Failure::NotAllowed),
        Err(EndError::Store(error)) => Err(error.into()),
    }
}

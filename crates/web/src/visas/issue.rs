//! A visa or permit is issued at the border, or one that was issued elsewhere is recorded.

use crate::{
    access::{Nobody, Pages, VISAS, at_posts},
    app::App,
    kit::{
        failure::Failure,
        form,
        parts::{Choice, WrongField, choices},
        session::SignedIn,
        shell::{Shell, answer},
    },
    node::visas::{self, FeeFault, IssueError, Issued, TypedFee},
    words::Words,
};
use askama::Template;
use axum::{
    body::Body,
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use limen_domain::{CrossingId, VisaFault, VisaKind, WrittenVisa};
use limen_store::Spent;
use serde::Deserialize;
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new().get("/visas/new", at_posts(VISAS, Nobody::AtCounter), ask).post(
        "/visas/new",
        at_posts(VISAS, Nobody::Typed),
        issue,
    )
}

/// What is asked beside what stands on a visa.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct IssueForm {
    fee_receipt: String,
    fee: String,
    /// Whether it was issued elsewhere and is only recorded here.
    elsewhere: Option<String>,
}

#[derive(Template)]
#[template(path = "visas/visa_new.html")]
struct NewPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    visa: WrittenVisa,
    form: IssueForm,
    kinds: Vec<Choice>,
    wrong: Vec<WrongField>,
}

impl NewPage<'_> {
    fn wrong(&self, field: &str) -> Option<&str> {
        WrongField::reason(&self.wrong, field)
    }
}

#[derive(Deserialize)]
struct For {
    presentation: Option<CrossingId>,
}

async fn ask(State(app): State<Arc<App>>, signed: SignedIn, Query(asked): Query<For>) -> Result<Response, Failure> {
    let visa = visas::begun(&app, &signed.session.account.id, asked.presentation).await?;
    Ok(new_page(&app, &signed, visa, IssueForm::default(), Vec::new()))
}

fn new_page(app: &App, signed: &SignedIn, visa: WrittenVisa, form: IssueForm, wrong: Vec<WrongField>) -> Response {
    let w = signed.words(app);
    let kinds = choices(w, "visa-kind", VisaKind::ALL, VisaKind::code, &visa.kind);
    let is_wrong = !wrong.is_empty();
    answer(is_wrong, &NewPage { shell: Shell::new(app, signed, "visas"), w, visa, form, kinds, wrong })
}

async fn issue(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let received = form::receive(&signed, body).await?;
    let (written, form): (WrittenVisa, IssueForm) = (received.fields()?, received.fields()?);
    let (w, me) = (signed.words(&app), &signed.session.account.id);
    let issued = match form.elsewhere {
        Some(_) => Issued::Elsewhere,
        None => Issued::Here(TypedFee { receipt: &form.fee_receipt, amount: &form.fee }),
    };
    let one = |field, reason| vec![WrongField { field, reason }];
    let wrong = match visas::issue(&app, me, &written, issued).await {
        Ok(number) => {
            // It holds for the traveller at the counter from now on.
            let next = match app.store.open_presentation(me).await? {
                Some(_) => "/counter".to_owned(),
                None => format!("/visas/entry/{number}"),
            };
            return Ok(Redirect::to(&next).into_response());
        }
        Err(IssueError::Faults(faults)) => {
            let of = |(field, fault): (_, VisaFault)| WrongField { field, reason: w.coded("visa-fault", fault.code()) };
            faults.into_iter().map(of).collect()
        }
        Err(IssueError::NumberTaken) => one("number", w.t("visa-number-taken")),
        Err(IssueError::Fee(fault)) => one("fee_receipt", fee_words(w, &fault)),
        Err(IssueError::Store(error)) => return Err(error.into()),
    };
    Ok(new_page(&app, &signed, written, form, wrong))
}

/// What is wrong with a fee.
pub(super) fn fee_words(w: &Words, fault: &FeeFault) -> String {
    match fault {
        FeeFault::Missing => w.coded("visa-fault", VisaFault::Missing.code()),
        FeeFault::NoNumber => w.t("visa-receipt-wrong"),
        FeeFault::Spent(Spent { visa: Some(visa) }) => w.t1("visa-receipt-spent", "number", visa.to_string()),
        FeeFault::Spent(Spent { visa: None }) => w.t("visa-receipt-spent-erased"),
    }
}

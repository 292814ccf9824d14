//! Flows that leave the house: figures, reports and series, in the form that is asked for, of what may be published unless
//! they stay in the service; and the event that says who took what, and why.

use crate::{
    access::{EXPORTS, Nobody, Pages, anywhere},
    app::App,
    flows::{
        board::{FlowSnapshot, FlowsQuery},
        reports,
    },
    kit::{
        download::Download,
        failure::Failure,
        form,
        session::SignedIn,
        shell::{Shell, page},
    },
    node::flows::{
        self,
        export::{ExportError, ExportRequest, MayLeave, What},
    },
    words::Words,
};
use askama::Template;
use axum::{
    body::Body,
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use limen_domain::{FlowBound, Permission, StatedReason};
use limen_statistics::{
    CountError,
    form::{Form, series, series_structure},
    observations,
    report::tally_sheet,
};
use limen_store::settings::FLOWS_BOUND;
use serde::Deserialize;
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new().get("/flows/take", anywhere(EXPORTS, Nobody::Counts), ask).post(
        "/flows/take",
        anywhere(EXPORTS, Nobody::Counts),
        take,
    )
}

/// The name of what is taken.
fn name(app: &App, w: &Words, what: &What) -> String {
    match what {
        What::Figure(topic) => w.t(&format!("topic-{}", topic.code())),
        What::Report(kind) => kind.title(w, |post| app.post_name(post)),
        What::Series => w.t("take-what-series"),
        What::Tallies => w.t("take-what-tallies"),
    }
}

#[derive(Debug, Deserialize)]
struct Wanted {
    what: String,
    #[serde(flatten)]
    asked: FlowsQuery,
}

/// A form to choose.
struct FormChoice {
    code: &'static str,
    name: String,
    is_had: bool,
}

#[derive(Template)]
#[template(path = "flows/export.html")]
struct TakePage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    what: String,
    name: String,
    span: String,
    query: String,
    forms: Vec<FormChoice>,
    /// Whether a form can't be had here.
    lacks_analyst: bool,
    /// What published counts are.
    bound: String,
    /// Whether each crossing may be counted exactly, for the service.
    may_count_exactly: bool,
    message: Option<String>,
}

async fn ask(State(app): State<Arc<App>>, signed: SignedIn, Query(wanted): Query<Wanted>) -> Result<Response, Failure> {
    let what = What::of(&wanted.what).ok_or(Failure::NotFound)?;
    Ok(take_page(&app, &signed, &wanted, &what, None))
}

fn take_page(app: &App, signed: &SignedIn, wanted: &Wanted, what: &What, message: Option<String>) -> Response {
    let w = signed.words(app);
    let (filter, _) = wanted.asked.filter(w, app.today());
    let (from, to) = match what {
        What::Report(kind) => kind.days(),
        _ => (filter.from, filter.to),
    };
    let bound = match app.settings().flows_bound {
        Some(bound) => w.t1("take-bound", "bound", i64::from(bound.get())),
        None => w.t1("setting-unreadable", "setting", FLOWS_BOUND.name()),
    };
    let is_there = app.analyst.is_there();
    let choice = |form: &Form| FormChoice {
        code: form.code(),
        name: w.coded("form", form.code()),
        is_had: is_there || !form.is_drawn(),
    };
    let forms: Vec<FormChoice> = what.forms().iter().map(choice).collect();
    page(&TakePage {
        what: wanted.what.clone(),
        name: name(app, w, what),
        span: w.t2("report-span", ("from", w.date(from)), ("to", w.date(to))),
        query: wanted.asked.query(&filter),
        lacks_analyst: forms.iter().any(|form| !form.is_had),
        forms,
        bound,
        may_count_exactly: signed.session.account.role.may(Permission::CountExactly),
        message,
        shell: Shell::new(app, signed, "flows"),
        w,
    })
}

#[derive(Debug, Deserialize)]
struct Taken {
    what: String,
    /// The view, as its address said it.
    query: String,
    form: String,
    /// `publish` or `inside`.
    #[serde(rename = "use")]
    used: String,
    why: String,
}

async fn take(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let taken: Taken = form::read(&signed, body).await?;
    let w = signed.words(&app);
    let what = What::of(&taken.what).ok_or(Failure::NotFound)?;
    let asked: FlowsQuery = serde_html_form::from_str(&taken.query).map_err(|_| Failure::NotFound)?;
    let stays_inside = taken.used == "inside";
    let Ok(why) = StatedReason::parse(&taken.why) else {
        let wanted = Wanted { what: taken.what, asked };
        return Ok(take_page(&app, &signed, &wanted, &what, Some(w.t("take-no-reason"))));
    };
    let leaving = ExportRequest {
        what: &taken.what,
        view: &taken.query,
        form: &taken.form,
        stays_inside,
        role: signed.session.account.role,
        why: &why,
    };
    let leaving = match MayLeave::of(&app, leaving) {
        Ok(leaving) => leaving,
        Err(ExportError::NotFound) => return Err(Failure::NotFound),
        Err(ExportError::NotTheirs) => return Err(Failure::NotAllowed),
        Err(why) => {
            let wanted = Wanted { what: taken.what.clone(), asked };
            let (status, message) = match why {
                ExportError::NoBound => {
                    let closed = w.t1("setting-unreadable", "setting", FLOWS_BOUND.name());
                    (StatusCode::UNPROCESSABLE_ENTITY, Some(closed))
                }
                ExportError::NotDrawn | ExportError::NotTheirs | ExportError::NotFound => {
                    (StatusCode::UNPROCESSABLE_ENTITY, None)
                }
            };
            return Ok((status, take_page(&app, &signed, &wanted, &what, message)).into_response());
        }
    };
    let (form, bound) = (leaving.form, leaving.bound);
    let bytes = match write(&app, &signed, &what, &asked, form, bound).await? {
        Ok(bytes) => bytes,
        Err(message) => {
            let wanted = Wanted { what: taken.what.clone(), asked };
            let page = take_page(&app, &signed, &wanted, &what, Some(message));
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    leaving.leaves(&app, &signed.session.account.id).await?;
    let (end, media) = form.file();
    let name = if bound.is_some() { what.file() } else { format!("{}-{}", what.file(), w.t("take-internal-name")) };
    Ok(Download::new(&format!("{name}.{end}"), media, bytes).into_response())
}

/// What is taken, in its form; or why what was asked for can't be published.
async fn write(
    app: &Arc<App>,
    signed: &SignedIn,
    what: &What,
    asked: &FlowsQuery,
    form: Form,
    bound: Option<FlowBound>,
) -> Result<Result<Vec<u8>, String>, Failure> {
    let w = signed.words(app);
    let fault = |error: &dyn std::fmt::Display| {
        tracing::error!("flows could not be written: {error}");
        Failure::Fault
    };
    let table = if bound.is_some() { flows::published(app).await? } else { flows::current(app).await? };
    let seen = FlowSnapshot::with(app, table).await?;
    let (filter, _) = asked.filter(w, seen.today);
    let source = w.t2("take-source", ("place", app.post.name.clone()), ("day", w.date(seen.today)));
    match what {
        What::Figure(topic) => {
            let topic = *topic;
            let figure = match seen.work(signed.language, move |seen, w| seen.scene(w).figure(topic, &filter)).await? {
                Err(CountError::Apart(..) | CountError::TooClose) => return Ok(Err(w.t("flows-apart"))),
                figure => figure.map_err(|error| fault(&error))?,
            };
            figure.written(form, &source, signed.language, &app.analyst).await.map_err(|error| fault(&error)).map(Ok)
        }
        What::Report(kind) => {
            let report = reports::make(app, seen, signed.language, kind.clone()).await??;
            report.written(form, w, &source, &app.analyst).await.map_err(|error| fault(&error)).map(Ok)
        }
        What::Series if form == Form::SdmxStructure => Ok(Ok(series_structure(app.now(), w))),
        What::Series => {
            let found =
                seen.work(signed.language, move |seen, _| observations(&seen.table, &filter, seen.today)).await?;
            let found = match found {
                Err(CountError::Apart(..) | CountError::TooClose) => return Ok(Err(w.t("flows-apart"))),
                found => found.map_err(|error| fault(&error))?,
            };
            let sender = app.post.id.as_str();
            let written = series(&found, form, sender, app.now()).map_err(|error| fault(&error))?;
            Ok(written.ok_or_else(|| w.t("take-no-month")))
        }
        What::Tallies => {
            let bounds = app.bounds_of(filter.from).zip(app.bounds_of(filter.to));
            let ((from, _), (_, to)) = bounds.ok_or(Failure::NotFound)?;
            let sheet = tally_sheet(w, &flows::tallies(&app.store, None, (from, to), bound).await?);
            let title = w.t("take-what-tallies");
            sheet
                .written(form, (&w.t("report-tallies"), &title), &source, signed.language)
                .map_err(|error| fault(&error))
                .map(Ok)
        }
    }
}

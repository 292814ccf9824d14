//! Flows that leave the house: figures, reports and series, in the form that is asked for, protected where they are to be
//! published; and the event that says who took what, and why.

use crate::{
    failure::Failure,
    flow_reports,
    flows::{Asked, Seen},
    form,
    session::SignedIn,
    shell::{Shell, page},
    state::App,
    words::{Language, Words},
};
use askama::Template;
use axum::{
    Router,
    body::Body,
    extract::{Query, State},
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};
use jiff::Timestamp;
use limen_domain::Event;
use limen_statistics::{
    Dimension,
    disclosure::Protection,
    figure::{Figure, Topic},
    observations, paper,
    report::{Kind, Report},
    sdmx_csv, sdmx_json,
    sheet::{Cell, Column, Sheet, workbook},
};
use serde::Deserialize;
use std::sync::Arc;

pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new().route("/flows/take", get(ask).post(take))
}

/// The longest reason that is kept.
const LONGEST_REASON: usize = 300;

/// What is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
enum What {
    /// A figure of the board.
    Figure(Topic),
    /// A report.
    Report(Kind),
    /// Monthly series by citizenship and sex.
    Series,
    /// People counted without being registered.
    Tallies,
}

impl What {
    fn of(text: &str) -> Option<Self> {
        match text.split_once(':') {
            Some(("figure", topic)) => Topic::of(topic).map(Self::Figure),
            Some(("report", kind)) => kind.parse().ok().map(Self::Report),
            None if text == "series" => Some(Self::Series),
            None if text == "tallies" => Some(Self::Tallies),
            _ => None,
        }
    }

    /// The forms that it can be had in; the first is the usual one.
    fn forms(&self) -> &'static [Form] {
        match self {
            Self::Figure(_) => &[Form::Png, Form::Svg, Form::Csv, Form::Hxl, Form::Xlsx],
            Self::Report(_) => &[Form::Pdf, Form::Xlsx, Form::Csv],
            Self::Series => &[Form::SdmxCsv, Form::SdmxJson],
            Self::Tallies => &[Form::Hxl, Form::Csv, Form::Xlsx],
        }
    }

    fn name(&self, w: &Words) -> String {
        match self {
            Self::Figure(topic) => w.t(&format!("topic-{}", topic.code())),
            Self::Report(kind) => w.t1("take-what-report", "kind", kind.to_string()),
            Self::Series => w.t("take-what-series"),
            Self::Tallies => w.t("take-what-tallies"),
        }
    }

    fn file(&self) -> String {
        match self {
            Self::Figure(topic) => topic.code().to_owned(),
            Self::Report(kind) => kind.to_string().replace(':', "-"),
            Self::Series => "flows".to_owned(),
            Self::Tallies => "tallies".to_owned(),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Png,
    Svg,
    Csv,
    Hxl,
    Xlsx,
    Pdf,
    SdmxCsv,
    SdmxJson,
}

impl Form {
    const ALL: [Self; 8] =
        [Self::Png, Self::Svg, Self::Csv, Self::Hxl, Self::Xlsx, Self::Pdf, Self::SdmxCsv, Self::SdmxJson];

    fn code(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Svg => "svg",
            Self::Csv => "csv",
            Self::Hxl => "hxl",
            Self::Xlsx => "xlsx",
            Self::Pdf => "pdf",
            Self::SdmxCsv => "sdmx-csv",
            Self::SdmxJson => "sdmx-json",
        }
    }

    /// The end of a file's name, and its media type.
    fn file(self) -> (&'static str, &'static str) {
        match self {
            Self::Png => ("png", "image/png"),
            Self::Svg => ("svg", "image/svg+xml"),
            Self::Csv | Self::Hxl => ("csv", "text/csv; charset=utf-8"),
            Self::Xlsx => ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            Self::Pdf => ("pdf", "application/pdf"),
            Self::SdmxCsv => ("csv", "application/vnd.sdmx.data+csv; version=2.0.0"),
            Self::SdmxJson => ("json", "application/vnd.sdmx.data+json; version=2.0.0"),
        }
    }
}

#[derive(Debug, Deserialize)]
struct Wanted {
    what: String,
    #[serde(flatten)]
    asked: Asked,
}

#[derive(Template)]
#[template(path = "flow_take.html")]
struct TakePage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    what: String,
    name: String,
    span: String,
    query: String,
    forms: Vec<(&'static str, String)>,
    protection: String,
    message: Option<String>,
}

async fn ask(State(app): State<Arc<App>>, signed: SignedIn, Query(wanted): Query<Wanted>) -> Result<Response, Failure> {
    let what = What::of(&wanted.what).ok_or(Failure::NotFound)?;
    allowed(&signed)?;
    Ok(take_page(&app, &signed, &wanted, &what, None))
}

fn allowed(signed: &SignedIn) -> Result<(), Failure> {
    if signed.session.account.role.may_analyse_flows() { Ok(()) } else { Err(Failure::NotAllowed) }
}

fn take_page(app: &App, signed: &SignedIn, wanted: &Wanted, what: &What, message: Option<String>) -> Response {
    let w = signed.words(app);
    let (filter, _) = wanted.asked.filter(w, app.today());
    let (from, to) = match what {
        What::Report(kind) => kind.days(),
        _ => (filter.from, filter.to),
    };
    let protection = match app.settings().flows_protection {
        Protection::Hide { smallest } => w.t1("take-hide", "smallest", smallest.to_string()),
        Protection::Round { base } => w.t1("take-round", "base", base.to_string()),
    };
    page(&TakePage {
        what: wanted.what.clone(),
        name: what.name(w),
        span: w.t2("report-span", ("from", w.date(from)), ("to", w.date(to))),
        query: wanted.asked.query(&filter),
        forms: what.forms().iter().map(|form| (form.code(), w.coded("form", form.code()))).collect(),
        protection,
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
    allowed(&signed)?;
    let w = signed.words(&app);
    let what = What::of(&taken.what).ok_or(Failure::NotFound)?;
    let asked: Asked = serde_html_form::from_str(&taken.query).map_err(|_| Failure::NotFound)?;
    let why = form::short(&taken.why, LONGEST_REASON);
    let form = Form::ALL.into_iter().find(|form| form.code() == taken.form && what.forms().contains(form));
    let form = form.ok_or(Failure::NotFound)?;
    if why.is_empty() {
        let wanted = Wanted { what: taken.what.clone(), asked };
        return Ok(take_page(&app, &signed, &wanted, &what, Some(w.t("take-no-reason"))));
    }
    // Whatever is not said to stay in the house is protected.
    let protection = (taken.used != "inside").then(|| app.settings().flows_protection);
    let bytes = write(&app, &signed, &what, &asked, form, protection).await?;
    let event = Event::FlowsExported {
        what: taken.what.clone(),
        which: taken.query.chars().take(500).collect(),
        form: form.code().to_owned(),
        why,
        protection: protection.map(Protection::code).unwrap_or_default(),
    };
    // What can't be recorded does not leave.
    app.store.append(Some(&signed.session.account.id), vec![event], None).await?;
    let (end, media) = form.file();
    let name =
        if protection.is_some() { what.file() } else { format!("{}-{}", what.file(), w.t("take-internal-name")) };
    let headers = [
        (header::CONTENT_TYPE, media.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.{end}\"")),
    ];
    Ok((headers, bytes).into_response())
}

async fn write(
    app: &Arc<App>,
    signed: &SignedIn,
    what: &What,
    asked: &Asked,
    form: Form,
    protection: Option<Protection>,
) -> Result<Vec<u8>, Failure> {
    let w = signed.words(app);
    let fault = |error: &dyn std::fmt::Display| {
        tracing::error!("flows could not be written: {error}");
        Failure::Fault
    };
    let seen = Seen::now(app).await?;
    let (filter, _) = asked.filter(w, seen.today);
    let source = w.t2("take-source", ("place", app.post.name.clone()), ("day", w.date(seen.today)));
    match what {
        What::Figure(topic) => {
            let topic = *topic;
            let figure =
                seen.work(signed.language, move |seen, w| seen.scene(w, protection).figure(topic, &filter)).await?;
            figure_as(&figure.map_err(|error| fault(&error))?, form, &source).map_err(|error| fault(&error))
        }
        What::Report(kind) => {
            let report = flow_reports::make(app, signed, kind.clone(), protection).await??;
            report_as(&report, form, w, &source).map_err(|error| fault(&error))
        }
        What::Series => {
            let post = filter.only.get(&Dimension::Post).and_then(|posts| posts.first()).cloned().unwrap_or_default();
            let found = seen
                .work(signed.language, move |seen, _| observations(&seen.table, &filter, &post, protection))
                .await?;
            let found = found.map_err(|error| fault(&error))?;
            if form == Form::SdmxCsv {
                sdmx_csv(&found).map_err(|error| fault(&error))
            } else {
                let now = Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
                Ok(sdmx_json(&found, &now, app.post.id.as_str()).to_string().into_bytes())
            }
        }
        What::Tallies => {
            let bounds = app.bounds_of(filter.from).zip(app.bounds_of(filter.to));
            let ((from, _), (_, to)) = bounds.ok_or(Failure::NotFound)?;
            let sheet = tally_sheet(w, &app.store.tally_sums(None, from, to).await?, protection);
            sheet_as(&sheet, form, &w.t("take-what-tallies"), &source).map_err(|error| fault(&error))
        }
    }
}

type Trouble = Box<dyn std::error::Error + Send + Sync>;

fn sheet_as(sheet: &Sheet, form: Form, title: &str, source: &str) -> Result<Vec<u8>, Trouble> {
    Ok(match form {
        Form::Xlsx => workbook(&[title.to_owned(), source.to_owned()], &[(title.to_owned(), sheet)])?,
        _ => sheet.csv(form == Form::Hxl)?,
    })
}

fn figure_as(figure: &Figure, form: Form, source: &str) -> Result<Vec<u8>, Trouble> {
    match form {
        Form::Svg => Ok(figure.drawing.alone(&figure.title, source).into_bytes()),
        Form::Png => Ok(paper::png(&figure.drawing.alone(&figure.title, source))?),
        _ => sheet_as(&figure.sheet, form, &figure.title, source),
    }
}

/// A report in one of its forms; `source` says where it comes from.
fn report_as(report: &Report, form: Form, w: &Words, source: &str) -> Result<Vec<u8>, Trouble> {
    match form {
        Form::Pdf => Ok(report_pdf(report, w, source)?),
        Form::Xlsx => {
            let mut notes = report.notes();
            notes.push(source.to_owned());
            Ok(workbook(&notes, &report.tables())?)
        }
        _ => Ok(report.csv()?),
    }
}

fn report_pdf(report: &Report, w: &Words, source: &str) -> Result<Vec<u8>, paper::PaperError> {
    let language = if w.language == Language::French { "fr" } else { "en" };
    paper::pdf(report, language, |page, pages| {
        format!("{source} · {}", w.t2("take-page", ("page", page as i64), ("pages", pages as i64)))
    })
}

/// Tallies in the manner of IOM's flow monitoring registry: one row for each kind of people at each point.
fn tally_sheet(w: &Words, sums: &[limen_store::TallySum], protection: Option<Protection>) -> Sheet {
    let smallest = match protection {
        Some(Protection::Hide { smallest } | Protection::Round { base: smallest }) => smallest,
        None => 0,
    };
    let columns = vec![
        Column::text(&w.t("dimension-post"), "#loc+name"),
        Column::text(&w.t("dimension-direction"), "#meta+direction"),
        Column::text(&w.t("dimension-mode"), "#meta+transport"),
        Column::text(&w.t("dimension-sex"), "#meta+sex"),
        Column::text(&w.t("dimension-age"), "#meta+age"),
        Column::text(&w.t("take-vulnerability"), "#meta+vulnerability"),
        Column::number(&w.t("flows-both"), "#affected"),
    ];
    let rows = sums.iter().map(|sum| {
        vec![
            Cell::Text(sum.post.to_string()),
            Cell::Text(sum.direction.to_string()),
            Cell::Text(sum.mode.to_string()),
            Cell::Text(sum.sex.to_string()),
            Cell::Text(sum.age.to_string()),
            Cell::Text(sum.vulnerability.map(|v| v.to_string()).unwrap_or_default()),
            // No total stands beside them from which a small count could be found.
            if sum.people < smallest { Cell::Hidden } else { Cell::Count(sum.people) },
        ]
    });
    Sheet { columns, rows: rows.collect() }
}

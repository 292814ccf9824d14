//! The devices of this node: browsers on other machines, let in with a code. Over the network nobody else sees a page.
//!
//! The node's own machine needs no code: who sits there has its disk too. A session begun on a device is good there
//! alone.

use crate::{
    access::{DEVICES, Nobody, Pages, anyone, anywhere},
    app::App,
    kit::{
        download::Download,
        failure::Failure,
        form::{self, FormTrouble},
        session::{self, SignedIn, Through},
        shell::{Shell, moment, page},
    },
    node::{
        device_code::{DeviceCode, DeviceError, Enrolment},
        limits::Sender,
        token::token_hash,
    },
    words::Words,
};
use askama::Template;
use axum::{
    body::Body,
    extract::{ConnectInfo, Path, Request, State},
    http::{
        HeaderMap, Method, StatusCode,
        header::{self, Entry, HeaderValue},
    },
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::{CookieJar, cookie::Cookie};
use limen_domain::StatedReason;
use limen_store::CounterAt;
use serde::Deserialize;
use std::{sync::Arc, time::Duration};
use uuid::Uuid;

pub(crate) fn pages() -> Pages {
    Pages::new()
        .get("/devices", anywhere(DEVICES, Nobody::House), show)
        .beside_counter()
        .post("/devices", anywhere(DEVICES, Nobody::House), invite)
        .post("/devices/{id}/end", anywhere(DEVICES, Nobody::House), end)
        .get("/devices/authority", anywhere(DEVICES, Nobody::House), authority)
        .get("/enrol", anyone(Nobody::House), show_enrol)
        .post("/enrol", anyone(Nobody::House), enrol)
}

/// The cookie by which a device is known.
const COOKIE: &str = "limen-device";
/// What the names of all cookies begin with over TLS: no other name of the machine sets those (RFC 6265bis §4.1.3.2).
const PREFIX: &str = "__Host-";
/// The longest a browser keeps a cookie (RFC 6265bis §5.5); each sign-in page gives it anew.
const COOKIE_KEPT: Duration = Duration::from_secs(400 * 24 * 3_600);

/// The token and the device of the browser that sends a request; `None` if it is no device of this node.
async fn device(app: &App, headers: &HeaderMap) -> Result<Option<(String, Uuid)>, Failure> {
    let Some(token) = session::token_in(headers, COOKIE) else { return Ok(None) };
    let device = app.store.device(&token_hash(&token)).await?;
    Ok(device.map(|device| (token, device.id)))
}

/// Lets in devices alone; others may type a code, and see nothing.
pub(crate) async fn guard(State(app): State<Arc<App>>, mut request: Request, next: Next) -> Response {
    let path = request.uri().path();
    // Readers show a token of their own, which their door checks.
    if path == "/enrol" || path.starts_with("/assets/") || path.starts_with("/reader/") {
        return next.run(request).await;
    }
    let is_sign_in = path == "/sign-in";
    match device(&app, request.headers()).await {
        Ok(Some((token, id))) => {
            request.extensions_mut().insert(Through(Some(id)));
            let answer = next.run(request).await;
            if is_sign_in { (CookieJar::new().add(cookie(token)), answer).into_response() } else { answer }
        }
        Ok(None) if request.method() == Method::GET => Redirect::to("/enrol").into_response(),
        Ok(None) => Failure::NotAllowed.into_response(),
        Err(failure) => failure.into_response(),
    }
}

/// Gives cookies [`PREFIX`] on their way out, and takes in those alone that have it.
pub(crate) async fn prefixed(mut request: Request, next: Next) -> Response {
    let sent = request.headers().get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let ours: Vec<&str> =
        sent.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().strip_prefix(PREFIX)).collect();
    let ours = HeaderValue::from_str(&ours.join("; "));
    request.headers_mut().remove(header::COOKIE);
    if let Ok(ours) = ours {
        request.headers_mut().insert(header::COOKIE, ours);
    }
    let mut response = next.run(request).await;
    if let Entry::Occupied(mut set) = response.headers_mut().entry(header::SET_COOKIE) {
        for value in set.iter_mut() {
            if let Ok(prefixed) = HeaderValue::from_bytes(&[PREFIX.as_bytes(), value.as_bytes()].concat()) {
                *value = prefixed;
            }
        }
    }
    response
}

#[derive(Template)]
#[template(path = "door/enrol.html")]
struct EnrolPage<'a> {
    w: &'a Words,
    post: &'a str,
    message: Option<String>,
    is_device: bool,
}

async fn show_enrol(State(app): State<Arc<App>>, headers: HeaderMap) -> Result<Response, Failure> {
    let w = app.words.of(session::language_of(&headers));
    let is_device = device(&app, &headers).await?.is_some();
    Ok(page(&EnrolPage { w, post: &app.post.name, message: None, is_device }))
}

#[derive(Deserialize)]
struct Code {
    code: String,
}

/// Makes the browser a device that sends a good code.
async fn enrol(
    State(app): State<Arc<App>>,
    ConnectInfo(sender): ConnectInfo<Sender>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Failure> {
    let Code { code } = form::read_unsigned(body).await?;
    let w = app.words.of(session::language_of(&headers));
    let shown = |message| page(&EnrolPage { w, post: &app.post.name, message: Some(message), is_device: false });
    Ok(match app.enrol_device(&code, sender).await? {
        Enrolment::Enrolled { token } => {
            (CookieJar::new().add(cookie(token)), Redirect::to("/sign-in")).into_response()
        }
        Enrolment::Wrong => (StatusCode::UNAUTHORIZED, shown(w.t("enrol-wrong"))).into_response(),
        Enrolment::TooMany { again_in } => {
            let seconds = again_in.as_secs();
            let later = [(header::RETRY_AFTER, HeaderValue::from(seconds))];
            let shown = shown(w.t1("enrol-too-many", "seconds", seconds));
            (StatusCode::TOO_MANY_REQUESTS, later, shown).into_response()
        }
    })
}

fn cookie(token: String) -> Cookie<'static> {
    session::cookie(COOKIE, token, Some(COOKIE_KEPT))
}

struct DeviceRow {
    id: Uuid,
    name: String,
    /// The counter at which it stands, where it is a reader of documents.
    reads_for: Option<String>,
    enrolled: String,
    seen: String,
    ended: Option<String>,
}

struct CounterChoice {
    code: String,
    name: String,
}

#[derive(Template)]
#[template(path = "door/devices.html")]
struct DevicesPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    rows: Vec<DeviceRow>,
    /// The counters at which a reader may stand.
    counters: Vec<CounterChoice>,
    /// Whether readers may stand here: at a post.
    is_post: bool,
    /// The addresses under which devices find the pages; empty where no other machine is served any.
    addresses: Vec<String>,
    /// What the authority's certificate is known by.
    fingerprint: String,
    /// A code that was just made, in groups.
    code: Option<DeviceCode>,
}

async fn show(State(app): State<Arc<App>>, signed: SignedIn) -> Result<Response, Failure> {
    devices_page(&app, &signed, None).await
}

async fn devices_page(app: &App, signed: &SignedIn, code: Option<DeviceCode>) -> Result<Response, Failure> {
    let w = signed.words(app);
    let devices = app.store.devices().await?;
    let name_of = |counter: CounterAt| match counter.0 {
        Some(id) => devices.iter().find(|device| device.id == id).map(|device| device.name.clone()).unwrap_or_default(),
        None => w.t("devices-own-machine"),
    };
    let browsers = devices.iter().filter(|device| device.ended.is_none() && device.reads_for.is_none());
    let at = std::iter::once(CounterAt(None)).chain(browsers.map(|device| CounterAt(Some(device.id))));
    let counters = at.map(|counter| CounterChoice { code: counter.to_string(), name: name_of(counter) }).collect();
    let rows: Vec<DeviceRow> = devices
        .iter()
        .map(|device| DeviceRow {
            id: device.id,
            name: device.name.clone(),
            reads_for: device.reads_for.map(name_of),
            enrolled: moment(app, w, device.enrolled),
            seen: moment(app, w, device.seen),
            ended: device.ended.clone(),
        })
        .collect();
    let served = app.to_devices.get();
    Ok(page(&DevicesPage {
        rows,
        counters,
        is_post: !app.is_headquarters(),
        addresses: served.map(|served| served.addresses.clone()).unwrap_or_default(),
        fingerprint: served.map(|served| in_groups(&limen_store::hex(&served.fingerprint))).unwrap_or_default(),
        code,
        shell: Shell::new(app, signed, "devices"),
        w,
    }))
}

/// Four by four, so that people can compare.
fn in_groups(text: &str) -> String {
    text.as_bytes().chunks(4).map(|part| String::from_utf8_lossy(part).into_owned()).collect::<Vec<_>>().join(" ")
}

#[derive(Deserialize)]
struct Invite {
    name: String,
    /// The counter at which a reader of documents stands; empty for a browser.
    #[serde(default)]
    reads_for: String,
}

async fn invite(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let Invite { name, reads_for } = form::read(&signed, body).await?;
    let by = &signed.session.account.id;
    let DeviceCode { code, name } = match reads_for.as_str() {
        "" => app.invite_device(by, &name).await?,
        counter => {
            let counter = counter.parse().map_err(|_| FormTrouble::Malformed)?;
            app.invite_reader(by, &name, counter).await?
        }
    };
    devices_page(&app, &signed, Some(DeviceCode { code: in_groups(&code), name })).await
}

#[derive(Deserialize)]
struct End {
    reason: StatedReason,
}

async fn end(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(id): Path<Uuid>,
    body: Body,
) -> Result<Response, Failure> {
    let End { reason } = form::read(&signed, body).await?;
    app.end_device(&signed.session.account.id, id, &reason).await?;
    Ok(Redirect::to("/devices").into_response())
}

impl From<DeviceError> for Failure {
    fn from(error: DeviceError) -> Self {
        match error {
            DeviceError::NoName => FormTrouble::Malformed.into(),
            DeviceError::NotFound => Self::NotFound,
            DeviceError::Store(error) => error.into(),
        }
    }
}

/// The certificate that a device's browser has to trust.
async fn authority(State(app): State<Arc<App>>, _: SignedIn) -> Result<Response, Failure> {
    let served = app.to_devices.get().ok_or(Failure::NotFound)?;
    Ok(Download::new("limen.crt", "application/x-x509-ca-cert", served.authority.clone()).into_response())
}

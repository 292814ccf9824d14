//! An officer's browser, without scripts: it keeps cookies, and sends the key of its session with each form.

use super::{Page, Post, post::Machine};
use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, Request, StatusCode, header, request::Builder},
    response::Response,
};
use http_body_util::BodyExt;
use limen_test_support::{form_with_file, form_with_files};
use std::collections::BTreeMap;
use tower::ServiceExt;

/// What came of a request.
#[derive(Debug)]
pub struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    pub bytes: Bytes,
}

impl Answer {
    async fn of(response: Response) -> Self {
        let (head, body) = response.into_parts();
        // A stream of events ends with its session.
        let is_stream = head.headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind == "text/event-stream");
        let bytes = if is_stream { Bytes::new() } else { body.collect().await.expect("a body in memory").to_bytes() };
        Self { status: head.status, headers: head.headers, bytes }
    }

    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// A header's text; empty where it is not sent.
    pub fn header(&self, name: impl header::AsHeaderName) -> &str {
        self.headers.get(name).map(|value| value.to_str().expect("text")).unwrap_or_default()
    }

    /// Where it leads; empty where it leads nowhere.
    pub fn to(&self) -> &str {
        self.header(header::LOCATION)
    }

    /// The cookies that it sets, each with its attributes.
    pub fn cookies(&self) -> Vec<&str> {
        let all = self.headers.get_all(header::SET_COOKIE);
        all.iter().map(|cookie| cookie.to_str().expect("text")).collect()
    }

    /// Its text.
    pub fn text(&self) -> String {
        String::from_utf8(self.bytes.to_vec()).expect("text")
    }

    /// Its page.
    pub fn page(&self) -> Page {
        Page::read(&self.text())
    }
}

/// The form by which a hit of an alert, known by its list and identifier, is judged because of the face.
pub fn judgement<'a>(id: &'a str, (list, alert): (&'a str, &'a str), judged: &'a str) -> [(&'a str, &'a str); 5] {
    [("presentation", id), ("list", list), ("alert", alert), ("judgement", judged), ("reason", "face")]
}

/// A browser at the post, with the person signed in there.
#[derive(Clone)]
pub struct Officer {
    post: Post,
    machine: Machine,
    host: &'static str,
    cookies: BTreeMap<String, String>,
    pub form_key: String,
}

impl Officer {
    pub(super) fn nobody(post: &Post, machine: Machine) -> Self {
        Self { post: post.clone(), machine, host: "localhost", cookies: BTreeMap::new(), form_key: String::new() }
    }

    /// The same browser, which asks for the node by another of its names.
    pub fn by_name(self, host: &'static str) -> Self {
        Self { host, ..self }
    }

    pub(super) async fn sign_in(post: &Post, account: &str, password: &str) -> Self {
        let mut officer = Self::nobody(post, Machine::Here);
        officer.signs_in(account, password).await;
        // Roles that work at a post name a purpose for looking at records; others are refused, and need none.
        officer.post("/purpose", &[("purpose", "supervision")]).await;
        officer
    }

    /// Signs in, and names no purpose.
    pub async fn signs_in(&mut self, account: &str, password: &str) {
        let answer = self.post("/sign-in", &[("account", account), ("password", password)]).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{account} could not sign in");
        self.keep_cookies(&answer);
        self.form_key = self.page("/account").await.value("form_key").unwrap_or_default();
    }

    /// Signs in if the password is enough, and keeps the cookies that come of it.
    pub async fn tries_to_sign_in(&mut self, account: &str, password: &str) -> Answer {
        let answer = self.post("/sign-in", &[("account", account), ("password", password)]).await;
        self.keep_cookies(&answer);
        answer
    }

    /// A cookie that it holds.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// Puts a cookie in, as its owner can.
    pub fn plant(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    /// Forgets a cookie.
    pub fn forget(&mut self, name: &str) {
        self.cookies.remove(name);
    }

    /// Keeps the cookies that an answer sets.
    pub fn keep_cookies(&mut self, answer: &Answer) {
        for cookie in answer.cookies() {
            let pair = cookie.split(';').next().unwrap_or_default();
            let (name, value) = pair.split_once('=').expect("a cookie");
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }

    fn request(&self, method: &str, path: &str) -> Builder {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = Request::builder().method(method).uri(path).header(header::HOST, self.host);
        request.header(header::COOKIE, cookies.join("; "))
    }

    /// Sends a request as it is; the body of the answer is still to be read.
    pub async fn send(&self, request: Builder, body: impl Into<Body>) -> Response {
        let request = request.body(body.into()).expect("a request");
        self.post.router(self.machine).oneshot(request).await.expect("infallible")
    }

    /// Asks for a page that goes on.
    pub async fn follow(&self, path: &str) -> Response {
        self.send(self.request("GET", path), Body::empty()).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        Answer::of(self.follow(path).await).await
    }

    /// The same with a header.
    pub async fn get_with(&self, path: &str, name: &str, value: &str) -> Answer {
        Answer::of(self.send(self.request("GET", path).header(name, value), Body::empty()).await).await
    }

    /// A page, wherever redirects lead.
    pub async fn page(&self, path: &str) -> Page {
        let mut answer = self.get(path).await;
        while !answer.to().is_empty() {
            answer = self.get(answer.to()).await;
        }
        answer.page()
    }

    /// A text that is no page, such as a table to take away.
    pub async fn text(&self, path: &str) -> String {
        self.get(path).await.text()
    }

    /// Sends a form, with the session's key.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.post_with(path, fields, &[]).await
    }

    /// The same with headers.
    pub async fn post_with(&self, path: &str, fields: &[(&str, &str)], headers: &[(&str, &str)]) -> Answer {
        let all = [&[("form_key", self.form_key.as_str())], fields].concat();
        let form = serde_html_form::to_string(&all).expect("a form");
        let request = self.request("POST", path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        Answer::of(self.send(request, form).await).await
    }

    /// Sends bytes in the place of a form.
    pub async fn post_raw(&self, path: &str, body: Vec<u8>) -> Answer {
        let request = self.request("POST", path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        Answer::of(self.send(request, body).await).await
    }

    /// Sends a body of another system, with the key that it was given.
    pub async fn post_json(&self, path: &str, key: &str, body: &str) -> Answer {
        let request = self.request("POST", path).header(header::AUTHORIZATION, format!("Bearer {key}"));
        let request = request.header(header::CONTENT_TYPE, "application/json");
        Answer::of(self.send(request, body.to_owned()).await).await
    }

    /// Sends a form with fields and several files, each in its own part.
    pub async fn send_files(&self, path: &str, fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Answer {
        let form_key = ("form_key", self.form_key.as_str());
        let (kind, body) = form_with_files([form_key].into_iter().chain(fields.iter().copied()), "page.png", files);
        let request = self.request("POST", path).header(header::CONTENT_TYPE, kind);
        Answer::of(self.send(request, body).await).await
    }

    /// Sends a form with fields and a file of this name.
    pub async fn send_file(&self, path: &str, fields: &[(&str, &str)], name: &str, bytes: &[u8]) -> Answer {
        let form_key = ("form_key", self.form_key.as_str());
        let (kind, body) = form_with_file([form_key].into_iter().chain(fields.iter().copied()), name, bytes);
        let request = self.request("POST", path).header(header::CONTENT_TYPE, kind);
        Answer::of(self.send(request, body).await).await
    }

    /// Keeps a photo beside a traveller; its address.
    pub async fn photograph(&self, id: &str) -> String {
        let pictures = format!("/crossing/{id}/pictures");
        let picture = super::documents::picture(120);
        let kept = self.send_file(&pictures, &[("kind", "face")], "face.png", &picture).await;
        assert_eq!(kept.status(), StatusCode::SEE_OTHER);
        let start = format!("/crossing/{id}/picture/");
        self.page(&pictures).await.address(&start)
    }

    /// Lays a document on the reader; the identifier of the presentation that then waits.
    pub async fn scan(&self, mrz: &str) -> String {
        let answer = self.post("/counter/scan", &[("mrz", mrz)]).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{}", answer.text());
        self.waiting().await
    }

    /// The identifier of the presentation that waits at the counter.
    pub async fn waiting(&self) -> String {
        self.page("/counter").await.value("presentation").expect("someone waits")
    }

    /// Judges a hit of an alert, known by its list and identifier, because of the face.
    pub async fn judge(&self, id: &str, alert: (&str, &str), judged: &str) -> Answer {
        self.post("/counter/judge", &judgement(id, alert, judged)).await
    }

    /// Corrects a record: its form as it stands, with these fields otherwise.
    pub async fn corrects(&self, id: &str, fields: &[(&str, &str)]) -> Answer {
        let path = format!("/crossing/{id}/correct");
        let mut sent = self.page(&path).await.sent(&path);
        sent.retain(|(name, _)| fields.iter().all(|(other, _)| name != other));
        let kept = sent.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let all: Vec<(&str, &str)> = kept.chain(fields.iter().copied()).collect();
        self.post(&path, &all).await
    }

    /// Decides about the traveller who waits, by the hits as they stand on the page.
    pub async fn decide(&self, id: &str, fields: &[(&str, &str)]) -> Answer {
        let standing = self.page("/counter").await.value("standing").unwrap_or_default();
        let all = [&[("presentation", id), ("standing", &standing), ("mode", "bus")], fields].concat();
        self.post("/counter/decide", &all).await
    }

    /// The same, where the decision is taken.
    pub async fn decides(&self, id: &str, fields: &[(&str, &str)]) {
        let answer = self.decide(id, fields).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{:?}", answer.page());
    }
}

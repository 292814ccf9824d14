//! The names of a node. A browser says by which name it asked (`Host`); a page of another site can have its own name lead here
//! (DNS rebinding), and would then read pages and send forms as if they were its own. So only a node's own names are answered.

use crate::kit::failure::Failure;
use axum::{
    extract::{Request, State},
    http::{HeaderMap, StatusCode, header, uri::Authority},
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::{
    collections::HashSet,
    net::{IpAddr, Ipv6Addr},
    sync::Arc,
};

/// What is said where no page can be shown.
const SENTENCE: &str = "This node is not known by this name: ask for it by one of its own, or add the name to hosts under [pages] \
                        in limen.toml and start Limen again.\n";

/// The names under which a port is asked for; those of a machine's own loopback always are, where it has them.
#[derive(Debug, Clone)]
pub struct Names {
    names: Arc<HashSet<String>>,
    /// Whether any address is one of them: no page of another site is found under an address.
    any_address: bool,
}

impl Names {
    /// These names and addresses alone.
    pub fn new<T: AsRef<str>>(names: impl IntoIterator<Item = T>) -> Self {
        let names = names.into_iter().map(|name| canonical(name.as_ref())).collect();
        Self { names: Arc::new(names), any_address: false }
    }

    /// These, and what a machine calls itself: `localhost` and its loopback addresses.
    pub fn with_loopback<T: AsRef<str>>(names: impl IntoIterator<Item = T>) -> Self {
        let loopback = ["localhost", "127.0.0.1", "::1"].map(str::to_owned);
        Self::new(names.into_iter().map(|name| name.as_ref().to_owned()).chain(loopback))
    }

    /// The same names, and every address: for a port that serves no browser.
    pub fn and_addresses(self) -> Self {
        Self { any_address: true, ..self }
    }

    /// Whether a request asks by one of these names: in each place where it says one. One that says none does not, such as
    /// HTTP/1.0 without `Host`.
    fn are_asked_for(&self, request: &Request) -> bool {
        let hosts: Vec<_> = request.headers().get_all(header::HOST).iter().collect();
        let [host] = hosts[..] else { return false };
        let origin = origin_of(request.headers());
        host.to_str().is_ok_and(|host| self.is_one(host))
            && request.uri().authority().is_none_or(|authority| self.is_one(authority.as_str()))
            && origin.is_none_or(|origin| origin.is_some_and(|origin| self.is_one(origin)))
    }

    /// Whether a host, with or without a port, is one of them.
    fn is_one(&self, authority: &str) -> bool {
        let host = host_of(authority);
        host.is_some_and(|host| self.names.contains(&host) || self.any_address && host.parse::<IpAddr>().is_ok())
    }
}

/// A name or address as it is compared.
fn canonical(name: &str) -> String {
    let name = name.trim_start_matches('[').trim_end_matches(']');
    name.parse::<IpAddr>().map_or_else(|_| name.to_ascii_lowercase(), |address| address.to_string())
}

/// The host of `host`, `host:port`, `[address]:port` or an address alone. `None` where it is none of these.
fn host_of(authority: &str) -> Option<String> {
    if authority.parse::<Ipv6Addr>().is_ok() {
        return Some(canonical(authority));
    }
    let parsed: Authority = authority.parse().ok()?;
    // A user's name in it is refused: no browser sends one in `Host`.
    (!authority.contains('@')).then(|| canonical(parsed.host()))
}

/// The host and port that `Origin` names: `None` where it is not sent or opaque (`null`, which forms are refused for
/// elsewhere), `Some(None)` where it can't be read.
fn origin_of(headers: &HeaderMap) -> Option<Option<&str>> {
    let mut origins = headers.get_all(header::ORIGIN).iter();
    let origin = origins.next()?;
    if origins.next().is_some() {
        return Some(None);
    }
    match origin.to_str() {
        Ok("null") => None,
        Ok(origin) => Some(origin.split_once("://").map(|(_, host)| host)),
        Err(_) => Some(None),
    }
}

/// Answers requests for a node's own names alone, before anything else looks at them.
pub async fn own_names(State(names): State<Names>, request: Request, next: Next) -> Response {
    if names.are_asked_for(&request) {
        return next.run(request).await;
    }
    tracing::info!(host = ?request.headers().get(header::HOST), "a request for another name was refused");
    let mut refused = (StatusCode::MISDIRECTED_REQUEST, SENTENCE).into_response();
    refused.extensions_mut().insert(Failure::OtherHost);
    refused
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn request(address: &str, headers: &[(&str, &str)]) -> Request {
        let request = Request::get(address);
        headers
            .iter()
            .fold(request, |request, (name, value)| request.header(*name, *value))
            .body(Body::empty())
            .expect("a request")
    }

    #[test]
    fn a_node_answers_to_its_own_names_and_no_others() {
        let names = Names::with_loopback(["Limen.Interior.Example", "fd00::7"]);
        let asks = |host: &str| names.are_asked_for(&request("/sign-in", &[("host", host)]));
        let own = [
            "localhost",
            "localhost:8080",
            "LOCALHOST:1",
            "127.0.0.1:8080",
            "[::1]:8080",
            "[::1]",
            "::1",
            "[0:0::1]:80",
            "limen.interior.example",
            "limen.interior.example:443",
            "[fd00::7]:8444",
        ];
        assert!(own.iter().all(|host| asks(host)));
        let others = [
            "",
            "evil.example",
            "evil.example:8080",
            "localhost.evil.example",
            "evil.example@localhost",
            "localhost@evil.example",
            "127.0.0.1.evil.example",
            "127.0.0.2",
            "192.168.1.10",
            "127.0.0.1 evil.example",
            "localhost/evil.example",
            "localhost.",
        ];
        let taken: Vec<_> = others.iter().filter(|host| asks(host)).collect();
        assert!(taken.is_empty(), "{taken:?}");
    }

    #[test]
    fn every_name_that_a_request_says_is_held_against_a_nodes_own() {
        let names = Names::with_loopback(["kouremale.local"]);
        let asks = |address: &str, headers: &[(&str, &str)]| names.are_asked_for(&request(address, headers));
        assert!(!asks("/", &[]), "HTTP/1.0 without a name");
        assert!(!asks("/", &[("host", "localhost"), ("host", "evil.example")]));
        assert!(!asks("http://evil.example/", &[("host", "localhost")]));
        assert!(asks("http://localhost:8080/", &[("host", "localhost:8080")]));
        let sent_by = |origin: &str| asks("/sign-in", &[("host", "localhost:8080"), ("origin", origin)]);
        assert!(sent_by("http://localhost:8080") && sent_by("https://kouremale.local:8444"));
        assert!(
            !sent_by("http://evil.example:8080") && !sent_by("evil") && !sent_by("http://localhost:8080@evil.example")
        );
    }

    #[test]
    fn a_port_for_programs_is_asked_for_by_address_too() {
        let figures = Names::with_loopback(["kouremale"]).and_addresses();
        let asks = |host: &str| figures.are_asked_for(&request("/metrics", &[("host", host)]));
        assert!(asks("10.0.0.5:9464") && asks("[fe80::1]:9464") && asks("kouremale:9464"));
        assert!(!asks("evil.example:9464"));
    }
}

//! The pages of Limen: what an officer sees and does at a post.
//!
//! Pages are rendered here and work without scripts; two small modules add what must react at once (a reader's input,
//! hot keys). A page's file holds its addresses on top, then its handlers, then what its template is filled with.

pub mod access;
mod across;
mod administration;
mod alerts;
mod app;
mod counter;
mod door;
mod flows;
mod kit;
mod neighbours;
mod neighbours_work;
mod network;
mod oversight;
mod party;
mod records;
mod second_line;
mod traveller;
mod visas;

use limen_node as node;
use limen_words as words;

pub use app::{App, ToDevices};
pub use kit::host::{Names, own_names};

/// Pages that commands write into files: a template filled with words, with no node behind them. They stand here because the
/// templates and what they are filled with do; the report itself is made by [`limen_node::rights::person_report`].
pub mod printable {
    pub use crate::oversight::person_report::readable as person_report;
}

use crate::{
    access::Pages,
    door::devices,
    kit::{assets, camera, failure, failure_page, form},
};
use axum::{
    Router,
    http::{HeaderName, HeaderValue, header},
    middleware,
};
use std::{sync::Arc, time::Duration};
use tower_http::{catch_panic::CatchPanicLayer, set_header::SetResponseHeaderLayer, timeout::TimeoutLayer};

/// How long one request may take; a disk that does not answer in this time is said to be in trouble.
const LONGEST_REQUEST: Duration = Duration::from_secs(15);

/// Every page, in the order of the navigation bar.
fn pages() -> Pages {
    visas::pages()
        .and(counter::pages())
        .and(records::pages())
        .and(second_line::pages())
        .and(party::pages())
        .and(network::pages())
        .and(neighbours::pages())
        .and(administration::pages())
        .and(door::pages())
        .and(alerts::pages())
        .and(flows::pages())
        .and(across::pages())
        .and(neighbours_work::pages())
        .and(oversight::pages())
        .and(counter::trial_card::pages())
}

/// Everything that is served, under these names. Each request says who sends it: `ConnectInfo` of a [`limits::Sender`](limen_node::limits::Sender).
pub fn router(app: Arc<App>, names: Names) -> Router {
    under(names, served(app.clone()), app)
}

fn served(app: Arc<App>) -> Router {
    let pages = pages();
    app.serves(pages.bar());
    pages
        .router(&app)
        .fallback(failure::not_found)
        .layer(middleware::from_fn(form::from_here))
        .layer(TimeoutLayer::with_status_code(failure::TIMED_OUT, LONGEST_REQUEST))
        .layer(CatchPanicLayer::custom(failure::of_panic))
        .layer(middleware::from_fn_with_state(app.clone(), failure_page::as_page))
        // Pages hold personal data: no cache keeps them (RFC 9111 §5.2.2.5).
        .layer(header(header::CACHE_CONTROL, "no-store"))
        .merge(assets::routes())
        .with_state(app)
}

fn header(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
}

/// Serves pages to those who ask for them by one of these names; what every answer says to a browser.
fn under(names: Names, served: Router, app: Arc<App>) -> Router {
    served
        .layer(middleware::from_fn_with_state(names, own_names))
        .layer(middleware::from_fn_with_state(app, failure_page::as_page))
        .layer(header(
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; \
             base-uri 'none'; frame-ancestors 'none'",
        ))
        .layer(header(camera::policy(), camera::NONE))
        .layer(header(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(header(header::REFERRER_POLICY, "same-origin"))
        .layer(header(HeaderName::from_static("cross-origin-opener-policy"), "same-origin"))
}

/// Everything that is served to other machines, over TLS, under these names: to devices of this node alone.
pub fn router_for_devices(app: Arc<App>, names: Names) -> Router {
    let for_devices = served(app.clone())
        .layer(middleware::from_fn_with_state(app.clone(), devices::guard))
        .layer(middleware::from_fn_with_state(app.clone(), failure_page::as_page))
        .layer(middleware::from_fn(devices::prefixed))
        // Browsers ask these names over TLS alone from then on (RFC 6797).
        .layer(header(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000"));
    under(names, for_devices, app)
}

/// What reads bytes from outside, for the fuzzer and the tests of its corpus.
#[doc(hidden)]
pub mod fuzzing {
    /// A picture as it is kept; `None` if it is refused.
    pub fn picture(bytes: &[u8]) -> Option<Vec<u8>> {
        crate::node::picture::rewrite(bytes, 720).ok()
    }

    /// Feeds `text` to every parser of a proof of identity: password, code, recovery code, passkey. Must always return
    /// false.
    pub fn proves_anything(text: &str) -> bool {
        let now = jiff::Timestamp::UNIX_EPOCH;
        let _ = crate::node::passwords::weakness(text, &["aminata", "Aminata Coulibaly", "Kourémalé", text]);
        let kept = ["0".repeat(64)];
        crate::node::second_factor::step_of(text, text, now).is_some()
            || crate::node::second_factor::step_of("", text, now).is_some()
            || crate::node::second_factor::recovery_of(&kept, text).is_some()
            || crate::node::fuzzing::is_an_answer(text)
    }
}

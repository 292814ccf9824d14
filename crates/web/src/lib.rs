//! The pages of Limen: what an officer sees and does at a post.
//!
//! Pages are rendered here and work without scripts; two small modules add what must react at once (a reader's input,
//! hot keys). A page's file holds its routes on top, then its handlers, then what its template is filled with.

pub mod access;
mod account;
mod alert_draft;
mod alert_view;
mod alerts;
mod api;
mod aside;
mod assets;
mod audit;
mod authorised;
mod board;
mod card;
mod chart;
mod clock;
mod compare;
mod counter;
mod counter_page;
mod day;
mod devices;
mod draft;
mod failure;
mod figures;
mod flow_questions;
mod flow_reports;
mod flow_take;
mod flow_warnings;
mod flows;
mod form;
mod hashing;
mod hits;
mod host;
mod in_force;
mod journey;
mod known;
mod limits;
mod link;
mod lists;
mod lists_coming;
mod live;
mod manifest;
mod network;
mod overstays;
mod party;
mod party_bar;
mod party_form;
mod passkeys;
mod passwords;
mod people;
mod people_proposal;
mod person;
mod person_report;
mod picture;
mod pictures;
mod printed;
mod proposal;
mod protection;
mod purpose;
mod record;
mod recovery;
mod rights;
mod rights_claims;
mod rights_erasures;
mod scanner;
mod second_factor;
mod second_line;
mod session;
mod set_aside;
mod settings;
mod sheet;
mod shell;
mod sight;
mod sign_in;
mod state;
mod stay;
mod tally;
mod threshold;
mod traveller_view;
mod typed;
mod upload;
mod verdict;
mod visas;

use limen_words as words;

pub use card::CardEntry;
pub use figures::Figure;
pub use flow_questions::ANSWER;
pub use host::{Names, own_names};
pub use limits::Sender;
pub use link::{CLOCK_OFF, LOW_DISK_BYTES, LinkState, PostLink, disk_free};
pub use lists_coming::stage as stage_list;
pub use passwords::{DRAWN_GOOD_DAYS, draw as draw_password, hash as hash_password};
pub use person_report::{PersonReport, Request, kept, person_report};
pub use scanner::forget_taken;
pub use state::{App, Network, PARQUET_FOLDER, StartError, TRIAL, ToDevices, Trial};

use axum::{
    Router,
    http::{HeaderName, HeaderValue, header},
    middleware,
};
use std::{sync::Arc, time::Duration};
use tower_http::{catch_panic::CatchPanicLayer, set_header::SetResponseHeaderLayer, timeout::TimeoutLayer};

/// How long one request may take; a disk that does not answer in this time is said to be in trouble.
const LONGEST_REQUEST: Duration = Duration::from_secs(15);

/// Everything that is served, under these names. Each request says who sends it: `ConnectInfo` of a [`Sender`].
pub fn router(app: Arc<App>, names: Names) -> Router {
    under(names, pages(app.clone()), app)
}

fn pages(app: Arc<App>) -> Router {
    Router::new()
        .merge(sign_in::routes())
        .merge(account::routes())
        .merge(passkeys::routes())
        .merge(aside::routes())
        .merge(counter::routes())
        .merge(typed::routes())
        .merge(party::routes())
        .merge(manifest::routes())
        .merge(person::routes())
        .merge(pictures::routes())
        .merge(visas::routes())
        .merge(tally::routes())
        .merge(clock::routes())
        .merge(api::routes())
        .merge(day::routes())
        .merge(record::routes())
        .merge(printed::routes())
        .merge(second_line::routes())
        .merge(protection::routes())
        .merge(lists::routes())
        .merge(people::routes())
        .merge(devices::routes())
        .merge(people_proposal::routes())
        .merge(stay::routes())
        .merge(overstays::routes())
        .merge(alerts::routes())
        .merge(alert_draft::routes())
        .merge(proposal::routes())
        .merge(threshold::routes())
        .merge(hits::routes())
        .merge(network::routes())
        .merge(recovery::routes())
        .merge(flows::routes())
        .merge(flow_warnings::routes())
        .merge(flow_reports::routes())
        .merge(flow_take::routes())
        .merge(flow_questions::routes())
        .merge(live::routes())
        .merge(purpose::routes())
        .merge(audit::routes())
        .merge(rights::routes())
        .merge(rights_claims::routes())
        .merge(rights_erasures::routes())
        .merge(card::routes())
        .route_layer(middleware::from_fn_with_state(app.clone(), access::guard))
        .fallback(failure::not_found)
        .layer(middleware::from_fn(form::from_here))
        .layer(TimeoutLayer::with_status_code(failure::TIMED_OUT, LONGEST_REQUEST))
        .layer(CatchPanicLayer::custom(failure::of_panic))
        .layer(middleware::from_fn_with_state(app.clone(), failure::as_page))
        // Pages hold personal data: no cache keeps them (RFC 9111 §5.2.2.5).
        .layer(header(header::CACHE_CONTROL, "no-store"))
        .merge(assets::routes())
        .with_state(app)
}

fn header(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
}

/// Serves pages to those who ask for them by one of these names; what every answer says to a browser.
fn under(names: Names, pages: Router, app: Arc<App>) -> Router {
    pages
        .layer(middleware::from_fn_with_state(names, own_names))
        .layer(middleware::from_fn_with_state(app, failure::as_page))
        .layer(header(
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; \
             base-uri 'none'; frame-ancestors 'none'",
        ))
        .layer(header(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(header(header::REFERRER_POLICY, "same-origin"))
        .layer(header(HeaderName::from_static("cross-origin-opener-policy"), "same-origin"))
}

/// Everything that is served to other machines, over TLS, under these names: to devices of this node alone.
pub fn router_for_devices(app: Arc<App>, names: Names) -> Router {
    let for_devices = pages(app.clone())
        .layer(middleware::from_fn_with_state(app.clone(), devices::guard))
        .layer(middleware::from_fn_with_state(app.clone(), failure::as_page))
        .layer(middleware::from_fn(devices::prefixed))
        // Browsers ask these names over TLS alone from then on (RFC 6797).
        .layer(header(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000"));
    under(names, for_devices, app)
}

/// What reads bytes from outside, for the fuzzer and the tests of its corpus.
#[doc(hidden)]
pub mod fuzzing {
    /// A picture as it is kept; nothing where it is refused.
    pub fn picture(bytes: &[u8]) -> Option<Vec<u8>> {
        crate::picture::rewrite(bytes, 720).ok()
    }

    /// Whether something that was typed or sent is a right code of nobody's, a recovery code, or what a key signed; whatever it
    /// is, it is looked at as a password too.
    pub fn proves_anything(text: &str) -> bool {
        let now = jiff::Timestamp::UNIX_EPOCH;
        let _ = crate::passwords::weakness(text, &["aminata", "Aminata Coulibaly", "Kourémalé", text]);
        let kept = ["0".repeat(64)];
        let asked = crate::passkeys::Asked::default();
        crate::second_factor::step_of(text, text, now).is_some()
            || crate::second_factor::step_of("", text, now).is_some()
            || crate::second_factor::recovery_of(&kept, text).is_some()
            || asked.signed(text).is_some_and(|(_, question)| question.is_some())
            || asked.made(text).is_some()
    }

    /// The rows of a table; nothing where it is refused.
    pub fn rows(bytes: &[u8]) -> Option<Vec<Vec<String>>> {
        crate::sheet::rows(bytes).ok()
    }
}

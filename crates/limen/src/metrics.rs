//! Figures for Prometheus, in its text format (version 0.0.4): how the node is, and no personal data.

use axum::{Router, extract::State, http::header, middleware, response::IntoResponse, routing::get};
use limen_web::{App, Names};
use std::sync::Arc;

/// The figures, for those who ask by one of these names.
pub(crate) fn router(app: Arc<App>, names: Names) -> Router {
    let own_names = middleware::from_fn_with_state(names, limen_web::own_names);
    Router::new().route("/metrics", get(figures)).with_state(app).layer(own_names)
}

async fn figures(State(app): State<Arc<App>>) -> impl IntoResponse {
    let text: String = app
        .figures()
        .await
        .iter()
        .map(|figure| {
            let name = figure.name;
            format!("# HELP {name} {}\n# TYPE {name} gauge\n{name}{} {}\n", figure.help, figure.labels, figure.value)
        })
        .collect();
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text)
}

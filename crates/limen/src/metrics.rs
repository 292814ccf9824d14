//! Figures for Prometheus, in its text format (version 0.0.4): how the node is, and no personal data.

use axum::{Router, extract::State, http::header, response::IntoResponse, routing::get};
use limen_web::App;
use std::sync::Arc;
use tokio::net::TcpListener;

/// Serves the figures for as long as the program runs.
pub(crate) async fn serve(listener: TcpListener, app: Arc<App>) {
    let router = Router::new().route("/metrics", get(figures)).with_state(app);
    if let Err(error) = axum::serve(listener, router).await {
        tracing::error!("figures are served no more: {error}");
    }
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

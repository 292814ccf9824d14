//! Figures for Prometheus, in its text format (version 0.0.4): how the node is, and no personal data. Written by hand:
//! a dozen gauges are a line each, and no crate of the tree writes the format.

use axum::{Router, extract::State, http::header, middleware, response::IntoResponse, routing::get};
use limen_node::metrics::Figure;
use limen_web::{App, Names};
use std::sync::Arc;

/// The figures, for those who ask by one of these names.
pub(crate) fn router(app: Arc<App>, names: Names) -> Router {
    let own_names = middleware::from_fn_with_state(names, limen_web::own_names);
    Router::new().route("/metrics", get(figures)).with_state(app).layer(own_names)
}

async fn figures(State(app): State<Arc<App>>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text(&app.figures().await))
}

/// Figures as text: what a name means is said once, before all figures of that name.
fn text(figures: &[Figure]) -> String {
    let mut said = Vec::new();
    let mut text = String::new();
    for Figure { name, help, .. } in figures {
        if said.contains(name) {
            continue;
        }
        said.push(*name);
        text.push_str(&format!("# HELP {name} {help}\n# TYPE {name} gauge\n"));
        for figure in figures.iter().filter(|figure| figure.name == *name) {
            text.push_str(&format!("{name}{} {}\n", figure.labels, figure.value));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_name_means_is_said_once_before_all_its_figures() {
        let figure = |name, labels: &str, value| Figure { name, help: "Events", labels: labels.to_owned(), value };
        let figures = [figure("a", "{j=\"1\"}", 1.0), figure("b", "", 2.0), figure("a", "{j=\"2\"}", 3.0)];
        assert_eq!(
            text(&figures),
            "# HELP a Events\n# TYPE a gauge\na{j=\"1\"} 1\na{j=\"2\"} 3\n# HELP b Events\n# TYPE b gauge\nb 2\n"
        );
    }
}

//! Pages as they are added: one line says the address, who may ask for it, whom its answer shows, and what answers.
//!
//! The router, its guard, the table of access, its documentation and the navigation bar are made of these lines. There is no
//! other way to serve anything, so an address that says neither who may ask nor whom it shows can't be added.

use super::{
    guard::{Guard, guard},
    rule::{Access, Rule},
};
use crate::{
    app::App,
    kit::bar::{Bar, BarPage, Row, When},
};
use axum::{
    Router,
    extract::DefaultBodyLimit,
    handler::Handler,
    middleware,
    routing::{self, MethodRouter},
};
use std::sync::Arc;

/// Pages, in the order of the bar.
#[derive(Debug, Default)]
pub(crate) struct Pages(Vec<Page>);

#[derive(Debug)]
struct Page {
    access: Access,
    answers: MethodRouter<Arc<App>>,
    row: Option<Row>,
    when: When,
}

impl Pages {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// A page that is asked for.
    pub(crate) fn get<H, T>(self, path: &'static str, rule: Rule, handler: H) -> Self
    where
        H: Handler<T, Arc<App>>,
        T: 'static,
    {
        self.add("GET", path, rule, routing::get(handler))
    }

    /// A form that is sent.
    pub(crate) fn post<H, T>(self, path: &'static str, rule: Rule, handler: H) -> Self
    where
        H: Handler<T, Arc<App>>,
        T: 'static,
    {
        self.add("POST", path, rule, routing::post(handler))
    }

    /// A form with a file, up to a limit.
    pub(crate) fn upload<H, T>(self, path: &'static str, rule: Rule, limit: DefaultBodyLimit, handler: H) -> Self
    where
        H: Handler<T, Arc<App>>,
        T: 'static,
    {
        self.add("POST", path, rule, routing::post(handler).layer(limit))
    }

    fn add(mut self, method: &'static str, path: &'static str, rule: Rule, answers: MethodRouter<Arc<App>>) -> Self {
        let access = Access { method, path, who: rule.who, shows: rule.shows };
        self.0.push(Page { access, answers, row: None, when: When::Always });
        self
    }

    /// Other pages after these.
    pub(crate) fn and(mut self, others: Self) -> Self {
        self.0.extend(others.0);
        self
    }

    /// The bar leads to the page that was added last: see [`Row::AtHand`].
    pub(crate) fn at_hand(self) -> Self {
        self.in_bar(Row::AtHand, When::Always)
    }

    /// The same, where something is so at this node.
    pub(crate) fn at_hand_if(self, when: When) -> Self {
        self.in_bar(Row::AtHand, when)
    }

    /// The bar leads to the page that was added last: see [`Row::StepAway`].
    pub(crate) fn a_step_away(self) -> Self {
        self.in_bar(Row::StepAway, When::Always)
    }

    /// The same, where something is so at this node.
    pub(crate) fn a_step_away_if(self, when: When) -> Self {
        self.in_bar(Row::StepAway, when)
    }

    /// The bar leads to the page that was added last: see [`Row::BesideCounter`].
    pub(crate) fn beside_counter(self) -> Self {
        self.in_bar(Row::BesideCounter, When::Always)
    }

    /// The same, where something is so at this node.
    pub(crate) fn beside_counter_if(self, when: When) -> Self {
        self.in_bar(Row::BesideCounter, when)
    }

    fn in_bar(mut self, row: Row, when: When) -> Self {
        if let Some(page) = self.0.last_mut() {
            (page.row, page.when) = (Some(row), when);
        }
        self
    }

    /// Every address with who may ask for it.
    pub(crate) fn table(&self) -> Vec<Access> {
        self.0.iter().map(|page| page.access).collect()
    }

    /// The pages with an address of one word.
    pub(crate) fn bar(&self) -> Bar {
        let of = |page: &Page| {
            let Access { method, path, who, .. } = page.access;
            let code = path.strip_prefix('/').filter(|code| !code.is_empty() && !code.contains(['/', '{']))?;
            (method == "GET").then_some(BarPage { code, who, row: page.row, when: page.when })
        };
        Bar(self.0.iter().filter_map(of).collect())
    }

    /// The router of these pages, each behind the guard with its own line.
    pub(crate) fn router(self, app: &Arc<App>) -> Router<Arc<App>> {
        self.0.into_iter().fold(Router::new(), |router, Page { access, answers, .. }| {
            let guarded = Guard { app: app.clone(), access };
            router.route(access.path, answers.route_layer(middleware::from_fn_with_state(guarded, guard)))
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::access::{Shows, table};
    use limen_domain::Role;
    use std::collections::BTreeSet;

    #[test]
    fn each_address_stands_once_and_whatever_changes_something_is_a_post() {
        let (mut seen, table) = (BTreeSet::new(), table());
        assert!(table.len() > 100);
        for access in table {
            assert!(seen.insert((access.method, access.path)), "{} {}", access.method, access.path);
            // A form does something; what is only looked at is asked for.
            let is_form = matches!(access.shows, Shows::Again(_) | Shows::Noted(..));
            assert!(!matches!(access.shows, Shows::Look(_)) || access.method == "GET", "{}", access.path);
            assert!(!is_form || access.method == "POST", "{}", access.path);
        }
    }

    #[test]
    fn auditors_reach_nothing_that_changes_anything() {
        for access in table().iter().filter(|access| access.who.allows(Role::Auditor, false)) {
            let own = access.path.starts_with("/account/")
                || access.path.starts_with("/sign-in/")
                || access.path.starts_with("/reader/")
                || ["/sign-in", "/sign-out", "/aside", "/resume", "/enrol", "/language", "/api/visas"]
                    .contains(&access.path);
            assert!(access.method == "GET" || own, "{} {}", access.method, access.path);
        }
    }
}

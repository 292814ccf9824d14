//! The parameters of an address that the event of a look needs: the day, the search, the person it is about.

use crate::{
    app::App,
    kit::failure::Failure,
    node::typed_day::{typed_birth, whole_day},
};
use jiff::{ToSpan, civil::Date};
use limen_domain::{AlertId, AlertKind, AuditView, DocumentKey, ListName, PartialDate};
use limen_store::{DayFilter, Page};
use serde::Deserialize;

/// Rows of a CSV at most: more than any post sees in a day.
pub(crate) const MOST_EXPORTED: i64 = 100_000;
/// Maximum number of pages of a list.
const MOST_PAGES: i64 = 100_000;
/// Maximum length of what is searched for, in characters.
const MOST_SEARCHED: usize = 80;
/// The days that an audit is about unless others are asked for.
const DAYS: i64 = 30;

/// What is searched for, as it is compared and noted: without blanks around it, and cut off where it is long.
fn searched(text: &str) -> String {
    text.trim().chars().take(MOST_SEARCHED).collect()
}

/// What the address asks for. Every field may be missing or wrong; the day is then today, and all is shown.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct DayAsked {
    pub(crate) day: String,
    pub(crate) search: String,
    pub(crate) direction: String,
    pub(crate) decision: String,
    pub(crate) page: String,
}

impl DayAsked {
    pub(crate) fn day(&self, app: &App) -> Date {
        whole_day(&self.day).unwrap_or_else(|| app.today())
    }

    pub(crate) fn filter(&self, app: &App, day: Date) -> Result<DayFilter, Failure> {
        let (from, to) = app.bounds_of(day).ok_or(Failure::NotFound)?;
        Ok(DayFilter {
            post: app.post.id.clone(),
            from,
            to,
            search: self.searched(),
            direction: self.direction.parse().ok(),
            decision: self.decision.parse().ok(),
            open_referrals: self.decision == "open-referrals",
        })
    }

    /// The day that is looked at, `YYYY-MM-DD`, and what is searched for in it.
    pub(crate) fn looked_at(&self, app: &App) -> (Date, String) {
        (self.day(app), self.searched())
    }

    /// The day that is taken out, and how many rows it has now.
    pub(crate) async fn exported(&self, app: &App) -> Result<(Date, u64), Failure> {
        let day = self.day(app);
        let rows = app.store.day(&self.filter(app, day)?, Page { offset: 0, limit: 0 }).await?.total;
        Ok((day, rows.clamp(0, MOST_EXPORTED).unsigned_abs()))
    }

    pub(crate) fn searched(&self) -> String {
        searched(&self.search)
    }

    /// The address of another page of the same view.
    pub(crate) fn address(&self, path: &str, page: i64) -> String {
        let of_view = [
            ("day", self.day.as_str()),
            ("search", self.search.as_str()),
            ("direction", self.direction.as_str()),
            ("decision", self.decision.as_str()),
        ];
        address(path, &of_view, page)
    }
}

/// The address of a page of a view; what is empty is left out.
fn address(path: &str, of_view: &[(&str, &str)], page: i64) -> String {
    let page = if page > 1 { page.to_string() } else { String::new() };
    let pairs = of_view.iter().copied().chain([("page", page.as_str())]);
    let filled: Vec<_> = pairs.filter(|(_, value)| !value.is_empty()).collect();
    match serde_html_form::to_string(&filled) {
        Ok(query) if !query.is_empty() => format!("{path}?{query}"),
        _ => path.to_owned(),
    }
}

#[derive(Deserialize)]
pub(crate) struct VisasAsked {
    #[serde(default)]
    search: String,
    /// How many records an import took in.
    pub(crate) taken: Option<u64>,
}

impl VisasAsked {
    /// What is searched for.
    pub(crate) fn searched(&self) -> String {
        searched(&self.search)
    }
}

#[derive(Deserialize)]
pub(crate) struct FindAsked {
    #[serde(default)]
    search: String,
}

impl FindAsked {
    /// What is searched for.
    pub(crate) fn searched(&self) -> String {
        searched(&self.search)
    }
}

/// A person who claims a right, as they are searched for: by their name, and by their birth date where it is said.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct ClaimantAsked {
    name: String,
    birth: String,
}

impl ClaimantAsked {
    /// The name.
    pub(crate) fn name(&self) -> String {
        searched(&self.name)
    }

    /// The birth date as it was typed.
    pub(crate) fn birth(&self) -> String {
        searched(&self.birth)
    }

    /// The birth date, unknown where none was typed; `None` for what is no date, with which nobody is searched.
    pub(crate) fn born(&self, app: &App) -> Option<PartialDate> {
        typed_birth(&self.birth(), app.today())
    }

    /// What is searched for, as it is noted.
    pub(crate) fn searched(&self) -> String {
        format!("{} {}", self.name(), self.birth()).trim().to_owned()
    }
}

#[derive(Deserialize)]
pub(crate) struct AlertsAsked {
    #[serde(default)]
    search: String,
}

impl AlertsAsked {
    /// What is searched for.
    pub(crate) fn searched(&self) -> String {
        searched(&self.search)
    }
}

/// Which alerts are browsed. Every field may be missing or wrong; then no list is shown, all kinds are, and the first page.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct BrowseAsked {
    pub(crate) list: String,
    kind: String,
    page: String,
}

impl BrowseAsked {
    pub(crate) fn kind(&self) -> Option<AlertKind> {
        self.kind.parse().ok()
    }

    /// Which page, from 1.
    pub(crate) fn page(&self) -> i64 {
        self.page.parse::<i64>().unwrap_or(1).clamp(1, MOST_PAGES)
    }

    /// What is looked at, as it is noted: the list, the kind, the page.
    pub(crate) fn looked_at(&self) -> String {
        let page = self.page().to_string();
        let parts = [self.list.as_str(), self.kind().map_or("", AlertKind::code), &page];
        searched(&parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "))
    }

    /// The address of another page of the same view.
    pub(crate) fn address(&self, page: i64) -> String {
        let kind = self.kind().map_or("", AlertKind::code);
        address("/alerts/all", &[("list", self.list.as_str()), ("kind", kind)], page)
    }
}

#[derive(Deserialize)]
pub(crate) struct DraftAsked {
    list: Option<ListName>,
    id: Option<AlertId>,
}

impl DraftAsked {
    /// The alert that the draft begins with.
    pub(crate) fn begins_with(self) -> Option<(ListName, AlertId)> {
        Some((self.list?, self.id?))
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AuditAsked {
    pub(crate) document: String,
    pub(crate) officer: String,
    pub(crate) from: String,
    pub(crate) to: String,
}

impl AuditAsked {
    /// Whom a view is about: a document, or an account; empty for all.
    pub(crate) fn about(&self, view: AuditView) -> String {
        let about = match view {
            AuditView::Person => match self.document.trim().parse::<DocumentKey>() {
                Ok(document) => return document.to_string(),
                Err(_) => &self.document,
            },
            AuditView::Officer => &self.officer,
            AuditView::Unusual | AuditView::Exports => "",
        };
        searched(about)
    }

    /// The days that are asked for; the last ones where none are, or they are reversed.
    pub(crate) fn days(&self, app: &App) -> (Date, Date) {
        let to = whole_day(&self.to).unwrap_or_else(|| app.today());
        let before = to.checked_sub((DAYS - 1).days()).unwrap_or(to);
        (whole_day(&self.from).filter(|from| *from <= to).unwrap_or(before), to)
    }
}

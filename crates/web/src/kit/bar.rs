//! The navigation bar: the pages that someone may open from every other, in the order in which pages are added.

use crate::kit::who_may::WhoMay;
use limen_domain::{Permission, Role};

/// Where a page stands in the bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Row {
    /// Always at hand. The first such page is where its people begin.
    AtHand,
    /// One step away, under a word of its own.
    StepAway,
    /// One step away for those who work at a counter, at hand for others.
    BesideCounter,
}

/// What must be so at a node for a page to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum When {
    Always,
    /// People are managed at this node.
    PeopleAreManaged,
    /// The node belongs to a network.
    InNetwork,
    /// It is a trial with invented data.
    Trial,
}

/// What the bar asks about a person at a node.
pub(crate) struct Someone<'a> {
    pub(crate) role: Role,
    pub(crate) at_headquarters: bool,
    /// Whether an agreement with a neighbouring state names their role.
    pub(crate) is_named: bool,
    /// What is so at the node.
    pub(crate) is_so: &'a dyn Fn(When) -> bool,
}

/// A page that the bar may lead to, or that someone may come back to: one with an address of a single word.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BarPage {
    /// The address without its slash, by which pages say where they stand: the message `nav-…` says it.
    pub(crate) code: &'static str,
    pub(crate) who: WhoMay,
    /// `None` for a page that no bar leads to.
    pub(crate) row: Option<Row>,
    pub(crate) when: When,
}

/// The pages of a node that the bar may lead to.
#[derive(Debug, Default)]
pub(crate) struct Bar(pub(crate) Vec<BarPage>);

impl Bar {
    fn open_to(&self, someone: &Someone<'_>) -> impl Iterator<Item = &BarPage> {
        let Someone { role, at_headquarters, is_named, .. } = *someone;
        let is_open =
            move |page: &&BarPage| page.who.lets_in(role, at_headquarters, is_named) && (someone.is_so)(page.when);
        self.0.iter().filter(is_open)
    }

    /// The codes of the pages that are always at hand for someone, and of those one step away.
    pub(crate) fn of(&self, someone: &Someone<'_>) -> (Vec<&'static str>, Vec<&'static str>) {
        let at_counter = someone.role.may(Permission::WorkAtCounter) && !someone.at_headquarters;
        let in_row = |wanted: Row| {
            let row = move |row: Row| match row {
                Row::BesideCounter if at_counter => Row::StepAway,
                Row::BesideCounter => Row::AtHand,
                row => row,
            };
            self.open_to(someone).filter(move |page| page.row.map(row) == Some(wanted)).map(|page| page.code).collect()
        };
        (in_row(Row::AtHand), in_row(Row::StepAway))
    }

    /// The address of the page that someone begins at. `None` where there is none for them at this node.
    pub(crate) fn home(&self, someone: &Someone<'_>) -> Option<String> {
        self.of(someone).0.first().map(|code| format!("/{code}"))
    }

    /// The address of the page with a code, if someone may open it.
    pub(crate) fn address(&self, someone: &Someone<'_>, code: &str) -> Option<String> {
        self.open_to(someone).find(|page| page.code == code).map(|page| format!("/{}", page.code))
    }
}

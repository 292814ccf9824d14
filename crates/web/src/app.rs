//! What every request may need: the node, the words, and what pages keep in memory for a while.

use crate::{
    access::Looks,
    kit::{
        bar::{Bar, Someone, When},
        kept_files::KeptFiles,
    },
    node::{NetworkRole, Node, StartError, neighbours::held, trial::Trial},
    words::AllWords,
};
use limen_domain::Role;
use limen_neighbour::Kind;
use limen_store::{Store, StoreError};
use std::{
    ops::Deref,
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
};

/// A node's running pages.
#[derive(Debug)]
pub struct App {
    node: Arc<Node>,
    pub(crate) words: AllWords,
    pub(crate) trial: Option<Trial>,
    /// The folder into which a scanner puts pages.
    pub(crate) drop_folder: Option<PathBuf>,
    /// SANE's program for scanning, where officers scan by it.
    pub(crate) scanimage: OnceLock<PathBuf>,
    /// What each person has looked at just now.
    pub(crate) looks: Looks,
    /// Files of which a column is asked about.
    pub(crate) kept_files: KeptFiles,
    /// How devices find these pages, where other machines are served them.
    pub(crate) to_devices: OnceLock<ToDevices>,
    bar: OnceLock<Bar>,
}

/// How browsers on other machines find a node's pages.
#[derive(Debug, Clone)]
pub struct ToDevices {
    /// Where: `https://name:port`.
    pub addresses: Vec<String>,
    /// The certificate of the authority that they have to trust, PEM.
    pub authority: String,
    /// What it is known by: SHA-256.
    pub fingerprint: [u8; 32],
}

/// Pages ask their node.
impl App {
    /// The node whose pages these are, for what goes on beside them.
    pub fn running_node(&self) -> Arc<Node> {
        self.node.clone()
    }
}

impl Deref for App {
    type Target = Node;

    fn deref(&self) -> &Node {
        &self.node
    }
}

impl App {
    /// Starts a node and its pages: see [`Node::start`].
    ///
    /// `drop_folder` is where a scanner puts pages, if one does; `folder` is the data folder.
    ///
    /// # Errors
    /// The database can't be used, names no post, or names one whose time zone does not exist.
    pub async fn start(
        store: Store,
        trial: Option<Trial>,
        drop_folder: Option<PathBuf>,
        folder: &Path,
        network: NetworkRole,
    ) -> Result<Arc<Self>, StartError> {
        Ok(Arc::new(Self {
            node: Node::start(store, folder, network).await?,
            words: AllWords::load(),
            trial,
            drop_folder,
            scanimage: OnceLock::new(),
            looks: Looks::default(),
            kept_files: KeptFiles::default(),
            to_devices: OnceLock::new(),
            bar: OnceLock::new(),
        }))
    }

    /// Notes how other machines find these pages: said once, when they are served.
    pub fn is_served_to_devices(&self, how: ToDevices) {
        let _ = self.to_devices.set(how);
    }

    /// Notes by which program officers scan: said once, where the node's settings name one.
    pub fn scans_by(&self, scanimage: PathBuf) {
        let _ = self.scanimage.set(scanimage);
    }

    /// Notes which pages are served, for the navigation bar.
    pub(crate) fn serves(&self, bar: Bar) {
        let _ = self.bar.set(bar);
    }

    /// Asks the navigation bar for someone of a role.
    fn of_bar<T: Default>(&self, (role, is_named): (Role, bool), asks: impl FnOnce(&Bar, &Someone<'_>) -> T) -> T {
        let at_headquarters = self.is_headquarters();
        let someone = Someone { role, at_headquarters, is_named, is_so: &|when| self.is_so(when) };
        self.bar.get().map(|bar| asks(bar, &someone)).unwrap_or_default()
    }

    /// The codes of the pages that are always at hand for a role, which an agreement names or does not, and of those one step
    /// away.
    pub(crate) fn bar(&self, role: Role, is_named: bool) -> (Vec<&'static str>, Vec<&'static str>) {
        self.of_bar((role, is_named), Bar::of)
    }

    /// The address of the page that a role begins at. `None` where there is none for it at this node.
    pub(crate) fn home(&self, role: Role) -> Option<String> {
        self.of_bar((role, false), Bar::home)
    }

    /// The address of the page with a code, if a role may open it, which an agreement names or does not.
    pub(crate) fn page(&self, role: Role, is_named: bool, code: &str) -> Option<String> {
        self.of_bar((role, is_named), |bar, someone| bar.address(someone, code))
    }

    /// Whether an agreement in force with a neighbouring state names a role as one that may see notices.
    ///
    /// # Errors
    /// The database can't be read.
    pub(crate) async fn is_named(&self, role: Role) -> Result<bool, StoreError> {
        held::names(self, role, Kind::Notice).await
    }

    /// Whether a page that is there only sometimes is there.
    fn is_so(&self, when: When) -> bool {
        match when {
            When::Always => true,
            When::PeopleAreManaged => self.manages_people(),
            When::InNetwork => !matches!(self.network, NetworkRole::Alone),
            When::Trial => self.trial.is_some(),
        }
    }
}

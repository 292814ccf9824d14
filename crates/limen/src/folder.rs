//! The files of a data folder beside its database.

use crate::settings;
use limen_exchange::{
    keys,
    vault::{self, Opens},
};

/// Keys, certificates, and what opens an encrypted folder: the folder of each file, and its name.
pub(crate) fn keys_and_openers() -> impl Iterator<Item = (&'static str, String)> {
    let of_node = keys::FILES.iter().map(|name| (keys::FOLDER, (*name).to_owned()));
    let openers = [Opens::Passphrase, Opens::KeyFile].into_iter().flat_map(Opens::files);
    of_node.chain(openers.map(|name| (vault::FOLDER, name)))
}

/// Everything beside the database and what opens the folder: keys, certificates, settings.
pub(crate) fn beside_the_database() -> impl Iterator<Item = String> {
    let of_node = keys::FILES.iter().map(|name| format!("{}/{name}", keys::FOLDER));
    of_node.chain([settings::FILE.to_owned()])
}

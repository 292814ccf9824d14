//! What several commands do.

use crate::{folder::vault::Unlocked, outcome::Failed};
use jiff::{Timestamp, civil::Date, tz::TimeZone};

/// What time it is, for commands that have no store to ask.
pub(crate) fn now() -> Timestamp {
    limen_store::Time::default().now()
}

/// The day it is, by this computer's clock and time zone.
pub(crate) fn today() -> Date {
    now().to_zoned_datetime(TimeZone::system()).date()
}

/// Opens the database of a data folder.
pub(crate) async fn open(folder: &std::path::Path) -> Result<limen_store::Store, Failed> {
    Unlocked::of(folder)?.store().await
}

/// At headquarters, lets posts get what a command has changed.
pub(crate) async fn publish(store: &limen_store::Store) -> Result<(), limen_store::StoreError> {
    if store.read(&limen_store::settings::HEADQUARTERS).await?.is_some() {
        store.publish().await?;
    }
    Ok(())
}

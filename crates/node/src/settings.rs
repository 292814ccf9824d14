//! The settings that headquarters decides for all, as they hold here. A decision that can't be read closes what depends
//! on it, and the bar of every page names it: the counter goes on.

use jiff::SignedDuration;
use limen_domain::{FlowBound, PostId, Role, SecondFactorRoles};
use limen_store::{
    Store, StoreError, Trouble,
    settings::{CHIP_EVIDENCE, FLOWS_BOUND, PEOPLE_GOOD_DAYS, SECOND_FACTOR_ROLES, SECOND_LINE_MINUTES, Setting},
};
use std::collections::HashMap;

/// What headquarters decides for all, besides lists and alerts.
#[derive(Debug)]
pub struct Settings {
    names: HashMap<PostId, String>,
    /// After how long a referral that nobody has settled is shown to the supervisor.
    pub late_after: SignedDuration,
    second_factor_roles: SecondFactorRoles,
    /// For how long a post lets people sign in without having heard of headquarters; zero for ever.
    pub people_good_for: SignedDuration,
    /// The posts at which people leave who are not recorded.
    pub unrecorded_exits: Vec<String>,
    /// How flows are protected before they leave the house. `None` where that can't be read: none leave.
    pub flows_bound: Option<FlowBound>,
    /// Whether a chip's signature and zone are kept beside the record.
    pub keeps_chip_evidence: bool,
    /// The names of the settings that can't be read.
    pub unreadable: Vec<&'static str>,
    /// Whether an erasure waits for the word of two people.
    pub erasure_waits: bool,
    /// Whether this is a headquarters that was restored, and decides nothing until it goes on.
    pub is_recovering: bool,
}

impl Settings {
    /// Reads them from a store.
    ///
    /// # Errors
    /// The database can't be used.
    pub async fn load(store: &Store) -> Result<Self, StoreError> {
        let posts = store.posts().await?;
        // What can't be read closes: no chip's files are kept, every referral is late, everyone needs a second factor, and who signs in must have
        // heard of headquarters within the shortest time that can be set.
        let minutes = readable(store, &SECOND_LINE_MINUTES).await?.unwrap_or(0);
        let days = readable(store, &PEOPLE_GOOD_DAYS).await?.unwrap_or(1);
        let roles = readable(store, &SECOND_FACTOR_ROLES).await?;
        Ok(Self {
            late_after: SignedDuration::from_mins(minutes.into()),
            second_factor_roles: roles.unwrap_or_else(SecondFactorRoles::everyone),
            people_good_for: SignedDuration::from_hours(24 * i64::from(days)),
            flows_bound: readable(store, &FLOWS_BOUND).await?,
            keeps_chip_evidence: readable(store, &CHIP_EVIDENCE).await?.unwrap_or(false),
            unreadable: store.unreadable_settings().await?.into_iter().map(|(name, _)| name).collect(),
            is_recovering: store.restored().await?.is_some(),
            erasure_waits: store.waiting_erasures().await?.iter().any(|waiting| waiting.approved.is_none()),
            unrecorded_exits: posts
                .iter()
                .filter(|post| !post.records_all_exits)
                .map(|post| post.name.clone())
                .collect(),
            names: posts.into_iter().map(|post| (post.id, post.name)).collect(),
        })
    }

    /// The post's name as pages show it.
    pub fn post_name(&self, id: &PostId) -> Option<&String> {
        self.names.get(id)
    }

    /// Whether who has this role must have a second factor.
    pub fn demands_second_factor(&self, role: Role) -> bool {
        self.second_factor_roles.contain(role)
    }
}

/// What a setting holds; `None` where it can't be read.
async fn readable<T>(store: &Store, setting: &Setting<T>) -> Result<Option<T>, StoreError> {
    match store.read(setting).await {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.trouble() == Trouble::Setting => {
            tracing::error!("{error}");
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

//! Where the node of a data folder stands in the network, and what the folder's settings decide there.

use crate::{
    folder::{
        settings::{self, Settings},
        vault::Unlocked,
    },
    outcome::Failed,
};
use limen_exchange::{Authority, Headquarters, Identity, PostNode, round::Rounds};
use limen_node::{NetworkRole, link_state::PostLink};
use limen_store::{
    Store,
    settings::{
        CHIP_EVIDENCE, FLOWS_BOUND, HEADQUARTERS, HISTORY_DAYS, PEOPLE_GOOD_DAYS, RETENTION, SECOND_FACTOR_ROLES,
        SECOND_LINE_MINUTES,
    },
};
use std::sync::Arc;

/// Where the node of this store and folder stands in the network, with its rounds if it is a post's.
pub(crate) async fn of(
    store: &Store,
    home: &Unlocked,
    settings: &Settings,
) -> Result<(NetworkRole, Option<Rounds>), Failed> {
    if store.read(&HEADQUARTERS).await?.is_some() {
        let (identity, authority) = (Identity::load(home)?, Authority::load(home)?);
        let headquarters = Headquarters::new(store.clone(), identity, authority);
        // One that was restored asks its posts first what they decided by.
        if headquarters.go_on_if_whole().await? {
            decide_own(store, settings).await?;
            decide_for_posts(store, &settings.network).await?;
            store.publish().await?;
        }
        return Ok((NetworkRole::Headquarters(Arc::new(headquarters)), None));
    }
    if !limen_exchange::post::belongs(store).await? {
        decide_own(store, settings).await?;
        return Ok((NetworkRole::Alone, None));
    }
    if let Err(error) = reads_retention(store, settings).await {
        tracing::error!("{error}");
    }
    let post = PostNode::new(store.clone(), Identity::load(home)?).await?;
    // By headquarters' clock: one that was ahead lets nobody in for longer.
    let contact = post.heard_at().await?.map(|at| at.min(store.now()));
    let rounds = Rounds::new(PostNode::new(store.clone(), Identity::load(home)?).await?, home.folder())?;
    let link = PostLink::new(post, contact);
    Ok((NetworkRole::Post(Arc::new(link)), Some(rounds)))
}

/// Whether this node's `limen.toml` decides how long data are kept and what published counts are multiples of: headquarters',
/// or that of a node that stands alone.
pub(crate) async fn decides_here(store: &Store) -> Result<bool, Failed> {
    Ok(store.read(&HEADQUARTERS).await?.is_some() || !limen_exchange::post::belongs(store).await?)
}

/// Puts in force what this node's file decides where it decides.
async fn decide_own(store: &Store, settings: &Settings) -> Result<(), Failed> {
    keep_for(store, settings).await?;
    store.decide(None, &FLOWS_BOUND, settings.statistics.bound()).await?;
    let keeps = settings.retention.chip_evidence.unwrap_or_else(|| CHIP_EVIDENCE.unset());
    store.decide(None, &CHIP_EVIDENCE, keeps).await?;
    Ok(())
}

/// Makes sure that the periods in this node's file are read by someone: at a post of a network headquarters decides.
pub(crate) async fn reads_retention(store: &Store, settings: &Settings) -> Result<(), Failed> {
    let says_nothing = settings.retention.periods.is_empty() && settings.retention.chip_evidence.is_none();
    if says_nothing || decides_here(store).await? {
        return Ok(());
    }
    Err("limen.toml, [retention]: headquarters decides how long this post keeps data, so nothing reads these periods; set them \
         in limen.toml at headquarters, and take them out here"
        .into())
}

/// Puts the settings' periods of retention in force.
pub(crate) async fn keep_for(store: &Store, settings: &Settings) -> Result<(), Failed> {
    store.decide(None, &RETENTION, settings.retention.periods()?).await?;
    Ok(())
}

/// Lets what headquarters' settings decide for all posts stand where posts get it from: all of it, so that what the file
/// does not say any more is the default again.
async fn decide_for_posts(store: &Store, network: &settings::Network) -> Result<(), Failed> {
    let days = [
        (&HISTORY_DAYS, network.history_days),
        (&SECOND_LINE_MINUTES, network.second_line_minutes),
        (&PEOPLE_GOOD_DAYS, network.people_good_days),
    ];
    for (setting, said) in days {
        store.decide(None, setting, said.unwrap_or_else(|| setting.unset())).await?;
    }
    let roles = network.second_factor.iter().flatten().copied().collect();
    store.decide(None, &SECOND_FACTOR_ROLES, roles).await?;
    Ok(())
}

//! Reference data: what a node is told and does not observe. Posts, settings, alerts, reference lists and what
//! chips are believed by, with what is proposed for them.

pub(crate) mod alert_lists;
pub(crate) mod alert_order;
pub(crate) mod alert_proposals;
pub(crate) mod alerts;
pub(crate) mod lists;
pub(crate) mod pictures;
pub(crate) mod posts;
pub(crate) mod proposals;
pub mod settings;
pub(crate) mod trust;
pub(crate) mod turns;
pub(crate) mod waiting;

//! Why nothing was said, agreed or taken in, as pages say it.

use crate::{kit::failure::Failure, node::neighbours::NeighbourError, words::Words};
use limen_neighbour::{AgreementError, CardError};

/// The words for it. What is not there, and what is wrong with this machine, are failures.
pub(super) fn why(w: &Words, error: NeighbourError) -> Result<String, Failure> {
    Ok(match error {
        NeighbourError::NotHere | NeighbourError::Unknown | NeighbourError::NoNotice => return Err(Failure::NotFound),
        NeighbourError::Card(CardError::Form(_)) => w.t("neighbour-no-card"),
        NeighbourError::Card(CardError::Signature) => w.t("neighbour-card-changed"),
        NeighbourError::Fingerprint => w.t("neighbour-fingerprint-wrong"),
        NeighbourError::Address(_) => w.t("neighbours-address-wrong"),
        NeighbourError::OtherKey => w.t("neighbour-other-key"),
        NeighbourError::CardWaits => w.t("neighbour-card-waits"),
        NeighbourError::Agreement(AgreementError::Form(_)) => w.t("neighbour-no-agreement"),
        NeighbourError::Agreement(AgreementError::Fault(_)) => w.t("neighbour-agreement-fault"),
        NeighbourError::Agreement(AgreementError::NotSigned(state)) => {
            w.t1("neighbour-not-signed", "state", w.state(state))
        }
        NeighbourError::NotOurs => w.t("neighbour-not-ours"),
        NeighbourError::NotAllowed(why) => w.coded("neighbour-why", why.code()),
        NeighbourError::Protected => w.t("notice-protected"),
        NeighbourError::Busy => w.t("neighbour-busy"),
        NeighbourError::NotHeardYet => w.t("neighbour-not-heard-yet"),
        NeighbourError::Exchange(refused) => w.coded("why", refused.why.code()),
        NeighbourError::Store(error) => return Err(error.into()),
        NeighbourError::Flows(error) => return Err(error.into()),
        error @ (NeighbourError::TwoPeople
        | NeighbourError::Unwritable(_)
        | NeighbourError::NotScreened
        | NeighbourError::SecondPerson(_)) => {
            tracing::error!("a neighbour: {error}");
            return Err(Failure::Fault);
        }
    })
}

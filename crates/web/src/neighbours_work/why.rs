//! Why nothing of joint work was said, as pages say it.

use crate::{kit::failure::Failure, node::neighbours::NeighbourError, words::Words};

/// The words for it. What is not there, and what is wrong with this machine, are failures.
pub(super) fn why(w: &Words, error: NeighbourError) -> Result<String, Failure> {
    Ok(match error {
        NeighbourError::NotHere | NeighbourError::Unknown => return Err(Failure::NotFound),
        NeighbourError::NotAllowed(why) => match why.code() {
            "not-in-force" => w.t("joint-why-not-in-force"),
            "kind" => w.t("joint-why-kind"),
            "pair" => w.t("joint-why-pair"),
            _ => w.t("joint-why-fault"),
        },
        NeighbourError::NotOurs => w.t("joint-why-not-ours"),
        NeighbourError::Busy => w.t("joint-why-busy"),
        NeighbourError::NotHeardYet => w.t("neighbour-not-heard-yet"),
        NeighbourError::Store(error) => return Err(error.into()),
        error => {
            tracing::error!("joint work: {error}");
            return Err(Failure::Fault);
        }
    })
}

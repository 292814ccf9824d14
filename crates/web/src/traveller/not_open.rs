//! Why a decision about a traveller is not open, in words.

use crate::words::Words;
use limen_domain::counter::NotOpen;

/// Why a decision is not open, in words.
pub(crate) fn not_open(w: &Words, not_open: NotOpen) -> String {
    w.t(match not_open {
        NotOpen::HitNotJudged => "not-open-hit",
        NotOpen::ConfirmedHit => "not-open-confirmed",
        NotOpen::MinorWithoutParent => "not-open-minor-without-parent",
        NotOpen::VehicleNotJudged => "not-open-vehicle",
        NotOpen::VehicleStopped => "not-open-vehicle-stopped",
        NotOpen::AccompanimentNotAsked => "not-open-accompaniment",
        NotOpen::PermitNotShown => "not-open-permit",
        NotOpen::OtherDirection => "not-open-direction",
        NotOpen::NoGround => "not-open-ground",
        NotOpen::AlreadyReferred => "not-open-referred",
        NotOpen::Protected => "not-open-protected",
        NotOpen::HealthNotAsked => "not-open-health",
        NotOpen::HealthService => "not-open-health-service",
        NotOpen::DriverNotNamed => "not-open-driver",
        NotOpen::NoExitToUndo => "not-open-take-back",
        NotOpen::AdultNotNamed => "not-open-adult",
        NotOpen::AdultNotOffered => "not-open-adult-not-offered",
        NotOpen::AdultNotPassing => "not-open-adult-not-passing",
        NotOpen::ChipNotOfDocument => "not-open-chip",
        NotOpen::SetAsideWithoutReason => "not-open-aside",
    })
}

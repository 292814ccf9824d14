//! The second line's queue: whose case comes first.

use crate::{Action, Need, ReferralReason};

/// How soon a referral must be looked at, the most urgent first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// A life, a child, or an arrest.
    Now,
    /// Someone who must not wait long.
    Soon,
    /// In the order of coming.
    InTurn,
}

impl Urgency {
    /// The code, as it stands in messages.
    pub fn code(self) -> &'static str {
        match self {
            Self::Now => "now",
            Self::Soon => "soon",
            Self::InTurn => "in-turn",
        }
    }

    /// How soon, by the reason of the referral, by the needs that were seen, by what confirmed alerts ask for, and by what
    /// alerts ask for that are about the very document and that nobody has judged.
    pub fn of(reason: ReferralReason, needs: &[Need], confirmed: &[Action], certain: &[Action]) -> Self {
        let is_pressing = needs.iter().any(|need| *need != Need::Asylum)
            || confirmed.iter().chain(certain).any(|action| matches!(action, Action::Arrest | Action::Protect));
        let is_soon = !needs.is_empty()
            || matches!(reason, ReferralReason::Minor | ReferralReason::Protection)
            || (reason == ReferralReason::Hit && !confirmed.is_empty())
            || !certain.is_empty();
        if is_pressing {
            Self::Now
        } else if is_soon {
            Self::Soon
        } else {
            Self::InTurn
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_child_a_sick_person_and_an_arrest_come_before_all_others() {
        for need in [Need::Child, Need::Medical, Need::Trafficking] {
            assert_eq!(Urgency::of(ReferralReason::Protection, &[need], &[], &[]), Urgency::Now);
        }
        assert_eq!(Urgency::of(ReferralReason::Hit, &[], &[Action::Arrest], &[]), Urgency::Now);
        assert_eq!(Urgency::of(ReferralReason::Protection, &[Need::Asylum], &[], &[]), Urgency::Soon);
        assert_eq!(Urgency::of(ReferralReason::Minor, &[], &[], &[]), Urgency::Soon);
        assert_eq!(Urgency::of(ReferralReason::Hit, &[], &[Action::Refuse], &[]), Urgency::Soon);
        assert_eq!(Urgency::of(ReferralReason::Hit, &[], &[], &[]), Urgency::InTurn);
        assert_eq!(Urgency::of(ReferralReason::Document, &[], &[], &[]), Urgency::InTurn);
        // A document that is sought itself does not wait behind others until somebody judges it.
        assert_eq!(Urgency::of(ReferralReason::Document, &[], &[], &[Action::SeizeDocument]), Urgency::Soon);
        assert_eq!(Urgency::of(ReferralReason::Hit, &[], &[], &[Action::Arrest]), Urgency::Now);
    }
}

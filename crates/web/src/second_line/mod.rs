//! The second line: referrals, and people in need of protection.

pub(crate) mod documents;
mod protection;
mod referrals;

use crate::access::Pages;

/// The pages of this folder.
pub(crate) fn pages() -> Pages {
    Pages::new().and(protection::pages()).and(referrals::pages()).and(documents::pages())
}

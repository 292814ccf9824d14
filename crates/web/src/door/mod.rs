//! Who comes in, and as whom: sign-in and its second factor, passkeys, turns at a counter, devices, readers of documents, one's
//! own account, the purpose of a look.

mod account;
pub(crate) mod devices;
mod live;
mod passkeys;
mod purpose;
mod reader_lights;
pub(crate) mod readers;
mod sign_in;
mod turns;

use crate::access::Pages;

/// The pages of this folder.
pub(crate) fn pages() -> Pages {
    Pages::new()
        .and(account::pages())
        .and(devices::pages())
        .and(live::pages())
        .and(passkeys::pages())
        .and(purpose::pages())
        .and(readers::pages())
        .and(reader_lights::pages())
        .and(sign_in::pages())
        .and(turns::pages())
}

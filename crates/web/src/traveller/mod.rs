//! What several pages say of a traveller: who they are, the fields in which that is typed, why a decision about them is not
//! open, what their document's chip came to, and the reason for setting them aside. It has no page of its own.

pub(crate) mod about;
pub(crate) mod chip;
pub(crate) mod not_open;
pub(crate) mod set_aside;
pub(crate) mod typed;

//! What alert managers do: find alerts, draft and try out one, propose it or a whole list, withdraw one, set how alike a
//! name must be; and the second person's word on what was proposed.

pub mod draft;
mod past;
pub mod proposal;
pub mod search;
pub mod threshold;
pub mod withdraw;

pub use past::PastError;

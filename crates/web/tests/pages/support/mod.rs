//! What tests of pages share: a post that works in this process, and its people, who send it requests.

pub mod documents;
mod officer;
mod page;
mod post;

pub use officer::{Answer, Officer};
pub use page::Page;
pub use post::{PASSWORD, Post};

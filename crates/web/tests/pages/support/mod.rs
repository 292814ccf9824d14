//! What tests of pages share: a post that works in this process, and its people, who send it requests.

mod officer;
mod post;

pub use limen_test_support::{Page, authenticator, documents, kouremale::PASSWORD};
pub use officer::{Answer, Officer, judgement};
pub use post::Post;

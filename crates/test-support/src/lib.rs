//! What the tests of several crates share: documents that travellers carry, pages as tests read them, forms with files, the
//! post of the demonstration and its people, states and what they sign, seals. Nothing that is released needs it.
#![allow(missing_docs)]

pub mod authenticator;
pub mod documents;
mod form;
// The demonstration's own, so that both have the same people, documents and lists.
#[path = "../../limen/src/demo/kouremale.rs"]
pub mod kouremale;
mod page;
#[path = "../../limen/src/demo/papers.rs"]
mod papers;
mod post;
pub mod seals;
pub mod states;

pub use form::{form_with_file, form_with_files};
pub use page::{Page, is_said, spaced, word};
pub use post::kouremale_in;

//! Names: from what stands in a list or a document to how alike two of them are.
//!
//! The way of a name: [`parts`] cuts it, [`latin`] brings each part to Latin letters, [`sound`] says what it sounds
//! like, [`forms`] what is known of it; [`likeness`] holds parts against parts, [`compare`] names against names.

pub(crate) mod compare;
pub(crate) mod forms;
pub(crate) mod frequencies;
pub(crate) mod latin;
pub(crate) mod likeness;
pub(crate) mod parts;
pub(crate) mod sound;

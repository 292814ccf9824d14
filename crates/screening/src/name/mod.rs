//! Names: from what stands in a list or a document to how alike two of them are.
//!
//! The way of a name: [`readings`] says in which ways it can be read, [`parts`] cuts it, [`latin`] brings each part to
//! Latin letters (`scripts`, `east` and `baltic` know what a general table does not), [`sound`] says what it sounds
//! like, [`forms`] what is known of it; [`likeness`] holds parts against parts, [`compare`] names against names.

mod baltic;
pub(crate) mod compare;
mod east;
mod east_given;
pub(crate) mod forms;
pub(crate) mod frequencies;
pub(crate) mod latin;
pub(crate) mod likeness;
pub(crate) mod parts;
pub(crate) mod readings;
mod scripts;
pub(crate) mod sound;

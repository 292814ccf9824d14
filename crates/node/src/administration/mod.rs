//! What administrators do: people of the service and reference lists, each change with a second person's word.

pub mod documents;
pub mod lists;
pub mod people;

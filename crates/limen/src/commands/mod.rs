//! The commands, a file or a folder each.

pub(crate) mod accounts;
pub(crate) mod alerts;
pub(crate) mod backup;
pub(crate) mod chip;
pub(crate) mod data;
pub(crate) mod doctor;
pub(crate) mod exchange;
pub(crate) mod init;
pub(crate) mod journal;
pub(crate) mod lists;
pub(crate) mod mrz;
pub(crate) mod neighbours;
pub(crate) mod nodes;
pub(crate) mod posts;
pub(crate) mod screen;
pub(crate) mod seal;
pub(crate) mod shared;
pub(crate) mod statistics;
pub(crate) mod stay;
pub(crate) mod trust;
pub(crate) mod update;
pub(crate) mod visas;

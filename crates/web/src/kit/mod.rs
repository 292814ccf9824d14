//! What every page stands on: the session, forms, failures, the frame around a page, files that come and go. It imports no page.

pub(crate) mod assets;
pub(crate) mod bar;
pub(crate) mod camera;
pub(crate) mod columns;
pub(crate) mod download;
pub(crate) mod failure;
pub(crate) mod failure_page;
pub(crate) mod form;
pub(crate) mod help;
pub(crate) mod host;
pub(crate) mod kept_files;
pub(crate) mod menu;
pub(crate) mod names;
pub(crate) mod parts;
pub(crate) mod proof;
pub(crate) mod reader;
pub(crate) mod second_person;
pub(crate) mod session;
pub(crate) mod shell;
pub(crate) mod upload;
pub(crate) mod who_may;

//! Pages, asked in this process: what a post answers, by the codes, identifiers and messages' keys that its pages hold.
#![allow(missing_docs)]

mod access;
mod across;
mod alert_lists;
mod alerts;
mod camera;
mod codes;
mod counter;
mod days;
mod decisions;
mod devices;
mod documents;
mod flows;
mod help;
mod looks;
mod neighbours;
mod neighbours_work;
mod nobody_lost;
mod people;
mod planning;
mod readers;
mod rights;
mod scanner;
mod second_line;
mod second_person;
mod settings;
mod sign_in;
mod stay;
mod supervisor;
mod support;
mod trouble;
mod trust;
mod visas;
mod whole_post;

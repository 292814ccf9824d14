//! What the journal amounts to: the tables of travellers and crossings, written by `projection` from events alone, and
//! how they are read.

pub(crate) mod adults;
pub(crate) mod asked_corrections;
pub(crate) mod attachments;
pub(crate) mod chip_readings;
pub(crate) mod crossings;
pub(crate) mod day;
pub(crate) mod find;
pub(crate) mod flows;
pub(crate) mod hits;
pub(crate) mod looks;
pub(crate) mod neighbour_drafts;
pub(crate) mod parties;
pub(crate) mod party_state;
pub(crate) mod presentations;
pub(crate) mod projection;
pub(crate) mod published;
pub(crate) mod same_person;
pub(crate) mod second_line;
pub(crate) mod shift;
pub(crate) mod standing;
pub(crate) mod stays;
pub(crate) mod tallies;
pub(crate) mod visa_history;
pub(crate) mod visas;
pub(crate) mod waits;

pub(crate) use {party_state::PartyState, standing::Standing};

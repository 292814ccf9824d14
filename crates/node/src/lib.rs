//! The use cases of a node, for pages, rounds of the network and commands alike. No page, template or text of one is
//! here.

pub mod administration;
pub mod age;
pub mod alerts;
pub mod attachments;
pub mod chip_check;
mod chip_face;
mod credentials;
pub mod desk;
pub mod eye;
mod file_name;
pub mod find;
pub mod flows;
pub mod handed_in;
pub mod headings;
pub mod health;
pub mod in_force;
pub mod level;
pub mod light;
pub mod limits;
pub mod link_state;
pub mod lists_coming;
pub mod metrics;
pub mod neighbour_troubles;
pub mod neighbours;
pub mod network;
mod node;
pub mod oversight;
pub mod picture;
pub mod qr;
pub mod readers;
pub mod rights;
pub mod scanner_folder;
pub mod schedule;
pub mod seals;
pub mod second_person;
mod seen_pictures;
pub mod settings;
pub mod shift;
pub mod tally;
pub mod token;
pub mod trial;
pub mod trust;
pub mod typed_day;
pub mod visas;

pub use credentials::{
    CredentialsError, device_code, drawn, hashing, own, passkeys, passwords, pin, second_factor, session, sign_in,
};
pub use file_name::file_name;
pub use node::{JournalState, NetworkRole, Node, PARQUET_FOLDER, PATIENCE, StartError};

/// What reads bytes from outside, for the fuzzer.
#[doc(hidden)]
pub mod fuzzing {
    /// Whether a text is a passkey's answer to a challenge that was never set. Must always be false.
    pub fn is_an_answer(text: &str) -> bool {
        let asked = crate::credentials::passkey_questions::PasskeyQuestions::default();
        asked.signed(text).is_some_and(|(_, question)| question.is_some()) || asked.made(text).is_some()
    }
}

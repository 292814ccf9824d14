//! What the law gives people about their own data: what is held about them, what they claim, and that it is erased in time.

pub mod claims;
pub mod erasures;
pub mod person_file;
pub mod person_report;

//! What travellers ask of the service about their own data, and what becomes of it.

use crate::coded::coded;

coded! {
    /// A right that someone claims about their own data.
    "rights of travellers"
    pub enum Right {
        /// To know what is held.
        Access = "access",
        /// That what is wrong be put right.
        Rectification = "rectification",
        /// That what should not be held be erased.
        Erasure = "erasure",
        /// That their data not be used.
        Objection = "objection",
    }
}

coded! {
    /// How a request was answered.
    "answers to requests"
    pub enum RightAnswer {
        /// As asked.
        Granted = "granted",
        /// In part.
        Partly = "partly",
        /// Not; with the reason, and where to complain.
        Refused = "refused",
    }
}

//! Who may ask for an address, and at which nodes.

use limen_domain::{Permission, Role};

/// Who may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Anyone, before signing in.
    Nothing,
    /// A key of another system, which the handler checks.
    Key,
    /// The token of a reader of documents, which the guard checks.
    Reader,
    /// Anyone who is signed in.
    SignIn,
    /// Someone signed in whose role has one of these permissions.
    One(&'static [Permission]),
    /// The same, or someone signed in whose role an agreement in force with a neighbouring state names.
    Named(&'static [Permission]),
}

/// At which nodes it is served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// At every node.
    Anywhere,
    /// At posts: nobody crosses at headquarters.
    Post,
    /// At headquarters.
    Headquarters,
}

/// Who may ask for an address, and at which nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WhoMay {
    /// Who.
    pub needs: Needs,
    /// Where.
    pub place: Place,
}

impl WhoMay {
    /// Whether a role may, at a post or at headquarters, by itself.
    pub fn allows(&self, role: Role, at_headquarters: bool) -> bool {
        self.lets_in(role, at_headquarters, false)
    }

    /// Whether a role may, at a post or at headquarters, where an agreement names it or does not.
    pub(crate) fn lets_in(&self, role: Role, at_headquarters: bool, is_named: bool) -> bool {
        let is_there = match self.place {
            Place::Anywhere => true,
            Place::Post => !at_headquarters,
            Place::Headquarters => at_headquarters,
        };
        is_there
            && match self.needs {
                Needs::Nothing | Needs::Key | Needs::Reader | Needs::SignIn => true,
                Needs::One(permissions) => permissions.iter().any(|permission| role.may(*permission)),
                Needs::Named(permissions) => is_named || permissions.iter().any(|permission| role.may(*permission)),
            }
    }
}

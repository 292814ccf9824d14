//! The closed lists about a crossing: which way, why, how, with whom, and how it is decided.

use crate::coded::coded;

coded! {
    /// Which way.
    "directions"
    pub enum Direction {
        /// Into the country.
        Entry = "entry",
        /// Out of the country.
        Exit = "exit",
    }
}

impl Direction {
    /// The other way.
    pub fn other(self) -> Self {
        match self {
            Self::Entry => Self::Exit,
            Self::Exit => Self::Entry,
        }
    }
}

coded! {
    /// Why someone travels.
    "purposes"
    pub enum Purpose {
        /// To see family or friends.
        Family = "family",
        /// Trade and market.
        Trade = "trade",
        /// Business or official mission.
        Business = "business",
        /// Work.
        Work = "work",
        /// Study.
        Study = "study",
        /// Holiday, culture, sport.
        Tourism = "tourism",
        /// Health care.
        Health = "health",
        /// Pilgrimage or another religious reason.
        Religion = "religion",
        /// On the way to another country.
        Transit = "transit",
        /// Going home.
        Return = "return",
        /// Another reason.
        Other = "other",
    }
}

coded! {
    /// How someone travels.
    "modes of transport"
    pub enum Mode {
        /// On foot.
        Foot = "foot",
        /// By bicycle or motorcycle.
        Motorcycle = "motorcycle",
        /// By car or taxi.
        Car = "car",
        /// By bus.
        Bus = "bus",
        /// By lorry.
        Lorry = "lorry",
        /// By train.
        Train = "train",
        /// By boat.
        Boat = "boat",
        /// By air.
        Air = "air",
        /// With animals, or another way.
        Other = "other",
    }
}

coded! {
    /// With whom a minor crosses.
    "accompaniments"
    pub enum Accompaniment {
        /// With a parent or legal guardian.
        Parent = "parent",
        /// With another adult.
        OtherAdult = "other-adult",
        /// Alone, or with other minors only.
        Alone = "alone",
    }
}

coded! {
    /// Why a traveller is sent to the second line.
    "referral reasons"
    pub enum ReferralReason {
        /// A possible or confirmed hit.
        Hit = "hit",
        /// A document in doubt.
        Document = "document",
        /// A minor who may be alone, or with an adult who is not a parent.
        Minor = "minor",
        /// Someone who asks for asylum or may need protection.
        Protection = "protection",
        /// Stay, purpose or means to be looked into.
        Conditions = "conditions",
        /// Another reason.
        Other = "other",
    }
}

coded! {
    /// A decision without its grounds.
    "decisions"
    pub enum DecisionKind {
        /// May come in.
        Admit = "admit",
        /// May not come in.
        Refuse = "refuse",
        /// Comes back, refused by the other side.
        TakeBack = "take-back",
        /// The second line decides.
        Refer = "refer",
        /// Gives up crossing.
        Desist = "desist",
        /// May leave.
        LetDepart = "let-depart",
        /// May not leave.
        RefuseExit = "refuse-exit",
        /// Is held.
        Hold = "hold",
    }
}

impl DecisionKind {
    /// Whether the traveller crossed the border: these are counted as flows, the others beside them.
    pub fn crossed(self) -> bool {
        matches!(self, Self::Admit | Self::LetDepart)
    }

    /// The direction it belongs to; nothing for those that belong to both.
    pub fn direction(self) -> Option<Direction> {
        match self {
            Self::Admit | Self::Refuse | Self::TakeBack => Some(Direction::Entry),
            Self::LetDepart | Self::RefuseExit | Self::Hold => Some(Direction::Exit),
            Self::Refer | Self::Desist => None,
        }
    }

    /// The decision that lets a traveller pass in this direction.
    pub fn pass(direction: Direction) -> Self {
        match direction {
            Direction::Entry => Self::Admit,
            Direction::Exit => Self::LetDepart,
        }
    }

    /// The decision that turns a traveller back in this direction, on grounds.
    pub fn refuse(direction: Direction) -> Self {
        match direction {
            Direction::Entry => Self::Refuse,
            Direction::Exit => Self::RefuseExit,
        }
    }

    /// Whether it stops the traveller against their will.
    pub fn stops(self) -> bool {
        matches!(self, Self::Refuse | Self::RefuseExit | Self::Hold)
    }
}

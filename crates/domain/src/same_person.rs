//! Why two documents are, or are not, one person's.

use crate::coded::coded;

coded! {
    /// Why an officer ties two documents together, or parts them. In a journal it stands as its code; nodes of other
    /// versions may write others.
    "reasons for one person"
    pub enum SamePersonReason {
        /// The face.
        Face = "face",
        /// The documents.
        Documents = "documents",
        /// What the traveller says.
        SaysSo = "says-so",
        /// They were tied together by mistake.
        Mistake = "mistake",
    }
}

impl SamePersonReason {
    /// Those for which two documents are one person's.
    pub const TYING: [Self; 3] = [Self::Face, Self::Documents, Self::SaysSo];
}

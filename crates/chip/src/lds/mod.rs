//! What data groups say (Doc 9303-10 §4.7): the face, the signature as a picture, and what is known of holder and document.

mod details;
mod face;
mod picture;

pub use details::{Date, DocumentDetails, HolderDetails};
pub use face::{Face, faces};
pub use picture::{Picture, PictureError, PictureKind, Pixels, signatures};

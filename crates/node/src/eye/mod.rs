//! Zones read from pictures at a counter: frames of a camera, files, pages of a scanner. A few are read at once, and a few a
//! second for each session, so that nobody's camera is in the way of what else the node does.

pub mod held;
pub mod phones;
pub mod scanimage;
pub(crate) mod turns;

use crate::{
    Node,
    attachments::{self, KeepError},
    desk::Counter,
    scanner_folder::{self, Newest, PassedFile},
};
pub use held::HeldPage;
use limen_domain::{AttachmentKind, TravelDocument};
pub use limen_optics::{Character, PictureError, Reading, Reason, Side};
use std::{io, path::PathBuf, sync::Arc};
use tokio::{sync::OwnedSemaphorePermit, task::spawn_blocking};

/// Maximum bytes of a frame of a camera: a JPEG of two megapixels has less.
pub const MOST_BYTES_OF_FRAME: usize = 2 * 1024 * 1024;

/// What came of a frame.
#[derive(Debug)]
pub enum Frame {
    /// A zone was read, by two frames alike or surely; its page is held for the counter.
    Read(HeldPage),
    /// The next frame has to say the same.
    Once,
    /// Nothing was read, and why.
    Not(Reason),
    /// Too much is being read: the next frame is taken.
    Busy,
}

/// Reads a frame that the session `from` sent, for the counter of the session `counter`.
pub async fn frame(node: &Node, from: [u8; 32], counter: [u8; 32], bytes: Vec<u8>) -> Frame {
    let now = node.now();
    if !node.limits.frames.lets(from, now) {
        return Frame::Busy;
    }
    let Some(turn) = node.reading.at_once() else { return Frame::Busy };
    match read(turn, bytes).await {
        Ok((reading, picture)) => {
            let is_alike = node.held.is_alike(from, &reading.text(), now);
            if !(reading.sure || is_alike) {
                return Frame::Once;
            }
            Frame::Read(node.held.put(
                counter,
                HeldPage::new(node.store.new_id(), reading, picture, from != counter),
                now,
            ))
        }
        Err(reason) => Frame::Not(reason),
    }
}

/// Reads a picture that is shown once, for the counter of a session.
///
/// # Errors
/// The reason why nothing was read.
pub async fn picture(node: &Node, counter: [u8; 32], bytes: Vec<u8>) -> Result<HeldPage, Reason> {
    let turn = node.reading.in_turn().await.ok_or(Reason::Picture(PictureError::Damaged))?;
    let (reading, picture) = read(turn, bytes).await?;
    Ok(node.held.put(counter, HeldPage::new(node.store.new_id(), reading, picture, false), node.now()))
}

/// What came of asking for the newest page in the scanner's folder.
#[derive(Debug)]
pub enum Scanned {
    /// Its zone was read; the page is moved out of the way.
    Read(HeldPage),
    /// It lies there still: nothing was read, and why.
    Not(String, Reason),
    /// No page is whole; the files that were passed over, and whether the time was over before all had been tried.
    None(Vec<PassedFile>, bool),
}

/// Reads the newest page in the scanner's folder, for a counter.
///
/// # Errors
/// The folder can't be read.
pub async fn scanned(node: &Node, counter: Counter<'_>, scanner: PathBuf) -> io::Result<Scanned> {
    let Newest { page, passed_over, is_cut_off } = scanner_folder::newest(scanner, &counter.account.id).await?;
    let Some(page) = page else { return Ok(Scanned::None(passed_over, is_cut_off)) };
    match picture(node, *counter.session, page.bytes().to_vec()).await {
        Ok(held) => {
            if let Err(error) = page.put_aside(node.now()).await {
                tracing::error!("a page was read and can't be moved out of the way in the scanner's folder: {error}");
            }
            Ok(Scanned::Read(held))
        }
        Err(reason) => Ok(Scanned::Not(page.shown_name(), reason)),
    }
}

/// Keeps the picture of a page beside the traveller who stands at a counter with its document, and lets the page go.
///
/// # Errors
/// [`KeepError`] says why it is not kept; the scan stands.
pub async fn keep(
    node: &Node,
    counter: Counter<'_>,
    page: &HeldPage,
    shown: Option<&TravelDocument>,
) -> Result<(), KeepError> {
    let officer = &counter.account.id;
    if let (Some(shown), Some((open, _))) = (shown, node.store.open_presentation(officer).await?) {
        let is_it =
            |other: &TravelDocument| other.mrz == shown.mrz || (other.key().is_some() && other.key() == shown.key());
        if open.traveller.document.iter().chain(&open.traveller.further_documents).any(is_it) {
            attachments::keep(node, officer, open.id, AttachmentKind::Page, "", page.picture.to_vec()).await?;
        }
    }
    // Only now: a page that could not be kept can be sent again.
    node.held.done(counter.session, page.id, node.now());
    Ok(())
}

/// Reads a picture beside what else the node does. The turn is given back when it is read, even if nobody waits any more.
async fn read(turn: OwnedSemaphorePermit, bytes: Vec<u8>) -> Result<(Reading, Arc<Vec<u8>>), Reason> {
    let work = spawn_blocking(move || {
        let read = limen_optics::read(&bytes);
        drop(turn);
        (read, bytes)
    });
    match work.await {
        Ok((read, bytes)) => read.map(|reading| (reading, Arc::new(bytes))).map_err(|unread| unread.reason),
        Err(error) => {
            tracing::error!("a picture could not be read: {error}");
            Err(Reason::Picture(PictureError::Damaged))
        }
    }
}

//! What is kept beside a record: a photo from the camera, pages of documents from a file, the camera or the scanner's
//! folder, and files of the second line.

use crate::{
    failure::Failure,
    form,
    picture::{self, NoPicture},
    session::SignedIn,
    shell::{Shell, answer, moment},
    sight::{self, Sight},
    state::App,
    upload::{self, Upload},
    words::Words,
};
use askama::Template;
use axum::{
    Router,
    body::Body,
    extract::{Multipart, Query, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use limen_domain::{Attachment, AttachmentKind, CrossingId, MediaType};
use limen_store::KeptAttachment;
use serde::Deserialize;
use std::{
    path::{Path as FilePath, PathBuf},
    sync::Arc,
};

pub(crate) fn routes() -> Router<Arc<App>> {
    let take = get(show).post(take).layer(upload::limit(picture::MOST_BYTES));
    Router::new()
        .route("/crossing/{id}/pictures", take)
        .route("/crossing/{id}/pictures/scanned", post(take_scanned))
        .route("/crossing/{id}/picture/{sha256}", get(content))
}

/// The most attachments of one record.
const MOST_ATTACHMENTS: usize = 40;
/// The most bytes of a PDF.
const MOST_BYTES_OF_PDF: usize = 8 * 1024 * 1024;

/// The address at which an attachment is served.
pub(crate) fn address(attachment: &Attachment) -> String {
    format!("/crossing/{}/picture/{}", attachment.crossing, attachment.sha256)
}

/// An attachment as pages show it.
pub(crate) struct AttachmentView {
    pub(crate) address: String,
    pub(crate) words: String,
    pub(crate) is_picture: bool,
}

/// Attachments as pages show them.
pub(crate) fn views(app: &App, w: &Words, kept: &[KeptAttachment]) -> Vec<AttachmentView> {
    let view = |kept: &KeptAttachment| {
        let attachment = &kept.attachment;
        let mut words = format!("{} · {}", w.coded("attachment", attachment.kind.code()), moment(app, w, kept.at));
        if !attachment.name.is_empty() {
            words.push_str(&format!(" · {}", attachment.name));
        }
        AttachmentView { address: address(attachment), words, is_picture: attachment.media == MediaType::Jpeg }
    };
    kept.iter().map(view).collect()
}

#[derive(Template)]
#[template(path = "pictures.html")]
struct PicturesPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    id: CrossingId,
    name: String,
    back: String,
    takes_files: bool,
    /// Whether a scanner puts its pages into a folder that this node watches.
    has_scanner: bool,
    /// What the camera is pointed at.
    kind: &'static str,
    kept: Vec<AttachmentView>,
    message: Option<String>,
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    kind: String,
}

async fn show(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    sight: Sight,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    pictures_page(&app, &signed, &sight, &asked.kind, None).await
}

async fn pictures_page(
    app: &App,
    signed: &SignedIn,
    sight: &Sight,
    kind: &str,
    message: Option<String>,
) -> Result<Response, Failure> {
    let (id, w, takes_files) = (sight.id, signed.words(app), sight.is_looked_into());
    let back = match sight.is_recorded() {
        false => "/counter".to_owned(),
        true if takes_files => format!("/second-line/{id}"),
        true => format!("/crossing/{id}"),
    };
    let kept = sight::attachments(app, signed.session.account.role, &[id]).await?;
    let is_wrong = message.is_some();
    Ok(answer(
        is_wrong,
        &PicturesPage {
            shell: Shell::new(app, signed, "counter"),
            w,
            id,
            name: sight.name(),
            back,
            takes_files,
            has_scanner: app.drop_folder.is_some(),
            kind: if kind == AttachmentKind::Page.code() { AttachmentKind::Page } else { AttachmentKind::Face }.code(),
            kept: views(app, w, &kept),
            message,
        },
    ))
}

async fn take(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    sight: Sight,
    parts: Multipart,
) -> Result<Response, Failure> {
    let upload = match Upload::receive(&signed, parts, picture::MOST_BYTES).await {
        Ok(upload) => upload,
        Err(Failure::Form(form::FormTrouble::TooLarge)) => {
            return refused(&app, &signed, &sight, "", NoPicture::TooLarge).await;
        }
        Err(failure) => return Err(failure),
    };
    let kind: AttachmentKind = upload.field("kind").parse().map_err(|_| form::FormTrouble::Malformed)?;
    if kind == AttachmentKind::File && !sight.is_looked_into() {
        return Err(Failure::NotAllowed);
    }
    // A photo from the camera has no name of its own.
    let name = if kind == AttachmentKind::Face { String::new() } else { file_name(&upload.name) };
    keep(&app, &signed, &sight, kind, &name, upload.bytes.to_vec()).await
}

async fn refused(app: &App, signed: &SignedIn, sight: &Sight, kind: &str, why: NoPicture) -> Result<Response, Failure> {
    let message = signed.words(app).coded("no-picture", why.code());
    pictures_page(app, signed, sight, kind, Some(message)).await
}

async fn keep(
    app: &App,
    signed: &SignedIn,
    sight: &Sight,
    kind: AttachmentKind,
    name: &str,
    bytes: Vec<u8>,
) -> Result<Response, Failure> {
    let id = sight.id;
    if app.store.attachments(&[id]).await?.len() >= MOST_ATTACHMENTS {
        return refused(app, signed, sight, kind.code(), NoPicture::TooLarge).await;
    }
    let kept = if kind == AttachmentKind::File && bytes.starts_with(b"%PDF-") {
        if bytes.len() > MOST_BYTES_OF_PDF { Err(NoPicture::TooLarge) } else { Ok((MediaType::Pdf, bytes)) }
    } else {
        picture::keepable(bytes, kind == AttachmentKind::Face).await.map(|bytes| (MediaType::Jpeg, bytes))
    };
    match kept {
        Ok((media, bytes)) => {
            app.store.attach(&signed.session.account.id, id, kind, media, name, &bytes).await?;
            Ok(Redirect::to(&format!("/crossing/{id}/pictures?kind={kind}")).into_response())
        }
        Err(why) => refused(app, signed, sight, kind.code(), why).await,
    }
}

/// The last part of a name that a browser sent, without anything that a path or a page could mean something by.
fn file_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|c| c.is_alphanumeric() || " ._-()".contains(*c)).take(80).collect()
}

/// Takes the newest page that the scanner put into its folder.
async fn take_scanned(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    sight: Sight,
    body: Body,
) -> Result<Response, Failure> {
    form::receive(&signed, body).await?;
    let (w, kind) = (signed.words(&app), AttachmentKind::Page);
    let folder = app.drop_folder.clone().ok_or(Failure::NotFound)?;
    // A folder of the officer's own goes before the one that all counters share.
    let own = folder.join(signed.session.account.id.as_str());
    let folder = if own.is_dir() { own } else { folder };
    let read = tokio::task::spawn_blocking(move || newest(&folder)).await.map_err(|_| Failure::Fault)?;
    match read {
        Some((path, bytes)) => {
            let name = path.file_name().map(|name| file_name(&name.to_string_lossy())).unwrap_or_default();
            let answer = keep(&app, &signed, &sight, kind, &name, bytes).await?;
            if answer.status() == StatusCode::SEE_OTHER {
                // What was taken in is not offered again; where it can't be removed, that is the administrator's to see.
                if let Err(error) = std::fs::remove_file(&path) {
                    tracing::warn!("a scanned page can't be removed from the scanner's folder: {error}");
                }
            }
            Ok(answer)
        }
        None => pictures_page(&app, &signed, &sight, kind.code(), Some(w.t("pictures-none-scanned"))).await,
    }
}

/// The newest file in a folder, if it is not larger than a picture may be. Links and hidden files are passed over.
fn newest(folder: &FilePath) -> Option<(PathBuf, Vec<u8>)> {
    let files = std::fs::read_dir(folder).ok()?.filter_map(Result::ok).filter_map(|entry| {
        let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
        let metadata = entry.metadata().ok()?;
        let fits = metadata.is_file() && !is_hidden && metadata.len() <= picture::MOST_BYTES as u64;
        fits.then(|| Some((metadata.modified().ok()?, entry.path())))?
    });
    let (_, path) = files.max()?;
    let bytes = std::fs::read(&path).ok()?;
    Some((path, bytes))
}

/// The bytes of an attachment.
async fn content(State(app): State<Arc<App>>, _: SignedIn, sight: Sight) -> Result<Response, Failure> {
    let kept = sight.content()?;
    let bytes = app.store.content_of(&kept.attachment.sha256).await?.ok_or(Failure::NotFound)?;
    let media = kept.attachment.media;
    let mut response = ([(header::CONTENT_TYPE, media.code())], bytes).into_response();
    if media != MediaType::Jpeg {
        // What was not written anew here is never shown within a page of ours.
        let save = format!("attachment; filename=\"{}\"", kept.attachment.name.replace(|c: char| !c.is_ascii(), "_"));
        let save = HeaderValue::from_str(&save).unwrap_or(HeaderValue::from_static("attachment"));
        response.headers_mut().insert(header::CONTENT_DISPOSITION, save);
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_a_file_is_only_a_name() {
        assert_eq!(file_name("../../etc/passwd"), "passwd");
        assert_eq!(file_name("C:\\temp\\page 1.jpg"), "page 1.jpg");
        assert_eq!(file_name("a\"; filename=\"b<script>.jpg"), "a filenamebscript.jpg");
    }

    #[test]
    fn the_newest_page_is_taken_and_neither_links_nor_hidden_files() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(newest(folder.path()).is_none());
        std::fs::write(folder.path().join("old.jpg"), "old").expect("written");
        std::thread::sleep(std::time::Duration::from_millis(20));
        std::fs::write(folder.path().join("new.jpg"), "new").expect("written");
        std::fs::write(folder.path().join(".hidden"), "hidden").expect("written");
        std::os::unix::fs::symlink("/etc/passwd", folder.path().join("link.jpg")).expect("linked");
        assert_eq!(newest(folder.path()).map(|(_, bytes)| bytes), Some(b"new".to_vec()));
    }
}

//! What is kept beside a record: a photo from the camera, pages of documents from a file, the camera or the scanner's
//! folder, and files of the second line.

use crate::{
    access::{
        COUNTER, Look, Pages, again, at_posts,
        sight::{self, Sight},
    },
    app::App,
    kit::{
        camera,
        download::Download,
        failure::Failure,
        form,
        session::SignedIn,
        shell::{Shell, answer, moment},
        upload::{self, Upload},
    },
    node::{
        attachments::{self, KeepError},
        picture::{self, PictureError},
        seals,
    },
    records::{codes::CodeView, genuine, light},
    words::Words,
};
use askama::Template;
use axum::{
    extract::{Multipart, Query, State},
    http::header,
    response::{IntoResponse, Redirect, Response},
};
use limen_domain::{Attachment, AttachmentKind, CrossingId, MediaType, PageLight};
use limen_store::KeptAttachment;
use serde::Deserialize;
use std::{collections::BTreeMap, sync::Arc};

pub(crate) fn pages() -> Pages {
    Pages::new()
        .get("/crossing/{id}/pictures", at_posts(COUNTER, Look::Pictures), show)
        .upload(
            "/crossing/{id}/pictures",
            at_posts(COUNTER, again(Look::Pictures)),
            upload::limit(picture::MOST_BYTES),
            take,
        )
        .get("/crossing/{id}/picture/{sha256}", at_posts(COUNTER, Look::Picture), content)
}

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
    kept.iter().map(|kept| view(app, w, kept)).collect()
}

fn view(app: &App, w: &Words, kept: &KeptAttachment) -> AttachmentView {
    let attachment = &kept.attachment;
    let mut words = format!("{} · {}", w.coded("attachment", attachment.kind.code()), moment(app, w, kept.at));
    if !attachment.name.is_empty() {
        words.push_str(&format!(" · {}", attachment.name));
    }
    AttachmentView { address: address(attachment), words, is_picture: attachment.media == MediaType::Jpeg }
}

#[derive(Template)]
#[template(path = "records/pictures.html")]
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
    /// The page in each light, where there is more than white.
    side_by_side: Vec<AttachmentView>,
    /// What was seen of the page in other light, line by line.
    light: Vec<light::LightLine>,
    /// Whether there are reference documents to lay beside the page.
    has_documents: bool,
    /// Bar codes and seals that were found in the pages.
    codes: Vec<CodeView>,
    message: Option<String>,
}

#[derive(Deserialize)]
struct PicturesQuery {
    #[serde(default)]
    kind: String,
}

async fn show(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    sight: Sight,
    Query(asked): Query<PicturesQuery>,
) -> Result<Response, Failure> {
    pictures_page(&app, &signed, &sight, &asked.kind, None).await
}

pub(crate) async fn pictures_page(
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
    // Most pages were seen in white alone: their bytes are not read for this.
    let in_each = light::newest_in_each(&kept);
    let mut pages = BTreeMap::new();
    for light in PageLight::ALL {
        let of_light = |kept: &&&KeptAttachment| kept.attachment.kind == light.kept_as();
        let Some(KeptAttachment { attachment, .. }) = in_each.iter().find(of_light) else { continue };
        // Its bytes may not have come yet.
        if let Some(bytes) = app.store.content_of(&attachment.sha256).await? {
            pages.insert(*light, (attachment.name.clone(), bytes));
        }
    }
    let side_by_side = in_each.iter().map(|kept| view(app, w, kept)).collect();
    let light = light::lines(app, w, pages).await?;
    let codes = seals::of_record(app, &kept, sight.traveller()).await?;
    let is_wrong = message.is_some();
    Ok(camera::on(answer(
        is_wrong,
        &PicturesPage {
            shell: Shell::new(app, signed, "counter").about("pictures"),
            w,
            id,
            name: sight.name(),
            back,
            takes_files,
            has_scanner: app.drop_folder.is_some(),
            kind: match kind.parse() {
                Ok(AttachmentKind::Page | AttachmentKind::Infrared | AttachmentKind::Ultraviolet) => {
                    AttachmentKind::Page
                }
                _ => AttachmentKind::Face,
            }
            .code(),
            kept: views(app, w, &kept),
            side_by_side,
            light,
            has_documents: genuine::has_documents(app, sight),
            codes: CodeView::all(w, &codes),
            message,
        },
    )))
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
            return refused(&app, &signed, &sight, "", PictureError::TooLarge).await;
        }
        Err(failure) => return Err(failure),
    };
    let kind: AttachmentKind = upload.field("kind").parse().map_err(|_| form::FormTrouble::Malformed)?;
    if matches!(kind, AttachmentKind::Chip | AttachmentKind::Evidence) {
        // Only a chip brings its face and its files.
        return Err(form::FormTrouble::Malformed.into());
    }
    if kind == AttachmentKind::File && !sight.is_looked_into() {
        return Err(Failure::NotAllowed);
    }
    let (id, me) = (sight.id, &signed.session.account.id);
    let kept = attachments::keep(&app, me, id, kind, &upload.name, upload.bytes.to_vec()).await;
    match kept {
        Ok(()) => Ok(Redirect::to(&format!("/crossing/{id}/pictures?kind={kind}")).into_response()),
        Err(KeepError::NotKept(why)) => refused(&app, &signed, &sight, kind.code(), why).await,
        Err(KeepError::Store(error)) => Err(error.into()),
    }
}

pub(crate) async fn refused(
    app: &App,
    signed: &SignedIn,
    sight: &Sight,
    kind: &str,
    why: PictureError,
) -> Result<Response, Failure> {
    let message = signed.words(app).coded("no-picture", why.code());
    pictures_page(app, signed, sight, kind, Some(message)).await
}

/// The newest picture of a kind.
pub(crate) fn newest_of(kept: &[KeptAttachment], kind: AttachmentKind) -> Option<&KeptAttachment> {
    kept.iter().rfind(|kept| kept.attachment.kind == kind && kept.attachment.media == MediaType::Jpeg)
}

/// The bytes of an attachment.
async fn content(State(app): State<Arc<App>>, _: SignedIn, sight: Sight) -> Result<Response, Failure> {
    let kept = sight.content()?;
    let bytes = app.store.content_of(&kept.attachment.sha256).await?.ok_or(Failure::NotFound)?;
    let Attachment { name, media, .. } = &kept.attachment;
    Ok(match media {
        MediaType::Jpeg => ([(header::CONTENT_TYPE, media.code())], bytes).into_response(),
        // What was not written anew here is never shown within a page of ours.
        MediaType::Pdf | MediaType::ChipFile => Download::new(name, media.code(), bytes).into_response(),
    })
}

//! Drawings as pictures and on paper: PNG, and PDF with text that can be searched and copied.

use krilla::{
    Document, SerializeSettings,
    configure::{Accessibility, Configuration, ConfigurationBuilder, ValidationError},
    destination::XyzDestination,
    error::KrillaError,
    geom::{Point, Rect, Size},
    metadata::Metadata,
    outline::{Outline, OutlineNode},
    page::PageSettings,
    tagging::{
        Artifact, ArtifactType, BBox, ContentTag, Identifier, Node, TableHeaderScope, Tag, TagGroup, TagKind, TagTree,
    },
};
use krilla_svg::{SurfaceExt, SvgSettings};
use limen_analyst_protocol::{About, AnalystError, CellKind, Page, Piece, Role};
use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{Options, Tree, fontdb::Database},
};
use serde_bytes::ByteBuf;
use std::{num::NonZeroU16, sync::Arc};

/// The type of everything that is printed (Roboto, Apache-2.0; see fonts/README.md).
const FONTS: [&[u8]; 2] = [include_bytes!("../fonts/Roboto-Regular.ttf"), include_bytes!("../fonts/Roboto-Bold.ttf")];
/// A4 in points.
const PAGE: (f32, f32) = (595.0, 842.0);
/// How many times as large as its units a picture is.
const ENLARGED: f32 = 2.0;

fn options() -> Options<'static> {
    let mut fonts = Database::new();
    FONTS.iter().for_each(|font| fonts.load_font_data(font.to_vec()));
    fonts.set_sans_serif_family("Roboto");
    Options { font_family: "Roboto".to_owned(), fontdb: Arc::new(fonts), ..Options::default() }
}

/// An SVG as a PNG, twice as large as its units.
pub(crate) fn png(svg: &str) -> Result<ByteBuf, AnalystError> {
    let tree = Tree::from_str(svg, &options()).map_err(AnalystError::failed)?;
    let size = tree.size();
    let (wide, high) = ((size.width() * ENLARGED).ceil() as u32, (size.height() * ENLARGED).ceil() as u32);
    let failed = || AnalystError::failed("the picture could not be made");
    let mut picture = Pixmap::new(wide, high).ok_or_else(failed)?;
    resvg::render(&tree, Transform::from_scale(ENLARGED, ENLARGED), &mut picture.as_mut());
    picture.encode_png().map(ByteBuf::from).map_err(|_| failed())
}

/// Pages as a PDF that is read aloud as it is seen (PDF/UA-1, ISO 14289-1). A text whose letters the type does not have is
/// put on paper all the same, and the document then says nothing of PDF/UA.
pub(crate) fn pdf(pages: &[Page], about: &About) -> Result<ByteBuf, AnalystError> {
    let accessible = ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1).finish();
    let accessible = accessible.map_err(|error| AnalystError::Failed(format!("{error:?}")))?;
    match document(pages, about, accessible)? {
        Ok(bytes) => Ok(bytes),
        Err(KrillaError::Validation(errors)) if errors.iter().all(|(error, _)| is_of_letters(error)) => {
            document(pages, about, Configuration::default())?
                .map_err(|error| AnalystError::Failed(format!("{error:?}")))
        }
        Err(error) => Err(AnalystError::Failed(format!("{error:?}"))),
    }
}

/// Whether a rule is broken because the type does not have a letter.
fn is_of_letters(error: &ValidationError) -> bool {
    use ValidationError::{ContainsNotDefGlyph, InvalidCodepointMapping, NoCodepointMapping};
    matches!(error, ContainsNotDefGlyph(..) | NoCodepointMapping(..) | InvalidCodepointMapping(..))
}

fn document(
    pages: &[Page],
    about: &About,
    configuration: Configuration,
) -> Result<Result<ByteBuf, KrillaError>, AnalystError> {
    let options = options();
    let settings = SerializeSettings { configuration, enable_tagging: true, ..SerializeSettings::default() };
    let mut document = Document::new_with(settings);
    document.set_metadata(
        Metadata::new()
            .title(about.title.clone())
            .description(about.description.clone())
            .creator("Limen".to_owned())
            .language(about.language.clone()),
    );
    let (wide, high) = PAGE;
    let failed = || AnalystError::failed("the page could not be made");
    let (mut reading, mut outline) = (Reading::default(), Outline::new());
    for (at, Page(pieces)) in pages.iter().enumerate() {
        let settings = PageSettings::from_wh(wide, high).ok_or_else(failed)?;
        let size = Size::from_wh(wide, high).ok_or_else(failed)?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        for piece in pieces {
            let tree = Tree::from_str(&piece.svg, &options).map_err(AnalystError::failed)?;
            let tag = match piece.role {
                Role::Artifact => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Other)),
                _ => ContentTag::Other,
            };
            let part = surface.start_tagged(tag);
            surface.draw_svg(&tree, size, SvgSettings::default()).ok_or_else(failed)?;
            surface.end_tagged();
            if let Role::Heading { text, .. } = &piece.role
                && reading.is_new(piece.element)
            {
                let top = tree.root().abs_bounding_box().top();
                outline.push_child(OutlineNode::new(text.clone(), XyzDestination::new(at, Point::from_xy(0.0, top))));
            }
            reading.add(piece, at, part);
        }
        surface.finish();
        page.finish();
    }
    document.set_outline(outline);
    document.set_tag_tree(reading.tree(&about.language));
    Ok(document.finish().map(ByteBuf::from))
}

/// What is read of a document, in its order.
#[derive(Default)]
struct Reading {
    read: Vec<TagGroup>,
    /// The number of the element that was read last.
    element: Option<u32>,
    /// The table that is read, and its row.
    table: Option<(u32, u32)>,
}

impl Reading {
    /// Whether a part begins an element.
    fn is_new(&self, element: u32) -> bool {
        self.element != Some(element)
    }

    /// Adds a part: to the element that it goes on with, or as a new one.
    fn add(&mut self, piece: &Piece, page: usize, part: Identifier) {
        let is_new = self.is_new(piece.element);
        let tag: TagKind = match &piece.role {
            // What is not read has no place here, and ends nothing.
            Role::Artifact => return,
            Role::Heading { level, text } => {
                Tag::Hn(NonZeroU16::new(u16::from(*level)).unwrap_or(NonZeroU16::MIN), Some(text.clone())).into()
            }
            Role::Text => Tag::P.into(),
            Role::Figure { words, at: [x, y, width, height] } => {
                let at = Rect::from_xywh(*x, *y, *width, *height).map(|rect| BBox::new(page, rect));
                Tag::Figure(Some(words.clone())).with_bbox(at).into()
            }
            Role::Cell { kind, .. } => match kind {
                CellKind::Column => Tag::TH(TableHeaderScope::Column).into(),
                CellKind::Row => Tag::TH(TableHeaderScope::Row).into(),
                CellKind::Value => Tag::TD.into(),
            },
        };
        self.element = Some(piece.element);
        let Role::Cell { table, row, .. } = piece.role else {
            self.table = None;
            match self.read.last_mut().filter(|_| !is_new) {
                Some(element) => element.push(part),
                None => self.read.push(TagGroup::with_children(tag, vec![part.into()])),
            }
            return;
        };
        if self.table.is_none_or(|(open, _)| open != table) {
            self.read.push(TagGroup::new(Tag::Table));
        }
        let Some(open) = self.read.last_mut() else { return };
        if self.table != Some((table, row)) {
            open.push(TagGroup::new(Tag::TR));
        }
        self.table = Some((table, row));
        if let Some(Node::Group(row)) = open.children.last_mut() {
            match row.children.last_mut().filter(|_| !is_new) {
                Some(Node::Group(cell)) => cell.push(part),
                _ => row.push(TagGroup::with_children(tag, vec![part.into()])),
            }
        }
    }

    fn tree(self, language: &str) -> TagTree {
        let mut tree = TagTree::new().with_lang(Some(language.to_owned()));
        self.read.into_iter().for_each(|element| tree.push(element));
        tree
    }
}

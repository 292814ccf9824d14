//! Drawings as pictures and on paper: PNG, and PDF with text that can be searched and copied.

use krilla::{Document, geom::Size, metadata::Metadata, page::PageSettings};
use krilla_svg::{SurfaceExt, SvgSettings};
use limen_analyst_protocol::{About, AnalystError};
use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{Options, Tree, fontdb::Database},
};
use serde_bytes::ByteBuf;
use std::sync::Arc;

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

/// Pages, each an SVG of A4, as a PDF.
pub(crate) fn pdf(pages: &[String], about: About) -> Result<ByteBuf, AnalystError> {
    let options = options();
    let mut document = Document::new();
    document.set_metadata(
        Metadata::new()
            .title(about.title)
            .description(about.description)
            .creator("Limen".to_owned())
            .language(about.language),
    );
    let (wide, high) = PAGE;
    let failed = || AnalystError::failed("the page could not be made");
    for svg in pages {
        let tree = Tree::from_str(svg, &options).map_err(AnalystError::failed)?;
        let settings = PageSettings::from_wh(wide, high).ok_or_else(failed)?;
        let size = Size::from_wh(wide, high).ok_or_else(failed)?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        surface.draw_svg(&tree, size, SvgSettings::default()).ok_or_else(failed)?;
        surface.finish();
        page.finish();
    }
    document.finish().map(ByteBuf::from).map_err(|error| AnalystError::Failed(format!("{error:?}")))
}

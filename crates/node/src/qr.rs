//! QR codes that are shown: for an authenticator, for a phone.

use qrcode::{QrCode, render::svg};

/// The picture of a text, as SVG for a page; empty for a text that is too long for one.
pub fn picture(text: &str) -> String {
    let drawn = QrCode::new(text).map(|code| code.render::<svg::Color<'_>>().min_dimensions(200, 200).build());
    // Without the declaration of a file of its own.
    drawn.ok().and_then(|svg| Some(svg.split_once("?>")?.1.to_owned())).unwrap_or_default()
}

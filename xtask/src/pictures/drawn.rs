//! Pictures that are drawn or changed for the pictures of the docs: no real face, no real page.

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use std::{io::Cursor, path::PathBuf};

/// A drawn page of a passport, as a scanner gave it.
pub(super) fn page() -> DynamicImage {
    image::open(example("scan-td3.jpg")).unwrap()
}

/// A picture of the optics' tests: drawn pages, printed, seen on a table or by a webcam.
pub(super) fn example(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../crates/optics/tests/pictures").join(name)
}

/// The outline of a head and shoulders, 240 x 320.
pub(super) fn face() -> Vec<u8> {
    let is_in = |x: u32, y: u32, middle: (f64, f64), radius: (f64, f64)| {
        let (across, down) = ((f64::from(x) - middle.0) / radius.0, (f64::from(y) - middle.1) / radius.1);
        across * across + down * down < 1.0
    };
    let drawn = RgbImage::from_fn(240, 320, |x, y| {
        if is_in(x, y, (120.0, 130.0), (58.0, 76.0)) {
            Rgb([126, 92, 74])
        } else if is_in(x, y, (120.0, 330.0), (112.0, 118.0)) {
            Rgb([58, 74, 96])
        } else {
            Rgb([222, 226, 230])
        }
    });
    written(drawn.into(), ImageFormat::Jpeg)
}

/// The page as it is seen in infrared: grey, and what is printed in carbon black stays.
pub(super) fn infrared() -> Vec<u8> {
    written(DynamicImage::ImageLuma8(page().to_luma8()), ImageFormat::Png)
}

/// The page under ultraviolet: dark, with fibres that shine.
pub(super) fn ultraviolet() -> Vec<u8> {
    let grey = page().to_luma8();
    let dark = RgbImage::from_fn(grey.width(), grey.height(), |x, y| {
        let is_fibre = (x * 7 + y * 3) % 211 < 2 && (x / 40 + y / 24) % 5 == 0;
        let shade = grey.get_pixel(x, y).0[0] / 8;
        if is_fibre { Rgb([120, 220, 140]) } else { Rgb([shade, shade, shade + 24]) }
    });
    written(dark.into(), ImageFormat::Png)
}

/// A picture as the bytes of a file.
pub(super) fn written(picture: DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

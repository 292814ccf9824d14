//! Bar codes on pages, and seals in them.

use qrcode::{Color, QrCode};

/// A page with a QR code on it, each module four pixels wide, PNG.
pub fn page_with(octets: &[u8]) -> Vec<u8> {
    let code = QrCode::new(octets).expect("a code");
    let (side, colors) = (code.width(), code.to_colors());
    let page = image::GrayImage::from_fn(900, 700, |x, y| {
        let module = |at: u32| (at as usize).checked_sub(100).map(|at| at / 4).filter(|at| *at < side);
        let is_dark = module(x).zip(module(y)).is_some_and(|(x, y)| colors[y * side + x] == Color::Dark);
        image::Luma([if is_dark { 20 } else { 235 }])
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::DynamicImage::ImageLuma8(page).write_to(&mut bytes, image::ImageFormat::Png).expect("a picture");
    bytes.into_inner()
}

/// What a visa's seal by the signer TS of Guinea says: two entries, 90 days, for a passport.
pub fn visa(passport: &str) -> Vec<u8> {
    let packed = |text: &str| limen_seal::c40::write(text).expect("letters");
    let day = 2_282_026u32.to_be_bytes();
    let zone = "V<GINDIABATE<<AWA<<<<<<<<<<<<<<<<<<<<<<<<<<<V000123450GIN9001011F2612018";
    let mut seal = vec![0xDC, 0x03];
    for part in [packed("GIN"), packed("GNTS02"), packed("5B"), day[1..].to_vec(), day[1..].to_vec(), vec![0x5D, 1]] {
        seal.extend(part);
    }
    for (tag, value) in [(1, packed(zone)), (3, vec![2]), (4, vec![90, 0, 0]), (5, packed(&format!("{passport:<9}")))] {
        seal.extend([tag, u8::try_from(value.len()).expect("a short feature")]);
        seal.extend(value);
    }
    seal
}

/// The same, as whoever signed it whom nobody here knows.
pub fn seal_of_a_stranger(passport: &str) -> Vec<u8> {
    [&visa(passport)[..], &[0xFF, 64], &[7; 64]].concat()
}

//! Bar codes that the tests draw: each kind, turned, large and small, several at once, and pictures that have none.

mod common;

use common::{
    draw::{KINDS, Picture},
    *,
};
use limen_seal::{Grey, Symbology, find};
use limen_trust::curve::Curve;
use rxing::BarcodeFormat;

trait Read {
    /// What is found in it.
    fn found(&self) -> Vec<(Symbology, Vec<u8>)>;
}

impl Read for Picture {
    fn found(&self) -> Vec<(Symbology, Vec<u8>)> {
        let grey = Grey::new(self.width, self.height, &self.pixels).expect("a picture");
        find(grey).into_iter().map(|code| (code.symbology, code.octets)).collect()
    }
}

fn seal() -> Vec<u8> {
    let authority = authority("GN");
    sealed(&etd_message("GIN", "GNTS"), &signer(&authority, "GN", Curve::P256), Curve::P256)
}

#[test]
fn each_kind_is_read_in_four_orientations_and_several_sizes_octet_by_octet() {
    for (symbology, format) in KINDS {
        for octets in [b"LIMEN 0123456789 test".to_vec(), seal()] {
            for scale in [2, 3, 5] {
                let mut picture = Picture::code(&octets, format, scale);
                for turn in 0..4 {
                    assert_eq!(picture.found(), [(symbology, octets.clone())], "{format:?} {scale} turned {turn}");
                    picture = picture.quarter_turned();
                }
            }
        }
    }
}

#[test]
fn aztec_and_pdf417_codes_are_read_at_any_angle() {
    for (symbology, format) in [(Symbology::Aztec, BarcodeFormat::AZTEC), (Symbology::Pdf417, BarcodeFormat::PDF_417)] {
        for octets in [b"LIMEN 0123456789 test".to_vec(), seal()] {
            for degrees in [17.0, 45.0, 71.0, 118.0, 203.0, 297.0] {
                let picture = Picture::code(&octets, format, 4).seen_at(degrees, 0.0);
                assert_eq!(picture.found(), [(symbology, octets.clone())], "{format:?} turned by {degrees}");
            }
        }
    }
}

/// A codeword painted over with that of the row three below, which is drawn with the same kind of bars.
fn damaged(picture: &Picture, scale: usize, codewords: usize) -> Picture {
    let row = |y: usize| &picture.pixels[y * picture.width..][..picture.width];
    let margin = 4 * scale;
    let tops: Vec<usize> = (margin..picture.height - margin).filter(|&y| y == margin || row(y) != row(y - 1)).collect();
    let mut damaged = picture.clone();
    for at in 0..codewords {
        // The third column of data, behind the start and the row's indicator.
        let left = margin + 17 * (2 + at % 3) * scale;
        let (top, next, below) = (tops[1 + at], tops[2 + at], tops[4 + at]);
        for y in top..next {
            let of_below = row(below)[left..left + 17 * scale].to_vec();
            damaged.pixels[y * picture.width + left..][..17 * scale].copy_from_slice(&of_below);
        }
    }
    damaged
}

#[test]
fn a_pdf417_code_is_mended_as_far_as_its_standard_lets_and_not_to_the_last_codeword() {
    let octets: Vec<u8> = (0..120u32).map(|at| (at * at * 31 + 7 * at + 220) as u8).collect();
    // Eight codewords for mending: six of them mend three, two are kept for noticing.
    let picture = Picture::code(&octets, BarcodeFormat::PDF_417, 4);
    for wrong in 0..=3 {
        assert_eq!(damaged(&picture, 4, wrong).found(), [(Symbology::Pdf417, octets.clone())], "{wrong} wrong");
    }
    for wrong in 4..=7 {
        assert_eq!(damaged(&picture, 4, wrong).found(), [], "{wrong} wrong");
    }
}

#[test]
fn a_code_that_lies_on_its_side_is_found_where_it_is() {
    let upright = Picture::code(b"ON ITS SIDE", BarcodeFormat::PDF_417, 3);
    let mut code = upright;
    for _ in 0..4 {
        let mut page = Picture::white(780, 780);
        page.put(&code, 20, 300);
        let grey = Grey::new(page.width, page.height, &page.pixels).expect("a picture");
        let found = find(grey);
        let [left, top, right, bottom] = found.first().expect("a code").place;
        assert!(left >= 20 && top >= 300 && right <= 30 + code.width && bottom <= 310 + code.height, "{found:?}");
        assert!(right - left > code.width / 2 && bottom - top > code.height / 2, "{found:?}");
        code = code.quarter_turned();
    }
}

#[test]
fn an_aztec_code_seen_from_the_side_is_read() {
    for farther in [0.06, 0.12] {
        let picture = Picture::code(&seal(), BarcodeFormat::AZTEC, 4).seen_at(20.0, farther);
        assert_eq!(picture.found(), [(Symbology::Aztec, seal())], "{farther}");
    }
}

#[test]
fn several_codes_of_several_kinds_in_one_picture_are_all_found() {
    let mut page = Picture::white(1400, 1000);
    for (at, (_, format)) in KINDS.into_iter().enumerate() {
        let code = Picture::code(format!("CODE NUMBER {at}").as_bytes(), format, 4);
        page.put(&code, 30 + 650 * (at % 2), 30 + 480 * (at / 2));
    }
    page.put(&Picture::code(b"A SECOND QR", BarcodeFormat::QR_CODE, 4), 1150, 30);
    let found = page.found();
    for (at, (symbology, _)) in KINDS.into_iter().enumerate() {
        assert!(found.contains(&(symbology, format!("CODE NUMBER {at}").into_bytes())), "{symbology:?} in {found:?}");
    }
    assert!(found.contains(&(Symbology::Qr, b"A SECOND QR".to_vec())), "{found:?}");
    assert_eq!(found.len(), 5);
}

#[test]
fn a_small_code_in_the_corner_of_a_large_picture_is_found() {
    for (symbology, format) in KINDS {
        let mut page = Picture::white(3000, 2000);
        page.put(&Picture::code(b"IN THE CORNER", format, 3), 2500, 1700);
        assert_eq!(page.found(), [(symbology, b"IN THE CORNER".to_vec())], "{format:?}");
    }
}

#[test]
fn letters_of_other_scripts_come_out_as_they_went_in() {
    let text = "Mariama Diallo · née à Kankan · ߞߊ߲ߞߊ߲";
    for (symbology, format) in KINDS {
        assert_eq!(
            Picture::code(text.as_bytes(), format, 3).found(),
            [(symbology, text.as_bytes().to_vec())],
            "{format:?}"
        );
    }
}

#[test]
fn pictures_without_a_code_have_none() {
    let mut noise = Picture::white(700, 500);
    let mut state = 1u32;
    for pixel in &mut noise.pixels {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        *pixel = (state >> 24) as u8;
    }
    for picture in [Picture::white(1, 1), Picture::white(30, 3000), Picture::white(1000, 1000), noise] {
        assert_eq!(picture.found(), []);
    }
    assert!(Grey::new(10, 10, &[0; 99]).is_none());
    assert!(Grey::new(0, 0, &[]).is_none());
}

#[test]
fn a_search_ends_when_time_is_over() {
    let picture = Picture::code(b"LIMEN", BarcodeFormat::QR_CODE, 4);
    let grey = Grey::new(picture.width, picture.height, &picture.pixels).expect("a picture");
    assert_eq!(limen_seal::find_until(grey, &|| true), []);
}

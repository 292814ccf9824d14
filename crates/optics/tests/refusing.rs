//! Pictures without a zone that can be read: said, with the reason, and nothing falls over.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::{at, blurred, file, grey, part, picture_of, reduced, turned, zone};
use limen_optics::{Luma, PictureError, Reason, Side, Unread, read, read_luma};
use proptest::prelude::*;

fn reason(picture: Luma) -> Reason {
    match read_luma(picture) {
        Ok(reading) => panic!("read: {}", reading.text()),
        Err(unread) => unread.reason,
    }
}

fn mixed(seed: usize) -> u8 {
    let bits = (seed as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    ((bits ^ (bits >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 56) as u8
}

#[test]
fn a_picture_without_a_zone_says_so() {
    let pictures = [
        ("white", picture_of(600, 400, |_, _| 255)),
        ("a slope", picture_of(600, 400, |x, y| ((x + y) / 4) as u8)),
        ("noise", picture_of(600, 400, |x, y| mixed(y * 600 + x))),
        ("stripes", picture_of(600, 400, |x, _| if x % 12 < 5 { 20 } else { 230 })),
        ("squares", picture_of(600, 400, |x, y| if x % 14 < 7 && y % 14 < 7 { 20 } else { 230 })),
    ];
    for (name, picture) in pictures {
        assert_eq!(reason(picture), Reason::NoZone, "{name}");
    }
}

#[test]
fn a_page_whose_zone_is_not_in_the_picture_says_so() {
    let page = grey("scan-td3");
    assert_eq!(reason(part(&page, [0.0, 1.0], [0.0, 0.72])), Reason::NoZone);
}

/// Sixteen digits in groups of four, as on a bank card: even, but no zone.
#[test]
fn a_bank_card_is_no_zone() {
    let page = grey("scan-mrva");
    let reading = read_luma(page.clone()).unwrap();
    // The digits of the second line, on white, once, with gaps.
    let digits: Vec<[[f32; 2]; 4]> =
        reading.lines[1].iter().filter(|c| c.letter.is_ascii_digit()).map(|c| c.corners).collect();
    let (wide, tall) = (12, 20);
    let card = picture_of(600, 380, |x, y| {
        let (column, row) = (x.wrapping_sub(100) / wide, y.wrapping_sub(200));
        let is_digit = x >= 100 && y >= 200 && column < 19 && row < tall && column % 5 != 4;
        if !is_digit {
            return 235;
        }
        let [[left, top], ..] = digits[(column - column / 5) % digits.len()];
        let (x, y) =
            ((left as usize + (x - 100) % wide).min(page.width() - 1), (top as usize + row).min(page.height() - 1));
        at(&page, x, y)
    });
    assert!(matches!(reason(card), Reason::NoZone | Reason::Part), "no zone");
}

#[test]
fn a_zone_cut_off_at_the_right_says_so() {
    let picture = grey("scan-td3");
    let unread = read_luma(part(&picture, [0.0, 0.8], [0.0, 1.0])).unwrap_err();
    assert_eq!(unread.reason, Reason::CutOff(Side::Right));
    assert!(unread.text_lines().iter().any(|line| line.contains("DIA<<WA")), "{:?}", unread.text_lines());
}

#[test]
fn a_zone_cut_off_at_the_left_says_so() {
    let picture = grey("scan-td3");
    assert_eq!(reason(part(&picture, [0.2, 1.0], [0.0, 1.0])), Reason::CutOff(Side::Left));
}

/// White over letters 14 to 20 of a line, as a lamp in the laminate.
fn with_glare(name: &str, line: usize) -> Luma {
    let picture = grey(name);
    let reading = read_luma(picture.clone()).unwrap();
    let [first, last] = [14, 20].map(|at| reading.lines[line][at].corners);
    let middle = [0, 1].map(|k| (first[0][k] + first[2][k] + last[0][k] + last[2][k]) / 4.0);
    let half = (last[0][0] - first[0][0]).abs() / 2.0 + 4.0;
    picture_of(picture.width(), picture.height(), |x, y| {
        let near = ((x as f32 - middle[0]) / half).powi(2) + ((y as f32 - middle[1]) / 14.0).powi(2);
        if near < 1.0 { 255 } else { at(&picture, x, y) }
    })
}

#[test]
fn glare_is_said_with_its_line() {
    assert_eq!(reason(with_glare("scan-td3", 1)), Reason::Glare(2));
    assert_eq!(reason(with_glare("scan-td3", 0)), Reason::Glare(1));
}

#[test]
fn a_zone_too_small_is_not_guessed() {
    let small = reduced(&grey("scan-td3"), 8);
    assert!(matches!(reason(small), Reason::TooSmall | Reason::NoZone | Reason::Blurred));
}

#[test]
fn a_blurred_zone_is_never_sure_and_wrong() {
    for side in [5, 9, 13, 17] {
        let picture = blurred(&grey("scan-td3"), side);
        if let Ok(reading) = read_luma(picture) {
            assert!(!reading.sure || reading.text_lines() == zone("scan-td3"), "{side}: {}", reading.text());
        }
    }
    let reason = reason(blurred(&grey("scan-td3"), 17));
    assert!(matches!(reason, Reason::Blurred | Reason::NoZone | Reason::TooSmall), "{reason:?}");
}

#[test]
fn two_pages_in_one_picture_are_said_to_be_two() {
    let (one, other) = (grey("scan-td3"), grey("scan-td2"));
    let width = one.width().max(other.width());
    let both = picture_of(width, one.height() + other.height(), |x, y| {
        let (page, y) = if y < one.height() { (&one, y) } else { (&other, y - one.height()) };
        if x < page.width() { at(page, x, y) } else { 90 }
    });
    assert_eq!(reason(both), Reason::SeveralZones);
}

#[test]
fn a_picture_of_one_pixel_is_too_small() {
    assert_eq!(reason(picture_of(1, 1, |_, _| 0)), Reason::TooSmall);
    assert_eq!(reason(picture_of(4000, 1, |x, _| x as u8)), Reason::TooSmall);
}

#[test]
fn a_text_is_no_picture() {
    let unread = read(b"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<").unwrap_err();
    assert_eq!(unread, Unread { reason: Reason::Picture(PictureError::Other), lines: vec![] });
}

/// A PNG that says it has this many pixels, and holds none.
fn png_of(width: u32, height: u32) -> Vec<u8> {
    let chunk = |kind: &[u8; 4], data: &[u8]| {
        let body = [kind.as_slice(), data].concat();
        let mut crc = u32::MAX;
        for &byte in &body {
            crc ^= u32::from(byte);
            for _ in 0..8 {
                crc = if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 };
            }
        }
        [&(data.len() as u32).to_be_bytes()[..], &body, &(!crc).to_be_bytes()[..]].concat()
    };
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes()[..], &[8, 0, 0, 0, 0]].concat();
    [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(b"IHDR", &header),
        chunk(b"IDAT", &[0x78, 0x9C, 3, 0, 0, 0, 0, 1]),
        chunk(b"IEND", &[]),
    ]
    .concat()
}

#[test]
fn a_hundred_megapixels_are_refused_before_they_are_unpacked() {
    let reason = |bytes: &[u8]| read(bytes).unwrap_err().reason;
    assert_eq!(reason(&png_of(10_000, 10_000)), Reason::Picture(PictureError::TooLarge));
    assert_eq!(reason(&png_of(60_000, 1_000)), Reason::Picture(PictureError::TooLarge));
    let endless = reason(&png_of(u32::MAX / 2, u32::MAX / 2));
    assert!(matches!(endless, Reason::Picture(PictureError::TooLarge | PictureError::Damaged)));
    // A JPEG whose header is changed to say 65,000 x 65,000.
    let mut jpeg = file("scan-td1");
    let frame = jpeg.windows(2).position(|two| two == [0xFF, 0xC0]).unwrap();
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0xFD, 0xE8, 0xFD, 0xE8]);
    assert!(matches!(reason(&jpeg), Reason::Picture(PictureError::TooLarge | PictureError::Damaged)));
}

#[test]
fn a_file_cut_off_is_never_taken_for_a_whole_zone() {
    let whole = file("scan-td1");
    for share in [1, 2, 5, 9] {
        if let Ok(reading) = read(&whole[..whole.len() * share / 10]) {
            assert_eq!(reading.text_lines(), zone("scan-td1"), "what is left of the file holds the whole zone");
        }
    }
}

/// A few, or as many as `PROPTEST_CASES` says.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(24)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn whatever_bytes_come_nothing_falls_over(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        let _ = read(&bytes);
    }

    #[test]
    fn a_damaged_file_is_read_or_refused(places in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12)) {
        let mut bytes = file("scan-td2");
        for (place, byte) in places {
            let at = place.index(bytes.len());
            bytes[at] = byte;
        }
        if let Ok(reading) = read(&bytes) {
            let (lines, width) = reading.format.lines_and_width();
            prop_assert!(reading.lines.len() == lines && reading.lines.iter().all(|line| line.len() == width));
        }
    }

    #[test]
    fn any_part_of_a_page_is_a_whole_zone_or_refused(left in 0.0f32..0.5, right in 0.6f32..1.0, top in 0.0f32..0.5, bottom in 0.6f32..1.0, quarters in 0usize..4) {
        let mut picture = part(&grey("scan-td1"), [left, right], [top, bottom]);
        for _ in 0..quarters {
            picture = turned(&picture);
        }
        if let Ok(reading) = read_luma(picture) {
            let width = reading.lines[0].len();
            prop_assert!([(2, 44), (2, 36), (3, 30)].contains(&(reading.lines.len(), width)));
            prop_assert!(reading.lines.iter().all(|line| line.len() == width));
            prop_assert!(!reading.sure || reading.text_lines() == zone("scan-td1"));
        }
    }

    #[test]
    fn any_small_picture_is_looked_at_without_falling_over(width in 1usize..90, height in 1usize..90, seed in any::<usize>(), block in 1usize..9) {
        let picture = picture_of(width, height, |x, y| mixed(seed ^ (y / block * 97 + x / block)));
        let _ = read_luma(picture);
    }
}

//! Pages in infrared and under ultraviolet, drawn from a page in white light: ink that vanishes, letters of another ink,
//! paper that shines.

use image::{DynamicImage, GrayImage, ImageFormat, Luma, Rgb, RgbImage, imageops::FilterType};
use limen_optics::{
    Reason,
    light::{
        CalibrateError, Hue, LightError, Print, ReaderModel, Seen, Shine, Ultraviolet, ZonePrint, calibrate, look,
    },
};
use std::{io::Cursor, path::Path};

fn white() -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pictures/scan-td3.jpg");
    std::fs::read(path).expect("a picture")
}

fn grey() -> GrayImage {
    image::load_from_memory(&white()).expect("a picture").into_luma8()
}

fn file(picture: impl Into<DynamicImage>) -> Vec<u8> {
    let mut bytes = Vec::new();
    picture.into().write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).expect("written");
    bytes
}

/// The page with each level changed.
fn levels(change: impl Fn(f32) -> f32) -> GrayImage {
    let mut picture = grey();
    picture.pixels_mut().for_each(|pixel| pixel.0[0] = change(f32::from(pixel.0[0])).clamp(0.0, 255.0) as u8);
    picture
}

/// The box of a letter, by its line and place from 1: left, top, right, bottom.
fn box_of(line: usize, place: usize) -> [u32; 4] {
    let read = limen_optics::read(&white()).expect("read");
    let corners = read.lines[line - 1][place - 1].corners;
    let of =
        |axis: usize, pick: fn(f32, f32) -> f32| corners.iter().map(|c| c[axis]).reduce(pick).expect("four") as u32;
    [of(0, f32::min), of(1, f32::min), of(0, f32::max), of(1, f32::max)]
}

fn seen_in(infrared: &[u8], model: &ReaderModel) -> limen_optics::light::Infrared {
    look(&white(), Some(infrared), None, model).infrared.expect("asked").expect("judged")
}

fn any() -> ReaderModel {
    ReaderModel::default()
}

#[test]
fn a_zone_in_black_ink_is_there_in_infrared_and_says_the_same() {
    for gain in [1.0, 0.6] {
        let seen = seen_in(&file(levels(|level| level * gain)), &any());
        assert_eq!((seen.zone(), seen.others().count()), (ZonePrint::Visible, 0), "gain {gain}: {}", seen.contrast());
        assert!(seen.letters().all(|letter| letter.print == Print::Visible), "{seen:?}");
    }
}

#[test]
fn a_zone_in_ink_that_infrared_passes_through_is_not_visible() {
    let seen = seen_in(&file(levels(|level| 220.0 - 0.08 * (220.0 - level))), &any());
    assert_eq!(seen.zone(), ZonePrint::NotVisible, "{}", seen.contrast());
    assert_eq!(seen.others().count(), 0, "what is not there says nothing else");
    let blank = seen_in(&file(GrayImage::from_pixel(grey().width(), grey().height(), Luma([200]))), &any());
    assert_eq!(blank.zone(), ZonePrint::NotVisible);
}

#[test]
fn the_letters_of_another_ink_are_told_one_by_one() {
    let mut infrared = grey();
    for place in [14, 15] {
        let [left, top, right, bottom] = box_of(2, place);
        for (y, x) in (top..bottom).flat_map(|y| (left..right).map(move |x| (y, x))) {
            infrared.put_pixel(x, y, Luma([225]));
        }
    }
    let seen = seen_in(&file(infrared), &any());
    assert_eq!(seen.zone(), ZonePrint::Partly);
    let gone: Vec<usize> = (1..=44).filter(|place| seen.lines[1][place - 1].print == Print::NotVisible).collect();
    assert_eq!(gone, [14, 15]);
    assert!(seen.lines[0].iter().all(|letter| letter.print != Print::NotVisible));
}

#[test]
fn a_letter_that_is_another_in_infrared_is_told_with_both() {
    // An 8 in white light, of which infrared shows the 6 beneath: the second letter of the second line, moved onto the first.
    let mut infrared = grey();
    let ([left, top, ..], [from, other_top, right, bottom]) = (box_of(2, 1), box_of(2, 2));
    let letter = image::imageops::crop_imm(&grey(), from, other_top, right - from, bottom - other_top).to_image();
    image::imageops::replace(&mut infrared, &letter, i64::from(left), i64::from(top));
    let seen = seen_in(&file(infrared), &any());
    let read = limen_optics::read(&white()).expect("read");
    let [first, second] = [0, 1].map(|place| read.lines[1][place].letter);
    let others: Vec<_> = seen.others().map(|(line, place, one)| (line, place, one.letter, one.other)).collect();
    assert_eq!(others, [(2, 1, first, Some(second))]);
}

#[test]
fn the_picture_in_infrared_may_be_larger_and_the_page_have_moved_a_little() {
    let small = grey();
    let (width, height) = small.dimensions();
    let mut moved = GrayImage::from_pixel(width, height, Luma([200]));
    image::imageops::replace(&mut moved, &small, 3, -2);
    let larger = image::imageops::resize(&moved, width * 3 / 2, height * 3 / 2, FilterType::Triangle);
    let seen = seen_in(&file(larger), &any());
    assert_eq!((seen.zone(), seen.others().count()), (ZonePrint::Visible, 0), "{}", seen.contrast());
}

#[test]
fn a_picture_of_another_shape_a_dark_one_and_no_picture_are_said_to_be_that() {
    let of = |infrared: &[u8]| look(&white(), Some(infrared), None, &any()).infrared.expect("asked");
    assert_eq!(of(&file(GrayImage::new(300, 600))), Err(LightError::Shape));
    assert_eq!(of(&file(GrayImage::new(grey().width(), grey().height()))), Err(LightError::Dark));
    assert!(matches!(of(b"no picture"), Err(LightError::Picture(_))));
    let no_zone = file(GrayImage::from_pixel(600, 400, Luma([240])));
    let Seen { infrared, ultraviolet } = look(&no_zone, Some(&no_zone), Some(&no_zone), &any());
    assert_eq!(infrared, Some(Err(LightError::White(Reason::NoZone))));
    assert_eq!(ultraviolet, Some(Err(LightError::White(Reason::NoZone))));
    assert_eq!(look(&white(), None, None, &any()), Seen::default());
}

/// The page under ultraviolet: paper of one colour, with fibres that shine.
fn ultraviolet(paper: [u8; 3]) -> Vec<u8> {
    let (width, height) = grey().dimensions();
    file(RgbImage::from_fn(width, height, |x, y| {
        let is_fibre = (x * 7 + y * 3) % 97 < 6;
        Rgb(if is_fibre { [250, 240, 60] } else { paper })
    }))
}

fn shine(paper: [u8; 3]) -> Ultraviolet {
    look(&white(), None, Some(&ultraviolet(paper)), &any()).ultraviolet.expect("asked").expect("judged")
}

#[test]
fn paper_that_is_dark_under_ultraviolet_is_dull_whatever_is_printed_on_it() {
    assert_eq!(shine([30, 25, 48]).shine, Shine::Dull);
}

#[test]
fn paper_that_shines_blue_is_bright_and_what_lies_between_is_said_so() {
    let office = shine([90, 120, 235]);
    assert_eq!((office.shine, office.hue), (Shine::Bright, Hue::Blue));
    assert_eq!(shine([60, 60, 105]).shine, Shine::Somewhat);
    assert_eq!(shine([120, 200, 90]).hue, Hue::Coloured);
    assert_eq!(shine([180, 180, 190]).hue, Hue::Grey);
}

#[test]
fn a_reader_with_faint_pictures_is_calibrated_with_a_known_document() {
    let faint = file(levels(|level| 210.0 - 0.45 * (210.0 - level)));
    let dim = ultraviolet([70, 70, 100]);
    assert_ne!(seen_in(&faint, &any()).zone(), ZonePrint::Visible);
    let model = calibrate("Flat 9000", &white(), Some(&faint), Some(&dim)).expect("calibrated");
    assert_eq!(ReaderModel::of_line(&model.to_string()).as_ref(), Some(&model), "it can be written down");
    assert_eq!(seen_in(&faint, &model).zone(), ZonePrint::Visible);
    let seen = look(&white(), None, Some(&dim), &model).ultraviolet.expect("asked").expect("judged");
    assert_eq!(seen.shine, Shine::Dull);
    let vanished = file(levels(|level| 210.0 - 0.02 * (210.0 - level)));
    assert_eq!(seen_in(&vanished, &model).zone(), ZonePrint::NotVisible);
    assert_eq!(calibrate("x", &white(), Some(&vanished), None), Err(CalibrateError::NotVisible));
    assert_eq!(calibrate("x", &white(), None, Some(&ultraviolet([200; 3]))), Err(CalibrateError::Shines));
}

//! What travellers carry: machine readable zones as a reader sends them, and pictures.

pub use crate::papers::Document;

use crate::papers::{BAH, DIALLO, KONATE, KONATE_MISREAD, KOUAME, NDIAYE, SANGARE, half_of};
use jiff::civil::{Date, date};
use limen_document::mrz::Format;
use limen_domain::Sex;

impl Default for Document<'_> {
    /// A good passport of a grown-up from Guinea.
    fn default() -> Self {
        Self {
            format: Format::Td3,
            code: "P",
            state: "GIN",
            number: "GN1000001",
            primary: "CONDE",
            secondary: "",
            birth: date(1990, 1, 1),
            sex: Sex::Unspecified,
            expiry: date(2049, 1, 1),
        }
    }
}

fn zone(document: Document<'_>) -> String {
    document.zone().expect("a zone")
}

/// A passport of a grown-up national of `state`.
pub fn passport(state: &str, number: &str, primary: &str) -> String {
    zone(Document { state, number, primary, ..Document::default() })
}

/// A passport from Guinea that nobody else carries.
pub fn numbered(number: u64, primary: &str) -> String {
    passport("GIN", &format!("T{number:08}"), primary)
}

/// A passport from Guinea of someone who was born on this day.
pub fn born(number: &str, primary: &str, birth: Date) -> String {
    zone(Document { number, primary, birth, ..Document::default() })
}

/// A passport of a child from Guinea.
pub fn of_child(number: &str, primary: &str) -> String {
    born(number, primary, date(2018, 1, 1))
}

/// Bakary Sangaré's passport, from Burkina Faso, which is no longer good.
pub fn expired() -> String {
    zone(Document { expiry: date(2026, 11, 26), ..SANGARE })
}

/// Half of a zone.
pub fn half() -> String {
    half_of(&zone(SANGARE))
}

/// The passport of a state that there is not.
pub fn of_no_state() -> String {
    crate::papers::of_no_state(&zone(SANGARE))
}

/// A passport whose number the reader takes wrongly: a nought for an O, which the check digit tells.
pub fn misread() -> String {
    zone(KONATE).replacen(KONATE.number, KONATE_MISREAD, 1)
}

/// The passport of someone whose name, sex and birth date are nearly those of the alert N-0001.
pub fn like_an_alert() -> String {
    zone(DIALLO)
}

/// The same under another number.
pub fn like_an_alert_with(number: &str) -> String {
    zone(Document { number, ..DIALLO })
}

/// The stolen passport of which the alert D-0001 speaks.
pub fn stolen() -> String {
    zone(KOUAME)
}

/// Aïssatou Bah's passport, who is twelve.
pub fn minor() -> String {
    zone(BAH)
}

/// An identity card whose number goes on in the optional data.
pub fn card_with_long_number() -> String {
    zone(NDIAYE)
}

/// A page of one shade as a scanner writes it, JPEG, with enough on it that reading it takes a moment.
pub fn scanned_page(shade: u8) -> Vec<u8> {
    let page = image::RgbImage::from_fn(2_480, 3_508, |x, y| {
        let grain = (x.wrapping_mul(31) ^ y.wrapping_mul(17)) as u8 % 24;
        image::Rgb([shade.saturating_add(grain); 3])
    });
    let mut bytes = Vec::new();
    let file = &mut std::io::Cursor::new(&mut bytes);
    image::DynamicImage::ImageRgb8(page).write_to(file, image::ImageFormat::Jpeg).expect("a picture");
    bytes
}

/// The shade of a page that a scanner wrote, from a picture of it: 0, 50, 100, 150 or 200.
pub fn shade_of(picture: &[u8]) -> u8 {
    let picture = image::load_from_memory(picture).expect("a picture").to_luma8();
    picture.get_pixel(picture.width() / 2, picture.height() - 10).0[0] / 50 * 50
}

/// A picture of one shade of grey, PNG.
pub fn picture(shade: u8) -> Vec<u8> {
    png(60, shade)
}

/// A grey square picture with sides of `side` pixels, PNG.
pub fn picture_of(side: u32) -> Vec<u8> {
    png(side, 120)
}

fn png(side: u32, shade: u8) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let grey = image::GrayImage::from_pixel(side, side, image::Luma([shade]));
    image::DynamicImage::ImageLuma8(grey).write_to(&mut bytes, image::ImageFormat::Png).expect("a picture");
    bytes.into_inner()
}

//! Pictures with bar codes on them.

#![allow(dead_code, reason = "not everyone draws everything")]

use limen_seal::Symbology;
use rxing::{BarcodeFormat, EncodeHints, MultiFormatWriter, Writer};

pub const KINDS: [(Symbology, BarcodeFormat); 4] = [
    (Symbology::Pdf417, BarcodeFormat::PDF_417),
    (Symbology::Qr, BarcodeFormat::QR_CODE),
    (Symbology::DataMatrix, BarcodeFormat::DATA_MATRIX),
    (Symbology::Aztec, BarcodeFormat::AZTEC),
];

#[derive(Clone)]
pub struct Picture {
    pub width: usize,
    pub height: usize,
    pub pixels: Vec<u8>,
}

impl Picture {
    pub fn white(width: usize, height: usize) -> Self {
        Self { width, height, pixels: vec![230; width * height] }
    }

    /// A code, each module `scale` pixels wide, with a margin.
    pub fn code(octets: &[u8], format: BarcodeFormat, scale: usize) -> Self {
        let text: String = octets.iter().map(|octet| char::from(*octet)).collect();
        let hints =
            EncodeHints { CharacterSet: Some("ISO-8859-1".into()), Margin: Some("0".into()), ..EncodeHints::default() };
        let matrix = MultiFormatWriter.encode_with_hints(&text, &format, 0, 0, &hints).expect("a code");
        let margin = 4 * scale;
        let (width, height) =
            (matrix.width() as usize * scale + 2 * margin, matrix.height() as usize * scale + 2 * margin);
        let mut picture = Self::white(width, height);
        for y in margin..height - margin {
            for x in margin..width - margin {
                if matrix.get(((x - margin) / scale) as u32, ((y - margin) / scale) as u32) {
                    picture.pixels[y * width + x] = 25;
                }
            }
        }
        picture
    }

    pub fn quarter_turned(&self) -> Self {
        let mut turned = Self::white(self.height, self.width);
        for y in 0..self.height {
            for x in 0..self.width {
                turned.pixels[x * self.height + self.height - 1 - y] = self.pixels[y * self.width + x];
            }
        }
        turned
    }

    /// As a camera sees it in the middle of a page: turned by an angle, the right side farther away by a part.
    pub fn seen_at(&self, degrees: f64, farther: f64) -> Self {
        let side = ((self.width * self.width + self.height * self.height) as f64).sqrt() as usize + 40;
        let (sine, cosine) = degrees.to_radians().sin_cos();
        let mut seen = Self::white(side, side);
        for y in 0..side {
            for x in 0..side {
                let mut sum = 0.0;
                for (dx, dy) in [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)] {
                    let (px, py) = (x as f64 + dx - side as f64 / 2.0, y as f64 + dy - side as f64 / 2.0);
                    let (u, v) = (px * cosine + py * sine, py * cosine - px * sine);
                    let depth = 1.0 - farther * u / self.width as f64;
                    let (u, v) = (u / depth + self.width as f64 / 2.0, v / depth + self.height as f64 / 2.0);
                    let is_on = u >= 0.0 && v >= 0.0 && u < self.width as f64 && v < self.height as f64;
                    sum += if is_on { f64::from(self.pixels[v as usize * self.width + u as usize]) } else { 230.0 };
                }
                seen.pixels[y * side + x] = (sum / 4.0) as u8;
            }
        }
        seen
    }

    pub fn put(&mut self, other: &Picture, left: usize, top: usize) {
        for y in 0..other.height {
            let start = (top + y) * self.width + left;
            self.pixels[start..start + other.width]
                .copy_from_slice(&other.pixels[y * other.width..(y + 1) * other.width]);
        }
    }
}

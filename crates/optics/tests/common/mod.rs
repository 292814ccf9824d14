//! Pictures for the tests: those of `pictures/` were drawn by `limen-training fixtures`; the rest is made of them.
#![allow(dead_code, clippy::unwrap_used)]

use limen_optics::{Luma, picture};
use std::{fs, path::Path};

/// The file of a drawn picture.
pub fn file(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/pictures/{name}.jpg"))).unwrap()
}

/// A drawn picture.
pub fn grey(name: &str) -> Luma {
    picture::open(&file(name)).unwrap()
}

/// What its zone says.
pub fn zone(name: &str) -> Vec<String> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/pictures/{name}.txt")));
    text.unwrap().lines().map(str::to_owned).collect()
}

/// A picture of a size, each pixel as `value` says.
pub fn picture_of(width: usize, height: usize, value: impl Fn(usize, usize) -> u8) -> Luma {
    let pixels = (0..width * height).map(|at| value(at % width, at / width)).collect();
    Luma::new(width, height, pixels).unwrap()
}

/// A pixel of a picture.
pub fn at(picture: &Luma, x: usize, y: usize) -> u8 {
    picture.pixels()[y * picture.width() + x]
}

/// Turned clockwise by a quarter.
pub fn turned(picture: &Luma) -> Luma {
    picture_of(picture.height(), picture.width(), |x, y| at(picture, y, picture.height() - 1 - x))
}

/// The part between shares of the sides.
pub fn part(picture: &Luma, x: [f32; 2], y: [f32; 2]) -> Luma {
    let [left, right] = x.map(|share| (share * picture.width() as f32) as usize);
    let [top, bottom] = y.map(|share| (share * picture.height() as f32) as usize);
    picture_of(right - left, bottom - top, |x, y| at(picture, left + x, top + y))
}

/// So many times smaller, each pixel the mean of a square.
pub fn reduced(picture: &Luma, times: usize) -> Luma {
    picture_of(picture.width() / times, picture.height() / times, |x, y| {
        let square = (0..times * times).map(|k| u32::from(at(picture, x * times + k % times, y * times + k / times)));
        (square.sum::<u32>() / (times * times) as u32) as u8
    })
}

/// Blurred by the mean of a square of this side.
pub fn blurred(picture: &Luma, side: usize) -> Luma {
    picture_of(picture.width(), picture.height(), |x, y| {
        let within = |v: usize, k: usize, most: usize| (v + k).saturating_sub(side / 2).min(most - 1);
        let square = (0..side * side).map(|k| {
            u32::from(at(picture, within(x, k % side, picture.width()), within(y, k / side, picture.height())))
        });
        (square.sum::<u32>() / (side * side) as u32) as u8
    })
}

/// Squeezed to shares of its sides, as a page that is seen from a side or from above.
pub fn squeezed(picture: &Luma, across: f32, down: f32) -> Luma {
    let [width, height] =
        [(picture.width(), across), (picture.height(), down)].map(|(side, by)| (side as f32 * by) as usize);
    let most =
        |v: usize, by: f32, side: usize| (((v + 1) as f32 / by) as usize).clamp((v as f32 / by) as usize + 1, side);
    picture_of(width, height, |x, y| {
        let columns = (x as f32 / across) as usize..most(x, across, picture.width());
        let rows = (y as f32 / down) as usize..most(y, down, picture.height());
        let count = (columns.len() * rows.len()) as u32;
        let sum: u32 =
            rows.flat_map(|y| columns.clone().map(move |x| (x, y))).map(|(x, y)| u32::from(at(picture, x, y))).sum();
        (sum / count) as u8
    })
}

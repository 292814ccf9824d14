//! How many drawn bar codes are read, and how fast, beside zxing-cpp on the same pictures.
//!
//!     cargo bench -p limen-seal --bench codes -- [--each 25] [--python python3]
//!
//! The Python needs `zxing-cpp` and `numpy` from PyPI; without it, only our figures are printed. Codes, contents and
//! damage follow from a fixed seed.
#![allow(missing_docs, clippy::print_stdout)]

#[path = "../tests/common/draw.rs"]
mod draw;

use draw::{KINDS, Picture};
use limen_seal::{Grey, find};
use std::{env, fs, io::Write, path::PathBuf, process::Command, time::Instant};

/// How a picture is spoilt: pixels of a module, turned by at most so many degrees, perspective, blur in pixels, noise,
/// contrast.
struct Grade {
    name: &'static str,
    module: (f64, f64),
    turn: f64,
    perspective: f64,
    blur: f64,
    noise: f64,
    contrast: f64,
}

const GRADES: [Grade; 4] = [
    Grade { name: "flat scan", module: (3.0, 6.0), turn: 2.0, perspective: 0.0, blur: 0.4, noise: 4.0, contrast: 0.9 },
    Grade { name: "turned", module: (3.0, 6.0), turn: 180.0, perspective: 0.02, blur: 0.6, noise: 6.0, contrast: 0.8 },
    Grade { name: "phone", module: (2.5, 5.0), turn: 25.0, perspective: 0.08, blur: 1.0, noise: 10.0, contrast: 0.6 },
    Grade {
        name: "phone, dim",
        module: (2.0, 4.0),
        turn: 25.0,
        perspective: 0.12,
        blur: 1.2,
        noise: 16.0,
        contrast: 0.4,
    },
];

/// Numbers from 0 to 1 that follow from a seed.
struct Chance(u64);

impl Chance {
    fn draw(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.draw()
    }
}

/// A code somewhere on a page of 1,600 x 1,200 pixels, as a lens sees it.
fn page(code: &Picture, grade: &Grade, chance: &mut Chance) -> Picture {
    let mut page = Picture::white(1600, 1200);
    // The code is drawn with four pixels a module.
    let most = 1100.0 / (code.width.max(code.height) as f64);
    let scale = (chance.between(grade.module.0, grade.module.1) / 4.0).min(most);
    let (sine, cosine) = chance.between(-grade.turn, grade.turn).to_radians().sin_cos();
    let (tilt_x, tilt_y) = (
        chance.between(-grade.perspective, grade.perspective) / code.width as f64,
        chance.between(-grade.perspective, grade.perspective) / code.height as f64,
    );
    let (middle_x, middle_y) = (chance.between(700.0, 900.0), chance.between(560.0, 640.0));
    let (shade_x, shade_y) = (chance.between(-0.1, 0.1), chance.between(-0.1, 0.1));
    let taps = [-1.0, -0.33, 0.33, 1.0];
    for y in 0..page.height {
        for x in 0..page.width {
            let mut sum = 0.0;
            for (dx, dy) in taps.iter().flat_map(|dx| taps.iter().map(move |dy| (dx, dy))) {
                let (px, py) = (x as f64 + dx * grade.blur - middle_x, y as f64 + dy * grade.blur - middle_y);
                let (u, v) = ((px * cosine + py * sine) / scale, (py * cosine - px * sine) / scale);
                let depth = 1.0 + tilt_x * u + tilt_y * v;
                let (u, v) = (u / depth + code.width as f64 / 2.0, v / depth + code.height as f64 / 2.0);
                let is_on = u >= 0.0 && v >= 0.0 && u < code.width as f64 && v < code.height as f64;
                sum += if is_on { f64::from(code.pixels[v as usize * code.width + u as usize]) } else { 230.0 };
            }
            let light = 1.0 + shade_x * (x as f64 / 800.0 - 1.0) + shade_y * (y as f64 / 600.0 - 1.0);
            let value = (128.0 + (sum / 16.0 - 128.0) * grade.contrast) * light;
            let noise = (chance.draw() + chance.draw() - 1.0) * grade.noise;
            page.pixels[y * page.width + x] = (value + noise).clamp(0.0, 255.0) as u8;
        }
    }
    page
}

fn main() {
    let words: Vec<String> = env::args().collect();
    let after = |name: &str| words.iter().position(|word| word == name).and_then(|at| words.get(at + 1));
    let each: usize = after("--each").and_then(|count| count.parse().ok()).unwrap_or(25);
    let folder = env::temp_dir().join(format!("limen-codes-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    let mut list = fs::File::create(folder.join("list")).expect("a file");
    let mut chance = Chance(0x5EA1_C0DE_2026_1128);
    println!("| grade | code | read | wrong | median ms | longest ms |\n| --- | --- | ---: | ---: | ---: | ---: |");
    for grade in &GRADES {
        for (symbology, format) in KINDS {
            let (mut good, mut wrong, mut times) = (0, 0, Vec::new());
            for at in 0..each {
                // As long as seals: about 120 octets, of which some are no letters.
                let octets: Vec<u8> = (0..120).map(|_| (chance.draw() * 256.0) as u8).collect();
                let octets = [&[0xDC, 0x03][..], &octets].concat();
                let picture = page(&Picture::code(&octets, format, 4), grade, &mut chance);
                let name =
                    folder.join(format!("{}-{}-{at}.pgm", grade.name.replace([' ', ','], "_"), symbology.name()));
                write_pgm(&name, &picture);
                let hex: String = octets.iter().map(|octet| format!("{octet:02x}")).collect();
                writeln!(list, "{}\t{}\t{}\t{hex}", grade.name, symbology.name(), name.display()).expect("written");
                let begin = Instant::now();
                let found = find(Grey::new(picture.width, picture.height, &picture.pixels).expect("a picture"));
                times.push(begin.elapsed().as_secs_f64() * 1000.0);
                good += usize::from(found.iter().any(|code| code.octets == octets));
                wrong += usize::from(found.iter().any(|code| code.octets != octets));
            }
            times.sort_by(f64::total_cmp);
            let (median, longest) = (times[times.len() / 2], times[times.len() - 1]);
            println!(
                "| {} | {} | {good}/{each} | {wrong} | {median:.0} | {longest:.0} |",
                grade.name,
                symbology.name()
            );
        }
    }
    drop(list);
    if let Some(python) = after("--python") {
        let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("benches/peer_codes.py");
        let status = Command::new(python).arg(script).arg(folder.join("list")).status();
        assert!(status.is_ok_and(|status| status.success()), "the peer did not run; it needs zxing-cpp and numpy");
    }
    fs::remove_dir_all(&folder).expect("removed");
}

fn write_pgm(name: &std::path::Path, picture: &Picture) {
    let mut bytes = format!("P5\n{} {}\n255\n", picture.width, picture.height).into_bytes();
    bytes.extend_from_slice(&picture.pixels);
    fs::write(name, bytes).expect("written");
}

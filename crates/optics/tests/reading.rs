//! Zones read from drawn pictures.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::{at, file, grey, picture_of, squeezed, turned, zone};
use limen_document::mrz::Format;
use limen_optics::{Turn, read, read_luma};

#[test]
fn each_format_is_read_from_a_scan() {
    let scans = [
        ("scan-td1", Format::Td1),
        ("scan-td2", Format::Td2),
        ("scan-td3", Format::Td3),
        ("scan-mrva", Format::MrvA),
        ("scan-mrvb", Format::MrvB),
        ("scan-fra-id", Format::French),
    ];
    for (name, format) in scans {
        let reading = read(&file(name)).unwrap_or_else(|unread| panic!("{name}: {unread}"));
        assert_eq!((reading.text_lines(), reading.format), (zone(name), format), "{name}");
    }
}

#[test]
fn a_page_is_read_before_a_webcam_on_a_table_and_in_a_hand_at_night() {
    for name in ["webcam-td3", "table-mrva", "night-td3"] {
        let reading = read(&file(name)).unwrap_or_else(|unread| panic!("{name}: {unread}"));
        assert_eq!(reading.text_lines(), zone(name), "{name}");
    }
}

#[test]
fn a_page_is_read_however_it_is_turned_and_says_how() {
    let mut picture = grey("scan-td3");
    let first = read_luma(picture.clone()).unwrap().turn;
    let turns = [Turn::None, Turn::ThreeQuarters, Turn::Half, Turn::Quarter];
    let begin = turns.iter().position(|&turn| turn == first).unwrap();
    for quarter in 1..4 {
        picture = turned(&picture);
        let reading = read_luma(picture.clone()).unwrap();
        assert_eq!(reading.text_lines(), zone("scan-td3"));
        assert_eq!(reading.turn, turns[(begin + quarter) % 4], "after {quarter} quarters");
    }
}

#[test]
fn letters_that_seem_tall_or_flat_are_read() {
    for (across, down) in [(0.62, 1.0), (0.75, 1.0), (1.0, 0.75)] {
        let picture = squeezed(&grey("scan-td3"), across, down);
        for picture in [turned(&picture), picture] {
            let reading = read_luma(picture).unwrap_or_else(|unread| panic!("{across} x {down}: {unread}"));
            assert_eq!(reading.text_lines(), zone("scan-td3"), "{across} x {down}");
        }
    }
}

/// A digit of the second line printed over the last: documents with wrong check digits exist.
#[test]
fn a_zone_with_a_wrong_check_digit_is_read_whole_as_it_stands() {
    let picture = grey("scan-td3");
    let line = read_luma(picture.clone()).unwrap().lines.remove(1);
    let last = line.last().unwrap();
    let other = line.iter().find(|own| own.letter.is_ascii_digit() && own.letter != last.letter).unwrap();
    let [from, to] = [other, last].map(|own| own.corners.map(|corner| corner.map(|v| v.round() as usize)));
    let [left, top] = [0, 1].map(|k| to.iter().map(|corner| corner[k]).min().unwrap());
    let [right, bottom] = [0, 1].map(|k| to.iter().map(|corner| corner[k]).max().unwrap());
    let [from_left, from_top] = [0, 1].map(|k| from.iter().map(|corner| corner[k]).min().unwrap());
    let changed = picture_of(picture.width(), picture.height(), |x, y| {
        let is_last = (left..=right).contains(&x) && (top..=bottom).contains(&y);
        if is_last { at(&picture, from_left + x - left, from_top + y - top) } else { at(&picture, x, y) }
    });
    let mut expected = zone("scan-td3");
    expected[1].pop();
    expected[1].push(other.letter);
    let reading = read_luma(changed).unwrap();
    assert_eq!((reading.text_lines(), reading.sure), (expected, false));
}

#[test]
fn a_zone_that_is_met_twice_is_one_zone() {
    assert_eq!(read(&file("twice-td2")).unwrap().text_lines(), zone("twice-td2"));
}

#[test]
fn a_line_of_the_page_above_a_zone_is_none_of_it() {
    assert_eq!(read(&file("above-td2")).unwrap().text_lines(), zone("above-td2"));
}

#[test]
fn each_character_says_how_sure_it_is_and_where_it_stands() {
    let picture = grey("scan-td3");
    let (width, height) = (picture.width() as f32, picture.height() as f32);
    let reading = read_luma(picture).unwrap();
    for line in &reading.lines {
        for character in line {
            assert!((0.0..=1.0).contains(&character.confidence));
            assert!(character.alternatives.len() <= 3);
            for [x, y] in character.corners {
                assert!(x > -10.0 && y > -10.0 && x < width + 10.0 && y < height + 10.0);
            }
        }
        let steps = line.windows(2).map(|pair| {
            let [a, b] = [0, 1].map(|k| pair[k].corners[0]);
            ((a[0] - b[0]).powi(2) + (a[1] - b[1]).powi(2)).sqrt()
        });
        let steps: Vec<f32> = steps.collect();
        let mean = steps.iter().sum::<f32>() / steps.len() as f32;
        assert!(steps.iter().all(|step| (step / mean - 1.0).abs() < 0.1), "letters stand evenly: {steps:?}");
    }
}

#[test]
fn each_line_is_shown_straightened() {
    let reading = read(&file("webcam-td3")).unwrap();
    assert_eq!(reading.strips.len(), 2);
    assert!(reading.strips.iter().all(|strip| (strip.width(), strip.height()) == (44 * 16, 24)));
}

#[test]
fn what_is_read_is_what_documents_are_read_from() {
    let reading = read(&file("scan-td1")).unwrap();
    let zone = limen_document::mrz::read(&reading.text(), jiff::civil::date(2026, 11, 28)).unwrap();
    assert_eq!(zone.format, reading.format);
    assert!(zone.problems.is_empty(), "{:?}", zone.problems);
}

#[test]
fn the_same_picture_is_read_the_same() {
    let picture = grey("night-td3");
    assert_eq!(read_luma(picture.clone()), read_luma(picture));
}

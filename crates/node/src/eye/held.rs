//! Pages that were read from a picture and wait for their scan, a few for each counter. They live in memory alone: nothing is
//! recorded before the officer's scan, and after twenty minutes the page is shown again.

use crate::age::is_within;
use jiff::{SignedDuration, Timestamp};
use limen_domain::{Doubt, DoubtKind, Field, Source, Traveller};
use limen_optics::Reading;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use uuid::Uuid;

/// How long a page waits.
const WAITS: SignedDuration = SignedDuration::from_mins(20);
/// Within which time two frames must say the same.
const ALIKE_WITHIN: SignedDuration = SignedDuration::from_secs(10);
/// Maximum bytes of all pictures that wait; the one that has waited longest goes first.
const MOST_BYTES: usize = 96 * 1024 * 1024;
/// Maximum number of pages that wait for one counter: a phone reads the next while the officer compares one.
const MOST_PAGES: usize = 4;

/// A page that was read from a picture.
#[derive(Debug, Clone)]
pub struct HeldPage {
    /// What tells it from other pages.
    pub id: Uuid,
    /// What was read.
    pub reading: Arc<Reading>,
    /// The picture, as it came.
    pub picture: Arc<Vec<u8>>,
    /// Whether a phone took it, and the counter has still to hear of it.
    pub by_phone: bool,
}

impl HeldPage {
    pub(super) fn new(id: Uuid, reading: Reading, picture: Arc<Vec<u8>>, by_phone: bool) -> Self {
        Self { id, reading: Arc::new(reading), picture, by_phone }
    }

    /// The picture of a character between its neighbours, straightened, PNG: by its line and its place in it, from 0. `None`
    /// where there is none.
    pub fn character(&self, line: usize, place: usize) -> Option<Vec<u8>> {
        let strip = self.reading.strips.get(line)?;
        let count = self.reading.lines.get(line)?.len();
        if place >= count {
            return None;
        }
        let across = strip.width() / count;
        let row = |y: usize| strip.pixels().get(y * strip.width()..(y + 1) * strip.width()).unwrap_or_default();
        let at = |x: usize, y: usize| x.checked_sub(across).and_then(|x| row(y).get(x).copied()).unwrap_or(u8::MAX);
        let begins = place * across;
        // From the darkest to the brightest of the line: ink in shadow is seen too.
        let (dark, bright) =
            strip.pixels().iter().fold((u8::MAX, 0), |(dark, bright), &one| (dark.min(one), bright.max(one)));
        let range = u32::from(bright.saturating_sub(dark)).max(1);
        let stretched = |one: u8| (u32::from(one.saturating_sub(dark)) * 255 / range).min(255) as u8;
        let pixels: Vec<u8> =
            (0..strip.height()).flat_map(|y| (begins..begins + 3 * across).map(move |x| stretched(at(x, y)))).collect();
        let (width, height) = (u32::try_from(3 * across).ok()?, u32::try_from(strip.height()).ok()?);
        let picture = image::GrayImage::from_raw(width, height, pixels)?;
        let mut bytes = std::io::Cursor::new(Vec::new());
        picture.write_to(&mut bytes, image::ImageFormat::Png).ok()?;
        Some(bytes.into_inner())
    }

    /// Says of a traveller, read from the zone as the officer sent it on, that a picture was read, whether that was sure,
    /// and what the officer changed.
    pub fn speak_for(&self, traveller: &mut Traveller, zone: &str) {
        let read = self.reading.text();
        let is_as_read = zone == read;
        traveller.source = if self.reading.sure && is_as_read { Source::Camera } else { Source::Compared };
        if !is_as_read {
            traveller.doubts.push(Doubt {
                field: Field::Mrz,
                kind: DoubtKind::Amended,
                suggestions: vec![read.replace('\n', " ")],
            });
        }
    }
}

/// What a session has read.
#[derive(Debug, Default)]
struct Held {
    /// Pages, the newest last.
    pages: Vec<(HeldPage, Timestamp)>,
    /// What its last frame said.
    last: Option<(String, Timestamp)>,
}

/// The pages that wait, by the token of the counter's session.
#[derive(Debug, Default)]
pub struct HeldPages(Mutex<HashMap<[u8; 32], Held>>);

impl HeldPages {
    /// What still waits.
    fn lock(&self, now: Timestamp) -> MutexGuard<'_, HashMap<[u8; 32], Held>> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for held in all.values_mut() {
            held.pages.retain(|(_, since)| is_within(*since, WAITS, now));
            held.last = held.last.take().filter(|(_, at)| is_within(*at, ALIKE_WITHIN, now));
        }
        all.retain(|_, held| !held.pages.is_empty() || held.last.is_some());
        all
    }

    /// Notes what a frame says; whether the one before said the same.
    pub(super) fn is_alike(&self, from: [u8; 32], zone: &str, now: Timestamp) -> bool {
        let mut all = self.lock(now);
        let last = &mut all.entry(from).or_default().last;
        let is_alike = last.as_ref().is_some_and(|(before, _)| before == zone);
        *last = Some((zone.to_owned(), now));
        is_alike
    }

    /// Holds a page for a counter.
    pub(super) fn put(&self, counter: [u8; 32], page: HeldPage, now: Timestamp) -> HeldPage {
        let mut all = self.lock(now);
        let pages = &mut all.entry(counter).or_default().pages;
        if pages.len() == MOST_PAGES {
            pages.remove(0);
        }
        pages.push((page.clone(), now));
        while all.values().flat_map(|held| &held.pages).map(|(page, _)| page.picture.len()).sum::<usize>() > MOST_BYTES
        {
            // The one that was just put is the newest, and stays.
            let waiting = all.values_mut().filter(|held| !held.pages.is_empty());
            let Some(oldest) = waiting.min_by_key(|held| held.pages.first().map(|(_, since)| *since)) else { break };
            oldest.pages.remove(0);
        }
        page
    }

    /// The page of a counter that has this identifier, which goes on waiting.
    pub fn page(&self, counter: &[u8; 32], id: Uuid, now: Timestamp) -> Option<HeldPage> {
        let all = self.lock(now);
        all.get(counter)?.pages.iter().map(|(page, _)| page).find(|page| page.id == id).cloned()
    }

    /// The first page that a phone has read for a counter, and of which the counter has not heard yet.
    pub fn from_phone(&self, counter: &[u8; 32], now: Timestamp) -> Option<HeldPage> {
        let all = self.lock(now);
        all.get(counter)?.pages.iter().map(|(page, _)| page).find(|page| page.by_phone).cloned()
    }

    /// The same, told once: the counter hears of it now.
    pub fn heard(&self, counter: &[u8; 32], now: Timestamp) -> Option<HeldPage> {
        let mut all = self.lock(now);
        let (page, _) = all.get_mut(counter)?.pages.iter_mut().find(|(page, _)| page.by_phone)?;
        page.by_phone = false;
        Some(page.clone())
    }

    /// A session that was set aside goes on under another token, and what it has read with it.
    pub(crate) fn go_on(&self, before: &[u8], token: [u8; 32], now: Timestamp) {
        let mut all = self.lock(now);
        let under = all.keys().copied().find(|key| key == before);
        if let Some(held) = under.and_then(|under| all.remove(&under)) {
            all.insert(token, held);
        }
    }

    /// Lets go of all that a session has read: it is over.
    pub(crate) fn end(&self, token: &[u8; 32], now: Timestamp) {
        self.lock(now).remove(token);
    }

    /// Lets go of a page whose scan is done.
    pub fn done(&self, counter: &[u8; 32], id: Uuid, now: Timestamp) {
        if let Some(held) = self.lock(now).get_mut(counter) {
            held.pages.retain(|(page, _)| page.id != id);
            held.last = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use limen_domain::Name;

    fn page(id: u128, sure: bool) -> HeldPage {
        let file = include_bytes!("../../../optics/tests/pictures/scan-td3.jpg");
        let reading = Reading { sure, ..limen_optics::read(file).expect("read") };
        HeldPage::new(Uuid::from_u128(id), reading, Arc::new(vec![0; 10]), false)
    }

    #[test]
    fn a_page_waits_for_its_own_counter_and_not_for_ever() {
        let (held, now) = (HeldPages::default(), Timestamp::UNIX_EPOCH);
        held.put([1; 32], page(1, true), now);
        let is_there = |token: u8, id: u128, at| held.page(&[token; 32], Uuid::from_u128(id), at).is_some();
        assert!(is_there(1, 1, now) && !is_there(2, 1, now) && !is_there(1, 2, now));
        for id in 2..=5 {
            held.put([1; 32], page(id, true), now);
        }
        assert!(!is_there(1, 1, now) && is_there(1, 2, now) && is_there(1, 5, now), "as many as wait for one counter");
        assert!(!is_there(1, 5, now + WAITS));
        held.put([1; 32], page(6, true), now);
        held.done(&[1; 32], Uuid::from_u128(6), now);
        assert!(!is_there(1, 6, now));
    }

    #[test]
    fn pictures_that_wait_have_a_bound_and_the_oldest_goes_first() {
        let (held, now) = (HeldPages::default(), Timestamp::UNIX_EPOCH);
        let large = || HeldPage { picture: Arc::new(vec![0; MOST_BYTES / 2]), ..page(1, true) };
        for (counter, second) in [(1, 0), (2, 1), (3, 2)] {
            held.put([counter; 32], large(), now + SignedDuration::from_secs(second));
        }
        let is_there = |counter: u8| held.page(&[counter; 32], Uuid::from_u128(1), now).is_some();
        assert_eq!([1, 2, 3].map(is_there), [false, true, true]);
    }

    #[test]
    fn two_frames_are_alike_one_after_the_other_and_within_a_while() {
        let (held, now) = (HeldPages::default(), Timestamp::UNIX_EPOCH);
        assert!(!held.is_alike([1; 32], "A", now));
        assert!(!held.is_alike([2; 32], "A", now), "another camera's");
        assert!(held.is_alike([1; 32], "A", now));
        assert!(!held.is_alike([1; 32], "B", now));
        assert!(!held.is_alike([1; 32], "B", now + ALIKE_WITHIN));
    }

    #[test]
    fn what_a_phone_has_read_is_told_its_counter_once() {
        let (held, now) = (HeldPages::default(), Timestamp::UNIX_EPOCH);
        held.put([1; 32], HeldPage { by_phone: true, ..page(1, true) }, now);
        assert!(held.from_phone(&[1; 32], now).is_some() && held.heard(&[2; 32], now).is_none());
        assert!(held.heard(&[1; 32], now).is_some() && held.heard(&[1; 32], now).is_none());
        assert!(held.page(&[1; 32], Uuid::from_u128(1), now).is_some(), "it waits for its scan");
    }

    #[test]
    fn each_character_has_its_picture_between_its_neighbours() {
        let page = page(1, true);
        for (line, place) in [(0, 0), (0, 43), (1, 20)] {
            let picture = image::load_from_memory(&page.character(line, place).expect("a picture")).expect("read");
            assert_eq!((picture.width(), picture.height()), (48, 24));
        }
        assert!(page.character(0, 44).is_none() && page.character(2, 0).is_none());
    }

    #[test]
    fn the_record_says_whether_the_camera_was_sure_and_what_the_officer_changed() {
        let traveller = || Traveller::named(Name::default(), Source::Mrz);
        let (sure, unsure) = (page(1, true), page(2, false));
        let zone = sure.reading.text();
        let mut read = traveller();
        sure.speak_for(&mut read, &zone);
        assert_eq!((read.source, read.doubts.len()), (Source::Camera, 0));
        let mut compared = traveller();
        unsure.speak_for(&mut compared, &zone);
        assert_eq!((compared.source, compared.doubts.len()), (Source::Compared, 0));
        let mut changed = traveller();
        sure.speak_for(&mut changed, &zone.replacen('P', "V", 1));
        assert_eq!(changed.source, Source::Compared);
        assert_eq!(changed.doubts[0].suggestions, [zone.replace('\n', " ")]);
    }
}

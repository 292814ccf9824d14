//! Alerts in full, each compressed by itself: millions are kept, and few are ever read.

use limen_domain::Alert;
use std::{cell::RefCell, sync::LazyLock};
use zstd::{
    bulk::{Compressor, Decompressor},
    dict::{DecoderDictionary, EncoderDictionary},
    zstd_safe::get_frame_content_size,
};

/// The level of compression: what alerts have in common stands in the dictionary, and more effort finds little more.
const LEVEL: i32 = 1;
/// What alerts have in common as they are written, the usual ones last. It lives no longer than the process: where alerts
/// are written otherwise one day, they take more memory and nothing else.
const DICTIONARY: &[u8] = br#"{"id":"QDi.","list":"interpol","names":["MOHAMMED Al-","Abdul "],"birth_dates":["1955..1960","1962-08-30"],"alias_births":[{"name":"","birth_dates":["1970"]}],"sex":"unspecified","nationalities":["GIN","MLI"],"birth_places":["Conakry"],"document_numbers":["R0412345","GIN R0412345"],"plates":["RC1234A"],"action":"arrest","instruction":"","reference":"2026/","valid_until":"2027-12-31","review_on":"2026-12-31"}{"id":"N-1","list":"national","names":["Mamadou Diallo"],"birth_dates":["1990-02-14"],"sex":"female","nationalities":["FRA"],"document_numbers":["GN"],"action":"refuse"}{"id":"A1","list":"national","names":["Ibrahim Ali","Mohamed "],"birth_dates":["1985-10-21"],"sex":"male","action":"refer"}"#;

static WRITING: LazyLock<EncoderDictionary<'static>> = LazyLock::new(|| EncoderDictionary::copy(DICTIONARY, LEVEL));
static READING: LazyLock<DecoderDictionary<'static>> = LazyLock::new(|| DecoderDictionary::copy(DICTIONARY));

thread_local! {
    /// Made once for each thread that reads alerts: it is large beside what it reads.
    static READER: RefCell<Option<Decompressor<'static>>> =
        RefCell::new(Decompressor::with_prepared_dictionary(&READING).ok());
    static WRITER: RefCell<Option<Compressor<'static>>> =
        RefCell::new(Compressor::with_prepared_dictionary(&WRITING).ok());
}

/// The alerts, one after the other.
#[derive(Debug, Default)]
pub(crate) struct Bodies {
    bytes: Vec<u8>,
    ends: Vec<u64>,
}

impl Bodies {
    /// Puts an alert behind the others.
    pub fn add(&mut self, alert: &Alert) {
        // Writing to memory can't fail, and an alert holds nothing that JSON can't.
        let written = serde_json::to_vec(alert).unwrap_or_default();
        let compressed = WRITER.with_borrow_mut(|writer| writer.as_mut()?.compress(&written).ok());
        // Where compression fails, the alert stands as it was written: a frame begins otherwise.
        self.bytes.extend_from_slice(compressed.as_deref().unwrap_or(&written));
        self.ends.push(self.bytes.len() as u64);
    }

    /// The alert at a place; `None` beyond the last.
    pub fn get(&self, at: usize) -> Option<Alert> {
        let from = if at == 0 { 0 } else { *self.ends.get(at - 1)? };
        let bytes = &self.bytes[from as usize..*self.ends.get(at)? as usize];
        if bytes.first() == Some(&b'{') {
            return serde_json::from_slice(bytes).ok();
        }
        let length = usize::try_from(get_frame_content_size(bytes).ok()??).ok()?;
        let written = READER.with_borrow_mut(|reader| reader.as_mut()?.decompress(bytes, length).ok())?;
        serde_json::from_slice(&written).ok()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Gives back the memory that was taken beforehand.
    pub fn shrink(&mut self) {
        self.bytes.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    /// Bytes held.
    pub fn held(&self) -> usize {
        self.bytes.len() + self.ends.len() * size_of::<u64>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use limen_domain::{Action, AlertId, ListName};

    #[test]
    fn alerts_come_back_as_they_went_in_and_take_a_fraction_of_their_text() {
        let alert = |number: usize| {
            let (list, id) = (ListName::parse("national"), AlertId::parse(&format!("A{number}")));
            let mut alert = Alert::new(list.expect("a list"), id.expect("an id"), Action::Refer);
            alert.names = vec![format!("Mamadou Lamine Diallo {number}"), "ديالو".to_owned(), "x".repeat(number * 10)];
            alert.birth_dates = vec!["1990-02-14".parse().expect("a date")];
            alert
        };
        let mut bodies = Bodies::default();
        let alerts: Vec<Alert> = (0..500).map(alert).collect();
        alerts.iter().for_each(|alert| bodies.add(alert));
        for (at, alert) in alerts.iter().enumerate() {
            assert_eq!(bodies.get(at).as_ref(), Some(alert));
        }
        assert_eq!(bodies.get(500), None);
        let written: usize = alerts.iter().map(|alert| serde_json::to_vec(alert).expect("written").len()).sum();
        assert!(bodies.held() * 4 < written, "{} of {written}", bodies.held());
    }
}

//! The alerts of a node, ready for screening, kept current by changes without being built anew.
//!
//! A large segment holds the alerts as they stood when the index was built; a small one holds what came or changed
//! since; what was withdrawn or changed in the large one is passed over. When the small one has grown, both are built
//! into one.

use crate::{
    NameSearch, evidence, explain,
    facts::Facts,
    name::{frequencies::Frequencies, readings::readings},
    numbers,
    search::{
        query::{QueryName, Scratch},
        segment::{Found, Segment},
    },
    subject::{MOST_NAMES, Subject},
};
use jiff::civil::Date;
use limen_domain::{Alert, AlertId, DEFAULT_THRESHOLD, Hit, ListName, Reason};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::{Arc, Mutex};

/// Maximum number of hits that are returned for one subject, the best ones.
pub const MOST_HITS: usize = 20;
/// With more changes than this share of the alerts, an index is built anew.
const MOST_CHANGED: f64 = 0.1;
/// How many changes never lead to that.
const FEW_CHANGES: usize = 5_000;

/// A segment with what its queries reuse.
#[derive(Debug, Default)]
struct Searched {
    segment: Segment,
    idle: Mutex<Vec<Scratch>>,
}

impl Searched {
    fn new(segment: Segment) -> Arc<Self> {
        Arc::new(Self { segment, idle: Mutex::default() })
    }

    /// Runs `work` with a scratch of its own.
    fn with_scratch<T>(&self, work: impl FnOnce(&Segment, &mut Scratch) -> T) -> T {
        let mut scratch = self.idle.lock().ok().and_then(|mut idle| idle.pop()).unwrap_or_default();
        let result = work(&self.segment, &mut scratch);
        if let Ok(mut idle) = self.idle.lock() {
            idle.push(scratch);
        }
        result
    }
}

/// Where each alert of a segment is.
type Places = FxHashMap<(ListName, AlertId), u32>;

/// What comes and goes in one step.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    /// Alerts that are new, or stand in the place of one with the same list and identifier.
    pub put: Vec<Alert>,
    /// Alerts that are gone.
    pub removed: Vec<(ListName, AlertId)>,
}

/// Alerts ready for screening. Cheap to clone; a clone with changes leaves the one in use as it is.
#[derive(Debug, Clone, Default)]
pub struct AlertIndex {
    large: Arc<Searched>,
    small: Arc<Searched>,
    /// Alerts of the large segment that were withdrawn or changed since.
    gone: Arc<FxHashSet<u32>>,
    /// Where the large segment's alerts are, made when the first change comes.
    places: Arc<Mutex<Option<Places>>>,
    frequencies: Arc<Frequencies>,
    thresholds: Arc<FxHashMap<ListName, f64>>,
}

/// Takes alerts in one by one, so that a list of millions need never stand in memory twice.
#[derive(Debug, Default)]
pub struct Builder {
    segment: Segment,
    weighing: Weighing,
}

/// By what names are weighed.
#[derive(Debug)]
enum Weighing {
    /// By these counts, and the counts of the alerts' own names.
    Counting(Frequencies),
    /// By counts that were made before.
    Counted(Arc<Frequencies>),
}

impl Default for Weighing {
    fn default() -> Self {
        Self::Counting(Frequencies::default())
    }
}

impl Builder {
    /// A builder that counts how common the alerts' names are, beside what is known of travellers' names.
    pub fn with_frequencies(frequencies: Frequencies) -> Self {
        Self { segment: Segment::default(), weighing: Weighing::Counting(frequencies) }
    }

    /// A builder that weighs names as they were counted before: a score is the same in every index of these counts.
    pub fn weighed_by(frequencies: Arc<Frequencies>) -> Self {
        Self { segment: Segment::default(), weighing: Weighing::Counted(frequencies) }
    }

    /// Takes an alert in.
    pub fn add(&mut self, alert: &Alert) {
        self.segment.add(alert);
    }

    /// Makes the index.
    pub fn finish(mut self) -> AlertIndex {
        let frequencies = match self.weighing {
            Weighing::Counted(frequencies) => frequencies,
            Weighing::Counting(mut frequencies) => {
                self.segment.count(&mut frequencies);
                Arc::new(frequencies)
            }
        };
        self.segment.finish(&frequencies);
        AlertIndex { large: Searched::new(self.segment), frequencies, ..AlertIndex::default() }
    }
}

impl AlertIndex {
    /// Builds the index of these alerts.
    pub fn build<'a>(alerts: impl IntoIterator<Item = &'a Alert>) -> Self {
        let mut builder = Builder::default();
        alerts.into_iter().for_each(|alert| builder.add(alert));
        builder.finish()
    }

    /// The same index with another least score of a hit for one list; [`DEFAULT_THRESHOLD`] where none was set.
    pub fn with_threshold(mut self, list: ListName, threshold: f64) -> Self {
        Arc::make_mut(&mut self.thresholds).insert(list, threshold.clamp(0.0, 1.0));
        self
    }

    /// How common names are, as this index weighs them.
    pub fn frequencies(&self) -> &Frequencies {
        &self.frequencies
    }

    /// An index in which the changes have been made, weighed as this one. The one in use goes on answering meanwhile.
    pub fn with_changes(&self, changes: &Changes) -> Self {
        let mut put: FxHashMap<(ListName, AlertId), Alert> = (0..self.small.segment.len() as u32)
            .filter_map(|number| self.small.segment.alert(number))
            .map(|alert| ((alert.list.clone(), alert.id.clone()), alert))
            .collect();
        let mut gone = (*self.gone).clone();
        {
            let mut places = self.places.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            let places = places.get_or_insert_with(|| self.large.segment.numbers_by_id());
            let put_keys = changes.put.iter().map(|alert| (alert.list.clone(), alert.id.clone()));
            for key in put_keys.chain(changes.removed.iter().cloned()) {
                gone.extend(places.get(&key));
                put.remove(&key);
            }
        }
        put.extend(changes.put.iter().map(|alert| ((alert.list.clone(), alert.id.clone()), alert.clone())));
        let changed = put.len() + gone.len();
        if changed > FEW_CHANGES && changed as f64 > self.large.segment.len() as f64 * MOST_CHANGED {
            let mut builder = Builder::weighed_by(Arc::clone(&self.frequencies));
            let kept = (0..self.large.segment.len() as u32).filter(|number| !gone.contains(number));
            kept.filter_map(|number| self.large.segment.alert(number)).for_each(|alert| builder.add(&alert));
            put.values().for_each(|alert| builder.add(alert));
            return Self { thresholds: Arc::clone(&self.thresholds), ..builder.finish() };
        }
        let mut small = Segment::default();
        put.values().for_each(|alert| small.add(alert));
        small.finish(&self.frequencies);
        Self { small: Searched::new(small), gone: Arc::new(gone), ..self.clone() }
    }

    /// How many alerts it holds.
    pub fn len(&self) -> usize {
        self.large.segment.len() - self.gone.len() + self.small.segment.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// About how many bytes it takes in memory.
    pub fn bytes(&self) -> usize {
        self.large.segment.bytes() + self.small.segment.bytes()
    }

    /// Every alert that holds on the day `on` and that the subject's numbers or names speak for, best first; at most
    /// [`MOST_HITS`].
    pub fn screen(&self, subject: &Subject, on: Date) -> Vec<Hit> {
        self.screen_from(subject, on, None)
    }

    /// The same with one minimum score for all lists in place of their thresholds: for searches.
    pub fn search(&self, subject: &Subject, on: Date, least: f64) -> Vec<Hit> {
        self.screen_from(subject, on, Some(least))
    }

    fn screen_from(&self, subject: &Subject, on: Date, least: Option<f64>) -> Vec<Hit> {
        self.hits(subject, on, least, |segment, scratch, least| {
            let names = self.names(subject, segment, scratch);
            segment.by_name(&names, &Facts::from(subject), least, scratch)
        })
    }

    /// The alerts that have a name with a part for each part that was typed, alike to it or beginning with it; at most
    /// `most`, of each segment the first ones.
    pub fn by_parts(&self, search: &NameSearch, most: usize) -> Vec<Alert> {
        let mut found = Vec::new();
        for (searched, gone) in [(&self.large, Some(&self.gone)), (&self.small, None)] {
            let held = searched.with_scratch(|segment, scratch| segment.by_parts(search, scratch));
            let holds = |number: &u32| gone.is_none_or(|gone| !gone.contains(number));
            let alerts = held.into_iter().filter(holds).filter_map(|number| searched.segment.alert(number));
            found.extend(alerts.take(most.saturating_sub(found.len())));
        }
        found
    }

    /// The same by comparing every alert: slow, and what [`Self::screen`] is measured against.
    pub fn screen_every_alert(&self, subject: &Subject, on: Date) -> Vec<Hit> {
        self.hits(subject, on, None, |segment, scratch, least| {
            let names = self.names(subject, segment, scratch);
            segment.by_every_name(&names, &Facts::from(subject), least)
        })
    }

    fn names(&self, subject: &Subject, segment: &Segment, scratch: &mut Scratch) -> Vec<QueryName> {
        let names = (0_u8..).zip(subject.names.iter().take(MOST_NAMES));
        let read = names.flat_map(|(of, name)| readings(&name.text).into_iter().map(move |read| (of, name, read)));
        read.map(|read| QueryName::new(read, segment, &self.frequencies, scratch))
            .filter(|name| !name.parts.is_empty())
            .collect()
    }

    fn hits(
        &self,
        subject: &Subject,
        on: Date,
        least_of_all: Option<f64>,
        by_name: impl Fn(&Segment, &mut Scratch, f32) -> Vec<Found>,
    ) -> Vec<Hit> {
        let thresholds = self.thresholds.values().copied();
        let least = evidence::weight(least_of_all.unwrap_or_else(|| thresholds.fold(DEFAULT_THRESHOLD, f64::min)));
        let mut hits: Vec<Hit> = Vec::new();
        for (searched, gone) in [(&self.large, Some(&self.gone)), (&self.small, None)] {
            if searched.segment.len() == 0 {
                continue;
            }
            searched.with_scratch(|segment, scratch| {
                let found = by_name(segment, scratch, least);
                let holds = |alert: u32| gone.is_none_or(|gone| !gone.contains(&alert));
                self.gather(
                    subject,
                    segment,
                    found,
                    |number, alert, score| {
                        holds(number)
                            && alert.holds_on(on)
                            && score >= least_of_all.unwrap_or_else(|| self.threshold(&alert.list))
                    },
                    &mut hits,
                );
            });
        }
        hits.sort_by(|one, other| other.score.total_cmp(&one.score).then_with(|| one.alert.id.cmp(&other.alert.id)));
        hits.truncate(MOST_HITS);
        hits
    }

    /// The least score of a hit of this list.
    pub fn threshold(&self, list: &ListName) -> f64 {
        self.thresholds.get(list).copied().unwrap_or(DEFAULT_THRESHOLD)
    }

    /// Makes hits of what was found by name and of what its numbers find.
    fn gather(
        &self,
        subject: &Subject,
        segment: &Segment,
        mut found: Vec<Found>,
        is_hit: impl Fn(u32, &Alert, f64) -> bool,
        hits: &mut Vec<Hit>,
    ) {
        found.sort_by(|one, other| other.weight.total_cmp(&one.weight).then(one.alert.cmp(&other.alert)));
        let by_number = self.by_number(subject, segment);
        let before = hits.len();
        for found in &found {
            let numbers = by_number.get(&found.alert).map_or(&[][..], Vec::as_slice);
            if hits.len() - before >= MOST_HITS && numbers.is_empty() {
                continue;
            }
            let Some(alert) = segment.alert(found.alert) else { continue };
            let by_number = numbers.iter().map(|(_, weight)| number_score(*weight, found.weight));
            let score = by_number.fold(evidence::score(found.weight), f64::max);
            if is_hit(found.alert, &alert, score) {
                let mut reasons: Vec<Reason> = numbers.iter().map(|(reason, _)| reason.clone()).collect();
                reasons.extend(explain::reasons(
                    subject,
                    &alert,
                    segment.place_of_name(found),
                    found,
                    &self.frequencies,
                ));
                hits.push(Hit { alert, score, reasons, cleared_before: None, confirmed_before: None });
            }
        }
        for (alert, numbers) in by_number {
            let Some(full) = segment.alert(alert).filter(|_| !found.iter().any(|found| found.alert == alert)) else {
                continue;
            };
            let findings = segment.findings(&Facts::from(subject), alert);
            let near = if full.names.is_empty() { 0.0 } else { findings.weight() };
            let score = numbers.iter().map(|(_, weight)| number_score(*weight, near)).fold(0.0, f64::max);
            if !is_hit(alert, &full, score) {
                continue;
            }
            let mut reasons: Vec<Reason> = numbers.into_iter().map(|(reason, _)| reason).collect();
            reasons.extend(explain::name_beside(subject, &full, &self.frequencies));
            reasons.extend(explain::findings(&findings));
            hits.push(Hit { alert: full, score, reasons, cleared_before: None, confirmed_before: None });
        }
    }

    fn by_number(&self, subject: &Subject, segment: &Segment) -> FxHashMap<u32, Vec<(Reason, f32)>> {
        let mut found: FxHashMap<u32, Vec<(Reason, f32)>> = FxHashMap::default();
        for document in &subject.documents {
            for place in segment.by_document(&document.number) {
                let held = segment.alert(place).map(|alert| alert.documents).unwrap_or_default();
                let near = held.iter().filter_map(|held| numbers::documents(document, held));
                if let Some(best) = near.max_by(|one, other| one.1.total_cmp(&other.1)) {
                    found.entry(place).or_default().push(best);
                }
            }
        }
        if let Some(number) = &subject.plate {
            for place in segment.by_plate(number) {
                let held = segment.alert(place).map(|alert| alert.plates).unwrap_or_default();
                let near = held.into_iter().find_map(|held| Some((numbers::likeness(number, &held)?, held)));
                if let Some((likeness, held)) = near {
                    let reason = Reason::Plate { number: held, likeness };
                    found.entry(place).or_default().push((reason, numbers::weight(likeness)));
                }
            }
        }
        found
    }
}

/// The score of a number that weighs so much, beside the other evidence: certain where the number is the alert's, whatever
/// else is known.
fn number_score(weight: f32, beside: f32) -> f64 {
    if weight == f32::INFINITY { 1.0 } else { evidence::score(weight + beside) }
}

//! Days at a post as its journal keeps them: each traveller presented, then decided on. Invented, from a fixed seed.

use jiff::{SignedDuration, Timestamp};
use limen::demo::{self, card, past, people};
use limen_domain::{Event, Presentation, Source};
use limen_store::NewEvent;
use rand::{RngExt, SeedableRng, rngs::StdRng};

/// About `crossings` crossings, the newest of a long past, with the presentation before each.
pub(crate) fn journal(seed: u64, crossings: usize) -> Result<Vec<NewEvent>, crate::Failed> {
    let now: Timestamp = "2026-11-25T12:00:00Z".parse()?;
    let mut random = StdRng::seed_from_u64(seed);
    let posts = demo::posts()?;
    let (reference, _) = demo::reference()?;
    let mut regulars = people::regulars(&mut random, crossings, now);
    let past = past::of_post(&mut random, &posts[0], &posts, &mut regulars, crossings, now, &reference.rules)?;
    let mut events = Vec::with_capacity(2 * past.len());
    for mut new in past {
        if let Event::CrossingRecorded(crossing) = &mut new.event {
            // As a reader sends them: the zone is kept beside what was read from it.
            let state = crossing.traveller.nationality;
            let zone = state.and_then(|state| card::zone_of(&crossing.traveller, state, None).ok());
            if let (Some(document), Some(zone)) = (&mut crossing.traveller.document, zone) {
                document.mrz = Some(zone);
                crossing.traveller.source = Source::Mrz;
            }
            new.at += SignedDuration::from_millis(random.random_range(0..1_000));
            crossing.at = new.at;
            let at = new.at - SignedDuration::from_millis(random.random_range(4_000..40_000));
            let event = Event::TravellerPresented(Box::new(Presentation::ended_by(crossing, at)));
            events.push(NewEvent { at, actor: new.actor.clone(), event });
        }
        events.push(new);
    }
    Ok(events)
}

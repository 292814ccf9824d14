//! Until when a traveller at the counter may stay, as the rules in force and their earlier crossings say.

use crate::Node;
use jiff::{Timestamp, civil::Date};
use limen_domain::{Crossing, Direction, DocumentKey, Movement, Presentation, StayFinding, Traveller, stay_finding};
use limen_store::{MovementAt, StoreError};

/// What the rules say about a traveller at the counter.
pub struct StayAtCounter {
    /// What they find.
    pub finding: StayFinding,
    /// Earlier crossings without a counterpart.
    pub unmatched: u32,
}

impl StayAtCounter {
    /// What holds on a day for someone who presents themselves, by the crossings of their documents.
    ///
    /// # Errors
    /// The database can't be used.
    pub async fn of(
        node: &Node,
        presentation: &Presentation,
        documents: &[DocumentKey],
        day: Date,
    ) -> Result<Self, StoreError> {
        let (traveller, direction) = (&presentation.traveller, presentation.direction);
        Self::before(node, (traveller, direction), documents, Timestamp::MAX, day).await
    }

    /// What held on a day for someone who was recorded then, by the crossings of their documents before that.
    ///
    /// # Errors
    /// The database can't be used.
    pub async fn then(
        node: &Node,
        crossing: &Crossing,
        documents: &[DocumentKey],
        day: Date,
    ) -> Result<Self, StoreError> {
        Self::before(node, (&crossing.traveller, crossing.direction), documents, crossing.at, day).await
    }

    async fn before(
        node: &Node,
        (traveller, direction): (&Traveller, Direction),
        documents: &[DocumentKey],
        before: Timestamp,
        day: Date,
    ) -> Result<Self, StoreError> {
        let movements = node.store.movements(documents).await?;
        let movements: Vec<Movement> = movements
            .into_iter()
            .filter(|movement| movement.at < before)
            .map(|MovementAt { at, direction, authorised, permit }| Movement {
                day: node.day_of(at),
                direction,
                authorised,
                permit,
            })
            .collect();
        let (finding, unmatched) =
            stay_finding(traveller, direction, node.post.country, &node.reference().rules, &movements, day);
        Ok(Self { finding, unmatched })
    }
}

//! What is known about a traveller at a counter beyond what their document says, and what may be decided with it.

use crate::{authorised::StayAtCounter, failure::Failure, state::App};
use jiff::{SignedDuration, Timestamp};
use limen_domain::{
    CrossingId, Direction, HealthQuestion, Judged, Presentation, Role,
    counter::{Case, Questions, TAKEN_BACK_WITHIN_DAYS, questions},
};

/// What the node knows.
pub(crate) struct Known {
    pub(crate) stay: StayAtCounter,
    /// Whether this person is in need of protection and not handed over yet.
    protected: bool,
    /// The exit that a taking back would undo.
    pub(crate) exit: Option<CrossingId>,
    /// What is asked on health.
    pub(crate) health: Vec<HealthQuestion>,
}

impl Known {
    pub(crate) async fn of(app: &App, presentation: &Presentation) -> Result<Self, Failure> {
        let (traveller, entry) = (&presentation.traveller, presentation.direction == Direction::Entry);
        let document = traveller.document.as_ref();
        let back_since = Timestamp::now() - SignedDuration::from_hours(24 * TAKEN_BACK_WITHIN_DAYS);
        let exit = match document {
            Some(document) if entry => app.store.last_exit(document, back_since).await?,
            _ => None,
        };
        let mut places = vec![app.post.neighbour];
        places.extend(traveller.nationality);
        let reference = app.reference();
        let health = reference.health.asked(&places, app.today()).filter(|_| entry).cloned().collect();
        Ok(Self {
            stay: StayAtCounter::of(app, presentation).await?,
            protected: app.store.is_protected(document, presentation.settles).await?,
            exit,
            health,
        })
    }

    /// The case that the rules of the counter judge.
    pub(crate) fn case<'a>(
        &'a self,
        app: &App,
        presentation: &'a Presentation,
        hits: &'a [Judged],
        role: Role,
    ) -> Case<'a> {
        Case {
            traveller: &presentation.traveller,
            hits,
            direction: presentation.direction,
            stay: &self.stay.finding,
            health: &self.health,
            settles_referral: presentation.settles.is_some(),
            protected: self.protected,
            left_last: self.exit.is_some(),
            role,
            day: app.today(),
        }
    }

    /// What is asked about the journey.
    pub(crate) fn questions(&self, app: &App, presentation: &Presentation) -> Questions {
        let (traveller, direction) = (&presentation.traveller, presentation.direction);
        questions(traveller, direction, app.post.country, &self.stay.finding, app.today())
    }
}

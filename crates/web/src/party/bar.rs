//! The party that a counter works through, in one line: how far it is, who is next, and what its vehicle is sought for.

use crate::{
    app::App,
    kit::{failure::Failure, session::SignedIn},
    words::Words,
};
use limen_domain::{Judged, PartyId};
use limen_store::{PartyRow, PartyState};

/// The line.
pub(crate) struct PartyBar {
    pub(crate) id: PartyId,
    pub(crate) name: String,
    /// `12 traités · 1 orienté · 27 attendus`
    pub(crate) progress: String,
    /// The announced member who comes next.
    pub(crate) next: Option<NextMember>,
    /// Whether an alert about the vehicle has still to be judged.
    pub(crate) has_open_hit: bool,
}

/// An announced member of a party.
pub(crate) struct NextMember {
    /// The number on the carrier's list.
    pub(crate) member: u16,
    pub(crate) name: String,
}

impl PartyBar {
    /// The party of this session, while it is here; `known` is that of the traveller who waits, which usually is the same.
    pub(crate) async fn load(app: &App, signed: &SignedIn, known: Option<&PartyRow>) -> Result<Option<Self>, Failure> {
        let Some(id) = signed.session.party else { return Ok(None) };
        let read;
        let row = match known {
            Some(row) if row.party.id == id => Some(row),
            _ => {
                read = app.store.party(id).await?;
                read.as_ref()
            }
        };
        Ok(row.filter(|row| row.state == PartyState::Here).map(|row| Self::of(signed.words(app), row)))
    }

    fn of(w: &Words, row: &PartyRow) -> Self {
        let next =
            row.waiting().next().map(|(member, traveller)| NextMember { member, name: traveller.name.to_string() });
        Self {
            id: row.party.id,
            name: title(&row.party),
            progress: progress(w, row),
            next,
            has_open_hit: row.hits.iter().any(Judged::is_possible),
        }
    }
}

/// A party's name, and the plate of its vehicle.
pub(crate) fn title(party: &limen_domain::Party) -> String {
    match &party.vehicle {
        Some(vehicle) if party.name.is_empty() => vehicle.plate.to_string(),
        Some(vehicle) => format!("{} · {}", party.name, vehicle.plate),
        None => party.name.clone(),
    }
}

/// How far a party is.
pub(crate) fn progress(w: &Words, row: &PartyRow) -> String {
    let referred = row.decided.iter().filter(|member| member.is_open_referral).count();
    let mut words = vec![w.t1("party-decided", "count", row.decided.len() - referred)];
    if referred > 0 {
        words.push(w.t1("party-referred", "count", referred));
    }
    let waiting = row.waiting().count();
    if waiting > 0 {
        words.push(w.t1("party-waiting", "count", waiting));
    }
    words.join(" · ")
}

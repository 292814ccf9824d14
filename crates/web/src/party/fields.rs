//! What is asked about a party, as a form and as it was answered.

use crate::{
    app::App,
    kit::{form, session::SignedIn},
};
use limen_domain::{DocumentNumber, Goods, GoodsKind, Hit, Mode, Party, PartyId, PartyKind, StateCode, Vehicle};
use limen_screening::Subject;
use serde::Deserialize;
use uuid::Uuid;

/// The longest name of a party, and the longest customs reference.
const LONGEST_TEXT: usize = 60;
/// How many kinds of goods one vehicle may declare.
const MOST_GOODS: usize = 3;

/// A party as it is typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PartyForm {
    pub(crate) kind: String,
    pub(crate) name: String,
    pub(crate) plate: String,
    pub(crate) country: String,
    pub(crate) mode: String,
    pub(crate) goods: Vec<String>,
    pub(crate) customs: Vec<String>,
}

impl PartyForm {
    /// A party as it is known.
    pub(crate) fn of(party: &Party) -> Self {
        let vehicle = party.vehicle.as_ref();
        Self {
            kind: party.kind.code().into(),
            name: party.name.clone(),
            plate: vehicle.map(|vehicle| vehicle.plate.to_string()).unwrap_or_default(),
            country: vehicle.and_then(|vehicle| vehicle.country).map(|code| code.to_string()).unwrap_or_default(),
            mode: vehicle.map_or(Mode::Bus, |vehicle| vehicle.mode).code().into(),
            goods: party.goods.iter().map(|goods| goods.kind.code().to_owned()).collect(),
            customs: party.goods.iter().map(|goods| goods.customs_reference.clone()).collect(),
        }
    }

    /// Whether the goods are of this kind.
    pub(crate) fn carries(&self, kind: &GoodsKind) -> bool {
        self.goods.first().is_some_and(|code| code == kind.code())
    }

    /// The number of the customs declaration.
    pub(crate) fn customs_reference(&self) -> &str {
        self.customs.first().map_or("", String::as_str)
    }

    /// What was typed, put into a party; or the message that says what is missing.
    pub(crate) fn fill(&self, party: &mut Party) -> Result<(), &'static str> {
        let text = |text: &str| form::short(text, LONGEST_TEXT);
        party.kind = self.kind.parse().unwrap_or(PartyKind::Group);
        party.name = text(&self.name);
        let plate = DocumentNumber::new(&self.plate);
        party.vehicle = (party.kind == PartyKind::Vehicle && !plate.is_empty()).then(|| Vehicle {
            plate,
            country: self.country.parse().ok().filter(|code: &StateCode| code.is_known()),
            mode: self.mode.parse().unwrap_or(Mode::Bus),
        });
        if party.kind == PartyKind::Vehicle && party.vehicle.is_none() {
            return Err("party-plate-missing");
        }
        if party.kind != PartyKind::Vehicle && party.name.is_empty() {
            return Err("party-name-missing");
        }
        let kinds = self.goods.iter().map(|kind| kind.parse::<GoodsKind>().ok());
        let references = self.customs.iter().map(|reference| text(reference)).chain(std::iter::repeat(String::new()));
        party.goods = kinds
            .zip(references)
            .filter_map(|(kind, customs_reference)| Some(Goods { kind: kind?, customs_reference }))
            .filter(|_| party.vehicle.is_some())
            .take(MOST_GOODS)
            .collect();
        Ok(())
    }
}

/// A party of which nothing is known yet.
pub(crate) fn empty(app: &App, signed: &SignedIn) -> Party {
    Party {
        id: PartyId(Uuid::now_v7()),
        post: app.post.id.clone(),
        at: app.now(),
        officer: signed.session.account.id.clone(),
        direction: signed.session.direction,
        kind: PartyKind::Group,
        name: String::new(),
        vehicle: None,
        goods: Vec::new(),
        hits: Vec::new(),
        members: Vec::new(),
    }
}

/// What screening finds for the plate.
pub(crate) fn plate_hits(app: &App, party: &Party) -> Vec<Hit> {
    let plate = party.vehicle.as_ref().map(|vehicle| vehicle.plate.clone());
    if plate.is_none() {
        return Vec::new();
    }
    app.alerts().screen(&Subject { plate, ..Subject::default() }, app.day_of_lapse())
}

//! What is asked about a party, as a form and as it was answered.

use crate::{
    node::desk::party::{PartyDraft, PartyFault},
    words::Words,
};
use limen_domain::{DocumentNumber, Goods, GoodsKind, Mode, Party, PartyKind};
use serde::Deserialize;
use std::iter;

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
    /// The form of a vehicle that nothing is known of yet.
    pub(crate) fn of_vehicle() -> Self {
        Self { kind: PartyKind::Vehicle.code().into(), mode: Mode::Bus.code().into(), ..Self::default() }
    }

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

    /// What was typed; goods of no kind are none.
    pub(crate) fn draft(&self) -> PartyDraft {
        let kinds = self.goods.iter().map(|kind| kind.parse::<GoodsKind>().ok());
        let references = self.customs.iter().cloned().chain(iter::repeat(String::new()));
        let goods = kinds.zip(references);
        PartyDraft {
            kind: self.kind.parse().unwrap_or(PartyKind::Group),
            name: self.name.clone(),
            plate: DocumentNumber::new(&self.plate),
            country: self.country.parse().ok(),
            mode: self.mode.parse().unwrap_or(Mode::Bus),
            goods: goods
                .filter_map(|(kind, customs_reference)| Some(Goods { kind: kind?, customs_reference }))
                .collect(),
        }
    }
}

/// The message about what is missing of a party.
pub(crate) fn message(w: &Words, fault: PartyFault) -> String {
    match fault {
        PartyFault::PlateMissing => w.t("party-plate-missing"),
        PartyFault::NameMissing => w.t("party-name-missing"),
    }
}

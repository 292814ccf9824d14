//! How hits stood when someone read them: what is decided by them counts only while they stand so.

use crate::{StoreError, database::Conn, hash::sha256_hex};
use limen_domain::{CrossingId, Hit, Judged, Party, PartyId};
use sqlx::Row;
use std::collections::{BTreeMap, BTreeSet};

/// List and alert, with the code of the judgement; that is empty where it is not judged.
type Stood = BTreeMap<(String, String), String>;

/// The hits of a traveller, of a vehicle, or of both, as they were judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    traveller: Option<(CrossingId, Stood)>,
    vehicle: Option<(PartyId, Stood)>,
}

impl Standing {
    /// Of a presentation's hits, and of its party's vehicle with its hits.
    pub fn of(presentation: CrossingId, hits: &[Judged], vehicle: Option<(PartyId, &[Judged])>) -> Self {
        let vehicle = vehicle.map(|(party, hits)| (party, stood(hits)));
        Self { traveller: Some((presentation, stood(hits))), vehicle }
    }

    /// Of the hits of a party's vehicle.
    pub fn of_vehicle(party: PartyId, hits: &[Judged]) -> Self {
        Self { traveller: None, vehicle: Some((party, stood(hits))) }
    }

    /// What a page hands back with a decision, so that it is known what the officer had before them; empty where
    /// nothing was judged.
    pub fn mark(&self) -> String {
        let of_traveller = self.traveller.iter().map(|(of, stood)| (of.to_string(), stood));
        let of_vehicle = self.vehicle.iter().map(|(of, stood)| (of.to_string(), stood));
        let judged: BTreeSet<String> = of_traveller
            .chain(of_vehicle)
            .flat_map(|(of, stood)| stood.iter().map(move |hit| (of.clone(), hit)))
            .filter(|(_, (_, judgement))| !judgement.is_empty())
            .map(|(of, ((list, alert), judgement))| format!("{of}/{list}/{alert}/{judgement}"))
            .collect();
        if judged.is_empty() {
            return String::new();
        }
        sha256_hex(Vec::from_iter(judged).join("\n").as_bytes())[..16].to_owned()
    }

    /// Whether the hits stand so now. A traveller's hits are found once; a vehicle's change with its plate and with the
    /// alerts.
    pub(crate) async fn holds(&self, conn: &mut Conn) -> Result<bool, StoreError> {
        if let Some((presentation, stood)) = &self.traveller
            && judged_now(conn, *presentation, stood.keys()).await? != *stood
        {
            return Ok(false);
        }
        let Some((party, stood)) = &self.vehicle else { return Ok(true) };
        let body: Option<String> = sqlx::query_scalar("select body from party where id = $1")
            .bind(party.to_string())
            .fetch_optional(&mut *conn)
            .await?;
        let hits = match body {
            Some(body) => serde_json::from_str::<Party>(&body)?.hits,
            None => Vec::new(),
        };
        let keys: Vec<_> = hits.iter().map(key).collect();
        Ok(judged_now(conn, party.as_of_hits(), keys.iter()).await? == *stood)
    }
}

fn key(hit: &Hit) -> (String, String) {
    (hit.alert.list.to_string(), hit.alert.id.to_string())
}

fn stood(hits: &[Judged]) -> Stood {
    let judgement = |judged: &Judged| judged.judgement.as_ref().map_or("", |judged| judged.judgement.code()).to_owned();
    hits.iter().map(|judged| (key(&judged.hit), judgement(judged))).collect()
}

/// How these hits are judged now. What was judged of others, such as those of a plate that was put right, is left out.
async fn judged_now<'a>(
    conn: &mut Conn,
    of: CrossingId,
    hits: impl Iterator<Item = &'a (String, String)>,
) -> Result<Stood, StoreError> {
    let rows = sqlx::query("select list, alert, judgement from judgement where presentation = $1");
    let rows = rows.bind(of.to_string()).fetch_all(conn).await?;
    let mut now: Stood = hits.map(|hit| (hit.clone(), String::new())).collect();
    for row in &rows {
        if let Some(judgement) = now.get_mut(&(row.try_get("list")?, row.try_get("alert")?)) {
            *judgement = row.try_get("judgement")?;
        }
    }
    Ok(now)
}

//! What events mean for the tables: with the modules it names, the only code that writes those that are read from the
//! journal.
//!
//! It is given events in the order of the journal, live one by one and when rebuilding by the thousand.

use crate::{
    StoreError,
    database::{Conn, ROWS_TOGETHER, Sql},
    journal::{self, BATCH, Entry, Head, NewEvent},
    record::{
        attachments, flows, hits, looks,
        parties::{self, PartyState},
        same_person, second_line, tallies, visas,
    },
};
use limen_domain::{Crossing, CrossingId, Event, NodeId, TravelDocument};

/// Appends `events` to `node`'s chain and lets the tables take them in, within the caller's transaction. Returns where the
/// chain ends then.
pub(crate) async fn append(
    conn: &mut Conn,
    node: &NodeId,
    head: Head,
    events: Vec<NewEvent>,
) -> Result<Head, StoreError> {
    let (head, entries) = journal::append(conn, node, head, events).await?;
    for some in entries.chunks(BATCH) {
        apply(conn, some).await?;
    }
    Ok(head)
}

/// Lets the tables take in `entries`.
pub(crate) async fn apply(conn: &mut Conn, entries: &[Entry]) -> Result<(), StoreError> {
    // Recorded crossings are by far the most, and go in together; whatever changes a row waits for those before it.
    let mut recorded: Vec<CrossingRow<'_>> = Vec::new();
    for entry in entries {
        if looks::crossing_of(&entry.new.event).is_some() {
            insert_crossings(conn, &mut recorded).await?;
        }
        looks::note(conn, entry).await?;
        match &entry.new.event {
            Event::CrossingRecorded(crossing) => {
                recorded.push(CrossingRow { entry, crossing, corrects: None, reason: "" });
            }
            Event::CrossingCorrected { mistaken, crossing, reason } => {
                recorded.push(CrossingRow { entry, crossing, corrects: Some(*mistaken), reason });
                insert_crossings(conn, &mut recorded).await?;
                sqlx::query("update crossing set corrected_by = $1, stands = 0 where id = $2")
                    .bind(crossing.id.to_string())
                    .bind(mistaken.to_string())
                    .execute(&mut *conn)
                    .await?;
                flows::changed(conn, *mistaken).await?;
            }
            Event::TravellerPresented(presentation) => {
                let traveller = &presentation.traveller;
                let document = traveller.document.as_ref().and_then(TravelDocument::key);
                sqlx::query(
                    "insert into presentation (id, officer, at, body, document, party, member, ended)
                     values ($1, $2, $3, $4, $5, $6, $7, 0)",
                )
                .bind(presentation.id.to_string())
                .bind(presentation.officer.as_str())
                .bind(presentation.at.as_millisecond())
                .bind(serde_json::to_string(presentation)?)
                .bind(document.map(|document| document.to_string()).unwrap_or_default())
                .bind(presentation.party.map(|party| party.to_string()).unwrap_or_default())
                .bind(presentation.member.map(i64::from))
                .execute(&mut *conn)
                .await?;
                hits::found(conn, presentation).await?;
            }
            Event::PresentationWithdrawn { presentation, why } => {
                end_presentation(conn, *presentation).await?;
                hits::set_aside(conn, *presentation, why.as_ref(), entry).await?;
            }
            Event::HitJudged { presentation, list, alert, judgement, reason } => {
                sqlx::query(
                    "insert into judgement (presentation, list, alert, judgement, reason, officer, at)
                     values ($1, $2, $3, $4, $5, $6, $7)
                     on conflict (presentation, list, alert) do update
                     set judgement = excluded.judgement, reason = excluded.reason,
                         officer = excluded.officer, at = excluded.at",
                )
                .bind(presentation.to_string())
                .bind(list.as_str())
                .bind(alert.as_str())
                .bind(judgement.code())
                .bind(reason)
                .bind(entry.actor())
                .bind(entry.new.at.as_millisecond())
                .execute(&mut *conn)
                .await?;
                hits::judged(conn, *presentation, list, alert, *judgement, entry, reason).await?;
            }
            Event::CrossingCancelled { crossing, reason } => {
                insert_crossings(conn, &mut recorded).await?;
                cancel(conn, *crossing, reason).await?;
            }
            Event::ReferralTaken { referral } => second_line::take(conn, *referral, entry).await?,
            Event::ReferralReleased { referral } => second_line::release(conn, *referral).await?,
            Event::ReferralNoted { referral, question, text } => {
                second_line::note(conn, *referral, question.as_deref(), text, entry).await?;
            }
            Event::ProtectionBegun(protection) => second_line::protect(conn, protection).await?,
            Event::HandedOver(proof) => second_line::hand_over(conn, proof, entry).await?,
            Event::PartyAnnounced(party) => parties::put(conn, party, PartyState::Announced).await?,
            Event::PartyArrived(party) | Event::PartyChanged(party) => {
                parties::put(conn, party, PartyState::Here).await?;
            }
            Event::PartyEnded { party, why } => {
                parties::end(conn, *party).await?;
                hits::set_aside(conn, CrossingId(party.0), why.as_ref(), entry).await?;
            }
            Event::SamePerson { one, other, reason } => same_person::tie(conn, (one, other), reason, entry).await?,
            // A crossing before it may have tied them.
            Event::NotSamePerson { one, other, .. } => {
                insert_crossings(conn, &mut recorded).await?;
                same_person::untie(conn, (one, other)).await?;
            }
            // A permit moves the end of a stay: the entry must stand there before it does.
            Event::VisaRecorded(visa) => {
                insert_crossings(conn, &mut recorded).await?;
                visas::record(conn, visa).await?;
                flows::visa_changed(conn, visa.number.as_str()).await?;
            }
            Event::VisaExtended { visa, to, .. } => {
                insert_crossings(conn, &mut recorded).await?;
                visas::extend(conn, visa, *to).await?;
                flows::visa_changed(conn, visa.as_str()).await?;
            }
            Event::VisaRevoked { visa, reason } => visas::revoke(conn, visa, reason).await?,
            Event::TallyCounted(tally) => tallies::count(conn, tally).await?,
            Event::TallyCancelled { tally, reason } => tallies::cancel(conn, *tally, reason).await?,
            Event::AttachmentKept(attachment) => attachments::keep(conn, attachment, entry).await?,
            Event::PartyConsulted { .. }
            | Event::PartiesConsulted { .. }
            | Event::CorrectionConsulted { .. }
            | Event::PicturesConsulted { .. }
            | Event::PictureConsulted { .. }
            | Event::ReferralsConsulted { .. }
            | Event::ProposalConsulted { .. }
            | Event::ClaimsConsulted { .. }
            | Event::VisasConsulted { .. }
            | Event::ClockConfirmed
            | Event::CrossingConsulted { .. }
            | Event::ProtectionConsulted { .. }
            | Event::DayConsulted { .. }
            | Event::DayExported { .. }
            | Event::FlowsExported { .. }
            | Event::FlowsQueried { .. }
            | Event::AlertsLoaded { .. }
            | Event::ListLoaded { .. }
            | Event::ListProposed { .. }
            | Event::OverstaysConsulted { .. }
            | Event::AuditConsulted { .. }
            | Event::AlertsProposed { .. }
            | Event::ProposalDecided { .. }
            | Event::AlertWithdrawn { .. }
            | Event::ThresholdSet { .. }
            | Event::AlertConsulted { .. }
            | Event::AlertsSearched { .. }
            | Event::HitsConsulted { .. }
            | Event::DraftTried { .. }
            | Event::AccountAdded { .. }
            | Event::AccountChanged { .. }
            | Event::AccountEnded { .. }
            | Event::PersonProposed { .. }
            | Event::DeviceInvited { .. }
            | Event::SteppedAside
            | Event::AccessRefused { .. }
            | Event::SteppedBack
            | Event::DeviceEnrolled { .. }
            | Event::DeviceRefused { .. }
            | Event::DeviceEnded { .. }
            | Event::NodeInvited { .. }
            | Event::NodeEnrolled { .. }
            | Event::NodeRevoked { .. }
            | Event::NodeRestored { .. }
            | Event::ContinuationProposed { .. }
            | Event::HeadquartersContinued { .. }
            | Event::JournalEnded { .. }
            | Event::CredentialsSet { .. }
            | Event::DataErased { .. }
            | Event::ErasureProposed { .. }
            | Event::SettingChanged { .. }
            | Event::PersonReported { .. }
            | Event::RightClaimed { .. }
            | Event::RightAnswered { .. }
            | Event::SignedIn
            | Event::SignedOut
            | Event::SignInRefused { .. }
            | Event::ReferenceReached { .. }
            | Event::NodeStarted { .. } => {}
        }
    }
    insert_crossings(conn, &mut recorded).await
}

struct CrossingRow<'a> {
    entry: &'a Entry,
    crossing: &'a Crossing,
    corrects: Option<CrossingId>,
    reason: &'a str,
}

async fn insert_crossings(conn: &mut Conn, rows: &mut Vec<CrossingRow<'_>>) -> Result<(), StoreError> {
    for some in rows.chunks(ROWS_TOGETHER) {
        let mut query = Sql::new(
            "insert into crossing (id, node, seq, post, at, direction, decision, grounds, primary_identifier,
             secondary_identifier, search_key, birth_date, age, sex, nationality, document_kind, document_issuer,
             document_number, source, purpose, mode, origin, destination, stay_days, authorised, officer, stamp, corrects,
             correction_reason, corrected_by, settled_by, document, status, party, member, adult, drives, visa,
             residence) ",
        );
        query.push_values(some, |mut row, CrossingRow { entry, crossing, corrects, reason }| {
            let (traveller, journey) = (&crossing.traveller, &crossing.journey);
            let document = traveller.document.as_ref();
            // Records from before the post's day was kept are counted by the day in Greenwich.
            let day = crossing.day.unwrap_or_else(|| crossing.at.to_zoned_datetime(jiff::tz::TimeZone::UTC).date());
            let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
            row.push_bind(crossing.id.to_string());
            row.push_bind(entry.node.as_str().to_owned());
            row.push_bind(entry.seq);
            row.push_bind(crossing.post.as_str().to_owned());
            row.push_bind(crossing.at.as_millisecond());
            row.push_bind(crossing.direction.code());
            row.push_bind(crossing.decision.kind().code());
            row.push_bind(crossing.decision.grounds());
            row.push_bind(traveller.name.primary.clone());
            row.push_bind(traveller.name.secondary.clone());
            row.push_bind(traveller.name.search_key());
            row.push_bind(traveller.birth_date.to_string());
            row.push_bind(traveller.ages_on(day).map(|ages| i64::from(ages.youngest)));
            row.push_bind(traveller.sex.code());
            row.push_bind(text(traveller.nationality.as_ref().map(|code| code.as_str())));
            row.push_bind(text(document.map(|document| document.kind.code())));
            row.push_bind(text(document.and_then(|document| document.issuer.as_ref()).map(|code| code.as_str())));
            row.push_bind(text(document.map(|document| document.number.as_str())));
            row.push_bind(traveller.source.code());
            row.push_bind(text(journey.purpose.map(|purpose| purpose.code())));
            row.push_bind(text(journey.mode.map(|mode| mode.code())));
            row.push_bind(text(journey.origin.as_deref()));
            row.push_bind(text(journey.destination.as_deref()));
            row.push_bind(journey.stay_days.map(i64::from));
            row.push_bind(crossing.authorised.map(|until| until.to_string()).unwrap_or_default());
            row.push_bind(crossing.officer.as_str().to_owned());
            row.push_bind(text(crossing.stamp.as_deref()));
            row.push_bind(corrects.map(|id| id.to_string()));
            row.push_bind((*reason).to_owned());
            row.push_bind(None::<String>);
            row.push_bind(None::<String>);
            let key = document.and_then(TravelDocument::key);
            row.push_bind(key.map(|key| key.to_string()).unwrap_or_default());
            row.push_bind(traveller.status.code());
            row.push_bind(crossing.party.map(|party| party.to_string()).unwrap_or_default());
            row.push_bind(crossing.member.map(i64::from));
            row.push_bind(journey.adult.map(|adult| adult.to_string()));
            row.push_bind(i64::from(journey.drives));
            row.push_bind(text(crossing.visa.as_ref().map(|visa| visa.as_str())));
            row.push_bind(text(journey.residence.as_ref().map(|code| code.as_str())));
        });
        query.build_for(conn).execute(&mut *conn).await?;
    }
    flows::recorded(conn, rows.iter().map(|row| row.crossing)).await?;
    // A decision ends the presentation of the same identifier, and settles the referral it takes up.
    for some in rows.chunks(ROWS_TOGETHER) {
        let mut query = Sql::new("update presentation set ended = 1 where ended = 0 and id in (");
        let mut ids = query.separated(", ");
        for row in some {
            ids.push_bind(row.crossing.id.to_string());
        }
        query.push(")");
        query.build_for(conn).execute(&mut *conn).await?;
    }
    for row in rows.drain(..) {
        if let Some(referral) = row.crossing.settles {
            sqlx::query("update crossing set settled_by = $1 where id = $2")
                .bind(row.crossing.id.to_string())
                .bind(referral.to_string())
                .execute(&mut *conn)
                .await?;
        }
        same_person::shown_together(conn, row.crossing, row.entry).await?;
        for answered in &row.crossing.journey.health {
            sqlx::query("insert into health_answer (crossing, question, answer) values ($1, $2, $3)")
                .bind(row.crossing.id.to_string())
                .bind(&answered.question)
                .bind(answered.answer.code())
                .execute(&mut *conn)
                .await?;
        }
        if let Some(exit) = row.crossing.undoes {
            sqlx::query("update crossing set undone_by = $1, stands = 0 where id = $2")
                .bind(row.crossing.id.to_string())
                .bind(exit.to_string())
                .execute(&mut *conn)
                .await?;
            flows::changed(conn, exit).await?;
        }
    }
    Ok(())
}

/// A record of what did not happen: it settles and undoes nothing any more.
async fn cancel(conn: &mut Conn, crossing: CrossingId, reason: &str) -> Result<(), StoreError> {
    flows::changed(conn, crossing).await?;
    let id = crossing.to_string();
    sqlx::query("update crossing set cancelled = $1, stands = 0 where id = $2")
        .bind(reason)
        .bind(&id)
        .execute(&mut *conn)
        .await?;
    sqlx::query("update crossing set settled_by = null where settled_by = $1").bind(&id).execute(&mut *conn).await?;
    sqlx::query(
        "update crossing set undone_by = null,
             stands = case when corrected_by is null and cancelled is null then 1 else 0 end
         where undone_by = $1",
    )
    .bind(&id)
    .execute(&mut *conn)
    .await?;
    Ok(())
}

async fn end_presentation(conn: &mut Conn, id: CrossingId) -> Result<(), StoreError> {
    sqlx::query("update presentation set ended = 1 where id = $1").bind(id.to_string()).execute(conn).await?;
    Ok(())
}

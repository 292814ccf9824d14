//! What events mean for the tables: with the modules it names, the only code that writes those that are read from the
//! journal.
//!
//! It is given events in the order of the journal, live one by one and when rebuilding by the thousand.

use crate::{
    StoreError,
    database::Conn,
    journal::{self, BATCH, Entry, Head, NewEvent},
    record::{
        asked_corrections, attachments, chip_readings,
        crossings::{self, Recorded},
        flows, hits, looks, neighbour_drafts, parties,
        party_state::PartyState,
        presentations, same_person, second_line, shift, tallies, visa_history, visas,
    },
};
use limen_domain::{Event, NodeId};

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
    let mut recorded: Vec<Recorded<'_>> = Vec::new();
    for entry in entries {
        if looks::crossing_of(&entry.new.event).is_some() {
            crossings::insert(conn, &mut recorded).await?;
        }
        looks::note(conn, entry).await?;
        visa_history::note(conn, entry).await?;
        match &entry.new.event {
            Event::CrossingRecorded(crossing) => {
                recorded.push(Recorded { entry, crossing, corrects: None, reason: "" });
            }
            Event::CrossingCorrected { mistaken, crossing, reason } => {
                recorded.push(Recorded { entry, crossing, corrects: Some(*mistaken), reason });
                crossings::insert(conn, &mut recorded).await?;
                crossings::correct(conn, *mistaken, crossing.id).await?;
            }
            Event::TravellerPresented(presentation) => {
                presentations::put(conn, presentation).await?;
                hits::found(conn, presentation).await?;
            }
            Event::PresentationWithdrawn { presentation, why } => {
                presentations::end(conn, *presentation).await?;
                hits::set_aside(conn, *presentation, why.as_ref(), entry).await?;
            }
            Event::HitJudged { presentation, list, alert, judgement, reason } => {
                hits::judged(conn, *presentation, list, alert, *judgement, entry, reason).await?;
            }
            Event::HitReopened { presentation, list, alert } => {
                hits::reopened(conn, *presentation, list, alert).await?;
            }
            Event::CrossingCancelled { crossing, reason } => {
                crossings::insert(conn, &mut recorded).await?;
                crossings::cancel(conn, *crossing, reason).await?;
            }
            Event::CorrectionRequested { crossing, note } => {
                asked_corrections::ask(conn, *crossing, note, entry).await?;
            }
            Event::CorrectionDeclined { crossing, reason } => {
                asked_corrections::decline(conn, *crossing, reason, entry).await?;
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
            // The driver's crossing must stand there before it is marked.
            Event::PartyEnded { party, why, driver } => {
                crossings::insert(conn, &mut recorded).await?;
                parties::end(conn, *party).await?;
                parties::drives(conn, *party, *driver, true).await?;
                hits::set_aside(conn, party.as_of_hits(), why.as_ref(), entry).await?;
            }
            Event::SamePerson { one, other, reason } => same_person::tie(conn, (one, other), reason, entry).await?,
            // A crossing before it may have tied them.
            Event::NotSamePerson { one, other, .. } => {
                crossings::insert(conn, &mut recorded).await?;
                same_person::tell_apart(conn, (one, other), entry).await?;
            }
            // A permit moves the end of a stay: the entry must stand there before it does.
            Event::VisaRecorded(visa) => {
                crossings::insert(conn, &mut recorded).await?;
                visas::record(conn, visa).await?;
                flows::visa_changed(conn, visa.number.as_str()).await?;
            }
            Event::VisaExtended { visa, to, .. } => {
                crossings::insert(conn, &mut recorded).await?;
                visas::extend(conn, visa, *to).await?;
                flows::visa_changed(conn, visa.as_str()).await?;
            }
            Event::VisaRevoked { visa, reason } => visas::revoke(conn, visa, reason).await?,
            Event::TallyCounted(tally) => tallies::count(conn, tally).await?,
            Event::TallyCancelled { tally, reason } => tallies::cancel(conn, *tally, reason).await?,
            Event::ShiftClosed(closing) => shift::close(conn, closing, entry).await?,
            Event::AttachmentKept(attachment) => attachments::keep(conn, attachment, entry).await?,
            Event::NeighbourDrafted { neighbour, content } => {
                neighbour_drafts::keep(conn, *neighbour, content, entry).await?;
            }
            Event::ChipRead(reading) => chip_readings::keep(conn, reading, entry).await?,
            Event::PartyConsulted { .. }
            | Event::PartiesConsulted { .. }
            | Event::CorrectionConsulted { .. }
            | Event::CorrectionsConsulted { .. }
            | Event::PicturesConsulted { .. }
            | Event::PictureConsulted { .. }
            | Event::ReferralsConsulted { .. }
            | Event::ProposalConsulted { .. }
            | Event::ClaimsConsulted { .. }
            | Event::VisasConsulted { .. }
            | Event::PeopleSearched { .. }
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
            | Event::TrustProposed { .. }
            | Event::Neighbour(_)
            | Event::OverstaysConsulted { .. }
            | Event::AuditConsulted { .. }
            | Event::AlertsProposed { .. }
            | Event::ProposalDecided { .. }
            | Event::AlertWithdrawn { .. }
            | Event::ThresholdSet { .. }
            | Event::AlertConsulted { .. }
            | Event::AlertsSearched { .. }
            | Event::DocumentAsked { .. }
            | Event::OthersConsulted { .. }
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
            | Event::ClaimConsulted { .. }
            | Event::ClaimErasureProposed { .. }
            | Event::ClaimErased { .. }
            | Event::SignedIn
            | Event::SignedOut
            | Event::SignInRefused { .. }
            | Event::ReferenceReached { .. }
            | Event::NodeStarted { .. } => {}
        }
    }
    crossings::insert(conn, &mut recorded).await
}

//! The node's state as figures for monitoring; `limen serve` prints them in the text format of Prometheus.

use crate::{JournalState, NetworkRole, Node};
use limen_store::ClockState;

/// One figure.
#[derive(Debug, Clone)]
pub struct Figure {
    /// Its name, as Prometheus writes names.
    pub name: &'static str,
    /// What it says, with its unit.
    pub help: &'static str,
    /// Labels in braces; empty for none.
    pub labels: String,
    /// The figure.
    pub value: f64,
}

impl Node {
    /// The node in figures. What can't be read now is left out.
    pub async fn figures(&self) -> Vec<Figure> {
        let mut figures = Vec::new();
        let mut add = |name, help, labels: String, value: f64| figures.push(Figure { name, help, labels, value });
        let is_sound = matches!(self.journal(), JournalState::Sound | JournalState::Checking);
        add("limen_journal_sound", "1 while the journal verifies", String::new(), f64::from(u8::from(is_sound)));
        let now = self.now();
        let is_right = self.store.clock(now) == ClockState::Believed;
        add("limen_clock_plausible", "1 while the clock can be believed", String::new(), f64::from(u8::from(is_right)));
        if let Ok(journals) = self.store.journals().await {
            for (journal, events) in journals {
                let labels = format!("{{journal=\"{journal}\"}}");
                add("limen_journal_events", "Events held of a journal", labels, events as f64);
            }
        }
        if let Ok(reached) = self.store.reference_reached().await {
            let help = "Version of the reference data in force";
            add("limen_reference_version", help, String::new(), reached.version as f64);
        }
        if let Some(free) = self.disk_free() {
            add("limen_disk_free_bytes", "Bytes left on the database's disk", String::new(), free as f64);
        }
        match &self.network {
            NetworkRole::Alone => {}
            NetworkRole::Post(link) => {
                let state = link.state();
                let help = "Events that headquarters does not hold yet";
                add("limen_link_waiting_events", help, String::new(), state.waiting as f64);
                if let Some(at) = state.contact {
                    let help = "Seconds since headquarters answered last";
                    let seconds = now.duration_since(at).as_secs() as f64;
                    add("limen_link_contact_age_seconds", help, String::new(), seconds);
                }
            }
            NetworkRole::Headquarters(headquarters) => {
                for member in headquarters.store().members().await.unwrap_or_default() {
                    if let (Some(at), None) = (member.heard_at, &member.revoked) {
                        let labels = format!("{{node=\"{}\"}}", member.id);
                        let help = "Seconds since a node was heard of last";
                        add("limen_node_contact_age_seconds", help, labels, now.duration_since(at).as_secs() as f64);
                    }
                }
            }
        }
        figures
    }
}

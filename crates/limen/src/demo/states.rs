//! The two states of the demonstration: headquarters, post, who works there, by which lists.

use super::{
    Officer, across,
    kouremale::{LISTS, OFFICERS},
    nodes::HEADQUARTERS,
    posts,
};
use crate::outcome::Failed;
use limen_domain::{ListKind, Role, StateCode};
use limen_store::Post;
use std::path::{Path, PathBuf};

/// Who may sign in on the Guinean side: identifier, name, role, stamp. The first three stand at the counters.
const GUINEANS: [Officer; 9] = [
    ("fatoumata", "Fatoumata Barry", Role::FirstLine, "KOU-05"),
    ("sekou", "Sékou Condé", Role::FirstLine, "KOU-08"),
    ("mohamed", "Mohamed Soumah", Role::Supervisor, "KOU-01"),
    ("thierno", "Thierno Bah", Role::SecondLine, "KOU-03"),
    ("hadja", "Hadja Camara", Role::AlertManager, ""),
    ("mamady", "Mamady Kaba", Role::AlertManager, ""),
    ("alpha", "Alpha Oumar Baldé", Role::Administrator, ""),
    ("saran", "Saran Bangoura", Role::Administrator, ""),
    ("binta", "Binta Sylla", Role::Analyst, ""),
];

/// Guinea's reference lists, in the manner of the region's, and no country's own.
const GUINEAN_LISTS: [(ListKind, &str); 2] = [
    (ListKind::StayRules, include_str!("lists/stay-rules-guinea.csv")),
    (ListKind::HealthQuestions, include_str!("lists/health-questions.csv")),
];

/// One of the two states.
pub(super) struct State {
    /// What headquarters is called.
    pub(super) service: &'static str,
    /// Its post.
    pub(super) post: Post,
    /// Who may sign in.
    pub(super) people: &'static [Officer],
    /// Its reference lists.
    pub(super) lists: &'static [(ListKind, &'static str)],
    /// Two administrators, who speak for it.
    pub(super) administrators: [&'static str; 2],
}

impl State {
    /// The state.
    pub(super) fn state(&self) -> StateCode {
        self.post.country
    }

    /// The name of headquarters' folder.
    pub(super) fn headquarters_name(&self) -> String {
        format!("{}-{HEADQUARTERS}", self.state().as_str())
    }

    /// Headquarters' folder.
    pub(super) fn headquarters(&self, folder: &Path) -> PathBuf {
        folder.join(self.headquarters_name())
    }

    /// The post's folder.
    pub(super) fn post_folder(&self, folder: &Path) -> PathBuf {
        folder.join(format!("{}-{}", self.state().as_str(), self.post.id.as_str()))
    }
}

/// Mali, with the people and the post of the other demonstrations.
pub(super) fn mali() -> Result<State, Failed> {
    let here = posts()?.into_iter().next().ok_or("the demonstration has no post")?;
    Ok(State {
        service: "Direction de la police aux frontières du Mali (inventée)",
        post: Post { name: "Kourémalé-Mali".into(), ..here },
        people: &OFFICERS,
        lists: &LISTS,
        administrators: ["fanta", "lassana"],
    })
}

/// Guinea.
pub(super) fn guinea() -> Result<State, Failed> {
    Ok(State {
        service: "Direction de la police aux frontières de Guinée (inventée)",
        post: across::guinean_post()?,
        people: &GUINEANS,
        lists: &GUINEAN_LISTS,
        administrators: ["alpha", "saran"],
    })
}

//! Kourémalé, the post of the demonstration: who works there, and by which lists. Tests have the same people and lists.

use limen_domain::{ListKind, Role};

/// Everyone's password.
pub const PASSWORD: &str = "kouremale";

/// Who may sign in: identifier, name, role, stamp.
pub const OFFICERS: [(&str, &str, Role, &str); 11] = [
    ("aminata", "Aminata Coulibaly", Role::FirstLine, "KRM-07"),
    ("ibrahima", "Ibrahima Sacko", Role::FirstLine, "KRM-12"),
    ("oumar", "Oumar Kanté", Role::SecondLine, "KRM-03"),
    ("mariam", "Mariam Dembélé", Role::Supervisor, "KRM-01"),
    ("kadiatou", "Kadiatou Sissoko", Role::AlertManager, ""),
    ("seydou", "Seydou Traoré", Role::AlertManager, ""),
    ("fanta", "Fanta Diakité", Role::Administrator, ""),
    ("lassana", "Lassana Konaté", Role::Administrator, ""),
    ("djeneba", "Djénéba Cissé", Role::Analyst, ""),
    ("salif", "Salif Bagayoko", Role::Auditor, ""),
    ("nana", "Nana Sidibé", Role::DataProtection, ""),
];

/// The reference lists, in the manner of the region's, and no country's own.
pub const LISTS: [(ListKind, &str); 5] = [
    (ListKind::StayRules, include_str!("lists/stay-rules.csv")),
    (ListKind::Authorities, include_str!("lists/authorities.csv")),
    (ListKind::Appeals, include_str!("lists/appeals.csv")),
    (ListKind::HealthQuestions, include_str!("lists/health-questions.csv")),
    (ListKind::TallyPoints, include_str!("lists/tally-points.csv")),
];

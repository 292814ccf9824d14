//! The common plan: sixteen recommendations, as many as the mixed commission made in Conakry in August 2025, on what it is
//! reported to have spoken about, and what was done about some of them. Their words, owners and dates are invented.

use jiff::{Span, civil::Date};
use limen_domain::StateCode;
use limen_neighbour::{PlanItem, PlanState};
use uuid::Uuid;

/// A recommendation: who sees to it (a state and a service), what is to be done, in how many days from now, how far it has
/// come, what was done.
type Recommendation = (&'static str, &'static str, &'static str, i32, PlanState, &'static str);

const RECOMMENDATIONS: [Recommendation; 16] = [
    (
        "GIN",
        "Direction de la police aux frontières",
        "Enregistrer les passages sur ordinateur aux postes de Kourémalé",
        -60,
        PlanState::Done,
        "Deux guichets installés, agents formés",
    ),
    (
        "MLI",
        "Direction de la police aux frontières",
        "Échanger chaque jour les comptages des postes jumelés",
        30,
        PlanState::UnderWay,
        "Accord signé, comptages échangés depuis deux mois",
    ),
    (
        "GIN",
        "Douanes",
        "Relier les systèmes des deux douanes pour le transit des marchandises",
        240,
        PlanState::Open,
        "",
    ),
    (
        "MLI",
        "Ministère de l’administration territoriale",
        "Tenir un cadre permanent de concertation entre préfets voisins",
        90,
        PlanState::UnderWay,
        "Première réunion à Kangaba",
    ),
    (
        "GIN",
        "Gendarmerie",
        "Mener une patrouille commune au moins chaque mois",
        20,
        PlanState::UnderWay,
        "Une patrouille faite, compte rendu signé par les deux côtés",
    ),
    (
        "MLI",
        "Direction de la police aux frontières",
        "Ouvrir une ligne de permanence entre les chefs de poste",
        -20,
        PlanState::Done,
        "Numéros échangés dans l’annuaire commun",
    ),
    (
        "GIN",
        "Direction de la police aux frontières",
        "Signaler à l’autre côté les enfants disparus et les véhicules volés dans l’heure",
        60,
        PlanState::UnderWay,
        "Avis échangés, essai d’un mois",
    ),
    (
        "MLI",
        "Services de santé",
        "Annoncer les foyers de maladie dans les préfectures frontalières",
        60,
        PlanState::Open,
        "",
    ),
    (
        "GIN",
        "Préfecture de Siguiri",
        "Borner de nouveau la frontière entre Kourémalé et Doko",
        365,
        PlanState::Open,
        "",
    ),
    (
        "MLI",
        "Préfecture de Kangaba",
        "Réduire les barrages entre Kourémalé et Naréna",
        120,
        PlanState::UnderWay,
        "Trois barrages levés sur cinq",
    ),
    ("GIN", "Ministère de la sécurité", "Sanctionner les perceptions illicites aux postes", 90, PlanState::Open, ""),
    (
        "MLI",
        "Mines et géologie",
        "Recenser les sites d’orpaillage des deux côtés et les passages qu’ils causent",
        180,
        PlanState::UnderWay,
        "Vingt sites recensés",
    ),
    ("GIN", "Élevage", "Accompagner la transhumance par des couloirs convenus", 150, PlanState::Open, ""),
    (
        "MLI",
        "Services de protection de l’enfance",
        "Désigner un lieu d’accueil pour les mineurs non accompagnés de chaque côté",
        45,
        PlanState::UnderWay,
        "Lieu trouvé à Kangaba, convention à signer",
    ),
    ("GIN", "Travaux publics", "Étudier un poste de contrôle juxtaposé à Kourémalé", 300, PlanState::Open, ""),
    (
        "MLI",
        "Radios rurales",
        "Informer les habitants de la libre circulation et des documents à porter",
        75,
        PlanState::Dropped,
        "Repris par un autre programme",
    ),
];

/// What is done about a recommendation: its number, in how many days, how far it has come.
const ACTIONS: [(usize, &str, i32, PlanState); 3] = [
    (
        2,
        "Comparer les comptages du samedi et convenir d’un guichet pour piétons le soir du marché",
        25,
        PlanState::Open,
    ),
    (5, "Fixer les dates des trois prochaines patrouilles", 10, PlanState::UnderWay),
    (15, "Relever les arrivées par heure aux deux postes pendant un mois", 40, PlanState::UnderWay),
];

/// The same identifier each time that the demonstration is made.
fn id(number: usize, action: bool) -> Uuid {
    Uuid::from_u128(0x504c_414e_0000_4000_8000_0000_0000_0000 + 2 * number as u128 + u128::from(action))
}

/// What one of the two sees to.
pub(super) fn items_of(state: StateCode, today: Date) -> Vec<PlanItem> {
    let is_theirs = |number: usize| RECOMMENDATIONS[number - 1].0 == state.as_str();
    let recommendations = (1..).zip(RECOMMENDATIONS).map(|(number, (_, owner, text, days, state, done))| {
        let item = PlanItem {
            id: id(number, false),
            of: None,
            number: number.to_string(),
            text: text.into(),
            owner: owner.into(),
            due: Some(today + Span::new().days(days)),
            state,
            done: done.into(),
        };
        (number, item)
    });
    let actions = ACTIONS.into_iter().map(|(number, text, days, state)| {
        let item = PlanItem {
            id: id(number, true),
            of: Some(id(number, false)),
            number: format!("{number}.1"),
            text: text.into(),
            owner: RECOMMENDATIONS[number - 1].1.into(),
            due: Some(today + Span::new().days(days)),
            state,
            done: String::new(),
        };
        (number, item)
    });
    recommendations.chain(actions).filter(|(number, _)| is_theirs(*number)).map(|(_, item)| item).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use limen_neighbour::{Agreement, Article, Content, Kind, Party};
    use std::collections::BTreeSet;

    #[test]
    fn sixteen_recommendations_are_each_of_one_side_and_may_be_said() {
        let states = ["GIN", "MLI"].map(|code| code.parse::<StateCode>().expect("a state"));
        let today = date(2026, 11, 28);
        let party = |state: StateCode, key| Party { state, name: "Service".into(), key: [key; 32] };
        let basis = Article { treaty: "Accord".into(), article: "7".into() };
        let parties = [party(states[0], 1), party(states[1], 2)];
        let mut agreement = Agreement::new(Uuid::nil(), 1, "Plan", parties, basis, (today, today));
        agreement.papers = vec![Kind::Plan];
        let (mut ids, mut recommendations) = (BTreeSet::new(), 0);
        for state in states {
            for item in items_of(state, today) {
                assert!(ids.insert(item.id), "twice: {item:?}");
                recommendations += usize::from(item.of.is_none());
                let said = agreement.lets_through(state, &Content::Plan(item.clone()), today);
                assert_eq!(said, Ok(()), "{item:?}");
            }
        }
        assert_eq!((recommendations, ids.len()), (16, 16 + ACTIONS.len()));
    }
}

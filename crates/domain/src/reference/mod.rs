//! Reference lists: what the law or headquarters decides and officers work by, kept as data and not as code.
//!
//! Each list is a CSV file, taken whole or refused with every line that is wrong.

mod appeals;
mod authorities;
mod documents;
mod fault;
mod grounds;
mod layouts;
mod questions;
mod rules;
mod table;
mod tally_points;

pub use appeals::{Appeal, Appeals};
pub use authorities::{Authorities, Authority};
pub use documents::{Documents, MOST_DOCUMENTS, PageLight, Points, ReferenceDocument};
pub use fault::{ListFault, ListProblem};
pub use grounds::{Ground, GroundCode, Grounds, Offered};
pub use layouts::{CodeField, CodeLayout, CodeLayouts, DayForm, FieldPlace, LayoutFault};
pub use questions::{Answer, Guide, GuideQuestion, HealthAnswer, HealthQuestion, HealthQuestions};
pub use rules::{Grant, Rule, RuleSet, Waiver};
pub use table::Texts;
pub use tally_points::{TallyPoint, TallyPoints};

use crate::coded::coded;

coded! {
    /// The reference lists.
    "reference lists"
    pub enum ListKind {
        /// Who may stay how long.
        StayRules = "stay-rules",
        /// On what grounds an entry or exit is refused.
        RefusalGrounds = "refusal-grounds",
        /// To whom one appeals against a refusal.
        Appeals = "appeals",
        /// To whom people in need of protection are handed over.
        Authorities = "authorities",
        /// What the second line may ask.
        Guide = "guide",
        /// What is asked on health.
        HealthQuestions = "health-questions",
        /// What genuine documents look like, and what is known to be forged.
        Documents = "documents",
        /// What stands where in bar codes that are no seals.
        CodeLayouts = "code-layouts",
        /// Where people are counted without being registered.
        TallyPoints = "tally-points",
    }
}

impl ListKind {
    /// The list that Limen brings, where it brings one: rules of stay and questions on health are each country's own.
    pub fn built_in(self) -> Option<&'static str> {
        match self {
            Self::RefusalGrounds => Some(include_str!("refusal-grounds.csv")),
            Self::Guide => Some(include_str!("guide.csv")),
            Self::CodeLayouts => Some(include_str!("code-layouts.csv")),
            Self::StayRules
            | Self::Appeals
            | Self::Authorities
            | Self::HealthQuestions
            | Self::Documents
            | Self::TallyPoints => None,
        }
    }
}

/// Every reference list that a node works by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reference {
    /// Who may stay how long; empty where no list was loaded.
    pub rules: RuleSet,
    /// On what grounds an entry or exit is refused.
    pub grounds: Grounds,
    /// To whom one appeals against a refusal; empty where no list was loaded.
    pub appeals: Appeals,
    /// To whom people in need of protection are handed over; empty where no list was loaded.
    pub authorities: Authorities,
    /// What the second line may ask.
    pub guide: Guide,
    /// What is asked on health; empty where no list was loaded.
    pub health: HealthQuestions,
    /// What genuine documents look like; empty where no list was loaded.
    pub documents: Documents,
    /// What stands where in bar codes that are no seals.
    pub layouts: CodeLayouts,
    /// Where people are counted without being registered; empty where no list was loaded.
    pub tally_points: TallyPoints,
}

impl Reference {
    /// Puts a list in the place of the one before, and says how many entries it has; a list with a fault changes
    /// nothing.
    ///
    /// # Errors
    /// Everything in the list that can't be taken, line by line.
    pub fn put(&mut self, kind: ListKind, csv: &[u8]) -> Result<usize, Vec<ListProblem>> {
        fn put<T>(place: &mut T, read: T, length: impl Fn(&T) -> usize) -> usize {
            *place = read;
            length(place)
        }
        Ok(match kind {
            ListKind::StayRules => put(&mut self.rules, RuleSet::read(csv)?, RuleSet::len),
            ListKind::RefusalGrounds => put(&mut self.grounds, Grounds::read(csv)?, Grounds::len),
            ListKind::Appeals => put(&mut self.appeals, Appeals::read(csv)?, Appeals::len),
            ListKind::Authorities => put(&mut self.authorities, Authorities::read(csv)?, Authorities::len),
            ListKind::Guide => put(&mut self.guide, Guide::read(csv)?, Guide::len),
            ListKind::HealthQuestions => put(&mut self.health, HealthQuestions::read(csv)?, HealthQuestions::len),
            ListKind::Documents => put(&mut self.documents, Documents::read(csv)?, Documents::len),
            ListKind::CodeLayouts => put(&mut self.layouts, CodeLayouts::read(csv)?, CodeLayouts::len),
            ListKind::TallyPoints => put(&mut self.tally_points, TallyPoints::read(csv)?, TallyPoints::len),
        })
    }

    /// The lists that Limen brings.
    pub fn built_in() -> Self {
        let mut reference = Self::default();
        for kind in ListKind::ALL {
            // What stands in the program is read by a test.
            let _ = kind.built_in().map(|csv| reference.put(*kind, csv.as_bytes()));
        }
        reference
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Direction, Need};
    use jiff::civil::date;

    #[test]
    fn the_lists_that_limen_brings_have_no_fault() {
        for kind in ListKind::ALL {
            if let Some(csv) = kind.built_in() {
                assert!(Reference::default().put(*kind, csv.as_bytes()).is_ok(), "{kind}");
            }
        }
        let letters: String = Reference::built_in()
            .grounds
            .in_use(Direction::Entry, date(2026, 1, 1))
            .map(|ground| ground.code.to_string())
            .collect();
        assert_eq!(letters, "ABCDEFGHI");
    }

    #[test]
    fn a_ground_that_is_given_up_is_offered_no_more_and_still_read_in_old_records() {
        let grounds =
            Grounds::read("code,direction,until,fr,en\nA,entry,2026-06-30,vieux,old\nB,entry,,neuf,new\n".as_bytes())
                .expect("grounds");
        let offered = |day| grounds.in_use(Direction::Entry, day).count();
        assert_eq!((offered(date(2026, 6, 30)), offered(date(2026, 7, 1))), (2, 1));
        assert_eq!(grounds.text(&GroundCode("A".into()), "fr"), "vieux");
        assert_eq!(grounds.text(&GroundCode("A".into()), "wo"), "old");
        assert_eq!(grounds.text(&GroundCode("Q".into()), "fr"), "Q");
    }

    #[test]
    fn two_lines_with_one_code_are_refused() {
        let problems = Grounds::read(b"code,direction,fr,en\nA,entry,a,a\nA,exit,b,b\n").expect_err("doubled");
        assert_eq!((problems.len(), problems[0].line), (1, 3));
    }

    #[test]
    fn every_need_must_have_its_authority() {
        let one = "need,name,contact,hours\nasylum,Office,+000,72\n";
        assert_eq!(Authorities::read(one.as_bytes()).expect_err("missing").len(), Need::ALL.len() - 1);
    }

    #[test]
    fn questions_on_health_are_asked_of_those_from_a_place_for_a_time() {
        let list = "code,from,to,states,refer_on,fr,en\nebola,2026-01-01,2026-06-30,GIN,yes,Fièvre ?,Fever?\n\
                    card,2026-01-01,,*,no,Carnet ?,Certificate?\n";
        let health = HealthQuestions::read(list.as_bytes()).expect("questions");
        let asked = |state: &str, day| {
            let places = [state.parse().expect("code")];
            health.asked(&places, day).map(|question| question.code.clone()).collect::<Vec<_>>()
        };
        assert_eq!(asked("GIN", date(2026, 3, 1)), ["ebola", "card"]);
        assert_eq!(asked("SEN", date(2026, 3, 1)), ["card"]);
        assert_eq!(asked("GIN", date(2026, 7, 1)), ["card"]);
    }

    #[test]
    fn the_guide_asks_first_what_the_case_is_about() {
        let guide = Guide::read(
            "code,about,fr,en\nlast,*,Autre ?,Else?\nage,minor,Âge ?,Age?\nwork,trafficking,x,x\n".as_bytes(),
        );
        let guide = guide.expect("a guide");
        let codes: Vec<&str> = guide.about(&["minor", "child"]).map(|question| question.code.as_str()).collect();
        assert_eq!(codes, ["age", "last"]);
        assert!(Guide::read(b"code,about,fr,en\nage,nonsense,x,x\n").is_err());
    }
}

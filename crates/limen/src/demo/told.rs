//! What the two states have told each other: two notices in force, who is to be reached, a patrol of both, the plan.

use super::{
    across::PAIR,
    meeting::{Delegation, settle},
    plan,
};
use crate::outcome::Failed;
use jiff::{SignedDuration, Span, Timestamp, civil::Weekday, tz::TimeZone};
use limen_domain::{Name, Sex};
use limen_neighbour::{
    Contact, Content, Countersigned, Directory, JointKind, JointRecord, Kind, Notice, NoticeKind, PairNote, Subject,
};
use limen_node::neighbours::{
    held::{self, Whom},
    proposals, said,
};
use limen_store::Post;

/// For how long the notices hold: as long as notices may.
const HOLDS: SignedDuration = SignedDuration::from_hours(72);

/// What the chief of the Malian post wrote beside the counts of the last market day.
pub(super) fn note_of_the_market(post: &Post, now: Timestamp) -> Result<Content, Failed> {
    let today = now.to_zoned_datetime(TimeZone::get(&post.time_zone)?).date();
    let back = (1..=7).find(|back| (today - Span::new().days(*back)).weekday() == Weekday::Saturday);
    let text = "Jour de marché. Guichet fermé à 18 h, ceux qui rentraient ensuite ont été comptés au passage et non \
                enregistrés un à un, comme chaque samedi.";
    Ok(Content::PairNote(PairNote {
        pair: PAIR.into(),
        day: today - Span::new().days(back.unwrap_or(7)),
        text: text.into(),
    }))
}

/// Everything that both say.
pub(super) async fn everything(mali: &Delegation, guinea: &Delegation) -> Result<(), Failed> {
    say(guinea, mali, Content::Notice(Box::new(bridge(guinea)))).await?;
    // It names a child: two people of Mali say it.
    let child = Content::Notice(Box::new(child(mali)));
    mali.approves(proposals::paper(&mali.node, mali.by(), guinea.state, &child).await?).await?;
    say(mali, guinea, Content::Directory(Directory { contacts: malians() })).await?;
    say(guinea, mali, Content::Directory(Directory { contacts: guineans() })).await?;
    say(guinea, mali, Content::Joint(patrol(guinea))).await?;
    let today = mali.node.now().to_zoned_datetime(TimeZone::UTC).date();
    for (from, to) in [(mali, guinea), (guinea, mali)] {
        for item in plan::items_of(from.state, today) {
            say(from, to, Content::Plan(item)).await?;
        }
    }
    settle(mali, guinea).await?;
    // Mali agrees to the patrol's record, word for word.
    let records = held::of_kind(&mali.node, Kind::Joint, Whom::Work).await?;
    let record = records.into_iter().find(|held| !held.is_ours).ok_or("the record of the patrol did not come")?;
    say(mali, guinea, Content::Countersigned(Countersigned { paper: record.paper })).await?;
    settle(mali, guinea).await
}

async fn say(from: &Delegation, to: &Delegation, content: Content) -> Result<(), Failed> {
    Ok(said::say(&from.node, Some(from.by()), to.state, content, None).await?)
}

fn notice(of: &Delegation, about: NoticeKind, text: &str, place: &str) -> Notice {
    let from = of.node.now();
    Notice {
        id: of.node.store.new_id(),
        about,
        text: text.into(),
        place: place.into(),
        pairs: vec![PAIR.into()],
        people: None,
        needs: Vec::new(),
        subject: None,
        reference: String::new(),
        from,
        until: from + HOLDS,
    }
}

fn bridge(of: &Delegation) -> Notice {
    let text = "Pont coupé par les eaux, poids lourds déviés par Doko. Réouverture attendue dans trois jours.";
    notice(of, NoticeKind::RoadClosed, text, "Pont de Djikoni (inventé)")
}

fn child(of: &Delegation) -> Notice {
    let name = Name { primary: "SAMAKE".into(), secondary: "NANTENIN".into(), truncated: false };
    let subject = Subject {
        name: Some(name),
        sex: Some(Sex::Female),
        documents: vec!["MLI C7700412".into()],
        ..Subject::default()
    };
    let text = "Fillette de neuf ans, pagne bleu, vue pour la dernière fois à la gare routière de Naréna. \
                Téléphoner au poste malien.";
    Notice {
        subject: Some(subject),
        reference: "Brigade de Kangaba, PV 118".into(),
        ..notice(of, NoticeKind::MissingChild, text, "Naréna")
    }
}

fn contact(function: &str, pair: &str, languages: &str, telephone: &str, hours: &str) -> Contact {
    Contact {
        function: function.into(),
        name: String::new(),
        pair: pair.into(),
        languages: languages.into(),
        telephone: telephone.into(),
        hours: hours.into(),
    }
}

fn malians() -> Vec<Contact> {
    vec![
        contact("Chef du poste de Kourémalé-Mali", PAIR, "français, bambara", "+000 20 00 01 01", "7 h à 19 h"),
        contact("Officier de permanence", PAIR, "français, bambara, maninka", "+000 20 00 01 02", "jour et nuit"),
        contact("Bureau de la coopération", "", "français, anglais", "+000 20 00 01 10", "8 h à 16 h, jours ouvrables"),
    ]
}

fn guineans() -> Vec<Contact> {
    vec![
        contact("Chef du poste de Kourémalé-Guinée", PAIR, "français, maninka", "+000 30 00 01 01", "7 h à 19 h"),
        contact("Poste de santé aux frontières", PAIR, "français, maninka, peul", "+000 30 00 01 05", "jour et nuit"),
        contact(
            "Point focal à la direction",
            "",
            "français, anglais",
            "+000 30 00 01 10",
            "8 h à 17 h, jours ouvrables",
        ),
    ]
}

fn patrol(of: &Delegation) -> JointRecord {
    let to = of.node.now() - SignedDuration::from_hours(20);
    JointRecord {
        id: of.node.store.new_id(),
        kind: JointKind::Patrol,
        pair: PAIR.into(),
        place: "Piste du gué de Nafadji (inventé)".into(),
        from: to - SignedDuration::from_hours(5),
        to,
        who: vec![
            "Chef du poste, Guinée".into(),
            "Deux agents de la gendarmerie, Guinée".into(),
            "Adjoint au chef du poste, Mali".into(),
            "Deux agents des eaux et forêts, Mali".into(),
        ],
        found: "Une quarantaine de personnes à pied le matin, surtout des commerçantes. Pas de barrage. Deux bornes \
                déplacées par les eaux, signalées aux deux préfectures."
            .into(),
    }
}

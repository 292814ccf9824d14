//! One search over people, documents, visas, plates and days.

use crate::{
    access::{FIND, Look, Pages, asked::FindAsked, at_posts},
    app::App,
    kit::{
        failure::Failure,
        parts::Link,
        session::SignedIn,
        shell::{Shell, level, moment, page},
    },
    node::{find, level::Level},
    words::Words,
};
use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use limen_domain::{CrossingId, Direction, PartialDate, StateCode};
use limen_store::FoundPerson;
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new().get("/find", at_posts(FIND, Look::People), show).a_step_away()
}

/// Someone who was found.
struct PersonRow {
    crossing: CrossingId,
    name: String,
    born: String,
    nationality: String,
    document: String,
    when: String,
    is_entry: bool,
    post: String,
    decision: String,
    level: Level,
    times: u32,
}

#[derive(Template)]
#[template(path = "records/find.html")]
struct FindPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    search: String,
    people: Vec<PersonRow>,
    is_cut: bool,
    /// Visas, vehicles and days.
    others: Vec<Link>,
}

async fn show(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Query(asked): Query<FindAsked>,
) -> Result<Response, Failure> {
    let (w, search) = (signed.words(&app), asked.searched());
    let found = find::find(&app, &search).await?;
    let visas = found.visas.iter().map(|held| Link {
        address: format!("/visas/entry/{}", held.visa.number),
        words: w.t1("find-visa", "number", held.visa.number.to_string()),
    });
    let vehicles = found.vehicles.iter().map(|vehicle| {
        let direction = w.coded("direction", vehicle.direction.code());
        let facts = [("plate", vehicle.plate.clone()), ("at", moment(&app, w, vehicle.at)), ("direction", direction)];
        Link { address: format!("/party/{}", vehicle.party), words: w.t_of("find-vehicle", &facts) }
    });
    let day =
        found.day.map(|day| Link { address: format!("/day?day={day}"), words: w.t1("find-day", "date", w.date(day)) });
    Ok(page(&FindPage {
        others: visas.chain(vehicles).chain(day).collect(),
        people: found.people.iter().map(|person| row(&app, w, person)).collect(),
        is_cut: found.is_cut,
        search,
        shell: Shell::new(&app, &signed, "find"),
        w,
    }))
}

fn row(app: &App, w: &Words, person: &FoundPerson) -> PersonRow {
    let nationality = person.nationality.parse::<StateCode>().ok();
    PersonRow {
        crossing: person.crossing,
        name: person.name.to_string(),
        born: person.birth_date.parse::<PartialDate>().map_or_else(|_| String::new(), |date| w.partial_date(date)),
        nationality: nationality.map_or_else(|| w.t("nationality-unknown"), |code| w.state(code)),
        document: person.document.clone(),
        when: moment(app, w, person.at),
        is_entry: person.direction == Direction::Entry,
        post: app.post_name(&person.post),
        decision: w.coded("decision", person.decision.code()),
        level: level(person.decision),
        times: person.times,
    }
}

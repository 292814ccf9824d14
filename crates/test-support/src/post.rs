//! The post at which tests happen.

use limen_domain::PostId;
use limen_store::Post;

/// Kourémalé, in a time zone.
pub fn kouremale_in(zone: &str) -> Post {
    Post {
        id: PostId::parse("KRM").expect("an identifier"),
        name: "Kourémalé".into(),
        country: "MLI".parse().expect("a state"),
        time_zone: zone.into(),
        neighbour: "GIN".parse().expect("a state"),
        town_in: "Bamako".into(),
        town_out: "Siguiri".into(),
        records_all_exits: true,
        place: None,
    }
}

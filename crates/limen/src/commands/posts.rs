//! `limen posts`: the border crossing points that headquarters describes to all.

use crate::{folder::files::DataFolder, outcome::Outcome};
use jiff::tz::TimeZone;
use limen_domain::{PostId, StateCode};
use limen_store::Post;
use std::{io::Write, process::ExitCode};

#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Add a post, or change its description
    Add {
        #[command(flatten)]
        data: DataFolder,
        /// The identifier of the post: letters and digits, 16 at most
        #[arg(long, value_name = "ID")]
        id: String,
        /// The name of the post, as pages show it
        #[arg(long, value_name = "NAME")]
        name: String,
        /// The state it belongs to, as ISO 3166-1 alpha-3
        #[arg(long, value_name = "CODE")]
        country: StateCode,
        /// The state across the border, as ISO 3166-1 alpha-3
        #[arg(long, value_name = "CODE")]
        neighbour: StateCode,
        /// The IANA time zone of the post, such as Africa/Bamako
        #[arg(long, value_name = "ZONE")]
        time_zone: String,
        /// The nearest town inside the country
        #[arg(long, value_name = "TOWN")]
        town_in: String,
        /// The nearest town across the border
        #[arg(long, value_name = "TOWN")]
        town_out: String,
        /// Not every exit at this post is recorded
        #[arg(long)]
        unrecorded_exits: bool,
        /// The position for maps, in degrees north and east, such as 11.97,-9.15
        #[arg(long, value_name = "NORTH,EAST", value_parser = place, allow_hyphen_values = true)]
        place: Option<(f64, f64)>,
    },
    /// List the posts
    List(DataFolder),
}

fn place(text: &str) -> Result<(f64, f64), String> {
    let place =
        text.split_once(',').and_then(|(north, east)| Some((north.trim().parse().ok()?, east.trim().parse().ok()?)));
    place
        .filter(|(north, east): &(f64, f64)| north.abs() <= 90.0 && east.abs() <= 180.0)
        .ok_or_else(|| "a place is degrees north and degrees east, such as 11.97,-9.15".to_owned())
}

pub(crate) async fn run(command: Command) -> Outcome {
    match command {
        Command::Add { data, id, name, country, neighbour, time_zone, town_in, town_out, unrecorded_exits, place } => {
            let store = crate::commands::shared::open(&data.data).await?;
            let id = PostId::parse(&id)?;
            // Names of nodes are made from a post's, with a dot or an @ after it.
            if id.as_str().contains(['.', '@'])
                || id.as_str() == limen_exchange::identity::writer_of(store.node()).as_str()
            {
                return Err("a post's identifier has neither a dot nor an @, and is not headquarters' own name".into());
            }
            if store.restored().await?.is_some() {
                return Err(
                    "this headquarters was restored and decides nothing until it goes on; see its page Network".into(),
                );
            }
            TimeZone::get(&time_zone).map_err(|_| format!("there is no time zone \u{201c}{time_zone}\u{201d}"))?;
            let records_all_exits = !unrecorded_exits;
            let post = Post { id, name, country, time_zone, neighbour, town_in, town_out, records_all_exits, place };
            store.add_post(&post).await?;
            crate::commands::shared::publish(&store).await?;
            store.close().await;
            writeln!(std::io::stdout(), "post {} is added; the network hears of it at its next contact", post.id)?;
        }
        Command::List(data) => {
            let mut out = std::io::stdout().lock();
            for post in crate::commands::shared::open(&data.data).await?.posts().await? {
                writeln!(out, "{}  {}  {} | {}", post.id, post.name, post.country, post.neighbour)?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

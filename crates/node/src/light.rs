//! A page beside a record in infrared and under ultraviolet, seen by [`limen_optics`]: one at a time, off the pages' threads.

pub use limen_optics::light::{Hue, Infrared, LightError, Print, ReaderModel, Seen, Shine, Ultraviolet, ZonePrint};
use tokio::sync::Semaphore;

/// One page is looked at a time: each takes a core for a tenth of a second.
static ONE_AT_A_TIME: Semaphore = Semaphore::const_new(1);

/// What is seen of a page under other light, with the limits of a reader's model.
pub async fn seen(page: Vec<u8>, infrared: Option<Vec<u8>>, ultraviolet: Option<Vec<u8>>, model: ReaderModel) -> Seen {
    let Ok(turn) = ONE_AT_A_TIME.acquire().await else { return Seen::default() };
    // The turn is given back when it is looked at, even if nobody waits any more.
    let look = move || {
        let seen = limen_optics::light::look(&page, infrared.as_deref(), ultraviolet.as_deref(), &model);
        drop(turn);
        seen
    };
    tokio::task::spawn_blocking(look).await.unwrap_or_default()
}

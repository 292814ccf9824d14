//! A page beside a record in infrared and under ultraviolet, seen by [`limen_optics`]: one at a time, off the pages' threads. From
//! where it is as usual differs between readers; each has limits of its own, found with a document that is known to be genuine.

pub use limen_optics::light::{
    CalibrateError, Hue, Infrared, LightError, Print, ReaderModel, Seen, Shine, Ultraviolet, ZonePrint,
};

use crate::{
    file_name,
    picture::{self, PictureError},
};
use limen_domain::{AccountId, LightLimits, PageLight};
use limen_store::{Store, StoreError, Trouble, settings::READER_LIGHTS};
use std::collections::BTreeMap;
use tokio::sync::Semaphore;

/// What stands for all readers, and pictures from files, that have no limits of their own.
pub const ANY_READER: &str = "*";
/// Maximum number of readers of a post with limits of their own.
const MOST_READERS: usize = 50;
/// Longest name of a reader, in characters.
pub const LONGEST_NAME: usize = 40;

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

/// The limits that are kept here, by the readers' names; `None` where the setting can't be read: nothing is judged then until
/// limits are kept anew.
///
/// # Errors
/// The database can't be read.
pub async fn kept(store: &Store) -> Result<Option<BTreeMap<String, LightLimits>>, StoreError> {
    match store.read(&READER_LIGHTS).await {
        Ok(kept) => Ok(Some(kept)),
        Err(error) if error.trouble() == Trouble::Setting => Ok(None),
        Err(error) => Err(error),
    }
}

/// What is usual in the pictures of the readers that took one in infrared and one under ultraviolet: by their limits here, or
/// by what is known of the model, or by those that stand for any reader here.
pub fn model(kept: &BTreeMap<String, LightLimits>, infrared: Option<&str>, ultraviolet: Option<&str>) -> ReaderModel {
    let of = |reader: Option<&str>| of_reader(kept, reader.unwrap_or(ANY_READER));
    let (infrared, ultraviolet) = (of(infrared), of(ultraviolet));
    ReaderModel { dull: ultraviolet.dull, bright: ultraviolet.bright, ..infrared }
}

fn of_reader(kept: &BTreeMap<String, LightLimits>, reader: &str) -> ReaderModel {
    let known = ReaderModel::of_name(reader);
    let any = kept.get(ANY_READER).filter(|_| known.name == ANY_READER);
    match kept.get(reader.trim()).or(any) {
        Some(limits) => {
            let part = |percent: u8| f32::from(percent) / 100.0;
            ReaderModel {
                name: reader.to_owned(),
                visible: part(limits.visible()),
                gone: part(limits.gone()),
                dull: part(limits.dull()),
                bright: part(limits.bright()),
            }
        }
        None => known,
    }
}

/// What was measured of a document that is known to be genuine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measured {
    /// The print contrast of its zone in infrared, in percent, in the middle of all letters; `None` without a picture.
    pub contrast: Option<u8>,
    /// How bright its paper is under ultraviolet, in percent; `None` without a picture.
    pub brightness: Option<u8>,
    /// The limits that it speaks for.
    pub limits: LightLimits,
}

/// Why nothing was measured.
#[derive(Debug, thiserror::Error)]
pub enum MeasureError {
    /// There is no picture in white light, or none in another.
    #[error("send the page in white light, and in infrared or under ultraviolet")]
    Missing,
    /// A picture can't be used.
    #[error("a picture can't be used: {}", .0.code())]
    Picture(#[from] PictureError),
    /// The document speaks for no limits.
    #[error(transparent)]
    Calibrate(#[from] CalibrateError),
    /// It was given up.
    #[error("it was not measured; try again")]
    GivenUp,
}

/// Measures a document that is known to be genuine, by its page in each light. In a light of which there is no picture the
/// limits stay as they are.
///
/// # Errors
/// [`MeasureError`] says why nothing was measured.
pub async fn measured(
    pictures: BTreeMap<PageLight, Vec<u8>>,
    before: Option<LightLimits>,
) -> Result<Measured, MeasureError> {
    let mut kept = BTreeMap::new();
    for (light, bytes) in pictures {
        // As pictures beside records are.
        kept.insert(light, picture::keepable(bytes, false).await?);
    }
    let white = kept.remove(&PageLight::White).filter(|_| !kept.is_empty()).ok_or(MeasureError::Missing)?;
    let turn = ONE_AT_A_TIME.acquire().await.map_err(|_| MeasureError::GivenUp)?;
    let measure = move || {
        let measured = measure(&white, &kept, before);
        drop(turn);
        measured
    };
    tokio::task::spawn_blocking(measure).await.map_err(|_| MeasureError::GivenUp)?
}

fn measure(
    white: &[u8],
    others: &BTreeMap<PageLight, Vec<u8>>,
    before: Option<LightLimits>,
) -> Result<Measured, MeasureError> {
    let of = |light: PageLight| others.get(&light).map(Vec::as_slice);
    let (infrared, ultraviolet) = (of(PageLight::Infrared), of(PageLight::Ultraviolet));
    let found = limen_optics::light::calibrate(ANY_READER, white, infrared, ultraviolet)?;
    let seen = limen_optics::light::look(white, infrared, ultraviolet, &found);
    let [visible, gone] = match before {
        Some(before) if infrared.is_none() => [before.visible(), before.gone()],
        _ => [found.visible, found.gone].map(percent),
    };
    let [dull, bright] = match before {
        Some(before) if ultraviolet.is_none() => [before.dull(), before.bright()],
        _ => [found.dull, found.bright].map(percent),
    };
    Ok(Measured {
        contrast: seen.infrared.and_then(Result::ok).map(|infrared| percent(infrared.contrast())),
        brightness: seen.ultraviolet.and_then(Result::ok).map(|ultraviolet| percent(ultraviolet.level)),
        limits: LightLimits::new(visible, gone, dull, bright).map_err(|_| MeasureError::GivenUp)?,
    })
}

fn percent(part: f32) -> u8 {
    (part.clamp(0.0, 1.0) * 100.0).round() as u8
}

/// Why limits were not kept.
#[derive(Debug, thiserror::Error)]
pub enum KeepLimitsError {
    /// The reader has no name, or too long a one.
    #[error("a reader's name has 1 to {LONGEST_NAME} characters")]
    Name,
    /// There are too many readers.
    #[error("limits of {MOST_READERS} readers are kept; take others out")]
    Full,
    /// The database can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A reader's name as its pictures beside records have it; `None` for what is none.
pub fn reader_name(text: &str) -> Option<String> {
    let text = text.trim();
    let name = if text == ANY_READER { text.to_owned() } else { file_name(text).trim().to_owned() };
    (1..=LONGEST_NAME).contains(&name.chars().count()).then_some(name)
}

/// Keeps the limits of a reader, in place of those before; the journal says who did.
///
/// # Errors
/// [`KeepLimitsError`] says why they are not kept.
pub async fn keep(store: &Store, by: &AccountId, reader: &str, limits: LightLimits) -> Result<(), KeepLimitsError> {
    let name = reader_name(reader).ok_or(KeepLimitsError::Name)?;
    if kept(store).await?.is_none() {
        store.decide(Some(by), &READER_LIGHTS, BTreeMap::from([(name, limits)])).await?;
        return Ok(());
    }
    let named = name.clone();
    let with_it = move |mut kept: BTreeMap<String, LightLimits>| {
        if kept.len() < MOST_READERS || kept.contains_key(&named) {
            kept.insert(named.clone(), limits);
        }
        kept
    };
    store.amend(Some(by), &READER_LIGHTS, with_it).await?;
    let is_kept = kept(store).await?.is_some_and(|kept| kept.get(&name) == Some(&limits));
    if is_kept { Ok(()) } else { Err(KeepLimitsError::Full) }
}

/// Goes back to what is usual with any reader; the journal says who did.
///
/// # Errors
/// The database can't be used.
pub async fn forget(store: &Store, by: &AccountId, reader: &str) -> Result<(), StoreError> {
    let name = reader.to_owned();
    let without_it = move |mut kept: BTreeMap<String, LightLimits>| {
        kept.remove(&name);
        kept
    };
    store.amend(Some(by), &READER_LIGHTS, without_it).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_has_its_own_limits_or_those_of_any_reader_here() {
        let limits = |visible, dull| LightLimits::new(visible, visible / 2, dull, dull + 10).expect("limits");
        let none = model(&BTreeMap::new(), Some("desko"), None);
        assert_eq!(none, ReaderModel::default());
        let mut kept = BTreeMap::from([("desko".to_owned(), limits(40, 20))]);
        let own = model(&kept, Some("desko"), Some("another"));
        assert_eq!((own.visible, own.gone, own.dull, own.bright), (0.4, 0.2, 0.3, 0.5));
        kept.insert(ANY_READER.to_owned(), limits(50, 25));
        let both = model(&kept, Some("desko"), Some("page.png"));
        assert_eq!((both.visible, both.dull), (0.4, 0.25));
    }

    #[test]
    fn a_readers_name_is_the_one_that_its_pictures_have() {
        assert_eq!(reader_name(" DESKO/2 "), Some("2".to_owned()));
        assert_eq!(reader_name("*"), Some("*".to_owned()));
        assert_eq!((reader_name("  "), reader_name(&"a".repeat(41))), (None, None));
    }
}

//! Which of the figures that wait stand on the page that is begun, so that no page ends half empty.

/// So many figures that wait are chosen among: every set of them is tried.
const MOST_CHOSEN: usize = 12;

/// The places of the figures, by their heights, that stand on a page with this much room, in their order: the first one where
/// it fits, and with it those that leave least of the page empty. None where no figure fits.
pub(crate) fn fill(heights: &[f64], room: f64) -> Vec<usize> {
    let heights = heights.get(..MOST_CHOSEN).unwrap_or(heights);
    let begins = heights.first().is_some_and(|first| *first <= room);
    let (mut filled, mut best) = (0.0, 0_u32);
    // Of sets that fill the page alike the one of the earliest figures is kept.
    for set in 1..1_u32 << heights.len() {
        if begins && !is_in(set, 0) {
            continue;
        }
        let places = heights.iter().enumerate().filter(|(at, _)| is_in(set, *at));
        let high: f64 = places.map(|(_, high)| high).sum();
        if high <= room && high > filled {
            (filled, best) = (high, set);
        }
    }
    (0..heights.len()).filter(|at| is_in(best, *at)).collect()
}

fn is_in(set: u32, at: usize) -> bool {
    (set >> at) & 1 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Heights of the figures of a month's bulletin: trend, posts, nationalities, ages, purposes, streams, modes, hours.
    const BULLETIN: [f64; 8] = [152.0, 300.0, 250.0, 240.0, 200.0, 180.0, 152.0, 325.0];

    /// The pages that figures stand on, each by the heights on it.
    fn pages(heights: &[f64], first: f64, others: f64) -> Vec<Vec<f64>> {
        let (mut waiting, mut pages, mut room) = (heights.to_vec(), Vec::new(), first);
        while !waiting.is_empty() {
            let here = fill(&waiting, room);
            assert!(!here.is_empty() || room < others, "no figure is higher than a page: {waiting:?}");
            pages.push(here.iter().map(|at| waiting[*at]).collect());
            waiting = (0..waiting.len()).filter(|at| !here.contains(at)).map(|at| waiting[at]).collect();
            room = others;
        }
        pages
    }

    #[test]
    fn the_pages_of_a_bulletin_are_full_but_for_the_last() {
        let pages = pages(&BULLETIN, 638.0, 740.0);
        assert_eq!(pages.len(), 3, "{pages:?}");
        assert_eq!(pages[0][0], BULLETIN[0], "what says most comes first");
        for (page, room) in pages.iter().zip([638.0, 740.0]) {
            assert!(page.iter().sum::<f64>() > 0.95 * room, "{page:?} of {room}");
        }
        let mut all: Vec<f64> = pages.concat();
        let mut wanted = BULLETIN.to_vec();
        for heights in [&mut all, &mut wanted] {
            heights.sort_by(f64::total_cmp);
        }
        assert_eq!(all, wanted, "each once");
    }

    #[test]
    fn figures_that_fit_all_keep_their_order_and_what_fits_nowhere_waits() {
        assert_eq!(fill(&[100.0, 50.0, 80.0], 230.0), [0, 1, 2]);
        assert_eq!(fill(&[100.0, 50.0, 80.0], 40.0), [0_usize; 0]);
        // The first does not fit any more: others fill the page before it.
        assert_eq!(fill(&[300.0, 50.0, 80.0], 200.0), [1, 2]);
        // Two alike: the earlier one.
        assert_eq!(fill(&[100.0, 60.0, 60.0], 170.0), [0, 1]);
        assert_eq!(fill(&[], 700.0), [0_usize; 0]);
        assert_eq!(fill(&[10.0; 40], 700.0).len(), MOST_CHOSEN);
    }
}

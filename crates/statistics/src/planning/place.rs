//! Places on the earth, and how far they are from each other as the crow flies.

/// The earth's mean radius in kilometres (IUGG).
const EARTH_KM: f64 = 6_371.008_8;

/// A place: degrees north and east (WGS 84).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Degrees north.
    pub north: f64,
    /// Degrees east.
    pub east: f64,
}

impl Place {
    /// The place of two coordinates. `None` where there is none of them on the earth.
    pub fn new(north: f64, east: f64) -> Option<Self> {
        ((-90.0..=90.0).contains(&north) && (-180.0..=180.0).contains(&east)).then_some(Self { north, east })
    }

    /// The place of a text such as `11.956, -8.785` or `11,956; -8,785`: degrees north first.
    pub fn typed(text: &str) -> Option<Self> {
        let parts: Vec<&str> = match text.contains(';') {
            true => text.split(';').collect(),
            false if text.matches(',').count() == 1 => text.split(',').collect(),
            false => text.split_whitespace().collect(),
        };
        let [north, east] = parts.as_slice() else { return None };
        let degrees = |text: &str| text.trim().trim_end_matches(',').replace(',', ".").parse::<f64>().ok();
        Self::new(degrees(north)?, degrees(east)?)
    }

    /// How far another place is, along the great circle (haversine formula, Sinnott 1984), in kilometres.
    pub fn km_to(self, other: Self) -> f64 {
        let half = |one: f64, other: f64| ((other - one).to_radians() / 2.0).sin().powi(2);
        let along = half(self.north, other.north)
            + self.north.to_radians().cos() * other.north.to_radians().cos() * half(self.east, other.east);
        2.0 * EARTH_KM * along.clamp(0.0, 1.0).sqrt().asin()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn place(north: f64, east: f64) -> Place {
        Place::new(north, east).expect("a place")
    }

    #[test]
    fn distances_are_those_of_the_great_circle() {
        // A degree of a meridian, a quarter of the earth, and its half.
        assert!((place(11.0, -8.0).km_to(place(12.0, -8.0)) - 111.195).abs() < 0.01);
        assert!((place(0.0, 0.0).km_to(place(0.0, 90.0)) - 10_007.557).abs() < 0.01);
        assert!((place(90.0, 0.0).km_to(place(-90.0, 30.0)) - 20_015.115).abs() < 0.01);
        // Bamako to Conakry.
        let km = place(12.65, -8.0).km_to(place(9.535, -13.68));
        assert!((700.0..715.0).contains(&km), "{km}");
    }

    #[test]
    fn coordinates_are_read_as_people_write_them_and_nonsense_is_not() {
        for text in ["11.956, -8.785", "11.956 -8.785", "11,956; -8,785", " 11.956,-8.785 ", "11,956, -8,785"] {
            assert_eq!(Place::typed(text), Some(place(11.956, -8.785)), "{text}");
        }
        for text in ["", "11.956", "91, 0", "0, 181", "NaN, 0", "inf, 0", "11, 956, -8, 785", "Siguiri"] {
            assert_eq!(Place::typed(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn as_far_there_as_back_and_never_shorter_by_a_third_place(
            places in proptest::array::uniform3((-90.0_f64..=90.0, -180.0_f64..=180.0)),
        ) {
            let [one, other, third] = places.map(|(north, east)| place(north, east));
            prop_assert!((one.km_to(other) - other.km_to(one)).abs() < 1e-6);
            prop_assert!(one.km_to(one) == 0.0 && one.km_to(other) <= 20_015.2);
            prop_assert!(one.km_to(other) <= one.km_to(third) + third.km_to(other) + 1e-3);
        }
    }
}

//! Posts on a map: states' shapes as Natural Earth draws them, and a circle for each post, its area as large as its flow.

use super::{Drawing, FIRST, INK, RULE, SHEET};
use serde::Deserialize;
#[cfg(test)]
use std::collections::HashMap;
use std::sync::OnceLock;

/// A post on the map.
#[derive(Debug, Clone)]
pub struct MapPost {
    /// Its name.
    pub name: String,
    /// Degrees north and east.
    pub place: (f64, f64),
    /// How many crossed there; `None` where it is not known.
    pub count: Option<u64>,
    /// The same in words.
    pub words: String,
}

/// Natural Earth's states at 1:50 million, as TopoJSON; see shapes/README.md.
const SHAPES: &[u8] = include_bytes!("../../shapes/countries-50m.json.zst");
const MOST_BYTES: usize = 4 * 1024 * 1024;

#[derive(Deserialize)]
struct Topology {
    arcs: Vec<Vec<(i64, i64)>>,
    transform: Transform,
    objects: Objects,
}

#[derive(Deserialize)]
struct Transform {
    scale: (f64, f64),
    translate: (f64, f64),
}

#[derive(Deserialize)]
struct Objects {
    countries: Collection,
}

#[derive(Deserialize)]
struct Collection {
    geometries: Vec<Geometry>,
}

#[derive(Deserialize)]
#[serde(tag = "type")]
enum Geometry {
    Polygon {
        id: Option<String>,
        arcs: Vec<Vec<i64>>,
    },
    MultiPolygon {
        id: Option<String>,
        arcs: Vec<Vec<Vec<i64>>>,
    },
    #[serde(other)]
    Other,
}

/// A state: its ISO 3166-1 numeric code, and rings of degrees east and north.
struct State {
    numeric: u16,
    rings: Vec<Vec<(f64, f64)>>,
}

/// Shapes that can't be read are a map without shapes; a test reads them.
fn states() -> &'static [State] {
    static STATES: OnceLock<Vec<State>> = OnceLock::new();
    STATES.get_or_init(|| {
        let plain = zstd::bulk::decompress(SHAPES, MOST_BYTES).unwrap_or_default();
        serde_json::from_slice::<Topology>(&plain).map(|topology| topology.states()).unwrap_or_default()
    })
}

impl Topology {
    fn states(self) -> Vec<State> {
        // Arcs are differences from point to point, in steps of the grid.
        let arcs: Vec<Vec<(f64, f64)>> = self
            .arcs
            .iter()
            .map(|arc| {
                let (mut x, mut y) = (0, 0);
                arc.iter()
                    .map(|(dx, dy)| {
                        x += dx;
                        y += dy;
                        let (scale, translate) = (self.transform.scale, self.transform.translate);
                        (x as f64 * scale.0 + translate.0, y as f64 * scale.1 + translate.1)
                    })
                    .collect()
            })
            .collect();
        let ring = |ring: &Vec<i64>| -> Vec<(f64, f64)> {
            let mut points: Vec<(f64, f64)> = Vec::new();
            for at in ring {
                // An arc's complement is the arc taken backwards.
                let (place, backwards) = if *at < 0 { (!*at as usize, true) } else { (*at as usize, false) };
                let Some(arc) = arcs.get(place) else { continue };
                let skip = usize::from(!points.is_empty());
                if backwards {
                    points.extend(arc.iter().rev().skip(skip));
                } else {
                    points.extend(arc.iter().skip(skip));
                }
            }
            points
        };
        self.objects
            .countries
            .geometries
            .iter()
            .filter_map(|geometry| {
                let (id, rings): (_, Vec<_>) = match geometry {
                    Geometry::Polygon { id, arcs } => (id, arcs.iter().map(&ring).collect()),
                    Geometry::MultiPolygon { id, arcs } => (id, arcs.iter().flatten().map(&ring).collect()),
                    Geometry::Other => return None,
                };
                Some(State { numeric: id.as_ref()?.parse().ok()?, rings })
            })
            .collect()
    }
}

/// The map around the posts; `country` is the state they belong to (ISO 3166-1 alpha-3), `state` names one.
pub fn map(posts: &[MapPost], country: &str, state: impl Fn(&str) -> Option<String>) -> Drawing {
    let (wide, high) = (480.0, 400.0);
    let mut drawing = Drawing::new(wide, high);
    let own = rust_iso3166::from_alpha3(country).map(|code| code.numeric);
    let own_points = states().iter().filter(|shape| Some(shape.numeric) == own);
    // A state's largest part shows where it is: islands far away would make it small.
    let largest = own_points.flat_map(|shape| &shape.rings).max_by_key(|ring| ring.len());
    let places = posts.iter().map(|post| (post.place.1, post.place.0)).chain(largest.into_iter().flatten().copied());
    let mut edges = (f64::MAX, f64::MAX, f64::MIN, f64::MIN);
    for (east, north) in places {
        edges = (edges.0.min(east), edges.1.min(north), edges.2.max(east), edges.3.max(north));
    }
    if edges.0 > edges.2 {
        return drawing;
    }
    let middle = ((edges.0 + edges.2) / 2.0, (edges.1 + edges.3) / 2.0);
    // Degrees east shrink with the cosine of the latitude: an equirectangular map true to scale at its middle.
    let shrink = middle.1.to_radians().cos().max(0.1);
    let span = ((edges.2 - edges.0) * shrink / wide).max((edges.3 - edges.1) / high).max(1.0 / high) * 1.12;
    let at = |(east, north): (f64, f64)| {
        (wide / 2.0 + (east - middle.0) * shrink / span, high / 2.0 - (north - middle.1) / span)
    };
    drawing.push(r#"<clipPath id="frame"><rect width="480" height="400"/></clipPath><g clip-path="url(#frame)">"#);
    drawing.push(format_args!(r##"<rect class="sea" width="480" height="400" fill="#e7eef4"/>"##));
    let mut names: Vec<(f64, f64, String)> = Vec::new();
    for shape in states() {
        let is_own = Some(shape.numeric) == own;
        let mut path = String::new();
        let mut visible = Vec::new();
        for ring in &shape.rings {
            let points: Vec<(f64, f64)> = ring.iter().map(|point| at(*point)).collect();
            let inside = |(x, y): &(f64, f64)| (0.0..wide).contains(x) && (0.0..high).contains(y);
            let around = points.iter().fold((f64::MAX, f64::MAX, f64::MIN, f64::MIN), |e, (x, y)| {
                (e.0.min(*x), e.1.min(*y), e.2.max(*x), e.3.max(*y))
            });
            if around.2 < 0.0 || around.0 > wide || around.3 < 0.0 || around.1 > high {
                continue;
            }
            // The other side of the world is not drawn right across the map.
            if around.2 - around.0 > wide * 40.0 {
                continue;
            }
            visible.extend(points.iter().filter(|point| inside(point)).copied());
            for (place, (x, y)) in points.iter().enumerate() {
                let (x, y) = (x.clamp(-500.0, wide + 500.0), y.clamp(-500.0, high + 500.0));
                path.push_str(&format!("{}{x:.1} {y:.1}", if place == 0 { "M" } else { "L" }));
            }
            path.push('Z');
        }
        if path.is_empty() {
            continue;
        }
        let (class, fill) = if is_own { ("land own", SHEET) } else { ("land", "#f1f3f5") };
        drawing.push(format_args!(
            r##"<path class="{class}" d="{path}" fill="{fill}" stroke="#9aa5b0" stroke-width="1"/>"##
        ));
        if visible.len() > 12 {
            let (x, y) = if is_own {
                largest.map_or((wide / 2.0, high / 2.0), |ring| middle_of(ring.iter().map(|point| at(*point))))
            } else {
                let count = visible.len() as f64;
                visible.iter().fold((0.0, 0.0), |(x, y), point| (x + point.0 / count, y + point.1 / count))
            };
            let alpha3 = rust_iso3166::from_numeric(shape.numeric).map(|code| code.alpha3.to_string());
            if let Some(name) = alpha3.and_then(|code| state(&code)) {
                names.push((x.clamp(44.0, wide - 44.0), y.clamp(16.0, high - 10.0), name));
            }
        }
    }
    let mut named: Vec<(f64, f64)> = Vec::new();
    for (x, y, name) in names {
        if named.iter().all(|(a, b)| (a - x).abs() > 70.0 || (b - y).abs() > 14.0) {
            drawing.text("quiet", x, y, "middle", &name);
            named.push((x, y));
        }
    }
    let most = posts.iter().filter_map(|post| post.count).max().unwrap_or(1).max(1) as f64;
    let mut labelled: Vec<(f64, f64)> = Vec::new();
    let mut order: Vec<&MapPost> = posts.iter().collect();
    order.sort_by_key(|post| std::cmp::Reverse(post.count));
    for post in order {
        let (x, y) = at((post.place.1, post.place.0));
        let radius = post.count.map_or(4.0, |count| (26.0 * (count as f64 / most).sqrt()).max(3.0));
        let fill = if post.count.is_some() { FIRST } else { RULE };
        drawing.push(format_args!(
            r#"<circle class="post" cx="{x:.1}" cy="{y:.1}" r="{radius:.1}" fill="{fill}" fill-opacity="0.6" stroke="{INK}" stroke-width="1"/>"#
        ));
        // With many posts, only the largest have room for their name.
        if labelled.iter().all(|(a, b)| (a - x).abs() > 90.0 || (b - y).abs() > 26.0) && labelled.len() < 20 {
            let to_the_left = x > wide * 0.7;
            let (anchor, label) = if to_the_left { ("end", x - radius - 4.0) } else { ("start", x + radius + 4.0) };
            drawing.text("strong", label, y, anchor, &post.name);
            drawing.text("", label, y + 13.0, anchor, &post.words);
            labelled.push((x, y));
        }
    }
    drawing.push("</g>");
    drawing
}

/// The middle of a ring, as its area lies.
fn middle_of(ring: impl Iterator<Item = (f64, f64)>) -> (f64, f64) {
    let ring: Vec<(f64, f64)> = ring.collect();
    let (mut area, mut x, mut y) = (0.0, 0.0, 0.0);
    for pair in ring.windows(2) {
        let cross = pair[0].0 * pair[1].1 - pair[1].0 * pair[0].1;
        area += cross;
        x += (pair[0].0 + pair[1].0) * cross;
        y += (pair[0].1 + pair[1].1) * cross;
    }
    if area == 0.0 { ring.first().copied().unwrap_or_default() } else { (x / (3.0 * area), y / (3.0 * area)) }
}

/// The numeric codes of the states that there are shapes of, for a test.
#[cfg(test)]
fn shapes() -> HashMap<u16, usize> {
    states().iter().map(|state| (state.numeric, state.rings.len())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shapes_of_states_are_there() {
        let shapes = shapes();
        assert!(shapes.len() > 230, "{}", shapes.len());
        for code in ["MLI", "GIN", "SEN", "CIV", "VEN", "THA"] {
            assert!(rust_iso3166::from_alpha3(code).is_some_and(|code| shapes.contains_key(&code.numeric)), "{code}");
        }
    }

    #[test]
    fn posts_lie_where_their_state_does() {
        let post = MapPost { name: "Kourémalé".into(), place: (11.956, -8.785), count: Some(10), words: "10".into() };
        let drawing = map(&[post], "MLI", |code| (code == "GIN").then(|| "Guinée".to_owned()));
        assert!(
            drawing.body.contains("Kourémalé") && drawing.body.contains("Guinée") && drawing.body.contains("land own")
        );
        assert!(map(&[], "", |_| None).is_empty());
    }
}

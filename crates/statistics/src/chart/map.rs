//! Posts on a map: states' shapes as Natural Earth draws them, and a circle for each post, its area as large as its flow.

use super::{Drawing, FIRST, INK, RULE, SECOND, SHEET};
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
    /// Whether it is no post, but a place where people are counted without being registered: drawn as a square.
    pub is_tally_point: bool,
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

/// The least width and height of what is shown, in degrees: around a post alone its region is seen.
const LEAST_DEGREES: f64 = 3.0;
/// The size of names in a drawing.
const TYPE_SIZE: f64 = 12.0;

/// What a text or a circle covers.
#[derive(Clone, Copy)]
struct Covered {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

impl Covered {
    /// A text of some lines, of which the first stands on `y`.
    fn text((x, y): (f64, f64), anchor: &str, wide: f64, lines: f64) -> Self {
        let left = match anchor {
            "end" => x - wide,
            "middle" => x - wide / 2.0,
            _ => x,
        };
        Self { left, top: y - 11.0, right: left + wide, bottom: y + 3.0 + (lines - 1.0) * 13.0 }
    }

    fn circle((x, y): (f64, f64), radius: f64) -> Self {
        Self { left: x - radius, top: y - radius, right: x + radius, bottom: y + radius }
    }

    fn meets(&self, other: &Self) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }

    fn is_within(&self, (wide, high): (f64, f64)) -> bool {
        self.left >= 2.0 && self.top >= 2.0 && self.right <= wide - 2.0 && self.bottom <= high - 2.0
    }

    fn is_free(&self, taken: &[Self], frame: (f64, f64)) -> bool {
        self.is_within(frame) && taken.iter().all(|other| !self.meets(other))
    }
}

/// The map around the posts; `country` is the state they belong to (ISO 3166-1 alpha-3), `state` names one. Names stand
/// beside the circles, where nothing else does; those without room are left out, the smallest first.
pub fn map(posts: &[MapPost], country: &str, state: impl Fn(&str) -> Option<String>) -> Drawing {
    let (wide, high) = (480.0, 400.0);
    let mut drawing = Drawing::new(wide, high);
    let own = rust_iso3166::from_alpha3(country).map(|code| code.numeric);
    let mut edges = (f64::MAX, f64::MAX, f64::MIN, f64::MIN);
    for (north, east) in posts.iter().map(|post| post.place) {
        edges = (edges.0.min(east), edges.1.min(north), edges.2.max(east), edges.3.max(north));
    }
    if edges.0 > edges.2 {
        return drawing;
    }
    let middle = ((edges.0 + edges.2) / 2.0, (edges.1 + edges.3) / 2.0);
    // Degrees east shrink with the cosine of the latitude: an equirectangular map true to scale at its middle.
    let shrink = middle.1.to_radians().cos().max(0.1);
    let (degrees_east, degrees_north) =
        ((edges.2 - edges.0).max(LEAST_DEGREES), (edges.3 - edges.1).max(LEAST_DEGREES));
    let span = (degrees_east * shrink / wide).max(degrees_north / high) * 1.4;
    let at = |(east, north): (f64, f64)| {
        (wide / 2.0 + (east - middle.0) * shrink / span, high / 2.0 - (north - middle.1) / span)
    };
    drawing.push(r#"<clipPath id="frame"><rect width="480" height="400"/></clipPath><g clip-path="url(#frame)">"#);
    drawing.push(format_args!(r##"<rect class="sea" width="480" height="400" fill="#e7eef4"/>"##));
    let mut names: Vec<(Vec<(f64, f64)>, String)> = Vec::new();
    for shape in states() {
        let is_own = Some(shape.numeric) == own;
        let mut path = String::new();
        for ring in &shape.rings {
            // The other side of the world is not drawn right across the map.
            let east = |ends: (f64, f64), (east, _): &(f64, f64)| (ends.0.min(*east), ends.1.max(*east));
            let (west, east) = ring.iter().fold((f64::MAX, f64::MIN), east);
            if east - west > 180.0 {
                continue;
            }
            let points: Vec<(f64, f64)> = ring.iter().map(|point| at(*point)).collect();
            for (place, (x, y)) in clipped(points, (wide, high)).into_iter().enumerate() {
                path.push_str(&format!("{}{x:.1} {y:.1}", if place == 0 { "M" } else { "L" }));
            }
            if !path.is_empty() && !path.ends_with('Z') {
                path.push('Z');
            }
        }
        if path.is_empty() {
            continue;
        }
        let (class, fill) = if is_own { ("land own", SHEET) } else { ("land", "#f1f3f5") };
        drawing.push(format_args!(
            r##"<path class="{class}" d="{path}" fill="{fill}" stroke="#9aa5b0" stroke-width="1"/>"##
        ));
        let alpha3 = rust_iso3166::from_numeric(shape.numeric).map(|code| code.alpha3.to_string());
        if let Some(name) = alpha3.and_then(|code| state(&code)) {
            let rings: Vec<Vec<(f64, f64)>> =
                shape.rings.iter().map(|ring| ring.iter().map(|point| at(*point)).collect()).collect();
            names.push((within(&rings, (wide, high)), name));
        }
    }
    let most = posts.iter().filter_map(|post| post.count).max().unwrap_or(1).max(1) as f64;
    let mut order: Vec<&MapPost> = posts.iter().collect();
    order.sort_by_key(|post| std::cmp::Reverse(post.count));
    let circles: Vec<((f64, f64), f64)> = order
        .iter()
        .map(|post| {
            let radius = post.count.map_or(4.0, |count| (26.0 * (count as f64 / most).sqrt()).max(3.0));
            (at((post.place.1, post.place.0)), radius)
        })
        .collect();
    for (post, ((x, y), radius)) in order.iter().zip(&circles) {
        if post.is_tally_point {
            // As large as the circle of this count would be; hollow, so that what lies below it is seen.
            let side = radius * std::f64::consts::PI.sqrt();
            drawing.push(format_args!(
                r#"<rect class="tally-point" x="{:.1}" y="{:.1}" width="{side:.1}" height="{side:.1}" fill="{SECOND}" fill-opacity="0.25" stroke="{SECOND}" stroke-width="2"/>"#,
                x - side / 2.0,
                y - side / 2.0,
            ));
            continue;
        }
        let fill = if post.count.is_some() { FIRST } else { RULE };
        drawing.push(format_args!(
            r#"<circle class="post" cx="{x:.1}" cy="{y:.1}" r="{radius:.1}" fill="{fill}" fill-opacity="0.6" stroke="{INK}" stroke-width="1"/>"#
        ));
    }
    let mut taken: Vec<Covered> = circles.iter().map(|(at, radius)| Covered::circle(*at, *radius)).collect();
    for (post, ((x, y), radius)) in order.iter().zip(&circles) {
        // Names in bold are a little wider.
        let name = super::width(&post.name, TYPE_SIZE) * 1.08;
        let long = name.max(super::width(&post.words, TYPE_SIZE));
        let beside = radius + 4.0;
        let places = [
            ("start", x + beside, *y),
            ("end", x - beside, *y),
            ("middle", *x, y + beside + 10.0),
            ("middle", *x, y - beside - 14.0),
        ];
        let free = places.into_iter().find_map(|(anchor, x, y)| {
            let covered = Covered::text((x, y), anchor, long, 2.0);
            covered.is_free(&taken, (wide, high)).then_some((anchor, x, y, covered))
        });
        if let Some((anchor, x, y, covered)) = free {
            drawing.text("strong", x, y, anchor, &post.name);
            drawing.text("", x, y + 13.0, anchor, &post.words);
            taken.push(covered);
        }
    }
    for (places, name) in names {
        let covered = |at: &(f64, f64)| Covered::text(*at, "middle", super::width(&name, TYPE_SIZE), 1.0);
        if let Some(at) = places.iter().find(|at| covered(at).is_free(&taken, (wide, high))) {
            drawing.text("quiet", at.0, at.1, "middle", &name);
            taken.push(covered(at));
        }
    }
    drawing.push("</g>");
    drawing
}

/// The part of a ring that lies in the frame, with a little around it (Sutherland and Hodgman: edge by edge).
fn clipped(ring: Vec<(f64, f64)>, (wide, high): (f64, f64)) -> Vec<(f64, f64)> {
    const AROUND: f64 = 10.0;
    type Inside = fn((f64, f64), f64) -> bool;
    let edges: [(bool, f64, Inside); 4] = [
        (true, -AROUND, |point, edge| point.0 >= edge),
        (true, wide + AROUND, |point, edge| point.0 <= edge),
        (false, -AROUND, |point, edge| point.1 >= edge),
        (false, high + AROUND, |point, edge| point.1 <= edge),
    ];
    edges.into_iter().fold(ring, |ring, (is_upright, edge, is_inside)| {
        let mut kept = Vec::with_capacity(ring.len());
        for (from, to) in ring.iter().zip(ring.iter().cycle().skip(1)) {
            if is_inside(*from, edge) {
                kept.push(*from);
            }
            if is_inside(*from, edge) != is_inside(*to, edge) {
                kept.push(match is_upright {
                    true => (edge, from.1 + (edge - from.0) / (to.0 - from.0) * (to.1 - from.1)),
                    false => (from.0 + (edge - from.1) / (to.1 - from.1) * (to.0 - from.0), edge),
                });
            }
        }
        kept
    })
}

/// Points of a state within the frame, those farthest from its borders and the frame's edges first.
fn within(rings: &[Vec<(f64, f64)>], (wide, high): (f64, f64)) -> Vec<(f64, f64)> {
    const STEP: f64 = 20.0;
    let mut found: Vec<(f64, (f64, f64))> = Vec::new();
    let (across, down) = ((wide / STEP) as i32, (high / STEP) as i32);
    let near: Vec<(f64, f64)> = rings
        .iter()
        .flatten()
        .filter(|(x, y)| (-80.0..wide + 80.0).contains(x) && (-80.0..high + 80.0).contains(y))
        .copied()
        .collect();
    for point in (1..across).flat_map(|x| (1..down).map(move |y| (f64::from(x) * STEP, f64::from(y) * STEP))) {
        if rings.iter().filter(|ring| is_inside(ring, point)).count() % 2 == 0 {
            continue;
        }
        let edge = (wide - point.0).min(point.0).min((high - point.1) * 2.0).min(point.1 * 2.0);
        let border = near.iter().map(|(x, y)| (x - point.0).hypot(y - point.1)).fold(edge, f64::min);
        found.push((border, point));
    }
    found.sort_by(|one, other| other.0.total_cmp(&one.0));
    found.into_iter().map(|(_, point)| point).collect()
}

/// Whether a point is inside a ring: whether a ray from it crosses the ring an odd number of times.
fn is_inside(ring: &[(f64, f64)], (x, y): (f64, f64)) -> bool {
    let crosses = |(from, to): (&(f64, f64), &(f64, f64))| {
        (from.1 > y) != (to.1 > y) && x < from.0 + (y - from.1) / (to.1 - from.1) * (to.0 - from.0)
    };
    ring.iter().zip(ring.iter().cycle().skip(1)).filter(|edge| crosses(*edge)).count() % 2 == 1
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
    fn a_square_around_the_frame_is_drawn_as_the_frame_and_one_beside_it_not_at_all() {
        let square = |left: f64, right: f64| vec![(left, -900.0), (right, -900.0), (right, 900.0), (left, 900.0)];
        assert_eq!(clipped(square(-900.0, 900.0), (100.0, 100.0)).len(), 4);
        assert!(clipped(square(-900.0, -500.0), (100.0, 100.0)).is_empty());
    }

    #[test]
    fn no_name_stands_on_a_circle_or_on_another_name() {
        let post = |name: &str, place, count| MapPost {
            name: name.into(),
            place,
            count: Some(count),
            words: count.to_string(),
            is_tally_point: false,
        };
        let posts = [
            post("Kourémalé", (11.956, -8.785), 1_400),
            post("Zégoua", (10.48, -5.64), 900),
            post("Heremakono", (10.52, -5.62), 10),
            post("Diboli", (14.46, -12.2), 700),
        ];
        let drawing = map(&posts, "MLI", |code| Some(code.to_owned()));
        let number = |part: &str, name: &str| -> f64 {
            let from = part.split(&format!(r#"{name}=""#)).nth(1).and_then(|rest| rest.split('"').next());
            from.and_then(|number| number.parse().ok()).expect("a number")
        };
        let circles = drawing.body.split("<circle").skip(1);
        let mut covered: Vec<Covered> =
            circles.map(|part| Covered::circle((number(part, "cx"), number(part, "cy")), number(part, "r"))).collect();
        assert_eq!(covered.len(), 4);
        for part in drawing.body.split("<text").skip(1) {
            let text = part.split('>').nth(1).and_then(|rest| rest.split('<').next()).expect("a text");
            let anchor =
                part.split(r#"text-anchor=""#).nth(1).and_then(|rest| rest.split('"').next()).expect("an anchor");
            // A line of a label stands close under the other: half a line less.
            let mut of_text =
                Covered::text((number(part, "x"), number(part, "y")), anchor, super::super::width(text, 12.0), 1.0);
            (of_text.top, of_text.bottom) = (of_text.top + 3.0, of_text.bottom - 3.0);
            assert!(covered.iter().all(|other| !of_text.meets(other)), "{text}");
            covered.push(of_text);
        }
    }

    #[test]
    fn posts_lie_where_their_state_does() {
        let post = MapPost {
            name: "Kourémalé".into(),
            place: (11.956, -8.785),
            count: Some(10),
            words: "10".into(),
            is_tally_point: false,
        };
        let ford = MapPost { name: "Gué".into(), place: (11.7, -8.9), is_tally_point: true, ..post.clone() };
        let both = map(&[post.clone(), ford], "MLI", |_| None);
        let drawn = |element: &str| both.body.matches(element).count();
        assert_eq!((drawn(r#"<circle class="post""#), drawn(r#"<rect class="tally-point""#)), (1, 1));
        let drawing = map(&[post], "MLI", |code| (code == "GIN").then(|| "Guinée".to_owned()));
        assert!(
            drawing.body.contains("Kourémalé") && drawing.body.contains("Guinée") && drawing.body.contains("land own")
        );
        assert!(map(&[], "", |_| None).is_empty());
    }
}

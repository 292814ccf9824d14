//! The places beside the posts at which people are counted without being registered: columns `name, post, latitude,
//! longitude`, the last two in degrees (WGS 84).

use super::{
    fault::{ListFault, ListProblem},
    table::{self, Line, cut},
};
use crate::{LONGEST_PLACE, PostId, text::short};

/// A place at which people are counted: a ford, a path, a market.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TallyPoint {
    /// Its name, as tallies have it.
    pub name: String,
    /// The post whose officers count there.
    pub post: PostId,
    /// Millionths of a degree north and east.
    millionths: (i32, i32),
}

impl TallyPoint {
    /// Where it is: degrees north and east.
    pub fn place(&self) -> (f64, f64) {
        (f64::from(self.millionths.0) / 1e6, f64::from(self.millionths.1) / 1e6)
    }
}

/// The places at which people are counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TallyPoints(Vec<TallyPoint>);

impl TallyPoints {
    /// Reads a list of places, or says everything that is wrong with it; no two have one name.
    ///
    /// # Errors
    /// Everything in the list that can't be taken, line by line.
    pub fn read(csv: &[u8]) -> Result<Self, Vec<ListProblem>> {
        let mut read = table::read(csv, &["name", "post", "latitude", "longitude"], tally_point);
        read.codes_are_distinct(|point| &point.name);
        read.whole().map(Self)
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// All of them, as the list has them.
    pub fn all(&self) -> &[TallyPoint] {
        &self.0
    }

    /// Those of a post.
    pub fn of_post<'a>(&'a self, post: &'a PostId) -> impl Iterator<Item = &'a TallyPoint> {
        self.0.iter().filter(move |point| point.post == *post)
    }
}

fn tally_point(line: &Line<'_>) -> Result<TallyPoint, ListFault> {
    let name = line.text("name")?;
    if short(&name, LONGEST_PLACE) != name {
        return Err(ListFault::Place);
    }
    let post = PostId::parse(line.get("post")).map_err(|_| ListFault::Post(cut(line.get("post"))))?;
    let millionths = |column: &'static str, most: i32| {
        // French spreadsheets write a comma.
        let degrees = line.get(column).replace(',', ".").parse::<f64>().ok();
        let degrees = degrees.filter(|degrees| degrees.abs() <= f64::from(most));
        degrees.map(|degrees| (degrees * 1e6).round() as i32).ok_or(ListFault::Degrees(column, most))
    };
    Ok(TallyPoint { name, post, millionths: (millionths("latitude", 90)?, millionths("longitude", 180)?) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_with_their_positions_and_nonsense_is_said_line_by_line() {
        let points = TallyPoints::read(
            "name,post,latitude,longitude\nGué de Kado,KRM,11.9,-8.86\n\"Piste, nord\",KRM,\"12,02\",-8.7\nNiani,ZEG,0,0\n"
                .as_bytes(),
        )
        .expect("places");
        let here = PostId::parse("KRM").expect("a post");
        let names: Vec<&str> = points.of_post(&here).map(|point| point.name.as_str()).collect();
        assert_eq!((names, points.len()), (vec!["Gué de Kado", "Piste, nord"], 3));
        assert_eq!(points.all()[1].place(), (12.02, -8.7));

        let long = "x".repeat(LONGEST_PLACE + 1);
        let list = format!(
            "name,post,latitude,longitude\na,KRM,91,0\nb,KRM,0,-180.1\nc,KRM,NaN,0\nd,no post!,0,0\n{long},KRM,0,0\n,KRM,0,0\n\
             e,KRM,1,1\ne,ZEG,2,2\n"
        );
        let problems = TallyPoints::read(list.as_bytes()).expect_err("nonsense");
        let lines: Vec<u64> = problems.iter().map(|problem| problem.line).collect();
        assert_eq!(lines, [2, 3, 4, 5, 6, 7, 9]);
        assert_eq!(problems[0].fault, ListFault::Degrees("latitude", 90));
        assert_eq!(problems[4].fault, ListFault::Place);
    }
}

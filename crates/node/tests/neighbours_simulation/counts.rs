//! What happened in the simulation, and how often.

/// How often each kind of trouble happened, and what was done.
#[derive(Debug, Default, Clone)]
pub struct Counts {
    pub crossings: u64,
    pub lost: u64,
    pub doubled: u64,
    pub sticks: u64,
    pub astray: u64,
    pub replays: u64,
    pub forks: u64,
    pub lies: u64,
    pub ended: u64,
    pub agreed: u64,
    pub restored: u64,
    pub refused: u64,
    pub versions: u64,
}

impl Counts {
    pub fn add(&mut self, other: &Self) {
        for (sum, more) in [
            (&mut self.crossings, other.crossings),
            (&mut self.lost, other.lost),
            (&mut self.doubled, other.doubled),
            (&mut self.sticks, other.sticks),
            (&mut self.astray, other.astray),
            (&mut self.replays, other.replays),
            (&mut self.forks, other.forks),
            (&mut self.lies, other.lies),
            (&mut self.ended, other.ended),
            (&mut self.agreed, other.agreed),
            (&mut self.restored, other.restored),
            (&mut self.refused, other.refused),
            (&mut self.versions, other.versions),
        ] {
            *sum += more;
        }
    }
}

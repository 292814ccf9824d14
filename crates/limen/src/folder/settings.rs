//! `limen.toml` in a data folder: the settings that a node's administrator decides. Each has a default that works; the
//! file that `limen init` writes explains each and leaves it as it is.

use limen_domain::{DataKind, FlowBound, Period, Retention, Role};
use serde::Deserialize;
use std::{
    collections::BTreeMap,
    fs,
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
};

/// The file's name.
pub(crate) use limen_exchange::backup::SETTINGS as FILE;

/// What the file says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    pub(crate) database: Database,
    pub(crate) vault: Vault,
    pub(crate) pages: Pages,
    pub exchange: Exchange,
    pub(crate) network: Network,
    pub(crate) link: Link,
    pub(crate) backup: Backup,
    pub(crate) metrics: Metrics,
    pub(crate) statistics: Statistics,
    pub(crate) retention: Kept,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Database {
    pub(crate) postgres: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Vault {
    pub(crate) key_file: Option<PathBuf>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Pages {
    pub address: SocketAddr,
    pub(crate) devices: Option<SocketAddr>,
    pub(crate) names: Vec<String>,
    pub(crate) hosts: Vec<String>,
    pub(crate) scanner: Option<PathBuf>,
    pub(crate) scanimage: Option<PathBuf>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Exchange {
    pub address: SocketAddr,
    pub(crate) names: Vec<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Network {
    pub(crate) history_days: Option<u16>,
    pub(crate) second_line_minutes: Option<u16>,
    pub(crate) people_good_days: Option<u16>,
    pub(crate) second_factor: Option<Vec<Role>>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Link {
    pub(crate) every_seconds: u64,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Backup {
    pub(crate) folder: Option<PathBuf>,
    pub(crate) at: jiff::civil::Time,
    pub(crate) keep: usize,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(default)]
pub struct Kept {
    pub(crate) at: jiff::civil::Time,
    pub(crate) chip_evidence: Option<bool>,
    #[serde(flatten)]
    pub(crate) periods: BTreeMap<DataKind, Period>,
}

impl Kept {
    /// The periods, each long enough and with its ground.
    pub(crate) fn periods(&self) -> Result<Retention, String> {
        Retention::new(self.periods.clone()).map_err(|error| format!("limen.toml, [retention]: {error}"))
    }
}

impl Default for Kept {
    fn default() -> Self {
        Self { at: jiff::civil::time(3, 0, 0, 0), chip_evidence: None, periods: BTreeMap::new() }
    }
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Metrics {
    pub address: Option<SocketAddr>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Statistics {
    bound: Option<FlowBound>,
    /// As versions before 0.3 called the bound.
    protection: Option<FlowBound>,
    pub(crate) reports: Option<PathBuf>,
    pub(crate) at: jiff::civil::Time,
}

impl Default for Statistics {
    fn default() -> Self {
        Self { bound: None, protection: None, reports: None, at: jiff::civil::time(5, 0, 0, 0) }
    }
}

impl Statistics {
    /// What every published count of flows is a multiple of.
    pub(crate) fn bound(&self) -> FlowBound {
        self.bound.or(self.protection).unwrap_or_default()
    }
}

impl Default for Pages {
    fn default() -> Self {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 8080));
        Self { address, devices: None, names: Vec::new(), hosts: Vec::new(), scanner: None, scanimage: None }
    }
}

impl Default for Exchange {
    fn default() -> Self {
        let address = SocketAddr::from((Ipv4Addr::UNSPECIFIED, limen_exchange::https::PORT));
        Self { address, names: vec!["localhost".to_owned()] }
    }
}

impl Default for Link {
    fn default() -> Self {
        Self { every_seconds: 20 }
    }
}

impl Default for Backup {
    fn default() -> Self {
        Self { folder: None, at: jiff::civil::time(2, 0, 0, 0), keep: 14 }
    }
}

impl Settings {
    /// Reads the file in a data folder; where there is none, everything is as it is without.
    pub(crate) fn load(folder: &Path) -> Result<Self, String> {
        let path = folder.join(FILE);
        if !path.exists() {
            return Ok(Self::default());
        }
        let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
    }
}

/// What `limen init` is told of other machines that pages are served to.
#[derive(Debug, Default, clap::Args)]
pub struct Devices {
    /// Serve pages to other machines too, over TLS: the address to listen at, such as 0.0.0.0:8444
    #[arg(long = "devices", value_name = "ADDRESS")]
    pub address: Option<SocketAddr>,
    /// A host name or IP address by which those machines reach this one; may be given several times
    #[arg(long = "device-host", value_name = "NAME")]
    pub(crate) names: Vec<String>,
}

/// The file as `limen init` writes it.
pub(crate) fn explained(
    names: &[String],
    postgres: Option<&str>,
    key_file: Option<&Path>,
    devices: &Devices,
) -> String {
    let database = postgres.map_or_else(String::new, |url| format!("postgres = {url:?}\n"));
    let names = names.iter().map(|name| format!("{name:?}")).collect::<Vec<_>>().join(", ");
    let text = format!("{}{names}{}", TEMPLATE.0, TEMPLATE.1);
    let key_file = key_file.map_or_else(String::new, |file| format!("key_file = {:?}\n", file.display().to_string()));
    let text = text.replacen("[vault]\n", &format!("[vault]\n{key_file}"), 1);
    let text = match devices.address {
        Some(address) => text.replacen("#devices = \"0.0.0.0:8444\"", &format!("devices = \"{address}\""), 1),
        None => text,
    };
    let text = if devices.names.is_empty() {
        text
    } else {
        let names = devices.names.iter().map(|name| format!("{name:?}")).collect::<Vec<_>>().join(", ");
        text.replacen("#names = [\"kouremale.local\", \"192.168.1.10\"]", &format!("names = [{names}]"), 1)
    };
    text.replacen("[database]\n", &format!("[database]\n{database}"), 1)
}

/// What stands before and after the names of a headquarters.
const TEMPLATE: (&str, &str) = (
    r#"# Settings of this node. A line that begins with # shows what holds without it; restart Limen after a change.

# Headquarters only: a PostgreSQL database instead of the file in this folder. Several programs may share one, each with
# a folder that holds the same identity/ and this line.
[database]
#postgres = "postgres://limen:PASSWORD@db.example.org/limen"

# Where the file is that opens this folder, if it is encrypted with one: never in this folder.
[vault]
#key_file = "/media/limen/limen.key"

[pages]
# Where pages are served, without TLS: to this machine only.
#address = "127.0.0.1:8080"
# Where they are served to other machines, over TLS 1.3: to browsers that were let in with a code from the page /devices.
# Without an address, to none. And the names and addresses under which they find this machine; without, its own name.
#devices = "0.0.0.0:8444"
#names = ["kouremale.local", "192.168.1.10"]
# Further names under which browsers ask for pages, such as that of a proxy in front. Any other name is refused: pages of other
# sites can have their own names lead here.
#hosts = ["limen.interior.example"]
# The folder into which a scanner puts pages.
#scanner = "/srv/limen/scanner"
# The program of SANE (Debian package sane-utils) by which officers scan with a scanner at this machine.
#scanimage = "/usr/bin/scanimage"

# At headquarters: where posts find it, over TLS 1.3.
[exchange]
#address = "0.0.0.0:8443"
# The names and addresses under which posts find it: they stand in its certificate.
names = ["#,
    r#"]

# At headquarters, for all posts: for how many days a post is told what happened at the others, as the law allows; and
# after how many minutes a referral that nobody has settled is shown to the supervisor; and for how many days a post that has
# not heard of headquarters still lets people sign in, since those who have left may stand in its list: 0 for ever.
[network]
#history_days = 90
#second_line_minutes = 30
#people_good_days = 60
# Roles that must sign in with a second factor. Someone who has none yet signs in only to set it up.
#second_factor = ["administrator", "alert-manager", "auditor", "data-protection"]

# At a post: how often it asks headquarters when it has nothing to send. What it has goes at once.
[link]
#every_seconds = 20

# A backup every night: the database, the keys and this file, in one file that only its owner may read.
[backup]
# Without a folder there is none. Choose one on another disk.
#folder = "/var/backups/limen"
# When, by the clocks of its post (at headquarters, of its place); a node that is off then does it when it is on again.
#at = "02:00:00"
# How many are kept; older ones are removed.
#keep = 14

# Figures for Prometheus, without personal data, at http://ADDRESS/metrics. Without an address there are none.
[metrics]
#address = "127.0.0.1:9464"

# Flows. Every count that is published is a multiple of this bound, from 3 to 50, so that it tells of no fewer people. Once
# anything was published, its bound stays: two roundings of one count give away more than one.
[statistics]
#bound = 5
# Where bulletins are put by themselves: a daily sheet of each post, a bulletin each Monday and on the first of each month,
# the year-book in January, in French and English. Without a folder there are none.
#reports = "/var/lib/limen/reports"
# When, by the clocks of its post (at headquarters, of its place); a node that is off then does it when it is on again.
#at = "05:00:00"

# How long data about persons is kept, and by what right; decided at headquarters for all posts, or by a post that stands
# alone. Without a period a kind of data is kept until it has one. At this time each night what is older is erased: the
# journal still verifies, and counts without persons stay.
[retention]
#at = "03:00:00"
#crossings = { days = 1825, ground = "the law and its article" }
#pictures = { days = 365, ground = "the law and its article" }
#visas = { days = 1825, ground = "the law and its article" }
#protection = { days = 3650, ground = "the law and its article" }
#alerts = { days = 1825, ground = "the law and its article" }
#looks = { days = 1095, ground = "the law and its article" }
# Whether a chip's signature and zone (EF.SOD, DG1) are kept beside the record as evidence, for as long as pictures are.
#chip_evidence = false
"#,
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_that_init_writes_says_what_holds_without_it() {
        let text = explained(&["hq.example".to_owned()], None, None, &Devices::default());
        let read: Settings = toml::from_str(&text).expect("a file of settings");
        assert_eq!(read.exchange.names, ["hq.example"]);
        // Each example is what holds, or what a folder or an address would look like.
        let examples: String = text
            .lines()
            .map(|line| line.strip_prefix('#').filter(|rest| !rest.starts_with(' ')).unwrap_or(line))
            .map(|line| format!("{line}\n"))
            .collect();
        let examples: Settings = toml::from_str(&examples).expect("examples that can be used");
        let default = Settings::default();
        assert_eq!(examples.pages.address, default.pages.address);
        assert_eq!(examples.pages.devices, Some("0.0.0.0:8444".parse().expect("an address")));
        assert_eq!(examples.exchange.address, default.exchange.address);
        assert_eq!(examples.link.every_seconds, default.link.every_seconds);
        assert_eq!(examples.statistics.bound(), default.statistics.bound());
        assert_eq!(examples.statistics.at, default.statistics.at);
        assert_eq!((examples.retention.chip_evidence, default.retention.chip_evidence), (Some(false), None));
        assert!(!limen_store::settings::CHIP_EVIDENCE.unset(), "what holds without it");
        assert_eq!((examples.backup.at, examples.backup.keep), (default.backup.at, default.backup.keep));
    }

    #[test]
    fn the_database_and_the_key_file_that_init_was_given_stand_in_the_file() {
        let url = "postgres://limen:p%22w@localhost/limen";
        let key_file = Path::new("/media/limen/limen.key");
        let text = explained(&["hq".to_owned()], Some(url), Some(key_file), &Devices::default());
        let read: Settings = toml::from_str(&text).expect("a file of settings");
        assert_eq!(read.database.postgres.as_deref(), Some(url));
        assert_eq!(read.vault.key_file.as_deref(), Some(key_file));
    }

    #[test]
    fn a_setting_that_does_not_exist_is_said() {
        assert!(toml::from_str::<Settings>("[pages]\nadress = \"127.0.0.1:1\"").is_err());
    }
}

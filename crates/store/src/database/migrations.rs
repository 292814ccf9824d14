//! How the tables came to be, step by step. A step that a post has taken is never changed; a new one is named here. (sqlx would
//! find them by itself with a macro, which has it built twice, and SQLite with it.)

use sqlx::{
    AssertSqlSafe, SqlSafeStr, SqlStr,
    migrate::{Migration, MigrationType, Migrator},
};
use std::borrow::Cow;

macro_rules! steps {
    ($($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!("../../migrations/", $name, ".sql")))),+]
    };
}

/// The name of each step, its number first, and what it says.
const STEPS: &[(&str, &str)] = steps![
    "0001_first",
    "0002_alerts",
    "0003_stays",
    "0004_second_line",
    "0005_whole_post",
    "0006_network",
    "0007_members",
    "0008_journal_end",
    "0009_writing",
    "0010_flows",
    "0011_looks",
    "0012_tree",
    "0013_people",
    "0014_erasure",
    "0015_credentials",
    "0016_proposed_people",
    "0017_devices",
    "0018_aside",
    "0019_passkeys",
    "0020_turns",
    "0021_refused",
    "0022_session_device",
    "0024_erasure_brake",
    "0025_lineage",
    "0027_counter",
    "0028_published",
    "0029_whole_file",
    "0030_permit_stays",
    "0031_shifts",
    "0032_told_apart",
    "0033_alert_order",
    "0034_correction_request",
    "0037_readers",
    "0038_trust",
    "0039_reference_pictures",
    "0040_trust_found",
    "0047_neighbours",
    "0048_neighbour_day",
];

/// The steps up to one of them, in the words of a database: PostgreSQL only calls bytes otherwise.
///
/// A database may have more steps than these: a program that was gone back to goes on with what a newer one added.
pub fn migrations(is_postgres: bool, last: i64) -> Migrator {
    let step = |(name, text): &(&str, &'static str)| {
        let (number, title) = name.split_once('_')?;
        let number = number.parse().ok().filter(|number| *number <= last)?;
        let sql = if is_postgres {
            AssertSqlSafe(text.replace(" blob ", " bytea ")).into_sql_str()
        } else {
            SqlStr::from_static(text)
        };
        Some(Migration::new(number, title.replace('_', " ").into(), MigrationType::Simple, sql, false))
    };
    let steps: Vec<_> = STEPS.iter().filter_map(step).collect();
    Migrator { migrations: Cow::Owned(steps), ignore_missing: true, ..Migrator::DEFAULT }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{collections::BTreeSet, fs};

    #[test]
    fn every_step_of_the_folder_is_taken_in_its_order() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations");
        let files: BTreeSet<_> = fs::read_dir(folder)
            .expect("the folder")
            .map(|file| file.expect("a file").file_name().into_string().expect("a name").replace(".sql", ""))
            .collect();
        assert_eq!(files.iter().map(String::as_str).collect::<Vec<_>>(), STEPS.iter().map(|s| s.0).collect::<Vec<_>>());
        let numbers: Vec<_> = migrations(false, i64::MAX).iter().map(|step| step.version).collect();
        assert!(numbers.len() == STEPS.len() && numbers.is_sorted_by(|one, next| one < next), "{numbers:?}");
    }

    /// A machine that is updated and goes back to the program before keeps what was recorded meanwhile: what is new in
    /// the tables must not be in that program's way.
    #[test]
    fn steps_only_add_so_that_the_program_before_can_go_on_with_the_tables() {
        const FIRST_AFTER_UPDATES: usize = 18;
        for (name, text) in &STEPS[FIRST_AFTER_UPDATES..] {
            let text: String = text.lines().map(|line| line.split("--").next().unwrap_or_default()).collect();
            for statement in text.split(';').map(str::trim).filter(|statement| !statement.is_empty()) {
                let is_column = statement.starts_with("alter table ")
                    && statement.contains(" add column ")
                    && (statement.contains(" default ") || !statement.contains(" not null"));
                let adds = is_column || ["create table ", "create index "].iter().any(|new| statement.starts_with(new));
                assert!(adds, "{name}: {statement}");
            }
        }
    }
}

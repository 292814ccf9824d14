//! `limen update`: installs a newer program from a stick, if the builder of Limen for this service has signed it, and
//! goes back to the one before.
//!
//! A release is two files, `limen` and `limen.minisig`, as `limen_exchange::release` reads them. Programs stand side by side
//! under `versions`; the link `current` says which one runs, `previous` which one did before. A link is turned in one step:
//! at every moment there is a whole program to start.

use crate::outcome::{Failed, Outcome};
use limen_exchange::{
    file,
    release::{self, Program, Release, ReleaseError},
};
use semver::Version;
use std::{
    env, fs,
    fs::{File, OpenOptions, Permissions},
    io::Write,
    os::unix::fs::{OpenOptionsExt, PermissionsExt, symlink},
    path::{Path, PathBuf},
    process::{ExitCode, Stdio},
    time::Duration,
};
use tokio::{io::AsyncReadExt, process::Command as Process, time::timeout};

/// Where programs stand, unless said otherwise.
const PLACE: &str = "/usr/lib/limen";
/// Where the builder's public key lies, unless `--key` says otherwise.
const KEY: &str = "/etc/limen/release.pub";
const CURRENT: &str = "current";
const PREVIOUS: &str = "previous";
/// The largest program that is taken, in bytes.
const LARGEST_PROGRAM: u64 = 512 * 1024 * 1024;
/// The largest signature or key, in bytes.
const LARGEST_SIGNATURE: u64 = 4 * 1024;
/// How long a program may take to say its version.
const LONGEST_ANSWER: Duration = Duration::from_secs(10);
/// Maximum bytes of its output.
const MOST_SAID: u64 = 1024;
/// Everyone may run a program and look into its folder, and nobody but its owner changes it, whatever the umask.
const FOR_ALL: u32 = 0o755;

#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Verify the signature of a release and print its version; changes nothing
    Check(Brought),
    /// Install a release; it runs from the next start on
    Install {
        #[command(flatten)]
        release: Brought,
        #[command(flatten)]
        place: Place,
    },
    /// Go back to the previous version; everything recorded meanwhile is kept
    Back(Place),
    /// List the installed versions, and which one is in use
    Show(Place),
}

/// A signed program, as it is brought.
#[derive(clap::Args)]
pub(crate) struct Brought {
    /// The program; its signature is the file of the same name with `.minisig` added
    program: PathBuf,
    /// The file of the public key by which the service's builder of Limen signs releases
    #[arg(long, value_name = "FILE", default_value = KEY)]
    key: PathBuf,
}

#[derive(clap::Args)]
pub(crate) struct Place {
    /// The folder of the installed versions
    #[arg(long, value_name = "DIR", default_value = PLACE)]
    at: PathBuf,
}

/// A release whose signatures are right.
struct Verified {
    version: Version,
    bytes: Vec<u8>,
    /// `limen-analyst`, where it was brought too.
    analyst: Option<Vec<u8>>,
}

/// This machine, as releases name it.
fn machine() -> String {
    format!("{}-{}", env::consts::ARCH, env::consts::OS)
}

pub(crate) async fn run(command: Command) -> Outcome {
    let mut out = std::io::stdout();
    match command {
        Command::Check(release) => {
            let Verified { version, analyst, .. } = verify(&release)?;
            let with = if analyst.is_some() { ", with limen-analyst" } else { "" };
            writeln!(out, "Limen {version}{with}, signed by the owner of {}.", release.key.display())?;
        }
        Command::Install { release, place } => {
            let version = install(verify(&release)?, &place.at).await?;
            writeln!(out, "Limen {version} is here. It runs from the next start on: systemctl restart limen")?;
            writeln!(out, "Should anything be wrong with it: limen update back, and restart.")?;
        }
        Command::Back(place) => {
            let version = back(&place.at).await?;
            writeln!(out, "Limen {version} runs again from the next start on: systemctl restart limen")?;
        }
        Command::Show(place) => show(&place.at, &mut out).await?,
    }
    Ok(ExitCode::SUCCESS)
}

/// The program that is brought, and `limen-analyst` where it lies beside it: both of one version.
fn verify(brought: &Brought) -> Result<Verified, Failed> {
    let (version, bytes) = verified(&brought.program, Program::Limen, &brought.key)?;
    let beside = brought.program.with_file_name(Program::Analyst.name());
    let analyst = if beside.exists() {
        let (of_analyst, bytes) = verified(&beside, Program::Analyst, &brought.key)?;
        if of_analyst != version {
            return Err(format!("{} is of version {of_analyst}, limen of {version}", beside.display()).into());
        }
        Some(bytes)
    } else {
        None
    };
    Ok(Verified { version, bytes, analyst })
}

/// The version and the bytes of a program whose signature beside it is right.
fn verified(program: &Path, wanted: Program, key: &Path) -> Result<(Version, Vec<u8>), Failed> {
    let key_text = file::read_text(key, LARGEST_SIGNATURE).map_err(|error| {
        format!(
            "the key {} can't be read ({error}): get the key from your service's builder of Limen, \
             separately from the program",
            key.display()
        )
    })?;
    let beside = signature_of(program);
    let signature = file::read_text(&beside, LARGEST_SIGNATURE).map_err(|error| {
        format!("the signature {} can't be read ({error}): a release consists of both files", beside.display())
    })?;
    let bytes = file::read(program, LARGEST_PROGRAM).map_err(|error| format!("{}: {error}", program.display()))?;
    let Release { program: which, version, machine: for_machine } = release::read(&key_text, &signature, &bytes)
        .map_err(|error| match error {
            ReleaseError::Key => format!("{} is no public key of minisign", key.display()),
            ReleaseError::Signature => format!("{} is no signature", beside.display()),
            ReleaseError::NotSigned => format!(
                "{} was not signed by the owner of {}, or was changed since: do not use it",
                program.display(),
                key.display()
            ),
            ReleaseError::Another(_) | ReleaseError::NoVersion(..) => error.to_string(),
        })?;
    if for_machine != machine() {
        return Err(format!("this release is for {for_machine}; this machine is {}", machine()).into());
    }
    if which != wanted {
        return Err(format!("{} is {}, and not {}", program.display(), which.name(), wanted.name()).into());
    }
    Ok((version, bytes))
}

fn signature_of(program: &Path) -> PathBuf {
    let mut name = program.as_os_str().to_owned();
    name.push(".minisig");
    name.into()
}

/// What a program says its version is. One that says nothing in time is ended.
async fn asked(program: &Path) -> Result<Version, Failed> {
    let mut asked = Process::new(program);
    asked.arg("--version").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).kill_on_drop(true);
    let mut child = asked.spawn().map_err(|error| format!("{} does not start: {error}", program.display()))?;
    let stdout = child.stdout.take();
    let answer = async {
        let mut said = Vec::new();
        if let Some(stdout) = stdout {
            stdout.take(MOST_SAID).read_to_end(&mut said).await?;
        }
        child.wait().await?;
        Ok::<_, std::io::Error>(said)
    };
    let said = timeout(LONGEST_ANSWER, answer).await;
    let said = said.ok().and_then(Result::ok).and_then(|said| String::from_utf8(said).ok());
    let version = said.and_then(|said| Version::parse(said.trim().strip_prefix("limen ")?).ok());
    Ok(version.ok_or_else(|| format!("{} does not say which version it is", program.display()))?)
}

async fn install(release: Verified, at: &Path) -> Result<Version, Failed> {
    let Verified { version, bytes, analyst } = release;
    let runs = at.join(CURRENT).join("limen");
    let newest = if runs.exists() { asked(&runs).await? } else { Version::parse(env!("CARGO_PKG_VERSION"))? };
    // An old release, rightly signed, has the faults that were mended since: a stick must not bring them back.
    if version < newest || (version == newest && runs.exists()) {
        return Err(format!("Limen {newest} is here already; {version} is not newer").into());
    }
    let trouble = |error: std::io::Error| format!("{}: {error}", at.display());
    let versions = at.join("versions");
    let (staged, whole) = (versions.join(format!(".{version}")), versions.join(version.to_string()));
    // What an attempt left that was cut off.
    let _ = fs::remove_dir_all(&staged);
    let is_taken = async {
        for folder in [at, &versions, &staged] {
            make_folder(folder).map_err(trouble)?;
        }
        let program = staged.join("limen");
        write(&program, &bytes).map_err(trouble)?;
        let says = asked(&program).await?;
        if says != version {
            return Err(format!("the program says that it is {says}, its signature {version}: do not use it").into());
        }
        if let Some(analyst) = analyst {
            write(&staged.join(Program::Analyst.name()), &analyst).map_err(trouble)?;
        }
        if whole.exists() {
            fs::remove_dir_all(&whole).map_err(trouble)?;
        }
        fs::rename(&staged, &whole).map_err(trouble)?;
        Ok::<_, Failed>(File::open(&versions).and_then(|folder| folder.sync_all()).map_err(trouble)?)
    };
    if let Err(error) = is_taken.await {
        let _ = fs::remove_dir_all(&staged);
        return Err(error);
    }
    turn_to(at, &Path::new("versions").join(version.to_string()))?;
    Ok(version)
}

/// Makes a folder that everyone may look into, where it is missing.
fn make_folder(folder: &Path) -> std::io::Result<()> {
    if !folder.exists() {
        fs::create_dir_all(folder)?;
        fs::set_permissions(folder, Permissions::from_mode(FOR_ALL))?;
    }
    Ok(())
}

/// Writes a program so that it is on the disk, and no one but its owner can change it.
fn write(program: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(FOR_ALL).open(program)?;
    file.set_permissions(Permissions::from_mode(FOR_ALL))?;
    file.write_all(bytes)?;
    file.sync_all()
}

async fn back(at: &Path) -> Result<Version, Failed> {
    let before = fs::read_link(at.join(PREVIOUS));
    let before = before.map_err(|_| format!("there is no previous version in {}", at.display()))?;
    let version = asked(&at.join(&before).join("limen")).await?;
    turn_to(at, &before)?;
    Ok(version)
}

/// Lets `current` lead to another program, and `previous` to the one that it led to.
fn turn_to(at: &Path, next: &Path) -> Result<(), Failed> {
    let trouble = |error: std::io::Error| format!("{}: {error}", at.display());
    if let Ok(now) = fs::read_link(at.join(CURRENT)) {
        link(at, PREVIOUS, &now).map_err(trouble)?;
    }
    Ok(link(at, CURRENT, next).map_err(trouble)?)
}

fn link(at: &Path, name: &str, to: &Path) -> std::io::Result<()> {
    let next = at.join(format!(".{name}"));
    if next.is_symlink() {
        fs::remove_file(&next)?;
    }
    symlink(to, &next)?;
    fs::rename(&next, at.join(name))?;
    File::open(at)?.sync_all()
}

async fn show(at: &Path, out: &mut impl Write) -> Result<(), Failed> {
    let leads_to = |name: &str| fs::read_link(at.join(name)).ok().and_then(|to| Some(to.file_name()?.to_owned()));
    let (current, previous) = (leads_to(CURRENT), leads_to(PREVIOUS));
    let folder = at.join("versions");
    let entries = fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut names: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.file_name())).collect();
    names.retain(|name| !name.to_string_lossy().starts_with('.'));
    names.sort();
    for name in names {
        let is = if current.as_ref() == Some(&name) {
            "  runs"
        } else if previous.as_ref() == Some(&name) {
            "  ran before"
        } else {
            ""
        };
        let asked = asked(&folder.join(&name).join("limen")).await;
        let version = asked.map_or_else(|error| error.to_string(), |version| version.to_string());
        writeln!(out, "{version:12}{is}")?;
    }
    Ok(())
}

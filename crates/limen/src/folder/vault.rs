//! How the key of a data folder is got at, and `limen vault`: encrypting a folder, changing what opens it.

use crate::{
    folder::{
        files::{DataFolder, beside_the_database},
        lock::Lock,
        private,
        settings::Settings,
    },
    outcome::Outcome,
};
use limen_exchange::{
    keys,
    vault::{self, Opener, Opens},
};
use limen_store::{FILE_NAME, Home, Key, Store};
use std::{
    env, fs,
    io::{IsTerminal, Read, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::{Mutex, PoisonError},
    time::Duration,
};
use tokio::time::timeout;

/// The variable that names the key file, before the settings.
const KEY_FILE: &str = "LIMEN_KEY_FILE";
/// The variable that names a file whose first line is the passphrase.
const PASSPHRASE_FILE: &str = "LIMEN_PASSPHRASE_FILE";
/// The name under which systemd hands over the key file (`LoadCredentialEncrypted=limen.key`).
const CREDENTIAL: &str = "limen.key";
/// How often a passphrase is asked for at a terminal.
const TRIES: usize = 3;
/// How long a database may take to be closed.
const CLOSING: Duration = Duration::from_secs(5);
/// Maximum bytes that are read of a passphrase's file.
const MOST_BYTES: u64 = 64 << 10;
/// The encrypted copy of a database that is not in its place yet.
const ENCRYPTING: &str = "limen.encrypting";

#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Encrypt the data folder of a stopped node, or add a passphrase or key file to an encrypted one
    Seal {
        #[command(flatten)]
        data: DataFolder,
        #[command(flatten)]
        with: Sealing,
        /// Replace the old passphrase, or all old key files, instead of adding one
        #[arg(long)]
        replace: bool,
    },
    /// Remove the passphrase, or all key files: they no longer open the data folder
    Forget {
        #[command(flatten)]
        data: DataFolder,
        /// What to remove
        #[arg(value_enum)]
        which: Which,
    },
    /// Print what opens a data folder
    Show(DataFolder),
    /// Copy the data folder of a stopped node into a new one with a new key, when the old key may have leaked
    Renew {
        #[command(flatten)]
        data: DataFolder,
        /// The folder to make
        #[arg(long, value_name = "DIR")]
        to: PathBuf,
        #[command(flatten)]
        with: Sealing,
    },
}

/// What the key of a data folder is sealed with.
#[derive(clap::Args)]
pub(crate) struct Sealing {
    /// A key file, to be kept elsewhere; made if it does not exist. Without it, a passphrase is asked for
    #[arg(long, value_name = "FILE")]
    key_file: Option<PathBuf>,
    /// A file whose first line is the passphrase, instead of typing it
    #[arg(long, value_name = "FILE", conflicts_with = "key_file")]
    passphrase_file: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub(crate) enum Which {
    Passphrase,
    KeyFile,
}

/// A data folder whose key is known, if it has one.
#[derive(Debug, Clone)]
pub(crate) struct Unlocked {
    folder: PathBuf,
    key: Option<Key>,
    key_file: Option<PathBuf>,
}

/// Every database that this program has opened.
static OPENED: Mutex<Vec<Store>> = Mutex::new(Vec::new());

/// Closes every database that this program has opened and not closed yet. A connection's thread that goes on while the
/// program ends would find what SQLCipher uses of OpenSSL taken away, and end the program with a fault.
pub(crate) async fn close_all() {
    let opened = std::mem::take(&mut *OPENED.lock().unwrap_or_else(PoisonError::into_inner));
    for store in opened {
        close(store).await;
    }
}

/// Closes a database. A disk that does not answer any more is not waited for longer than a few seconds: what was confirmed is
/// in the database's log.
pub(crate) async fn close(store: Store) {
    if timeout(CLOSING, store.close()).await.is_err() {
        tracing::error!("a database could not be closed within {} seconds; see to its disk", CLOSING.as_secs());
    }
}

impl<'a> From<&'a Unlocked> for Home<'a> {
    fn from(unlocked: &'a Unlocked) -> Self {
        Self { folder: &unlocked.folder, key: unlocked.key.as_ref() }
    }
}

impl Unlocked {
    /// A folder that is not encrypted, as those of demonstrations are.
    pub(crate) fn plain(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), key: None, key_file: None }
    }

    /// A folder that was not encrypted before, with a new key that is sealed in it; or with the key that was sealed when this
    /// was cut off before.
    fn begin(folder: &Path, with: &Opener) -> Result<Self, crate::outcome::Failed> {
        if !vault::openers(folder).is_empty() {
            return Self::of(folder);
        }
        let key = Key::generate();
        vault::seal(&key, with)?.add(folder)?;
        Ok(Self::opened(folder, key, with))
    }

    fn opened(folder: &Path, key: Key, by: &Opener) -> Self {
        let key_file = match by {
            Opener::KeyFile(file) => Some(file.clone()),
            Opener::Passphrase(_) => None,
        };
        Self { folder: folder.to_owned(), key: Some(key), key_file }
    }

    /// A data folder: opened with the key file or the passphrase that this machine has for it, or that someone types.
    pub(crate) fn of(folder: &Path) -> Result<Self, crate::outcome::Failed> {
        let openers = vault::openers(folder);
        if openers.is_empty() {
            return Ok(Self::plain(folder));
        }
        let opened = |by: Opener| vault::open(folder, &by).map(|key| Self::opened(folder, key, &by));
        if openers.contains(&Opens::KeyFile)
            && let Some(file) = key_file(folder)?
        {
            return Ok(opened(Opener::KeyFile(file))?);
        }
        if openers.contains(&Opens::Passphrase) {
            if let Some(file) = env::var_os(PASSPHRASE_FILE) {
                let passphrase = first_line(Path::new(&file))?;
                return Ok(opened(Opener::Passphrase(passphrase.into()))?);
            }
            if std::io::stdin().is_terminal() {
                return ask(folder);
            }
        }
        let words = openers.iter().map(|opens| match opens {
            Opens::KeyFile => format!("its key file, named by {KEY_FILE} or by [vault] key_file in limen.toml"),
            Opens::Passphrase => {
                format!("its passphrase, typed at a terminal or in the file that {PASSPHRASE_FILE} names")
            }
        });
        let words: Vec<String> = words.collect();
        Err(format!("{} is encrypted; give {}", folder.display(), words.join(", or ")).into())
    }

    /// The file that opens it, where one does.
    pub(crate) fn key_file(&self) -> Option<&Path> {
        self.key_file.as_deref()
    }

    /// The folder.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Finishes encrypting the folder where that was cut off.
    async fn finish_sealing(&self) -> Result<(), crate::outcome::Failed> {
        let home = Home::from(self);
        let Some(key) = self.key.as_ref().filter(|_| vault::is_sealing(home)) else { return Ok(()) };
        keys::reseal(home, home)?;
        if Store::is_plain(&self.folder) {
            let copy = self.folder.join(ENCRYPTING);
            Store::encrypt_into(&self.folder, key, &copy).await?;
            Store::put_encrypted(&self.folder, &copy)?;
        }
        vault::end_sealing(&self.folder)?;
        tracing::warn!("{} was not encrypted to the end when that was cut off; now it is", self.folder.display());
        Ok(())
    }

    /// Opens its database: the file in it, or the server that its settings name.
    pub(crate) async fn store(&self) -> Result<Store, crate::outcome::Failed> {
        private::close(&self.folder);
        self.finish_sealing().await?;
        let store = match Settings::load(&self.folder)?.database.postgres {
            Some(url) => Store::open_on(&url).await?,
            None => Store::open(self).await?,
        };
        OPENED.lock().unwrap_or_else(PoisonError::into_inner).push(store.clone());
        Ok(store)
    }

    /// The same key for another folder, into which this one's is put.
    pub(crate) fn moved_to(&self, folder: &Path) -> Self {
        Self { folder: folder.to_owned(), ..self.clone() }
    }
}

/// The key file of this machine, the first that is named: by a variable, by systemd, by the settings. A file that is named and
/// is not there (a stick that is not in) leaves the passphrase.
fn key_file(folder: &Path) -> Result<Option<PathBuf>, crate::outcome::Failed> {
    let by_systemd = env::var_os("CREDENTIALS_DIRECTORY").map(|folder| Path::new(&folder).join(CREDENTIAL));
    let named = [env::var_os(KEY_FILE).map(PathBuf::from), by_systemd, Settings::load(folder)?.vault.key_file];
    Ok(named.into_iter().flatten().find(|file| file.exists()))
}

fn first_line(file: &Path) -> Result<String, crate::outcome::Failed> {
    let mut text = String::new();
    // It may be a pipe from another program.
    let read = fs::File::open(file).and_then(|file| file.take(MOST_BYTES).read_to_string(&mut text));
    read.map_err(|error| format!("{}: {error}", file.display()))?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}

fn ask(folder: &Path) -> Result<Unlocked, crate::outcome::Failed> {
    let mut tries = 0;
    loop {
        let typed = rpassword::prompt_password(format!("Passphrase of {}: ", folder.display()))?;
        tries += 1;
        let by = Opener::Passphrase(typed.into());
        match vault::open(folder, &by) {
            Err(vault::VaultError::WrongOpener(_)) if tries < TRIES => eprintln!("It does not open it; again."),
            opened => return Ok(Unlocked::opened(folder, opened?, &by)),
        }
    }
}

impl Sealing {
    fn opener(self) -> Result<Opener, crate::outcome::Failed> {
        if let Some(file) = self.key_file {
            return Ok(Opener::KeyFile(file));
        }
        if let Some(file) = self.passphrase_file {
            return Ok(Opener::Passphrase(first_line(&file)?.into()));
        }
        if !std::io::stdin().is_terminal() {
            return Err("say what opens it: --key-file FILE, or --passphrase-file FILE".into());
        }
        let typed = rpassword::prompt_password("New passphrase (six words that have nothing to do with each other): ")?;
        if rpassword::prompt_password("Again: ")? != typed {
            return Err("the two passphrases differ; nothing was changed".into());
        }
        Ok(Opener::Passphrase(typed.into()))
    }
}

/// What a new data folder is sealed with.
#[derive(clap::Args)]
pub(crate) struct NewFolder {
    #[command(flatten)]
    with: Sealing,
    /// Do not encrypt the folder: for machines whose disk is encrypted already, and for trying out
    #[arg(long, conflicts_with_all = ["key_file", "passphrase_file"])]
    unencrypted: bool,
}

impl NewFolder {
    /// The key of a folder that is being made.
    pub(crate) fn unlocked(self, folder: &Path) -> Result<Unlocked, crate::outcome::Failed> {
        if self.unencrypted {
            return Ok(Unlocked::plain(folder));
        }
        let opener = self.with.opener().map_err(|error| format!("{error}; or --unencrypted"))?;
        Unlocked::begin(folder, &opener)
    }
}

pub(crate) async fn run(command: Command) -> Outcome {
    match command {
        Command::Seal { data, with, replace } => seal(&data.data, with, replace).await,
        Command::Forget { data, which } => {
            let opens = match which {
                Which::Passphrase => Opens::Passphrase,
                Which::KeyFile => Opens::KeyFile,
            };
            vault::forget(&data.data, opens)?;
            show(&data.data)
        }
        Command::Show(data) => show(&data.data),
        Command::Renew { data, to, with } => renew(&data.data, &to, with).await,
    }
}

/// Whatever stops this before the end leaves the old folder as it was, and no new one: what was made until then lies under
/// another name, and makes room when this is begun anew.
async fn renew(folder: &Path, to: &Path, with: Sealing) -> Outcome {
    if Settings::load(folder)?.database.postgres.is_some() {
        return Err("the database is in PostgreSQL: encrypt it on that server".into());
    }
    let old = Unlocked::of(folder)?;
    old.finish_sealing().await?;
    if to.exists() {
        return Err(format!("{} is there already; name a folder that does not exist yet", to.display()).into());
    }
    let opener = with.opener()?;
    let making = to.with_added_extension("renewing");
    if making.exists() {
        fs::remove_dir_all(&making).map_err(|error| format!("{}: {error}", making.display()))?;
    }
    fs::create_dir_all(making.join(keys::FOLDER))?;
    for name in beside_the_database().filter(|name| folder.join(name).exists()) {
        fs::copy(folder.join(&name), making.join(&name))?;
    }
    let new = Unlocked::begin(&making, &opener)?;
    let key = new.key.as_ref().ok_or("the new folder has no key")?;
    keys::reseal(Home { folder: &making, key: old.key.as_ref() }, Home::from(&new))?;
    Store::encrypt_into(&old, key, &making.join(FILE_NAME)).await?;
    fs::rename(&making, to)?;
    eprintln!(
        "Put {} in the place of {}, and destroy the old folder and its key: the two together still open all data.",
        to.display(),
        folder.display()
    );
    show(to)
}

async fn seal(folder: &Path, with: Sealing, replace: bool) -> Outcome {
    let has_database = folder.join(FILE_NAME).exists();
    if !has_database && Settings::load(folder)?.database.postgres.is_none() {
        return Err(format!("there is no data folder {}; make one with limen init", folder.display()).into());
    }
    let named = with.key_file.clone();
    let opener = with.opener()?;
    if vault::openers(folder).is_empty() {
        encrypt(folder, &opener).await?;
    } else {
        let unlocked = Unlocked::of(folder)?;
        // Cut off in an older Limen, which made no mark, and asked for anew.
        if Store::is_plain(folder) {
            vault::begin_sealing(Home::from(&unlocked))?;
        }
        unlocked.finish_sealing().await?;
        let sealed = vault::seal(unlocked.key.as_ref().ok_or("the folder has no key")?, &opener)?;
        if replace { sealed.replace(folder)? } else { sealed.add(folder)? }
    }
    if let Some(file) = named {
        eprintln!("Name the key file in limen.toml: [vault] key_file = {:?}", file.display().to_string());
    }
    show(folder)
}

/// Encrypts a folder for the first time. The copy of the database, which takes longest, is made before anything is changed:
/// cut off until then the folder opens as before, and from then on with the opener, when the rest is made up for.
async fn encrypt(folder: &Path, opener: &Opener) -> Result<(), crate::outcome::Failed> {
    private::close(folder);
    // What a node recorded meanwhile would not be in the copy.
    let _nobody_serves_it = Lock::take(folder)?;
    let key = Key::generate();
    let sealed = vault::seal(&key, opener)?;
    let copy = folder.join(ENCRYPTING);
    let has_database = folder.join(FILE_NAME).exists();
    if has_database {
        Store::encrypt_into(folder, &key, &copy).await?;
    }
    let home = Home { folder, key: Some(&key) };
    vault::begin_sealing(home)?;
    sealed.add(folder)?;
    keys::reseal(home, home)?;
    if has_database {
        Store::put_encrypted(folder, &copy)?;
        eprintln!(
            "What this disk held before is not wiped: on a machine that has already recorded travellers, wipe its free space."
        );
    }
    Ok(vault::end_sealing(folder)?)
}

fn show(folder: &Path) -> Outcome {
    let mut out = std::io::stdout().lock();
    let openers = vault::openers(folder);
    if openers.is_empty() {
        writeln!(out, "{} is not encrypted.", folder.display())?;
    }
    for opens in openers {
        match opens {
            Opens::Passphrase => writeln!(out, "A passphrase opens {}.", folder.display())?,
            Opens::KeyFile => match vault::key_files(folder) {
                1 => writeln!(out, "A key file opens {}.", folder.display())?,
                files => writeln!(out, "{files} key files open {}, each alone.", folder.display())?,
            },
        }
    }
    Ok(ExitCode::SUCCESS)
}

//! `limen init`: a data folder for headquarters, or for a post that headquarters made a code for.

use crate::{
    folder::{
        private,
        settings::{self, Devices},
        vault::{NewFolder, Unlocked},
    },
    outcome::Outcome,
};
use jiff::tz::TimeZone;
use limen_domain::{AccountId, NodeId, PostId, Role, StateCode};
use limen_exchange::{
    Authority, Identity, PostNode, Status,
    authority::Certificates,
    enrolment::{BelongsTo, Code, Request},
    https::Link,
    round::Rounds,
    tls,
};
use limen_node::administration::people::{self, Person};
use limen_store::{
    FILE_NAME, Post, Store,
    settings::{HEADQUARTERS, POST},
};
use std::{
    fs,
    io::{IsTerminal, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    process::ExitCode,
};

#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Make a data folder for headquarters: database, keys, certificate authority and first administrator
    Headquarters(Headquarters),
    /// Make a data folder for a post: join the network with a code from headquarters, and fetch what a post must know
    Post(PostArguments),
}

#[derive(clap::Args)]
pub(crate) struct Headquarters {
    /// The folder to make
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// The name of headquarters, as pages show it
    #[arg(long, value_name = "NAME")]
    name: String,
    /// The state that it belongs to, as ISO 3166-1 alpha-3
    #[arg(long, value_name = "CODE")]
    country: StateCode,
    /// The IANA time zone of headquarters, such as Africa/Bamako
    #[arg(long, value_name = "ZONE")]
    time_zone: String,
    /// A host name or IP address by which posts reach it; may be given several times
    #[arg(long = "host", value_name = "NAME", required = true)]
    hosts: Vec<String>,
    /// The identifier of this node, and of its journal
    #[arg(long, value_name = "NODE", default_value = "HQ")]
    node: String,
    /// An empty PostgreSQL database, instead of a file: postgres://user:password@host/name
    #[arg(long, value_name = "URL")]
    postgres: Option<String>,
    /// The account of the first administrator
    #[arg(long, value_name = "ACCOUNT", default_value = "admin")]
    administrator: String,
    /// The first administrator's name, as pages and the journal's readers see it; the account's where none is given
    #[arg(long, value_name = "NAME")]
    administrator_name: Option<String>,
    #[command(flatten)]
    new_folder: NewFolder,
    #[command(flatten)]
    devices: Devices,
}

#[derive(clap::Args)]
pub(crate) struct PostArguments {
    /// The folder to make
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// The address of headquarters: https://name:port
    #[arg(long, value_name = "URL")]
    headquarters: String,
    /// The code that headquarters made for this post (limen nodes invite)
    #[arg(long, value_name = "CODE")]
    code: Code,
    #[command(flatten)]
    new_folder: NewFolder,
    #[command(flatten)]
    devices: Devices,
}

pub(crate) async fn run(command: Command) -> Outcome {
    match command {
        Command::Headquarters(arguments) => headquarters(arguments).await,
        Command::Post(arguments) => post(arguments).await,
    }
}

/// Makes the folder where it is missing; one that holds a database already is left alone.
fn prepare(folder: &Path) -> Result<(), String> {
    if folder.join(FILE_NAME).exists() {
        return Err(format!("{} holds a database already; choose another folder, or move it away", folder.display()));
    }
    fs::create_dir_all(folder).map_err(|error| format!("{} can't be made: {error}", folder.display()))?;
    private::close(folder);
    Ok(())
}

fn write_settings(home: &Unlocked, names: &[String], postgres: Option<&str>, devices: &Devices) -> Result<(), String> {
    if let Some(file) = home.key_file() {
        eprintln!(
            "The key that opens this folder is in {}. Copy it now to a second place, away from this machine: without it \
             nothing in the folder can be read, and no backup of it either.",
            file.display()
        );
    }
    let path = home.folder().join(settings::FILE);
    if path.exists() {
        return Ok(());
    }
    let text = settings::explained(names, postgres, home.key_file(), devices);
    // It may hold a database's password.
    let file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
    let written = file.and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| format!("{}: {error}", path.display()))
}

/// What headquarters is made from, besides its folder.
pub(crate) struct Founding<'a> {
    pub(crate) node: &'a NodeId,
    pub(crate) place: Post,
    pub(crate) hosts: &'a [String],
    /// The PostgreSQL database that holds everything; `None` for a file in the folder.
    pub(crate) postgres: Option<&'a str>,
    pub(crate) devices: &'a Devices,
}

/// Makes headquarters' database, keys, authority and settings in a folder.
pub(crate) async fn found(home: &Unlocked, founding: &Founding<'_>) -> Result<Store, crate::outcome::Failed> {
    Identity::generate()?.save(home)?;
    Authority::create(home, &founding.place.name, crate::commands::shared::now())?;
    let store = match founding.postgres {
        Some(url) => Store::create_on(url, founding.node).await?,
        None => Store::create(home, founding.node).await?,
    };
    write_settings(home, founding.hosts, founding.postgres, founding.devices)?;
    store.write(&HEADQUARTERS, &Some(founding.place.clone())).await?;
    Ok(store)
}

async fn headquarters(arguments: Headquarters) -> Outcome {
    let node = NodeId::parse(&arguments.node)?;
    if node.as_str().contains(['.', '@']) {
        return Err("the name of headquarters' journal has neither a dot nor an @".into());
    }
    TimeZone::get(&arguments.time_zone).map_err(|_| {
        format!(
            "there is no time zone \u{201c}{}\u{201d}; give an IANA name such as Africa/Bamako",
            arguments.time_zone
        )
    })?;
    let administrator = AccountId::parse(&arguments.administrator)?;
    let place = Post {
        id: PostId::parse(node.as_str())?,
        name: arguments.name,
        country: arguments.country,
        time_zone: arguments.time_zone,
        neighbour: arguments.country,
        town_in: String::new(),
        town_out: String::new(),
        records_all_exits: true,
        place: None,
    };
    let postgres = arguments.postgres.as_deref();
    let founding = Founding { node: &node, place, hosts: &arguments.hosts, postgres, devices: &arguments.devices };
    prepare(&arguments.data)?;
    let home = arguments.new_folder.unlocked(&arguments.data)?;
    let store = found(&home, &founding).await?;
    let first = Person {
        name: arguments.administrator_name.as_deref().unwrap_or(administrator.as_str()),
        role: Role::Administrator,
        language: "fr",
        stamp: "",
        posts: &[],
    };
    let password = people::add(&store, administrator.clone(), first).await?.drawn.password;
    store.publish().await?;
    store.close().await;
    let mut out = std::io::stdout().lock();
    writeln!(out, "Headquarters is ready in {}.", arguments.data.display())?;
    writeln!(out, "Sign in as {administrator} with the password {password}; it is not shown again.")?;
    if arguments.administrator_name.is_none() {
        writeln!(
            out,
            "Pages call them {administrator}: a second administrator can change that on the page People; \
             --administrator-name gives the name at once."
        )?;
    }
    writeln!(out, "Start it with: limen serve --data {}", arguments.data.display())?;
    Ok(ExitCode::SUCCESS)
}

async fn post(arguments: PostArguments) -> Outcome {
    prepare(&arguments.data)?;
    let home = arguments.new_folder.unlocked(&arguments.data)?;
    let joined = join(&home, &arguments.headquarters, &arguments.code, &arguments.devices).await?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "The post {} is ready in {} as the node {}.", joined.post, arguments.data.display(), joined.node)?;
    writeln!(out, "Start it with: limen serve --data {}", arguments.data.display())?;
    Ok(ExitCode::SUCCESS)
}

/// A machine that has become a node.
pub(crate) struct Joined {
    pub(crate) node: NodeId,
    pub(crate) post: PostId,
}

/// Makes the machine of this folder a node, and fetches what a post must know. Cut off anywhere, it can be begun anew with
/// the same code.
pub(crate) async fn join(
    home: &Unlocked,
    address: &str,
    code: &Code,
    devices: &Devices,
) -> Result<Joined, crate::outcome::Failed> {
    let folder = home.folder();
    // Keys from an attempt that was cut off are taken up: headquarters may know them already.
    let identity = match Identity::load(home) {
        Ok(identity) => identity,
        Err(_) => {
            let identity = Identity::generate()?;
            identity.save(home)?;
            identity
        }
    };
    let mut link = Link::new(address, tls::stranger(code)?)?;
    let welcome = link.enrol(&Request::new(code, &identity)).await?;
    let certificates = Certificates::new(welcome.certificates()?).ok_or("headquarters sent no certificate")?;
    certificates.save(folder)?;
    write_settings(home, &["localhost".to_owned()], None, devices)?;
    // Made beside its place and moved there whole.
    let making = folder.join("making");
    let _ = fs::remove_dir_all(&making);
    fs::create_dir(&making)?;
    let store = Store::create(&home.moved_to(&making), &welcome.node).await?;
    let belongs_to = BelongsTo { address: address.to_owned(), ..welcome.belongs_to.clone() };
    PostNode::belong(&store, &belongs_to).await?;
    store.write(&POST, &Some(welcome.post.clone())).await?;
    let node = PostNode::new(store.clone(), identity).await?;
    let mut rounds = Rounds::new(node, folder)?;
    let status = Status { version: env!("CARGO_PKG_VERSION").to_owned(), ..Status::default() };
    let is_terminal = std::io::stderr().is_terminal();
    while !rounds.round(&status).await?.is_quiet {
        if is_terminal {
            eprint!(".");
        }
    }
    let knows_itself = store.posts().await?.iter().any(|post| post.id == welcome.post);
    store.close().await;
    if !knows_itself {
        return Err(format!("headquarters has no post {}; add it there: limen posts add", welcome.post).into());
    }
    fs::rename(making.join(FILE_NAME), folder.join(FILE_NAME))?;
    fs::remove_dir_all(&making)?;
    Ok(Joined { node: welcome.node, post: welcome.post })
}

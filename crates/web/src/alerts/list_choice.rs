//! Which list a file is a version of: one of those that exist, or a new one, which needs its name. A slip makes no list.

use crate::{
    app::App,
    kit::{
        failure::Failure,
        parts::Choice,
        session::SignedIn,
        shell::{Shell, answer},
        upload::Upload,
    },
    words::Words,
};
use askama::Template;
use axum::response::Response;
use limen_domain::ListName;
use limen_store::AlertList;

/// The longest name that is shown again, in characters.
const LONGEST_NAME: usize = 64;

/// The fields of the form.
pub(crate) struct ListChoice {
    /// The lists that exist, and `""` for a new one.
    pub(crate) lists: Vec<Choice>,
    pub(crate) new_list: String,
    /// Why no list was chosen.
    pub(crate) wrong: Option<String>,
}

impl ListChoice {
    /// Nothing was chosen yet: the first list stands there.
    pub(crate) fn new(w: &Words, lists: &[AlertList]) -> Self {
        let first = lists.first().map_or("", |list| list.name.as_str());
        Self::with(w, lists, first, String::new(), None)
    }

    fn with(w: &Words, lists: &[AlertList], chosen: &str, new_list: String, wrong: Option<String>) -> Self {
        let list = |list: &AlertList| {
            let name = list.name.as_str();
            Choice::new(name, name.to_owned(), name == chosen)
        };
        let new = Choice::new("", w.t("upload-list-new"), chosen.is_empty());
        Self { lists: lists.iter().map(list).chain([new]).collect(), new_list, wrong }
    }
}

/// The form again, where it names no list.
#[derive(Template)]
#[template(path = "alerts/upload_again.html")]
struct AgainPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    upload: ListChoice,
}

/// What the form chose.
pub(crate) enum Chosen {
    List(ListName),
    /// None: the form again, with why.
    Page(Response),
}

/// The list that an upload is for.
pub(crate) async fn chosen(app: &App, signed: &SignedIn, upload: &Upload) -> Result<Chosen, Failure> {
    let lists = app.store.alert_lists().await?;
    let (list, new_list) = (upload.field("list"), upload.field("new_list"));
    let why = match named(&lists, list, new_list) {
        Ok(name) => return Ok(Chosen::List(name)),
        Err(why) => why,
    };
    let w = signed.words(app);
    let new_list = new_list.chars().take(LONGEST_NAME).collect();
    let upload = ListChoice::with(w, &lists, list, new_list, Some(w.t(why)));
    Ok(Chosen::Page(answer(true, &AgainPage { shell: Shell::new(app, signed, "alerts"), w, upload })))
}

/// The list that is named, or the message that says why none is.
fn named(lists: &[AlertList], list: &str, new_list: &str) -> Result<ListName, &'static str> {
    let is_there = |name: &ListName| lists.iter().any(|list| list.name == *name);
    match (list, new_list) {
        ("", new_list) => match ListName::parse(new_list) {
            Ok(name) if is_there(&name) => Err("upload-list-exists"),
            Ok(name) => Ok(name),
            Err(_) => Err("upload-list-unnamed"),
        },
        (list, "") => ListName::parse(list).ok().filter(is_there).ok_or("upload-list-unknown"),
        // Whoever types a name means no list that exists.
        _ => Err("upload-list-both"),
    }
}

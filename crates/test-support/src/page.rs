//! A page as a test reads it: fields, values and addresses by their names, and messages by their keys. No test holds a
//! sentence of a page against a sentence of its own.

use limen_words::{AllWords, Language};
use quick_xml::{
    escape::unescape,
    events::{BytesStart, Event},
    reader::Reader,
};
use std::sync::LazyLock;

static WORDS: LazyLock<AllWords> = LazyLock::new(AllWords::load);

/// A piece of a page, as it stands there.
#[derive(Debug, Clone)]
enum Piece {
    Start(String, Vec<(String, String)>),
    End(String),
    Text(String),
}

/// A page, or a part of one.
#[derive(Debug, Clone)]
pub struct Page {
    pieces: Vec<Piece>,
    language: Language,
}

impl Page {
    /// Reads a page.
    pub fn read(html: &str) -> Self {
        let mut reader = Reader::from_str(html);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        let mut pieces = Vec::new();
        loop {
            match reader.read_event().expect("a page") {
                Event::Start(tag) | Event::Empty(tag) => pieces.push(start(&tag)),
                Event::End(tag) => pieces.push(Piece::End(tag.name().as_ref().to_owned())),
                Event::Text(words) => pieces.push(Piece::Text(words.as_ref().to_owned())),
                Event::GeneralRef(name) => pieces.push(Piece::Text(unescaped(&format!("&{};", name.as_ref())))),
                Event::Eof => break,
                _ => {}
            }
        }
        let page = Self { pieces, language: Language::default() };
        let language = page.tags("html").find_map(|tag| value_of(tag, "lang")?.parse().ok());
        Self { language: language.unwrap_or_default(), ..page }
    }

    /// Its text, with one space for whatever parts two words; without what stands in a window that is not open, such as help,
    /// unless that window is the part.
    pub fn text(&self) -> String {
        let (mut all, mut closed) = (String::new(), 0_usize);
        for (at, piece) in self.pieces.iter().enumerate() {
            match piece {
                Piece::Start(name, _) if name == "dialog" && at > 0 => closed += 1,
                Piece::End(name) if name == "dialog" => closed = closed.saturating_sub(1),
                _ if closed > 0 => {}
                Piece::Text(text) => all.push_str(text),
                Piece::Start(name, _) | Piece::End(name) if !is_within_words(name) => all.push(' '),
                Piece::Start(..) | Piece::End(_) => {}
            }
        }
        spaced(&all)
    }

    /// The text of each part with this tag.
    pub fn texts(&self, tag: &str) -> Vec<String> {
        self.parts(tag).iter().map(Self::text).collect()
    }

    /// Whether a name, a number or an identifier stands in the text or in an attribute.
    pub fn contains(&self, what: &str) -> bool {
        let is_in_attribute = || self.starts().any(|(_, held)| held.iter().any(|(_, value)| value.contains(what)));
        self.text().contains(&spaced(what)) || is_in_attribute()
    }

    /// Whether it says a message, whatever its values.
    pub fn says(&self, message: &str) -> bool {
        self.says_with(message, &[])
    }

    /// Whether it says a message with these of its values, whatever the others.
    pub fn says_with(&self, message: &str, values: &[(&'static str, &str)]) -> bool {
        is_said(&self.text(), self.language, message, values)
    }

    /// Whether a message that is printed for a traveller stands on it in a language.
    pub fn prints(&self, language: &str, message: &str) -> bool {
        let said = WORDS.of(Language::printed(language).expect("a language")).t(message);
        assert_ne!(said, message, "there is no such message");
        self.contains(&said)
    }

    /// A date as the page's language writes it.
    pub fn date(&self, year: i16, month: i8, day: i8) -> String {
        WORDS.of(self.language).date(jiff::civil::date(year, month, day))
    }

    /// The language that it says it is in.
    pub fn language(&self) -> &'static str {
        self.language.tag()
    }

    /// Whether some of it is written in this direction.
    pub fn text_direction(&self, direction: &str) -> bool {
        self.starts().any(|(_, held)| value_of(held, "dir") == Some(direction))
    }

    /// Whether a tag has this attribute.
    pub fn has_attribute(&self, name: &str) -> bool {
        self.starts().any(|(_, held)| value_of(held, name).is_some())
    }

    fn starts(&self) -> impl Iterator<Item = (&str, &[(String, String)])> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Start(name, attributes) => Some((name.as_str(), attributes.as_slice())),
            Piece::End(_) | Piece::Text(_) => None,
        })
    }

    fn tags<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a [(String, String)]> {
        self.starts().filter(move |(other, _)| *other == name).map(|(_, attributes)| attributes)
    }

    /// The value of the first field of a form, or of a button, with this name.
    pub fn value(&self, name: &str) -> Option<String> {
        self.values(name).into_iter().next()
    }

    /// The values of all fields and buttons with this name.
    pub fn values(&self, name: &str) -> Vec<String> {
        let of_name = self.starts().filter(|(tag, held)| *tag != "select" && value_of(held, "name") == Some(name));
        of_name.map(|(_, held)| value_of(held, "value").unwrap_or_default().to_owned()).collect()
    }

    /// Whether there is a field or a button with this name.
    pub fn has_field(&self, name: &str) -> bool {
        self.starts().any(|(_, held)| value_of(held, "name") == Some(name))
    }

    /// What a browser sends of the form with this address as it stands: fields, ticks and what is chosen; no button, and not
    /// the session's key.
    pub fn sent(&self, action: &str) -> Vec<(String, String)> {
        let form = self.part_where("form", |held| value_of(held, "action") == Some(action));
        let form = form.unwrap_or_else(|| panic!("no form for {action} in {self:?}"));
        let (mut sent, mut list) = (Vec::new(), None::<(String, Option<String>)>);
        for piece in &form.pieces {
            let (tag, held) = match piece {
                Piece::Start(tag, held) => (tag.as_str(), held.as_slice()),
                Piece::End(tag) if tag == "select" => {
                    sent.extend(list.take().map(|(name, chosen)| (name, chosen.unwrap_or_default())));
                    continue;
                }
                _ => continue,
            };
            let named = |what: &str| value_of(held, what).unwrap_or_default().to_owned();
            let is_ticked =
                !matches!(value_of(held, "type"), Some("checkbox" | "radio")) || value_of(held, "checked").is_some();
            if tag == "select" {
                list = Some((named("name"), None));
            } else if tag == "input" && is_ticked && named("name") != "form_key" {
                sent.push((named("name"), named("value")));
            } else if tag == "option"
                && let Some((_, chosen)) = &mut list
                && (chosen.is_none() || value_of(held, "selected").is_some())
            {
                // The first is chosen where none is marked.
                *chosen = Some(named("value"));
            }
        }
        sent
    }

    /// The choices of a field, each with whether it is chosen.
    pub fn choices(&self, name: &str) -> Vec<(String, bool)> {
        let choice = |held: &[(String, String)]| {
            let is_chosen = ["selected", "checked"].iter().any(|mark| value_of(held, mark).is_some());
            (value_of(held, "value").unwrap_or_default().to_owned(), is_chosen)
        };
        if let Some(select) = self.part_where("select", |held| value_of(held, "name") == Some(name)) {
            return select.tags("option").map(choice).collect();
        }
        let is_one = |held: &&[(String, String)]| {
            value_of(held, "type") == Some("radio") && value_of(held, "name") == Some(name)
        };
        let radios: Vec<_> = self.tags("input").filter(is_one).map(choice).collect();
        assert!(!radios.is_empty(), "there is no {name} to choose in {self:?}");
        radios
    }

    /// The words of a choice of a field.
    pub fn word(&self, name: &str, value: &str) -> String {
        let select = self.part_where("select", |held| value_of(held, "name") == Some(name));
        let options = select.map_or_else(|| self.parts("label"), |select| select.parts("option"));
        let is_it = |held: &[(String, String)]| value_of(held, "value") == Some(value);
        let option = options.iter().find(|option| option.tags("option").chain(option.tags("input")).any(is_it));
        option.unwrap_or_else(|| panic!("{name} can't be {value} in {self:?}")).text()
    }

    /// Whether a choice of a field can't be taken now.
    pub fn is_closed(&self, name: &str, value: &str) -> bool {
        let select = self.part_where("select", |held| value_of(held, "name") == Some(name));
        let is_it = |held: &&[(String, String)]| value_of(held, "value") == Some(value);
        select.is_some_and(|select| {
            select.tags("option").find(is_it).is_some_and(|held| value_of(held, "disabled").is_some())
        })
    }

    /// What is chosen beforehand in a field.
    pub fn chosen(&self, name: &str) -> Option<String> {
        self.choices(name).into_iter().find_map(|(value, is_chosen)| is_chosen.then_some(value))
    }

    /// How many fields and buttons the page's focus is given to, and the name of the first.
    pub fn focus(&self) -> (usize, Option<String>) {
        let with_focus = || self.starts().filter(|(_, held)| value_of(held, "autofocus").is_some());
        (with_focus().count(), with_focus().find_map(|(_, held)| value_of(held, "name").map(str::to_owned)))
    }

    /// The addresses to which it leads, of links, pictures and forms.
    pub fn addresses(&self) -> Vec<&str> {
        let of_tag = |held| ["href", "src", "action"].iter().find_map(|name| value_of(held, name));
        self.starts().filter_map(|(_, held)| of_tag(held)).collect()
    }

    /// The keys that press its buttons and tick its choices.
    pub fn keys(&self) -> Vec<&str> {
        let of_tag = |held| ["data-key", "data-tick"].iter().find_map(|name| value_of(held, name));
        self.starts().filter_map(|(_, held)| of_tag(held)).collect()
    }

    /// The addresses of its links.
    pub fn links(&self) -> Vec<&str> {
        self.tags("a").filter_map(|held| value_of(held, "href")).collect()
    }

    /// The addresses of its pictures.
    pub fn pictures(&self) -> Vec<&str> {
        self.tags("img").filter_map(|held| value_of(held, "src")).collect()
    }

    /// The first address that begins like this.
    pub fn address(&self, start: &str) -> String {
        let found =
            self.addresses().into_iter().find(|address| address.len() > start.len() && address.starts_with(start));
        found.unwrap_or_else(|| panic!("no address {start}… in {self:?}")).to_owned()
    }

    /// Whether a tag has all these classes, parted by spaces.
    pub fn has_classes(&self, classes: &str) -> bool {
        self.starts().any(|(_, held)| has_classes(held, classes))
    }

    /// The first part with this tag and these classes.
    pub fn part_of_class(&self, tag: &str, classes: &str) -> Self {
        let part = self.part_where(tag, |held| has_classes(held, classes));
        part.unwrap_or_else(|| panic!("no <{tag} class={classes}> in {self:?}"))
    }

    /// Whether a tag has this identifier.
    pub fn has_id(&self, id: &str) -> bool {
        self.starts().any(|(_, held)| value_of(held, "id") == Some(id))
    }

    /// The level of the counter's verdict: `clear`, `check` or `stop`.
    pub fn verdict(&self) -> String {
        let is_verdict = |classes: &&str| classes.split(' ').any(|class| class == "verdict");
        let classes = self.starts().find_map(|(_, held)| value_of(held, "class").filter(is_verdict));
        let classes = classes.unwrap_or_else(|| panic!("no verdict in {self:?}"));
        classes.split(' ').find(|class| *class != "verdict").unwrap_or_default().to_owned()
    }

    /// The first part with this tag.
    pub fn part(&self, tag: &str) -> Self {
        self.part_where(tag, |_| true).unwrap_or_else(|| panic!("no <{tag}> in {self:?}"))
    }

    fn part_where(&self, tag: &str, is_it: impl Fn(&[(String, String)]) -> bool) -> Option<Self> {
        let is_start = |piece: &Piece| matches!(piece, Piece::Start(name, held) if name == tag && is_it(held));
        let from = self.pieces.iter().position(is_start)?;
        Some(self.from(tag, from))
    }

    /// The part that begins with the tag at this place, to its end.
    fn from(&self, tag: &str, from: usize) -> Self {
        let mut depth = 0;
        let to = self.pieces[from..].iter().position(|piece| {
            match piece {
                Piece::Start(name, _) if name == tag => depth += 1,
                Piece::End(name) if name == tag => depth -= 1,
                _ => {}
            }
            depth == 0
        });
        let to = to.map_or(self.pieces.len(), |to| from + to + 1);
        Self { pieces: self.pieces[from..to].to_vec(), language: self.language }
    }

    /// Each part with this tag that stands in no other.
    pub fn parts(&self, tag: &str) -> Vec<Self> {
        let (mut parts, mut at) = (Vec::new(), 0);
        while at < self.pieces.len() {
            if matches!(&self.pieces[at], Piece::Start(name, _) if name == tag) {
                let part = self.from(tag, at);
                at += part.pieces.len();
                parts.push(part);
            } else {
                at += 1;
            }
        }
        parts
    }
}

/// Tags within which a word goes on.
fn is_within_words(tag: &str) -> bool {
    matches!(tag, "a" | "b" | "strong" | "span" | "code" | "ins" | "del" | "abbr" | "kbd" | "svg" | "path")
}

fn start(tag: &BytesStart<'_>) -> Piece {
    let mut attributes = tag.html_attributes();
    let attributes = attributes.with_checks(false).map(|attribute| {
        let attribute = attribute.expect("an attribute");
        (attribute.key.as_ref().to_owned(), unescaped(&attribute.value))
    });
    Piece::Start(tag.name().as_ref().to_owned(), attributes.collect())
}

fn value_of<'a>(attributes: &'a [(String, String)], name: &str) -> Option<&'a str> {
    attributes.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
}

fn has_classes(attributes: &[(String, String)], classes: &str) -> bool {
    let held: Vec<&str> = value_of(attributes, "class").unwrap_or_default().split_whitespace().collect();
    classes.split(' ').all(|class| held.contains(&class))
}

/// What a text with references to characters means.
fn unescaped(raw: &str) -> String {
    unescape(raw).map_or_else(|_| raw.to_owned(), Into::into)
}

/// A message without values in the language that people have who chose none.
pub fn word(message: &str) -> String {
    let said = WORDS.of(Language::default()).t(message);
    assert_ne!(said, message, "there is no such message");
    spaced(&said)
}

/// Whether a text says a message in a language with these of its values, whatever the others.
pub fn is_said(text: &str, language: Language, message: &str, values: &[(&'static str, &str)]) -> bool {
    let words = WORDS.of(language);
    // Where all are numbers, they choose between one and several.
    let numbers: Option<Vec<u64>> = values.iter().map(|(_, value)| value.parse().ok()).collect();
    let said = match (values, numbers.as_deref()) {
        ([(name, _)], Some([number])) => words.t1(message, name, *number),
        ([(name, _), (other, _)], Some([number, second])) => words.t2(message, (name, *number), (other, *second)),
        _ => {
            let values: Vec<_> = values.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
            words.t_of(message, &values)
        }
    };
    assert_ne!(said, message, "there is no such message");
    says(&spaced(text), &known_pieces(&said))
}

/// With one space for each stretch of white space, whatever kind it is of.
pub fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The pieces of a message between the values that were not given, which Fluent leaves as `{$name}`.
fn known_pieces(said: &str) -> Vec<String> {
    let pieces = said.split('{').map(|piece| piece.split_once('}').map_or(piece, |(_, rest)| rest));
    let pieces: Vec<String> = pieces.map(spaced).filter(|piece| !piece.is_empty()).collect();
    assert!(!pieces.is_empty(), "the message is nothing but its values");
    pieces
}

/// Whether the pieces stand in a text one after the other.
fn says(text: &str, pieces: &[String]) -> bool {
    let mut rest = text;
    pieces.iter().all(|piece| match rest.split_once(piece.as_str()) {
        Some((_, after)) => {
            rest = after;
            true
        }
        None => false,
    })
}

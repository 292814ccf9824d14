//! XML read record by record, in bounded memory, with nothing expanded that the file itself defines.

use super::ListError;
use quick_xml::{
    Reader, XmlVersion,
    events::{BytesStart, Event, attributes::Attribute},
};
use std::io::{self, BufRead, Read};

/// Maximum number of nodes, levels and bytes of text of one record.
const MOST_NODES: usize = 50_000;
const MOST_LEVELS: usize = 16;
const MOST_TEXT_BYTES: usize = 2_000_000;
/// Maximum bytes of one tag or one text, also outside of records.
const MOST_EVENT_BYTES: usize = 2 * MOST_TEXT_BYTES;

/// An element of a record.
#[derive(Debug, Default)]
pub(super) struct Node {
    pub name: String,
    pub text: String,
    pub children: Vec<Node>,
}

impl Node {
    /// The text of the first child of this name, where there is any.
    pub fn said(&self, name: &str) -> Option<&str> {
        let named = self.children.iter().filter(|child| child.name == name);
        named.map(|child| child.text.trim()).find(|text| !text.is_empty())
    }

    /// The children of this name.
    pub fn each<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Node> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The children of the children of this name: the items of a list.
    pub fn items<'a>(&'a self, list: &'a str, item: &'a str) -> impl Iterator<Item = &'a Node> {
        self.each(list).flat_map(move |list| list.each(item))
    }
}

/// Counts lines as they are read, and the bytes of one event, which is kept whole in memory.
struct Lines<R> {
    inner: R,
    line: u64,
    of_event: usize,
}

impl<R: BufRead> Read for Lines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.line += buffer[..read].iter().filter(|byte| **byte == b'\n').count() as u64;
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Lines<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.of_event > MOST_EVENT_BYTES {
            return Err(io::Error::other("a part of it is too large"));
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        let passed = self
            .inner
            .fill_buf()
            .map_or(0, |buffer| buffer[..amount.min(buffer.len())].iter().filter(|byte| **byte == b'\n').count());
        self.line += passed as u64;
        self.of_event += amount;
        self.inner.consume(amount);
    }
}

/// Reads a document whose outermost element is one of `roots`, and hands each element named in `records`, with the line
/// on which it begins, to `found`; the attributes of the outermost element come first, as a node without a text. An
/// attribute stands in a node as a child of its name.
pub(super) fn records(
    reader: impl BufRead,
    roots: &[&str],
    records: &[&str],
    mut found: impl FnMut(u64, Node) -> Result<(), ListError>,
) -> Result<(), ListError> {
    let mut xml = Reader::from_reader(Lines { inner: reader, line: 1, of_event: 0 });
    xml.config_mut().check_end_names = true;
    xml.config_mut().expand_empty_elements = true;
    let mut buffer = Vec::new();
    let mut open: Vec<Node> = Vec::new();
    let (mut depth, mut is_over, mut begun, mut nodes, mut bytes) = (0_usize, false, 0, 0, 0);
    loop {
        buffer.clear();
        let before = xml.get_ref().line;
        xml.get_mut().of_event = 0;
        let event = xml.read_event_into(&mut buffer).map_err(|error| error.to_string());
        let line = xml.get_ref().line;
        let wrong = |reason: &str| ListError::Xml { line, reason: reason.to_owned() };
        match event.map_err(|reason| wrong(&reason))? {
            Event::Start(start) => {
                let name = local(start.name().as_ref());
                let children = attributes(&start).map_err(|reason| wrong(&reason))?;
                depth += 1;
                if depth == 1 && is_over {
                    return Err(wrong("it goes on behind its end"));
                } else if depth == 1 {
                    if !roots.contains(&name.as_str()) {
                        return Err(wrong(&format!("it begins with {name:?}, not with {}", roots.join(" or "))));
                    }
                    found(line, Node { children, name, ..Node::default() })?;
                } else if !open.is_empty() || records.contains(&name.as_str()) {
                    if open.is_empty() {
                        (begun, nodes, bytes) = (before, 0, 0);
                    }
                    nodes += 1 + children.len();
                    bytes += children.iter().map(|child| child.text.len()).sum::<usize>();
                    if nodes > MOST_NODES || open.len() >= MOST_LEVELS {
                        return Err(wrong("an entry is too large or nested too deeply"));
                    }
                    open.push(Node { name, children, ..Node::default() });
                }
            }
            Event::Text(text) => {
                if is_over && !text.trim().is_empty() {
                    return Err(wrong("it goes on behind its end"));
                }
                if let Some(node) = open.last_mut() {
                    bytes += text.len();
                    node.text.push_str(&text);
                }
            }
            Event::CData(text) => {
                if let Some(node) = open.last_mut() {
                    bytes += text.len();
                    node.text.push_str(&text);
                }
            }
            Event::GeneralRef(entity) => {
                if let Some(node) = open.last_mut() {
                    let character = match entity.resolve_char_ref() {
                        Ok(Some(character)) => character,
                        _ => match &*entity {
                            "amp" => '&',
                            "lt" => '<',
                            "gt" => '>',
                            "quot" => '"',
                            "apos" => '\'',
                            _ => {
                                return Err(wrong(&format!(
                                    "it uses the entity \u{201c}{}\u{201d}, which is none of XML's own",
                                    entity.chars().take(40).collect::<String>()
                                )));
                            }
                        },
                    };
                    bytes += 1;
                    node.text.push(character);
                }
            }
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                is_over = depth == 0;
                if let Some(node) = open.pop() {
                    match open.last_mut() {
                        Some(parent) => parent.children.push(node),
                        None => found(begun, node)?,
                    }
                }
            }
            Event::DocType(_) => {
                return Err(wrong("it defines entities of its own (a DOCTYPE), which lists have no need of"));
            }
            Event::Eof if depth == 0 => return Ok(()),
            Event::Eof => return Err(wrong("it is cut off")),
            _ => {}
        }
        if bytes > MOST_TEXT_BYTES {
            return Err(wrong("an entry is too large"));
        }
    }
}

/// The name of the outermost element of a document that begins so; empty where it begins with none.
pub(super) fn root_of(beginning: &str) -> &str {
    let mut rest = beginning;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if rest.starts_with(char::is_alphabetic) {
            let name = rest.split(|letter: char| letter.is_whitespace() || matches!(letter, '>' | '/')).next();
            return name.unwrap_or_default().rsplit(':').next().unwrap_or_default();
        }
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
        }
    }
    ""
}

/// The attributes of an element, each as a node; what is wrong with one where one can't be read.
fn attributes(start: &BytesStart<'_>) -> Result<Vec<Node>, String> {
    let node = |attribute: Attribute<'_>| {
        let text = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| error.to_string())?;
        Ok(Node { name: local(attribute.key.as_ref()), text: text.into_owned(), children: vec![] })
    };
    start.attributes().map(|attribute| node(attribute.map_err(|error| error.to_string())?)).collect()
}

/// A name without the prefix of its namespace.
fn local(name: &str) -> String {
    name.rsplit(':').next().unwrap_or_default().to_owned()
}

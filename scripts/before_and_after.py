#!/usr/bin/env python3
"""Lays the pictures of the docs of an earlier commit beside those of now: before_and_after.py COMMIT FOLDER.

Writes FOLDER/index.html with each picture in both languages, before at the left and now at the right, and the pictures
themselves beside it. New ones, changed ones, those that stayed and those that are gone are told apart.
"""

import html
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
PICTURES = "docs/pictures"
LANGUAGES = ("fr", "en")
# A name ends in its language, and a page of a bulletin in its number.
NAME = re.compile(r"(?P<page>.+)-(?P<language>fr|en)(?P<number>-\d+)?\.png")
STATES = {"changed": "changed", "new": "new", "gone": "gone", "same": "as before"}

STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 1800px; padding: 1rem; }
nav { columns: 18rem; }
nav a { display: block; }
section { border-top: 1px solid; margin-top: 2rem; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; margin-bottom: 1rem; }
figure { margin: 0; }
img { border: 1px solid #999; max-width: 100%; }
.state { border: 1px solid; font-size: 0.85rem; padding: 0 0.4rem; }
.none { color: #666; }
"""


def git(*arguments: str) -> bytes:
    return subprocess.run(["git", "-C", str(HERE), *arguments], check=True, capture_output=True).stdout


def pictures_of(commit: str) -> dict[str, bytes]:
    """The pictures of a commit by their names."""
    listed = git("ls-tree", "-z", "--name-only", commit, f"{PICTURES}/").decode().split("\0")
    return {Path(path).name: git("show", f"{commit}:{path}") for path in listed if path.endswith(".png")}


def pictures_now() -> dict[str, bytes]:
    """The pictures of the working tree by their names."""
    return {path.name: path.read_bytes() for path in sorted((HERE / PICTURES).glob("*.png"))}


def state(before: bytes | None, now: bytes | None) -> str:
    """What became of a picture."""
    if before is None:
        return "new"
    if now is None:
        return "gone"
    return "same" if before == now else "changed"


def by_page(names: set[str]) -> dict[str, list[str]]:
    """Names of pictures by the page that they show, French first."""
    pages: dict[str, list[tuple[str, int, str]]] = {}
    for name in names:
        parts = NAME.fullmatch(name)
        page, language, number = parts.group("page", "language", "number") if parts else (Path(name).stem, "", None)
        order = LANGUAGES.index(language) if language in LANGUAGES else len(LANGUAGES)
        pages.setdefault(f"{page}{number or ''}", []).append((language, order, name))
    return {page: [name for _, _, name in sorted(found, key=lambda one: one[1])] for page, found in sorted(pages.items())}


def figure(folder: str, name: str, is_there: bool) -> str:
    """A picture with the word for when it was; a word alone where there was none."""
    if not is_there:
        return f'<p class="none">{folder}: none</p>'
    source = html.escape(f"{folder}/{name}")
    picture = f'<a href="{source}"><img src="{source}" alt="{html.escape(name)}, {folder}" loading="lazy"></a>'
    return f"<figure><figcaption>{folder}</figcaption>{picture}</figure>"


def document(commit: str, before: dict[str, bytes], now: dict[str, bytes]) -> str:
    """The whole page."""
    pages = by_page(before.keys() | now.keys())
    counts = dict.fromkeys(STATES, 0)
    sections, links = [], []
    for page, names in pages.items():
        pairs, states = [], []
        for name in names:
            became = state(before.get(name), now.get(name))
            counts[became] += 1
            states.append(became)
            pairs.append(
                f'<h3>{html.escape(name)} <span class="state">{STATES[became]}</span></h3><div class="pair">'
                f'{figure("before", name, name in before)}{figure("now", name, name in now)}</div>'
            )
        words = ", ".join(dict.fromkeys(STATES[one] for one in states))
        anchor = html.escape(page)
        links.append(f'<a href="#{anchor}">{anchor} <span class="state">{words}</span></a>')
        sections.append(f'<section id="{anchor}"><h2>{anchor}</h2>{"".join(pairs)}</section>')
    total = ", ".join(f"{count} {STATES[one]}" for one, count in counts.items())
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Before and after</title>'
        f"<style>{STYLE}</style><h1>Pages before and after</h1>"
        f"<p>Before: commit {html.escape(commit)}. Pictures: {total}.</p>"
        f"<nav>{''.join(links)}</nav>{''.join(sections)}</html>\n"
    )


def write(folder: Path, pictures: dict[str, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in pictures.items():
        (folder / name).write_bytes(data)


def main() -> int:
    if len(sys.argv) != 3:
        print("say an earlier commit and a folder to write to: before_and_after.py COMMIT FOLDER", file=sys.stderr)
        return 2
    commit, folder = sys.argv[1], Path(sys.argv[2])
    try:
        found = git("rev-parse", "--verify", "--short", f"{commit}^{{commit}}").decode().strip()
    except subprocess.CalledProcessError:
        print(f"there is no commit {commit}; `git log -- {PICTURES}` lists those that changed pictures", file=sys.stderr)
        return 2
    before, now = pictures_of(found), pictures_now()
    if folder.resolve().is_relative_to(HERE / PICTURES):
        print(f"{folder} lies among the pictures; say another folder", file=sys.stderr)
        return 2
    write(folder / "before", before)
    write(folder / "now", now)
    (folder / "index.html").write_text(document(found, before, now), encoding="utf-8")
    print(f"{folder / 'index.html'}: {len(before)} pictures before, {len(now)} now")
    return 0


if __name__ == "__main__":
    sys.exit(main())

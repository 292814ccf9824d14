#!/usr/bin/env python3
"""Rings of imports: files of a crate that need each other, and folders that do.

    scripts/rings.py            all crates
    scripts/rings.py web store  these
    scripts/rings.py --edges web   each import of a ring too, with the items that make it

Ends with 1 if files of different folders form a ring, or the folders themselves: one imports a file of another, which
imports a file of the first. A folder is one below `src` with all in it; the files beside the folders belong to none. Rings
within one folder are printed and allowed: they are one thing in several files. Tests are passed over. A `pub use` is no
import: who imports what it names needs the file behind it.
"""

import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent.parent / "crates"


# Whichever begins first: a comment may hold quotes, and a literal slashes.
NO_CODE = re.compile(
    r"""//[^\n]*|/\*.*?\*/|\br(?P<marks>\#*)".*?"(?P=marks)|"(?:[^"\\]|\\.)*"|'(?:[^'\\\n]|\\[^u]|\\u\{\w+\})'""", re.S
)


def plain(text):
    """The code of a file without comments, literals and its tests."""
    text = re.split(r"#\[cfg\(test\)\]\s*mod \w+ \{", text)[0]
    return NO_CODE.sub(lambda found: " " if found[0].startswith("/") else '""', text)


def parts(text):
    """The parts of a list, cut at its own commas."""
    depth, part = 0, ""
    for letter in text + ",":
        depth += (letter == "{") - (letter == "}")
        if letter == "," and depth == 0:
            if part.strip():
                yield part.strip()
            part = ""
        else:
            part += letter


def paths(tree, before=()):
    """The paths of a tree of imports: `a::{b, c::d}` are `a::b` and `a::c::d`; with the name that each is known by."""
    tree = tree.strip()
    if "{" in tree:
        head, rest = tree.split("{", 1)
        steps = tuple(step.strip() for step in head.split("::") if step.strip())
        for part in parts(rest.rsplit("}", 1)[0]):
            yield from paths(part, before + steps)
        return
    tree, _, alias = tree.partition(" as ")
    steps = before + tuple(step.strip() for step in tree.split("::") if step.strip())
    if steps and steps[-1] == "self":
        steps = steps[:-1]
    yield steps, alias.strip() or (steps[-1] if steps else "")


class Crate:
    """The files of a crate by their modules, and what each imports."""

    def __init__(self, folder):
        self.files = {}
        for file in sorted((folder / "src").rglob("*.rs")):
            steps = file.relative_to(folder / "src").with_suffix("").parts
            module = () if steps in (("lib",), ("main",)) else steps[:-1] if steps[-1] == "mod" else steps
            if module not in self.files or steps != ("main",):
                self.files[module] = (file.relative_to(folder / "src"), plain(file.read_text()))
        self.passed_on = {module: self.reexports(module) for module in self.files}

    def absolute(self, module, steps):
        """A path as from the crate's root; `None` for another crate's."""
        if not steps:
            return None
        if steps[0] == "crate":
            return steps[1:]
        here = list(module)
        if steps[0] in ("self", "super"):
            rest = list(steps)
            while rest and rest[0] in ("self", "super"):
                if rest.pop(0) == "super":
                    here = here[:-1]
            return tuple(here + rest)
        return module + steps if module + steps[:1] in self.files else None

    def reexports(self, module):
        """The names that a file has of others, with their paths: its children may import them from it. `None` is another crate's."""
        found = {}
        for tree in re.findall(r"\buse ([^;]+);", self.files[module][1]):
            found.update({name: self.absolute(module, steps) for steps, name in paths(tree)})
        return found

    def file_of(self, path, seen=()):
        """The module whose file defines what a path names; `None` for another crate's."""
        for length in range(len(path), -1, -1):
            module = path[:length]
            if module not in self.files:
                continue
            rest = path[length:]
            if not rest or rest[0] not in self.passed_on[module] or (module, rest[0]) in seen:
                return module
            passed_on = self.passed_on[module][rest[0]]
            return passed_on and self.file_of(passed_on + rest[1:], seen + ((module, rest[0]),))
        return None

    def imports(self, module):
        """What a file imports: module by module, the names."""
        text = re.sub(r"\bpub(?:\([^)]*\))? use [^;]+;", "", self.files[module][1])
        named = []
        for tree in re.findall(r"\buse ([^;]+);", text):
            named += [steps for steps, _ in paths(tree)]
        text = re.sub(r"\buse [^;]+;", "", text)
        named += [tuple(path.split("::")) for path in re.findall(r"(?<![\w:])(?:\w+::)+\w+", text)]
        found = {}
        for steps in named:
            path = self.absolute(module, steps)
            target = None if path is None else self.file_of(path)
            if target is not None and target != module:
                found.setdefault(target, set()).add("::".join(path[len(target):]) or path[-1])
        return found


def rings(graph):
    """The strongly connected parts of more than one file (Tarjan)."""
    index, low, stack, found = {}, {}, [], []

    def visit(node):
        index[node] = low[node] = len(index)
        stack.append(node)
        for target in graph[node]:
            if target not in index:
                visit(target)
                low[node] = min(low[node], low[target])
            elif target in stack:
                low[node] = min(low[node], index[target])
        if low[node] == index[node]:
            at = stack.index(node)
            part, stack[at:] = stack[at:], []
            if len(part) > 1:
                found.append(sorted(part))

    for node in sorted(graph):
        if node not in index:
            visit(node)
    return found


def of_folders(crate, graph):
    """What each folder below `src` imports of the others: the files that do, and what."""
    folder_of = {module: path.parts[0] for module, (path, _) in crate.files.items() if len(path.parts) > 1}
    found = {folder: {} for folder in folder_of.values()}
    for module, targets in graph.items():
        for target in targets:
            one, other = folder_of.get(module), folder_of.get(target)
            if one and other and one != other:
                found[one].setdefault(other, []).append((module, target))
    return found


def main(arguments):
    with_edges = "--edges" in arguments
    wanted = [name for name in arguments if name != "--edges"]
    crates = wanted or sorted(folder.name for folder in HERE.iterdir() if (folder / "src").is_dir())
    across = 0
    for name in crates:
        crate = Crate(HERE / name)
        graph = {module: crate.imports(module) for module in crate.files}
        found = rings(graph)
        print(f"{name}: {len(crate.files)} files, {sum(map(len, graph.values()))} imports, {len(found)} rings")
        for ring in found:
            folders = {crate.files[module][0].parent for module in ring}
            across += len(folders) > 1
            said = "of different folders" if len(folders) > 1 else "in one folder"
            print(f"  {len(ring)} files {said}: " + " ".join(str(crate.files[module][0]) for module in ring))
            for module in ring if with_edges else ():
                for target, names in sorted(graph[module].items()):
                    if target in ring:
                        print(f"    {crate.files[module][0]} -> {crate.files[target][0]}: {', '.join(sorted(names))}")
        folders = of_folders(crate, graph)
        for ring in rings(folders):
            across += 1
            print(f"  {len(ring)} folders: " + " ".join(ring))
            for folder in ring:
                for other in sorted(set(folders[folder]) & set(ring)):
                    for module, target in folders[folder][other]:
                        print(f"    {crate.files[module][0]} -> {crate.files[target][0]}")
    return 1 if across else 0


if __name__ == "__main__":
    sys.setrecursionlimit(10_000)
    sys.exit(main(sys.argv[1:]))

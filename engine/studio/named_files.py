"""Files of a draft that others call by a name: forms, letters, their parts, tables, scenarios; who calls.

A letter is a file in every language, and so is a part. A name that a shared block or the platform has given
stays as it is. Refuses to know SQL.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from engine.catalogue.blocks import CONTRACT, SHARED
from engine.catalogue.folder_rules import below
from engine.documents import parts
from engine.operations.letters import RECEIPT
from engine.process.source import Node, read_source
from engine.studio.diagrams import changed
from engine.studio.judging import BPMN
from engine.texts import LANGUAGES

Files = Mapping[str, bytes]
DIAGRAM: Final = "process.bpmn"
_ZEEBE: Final = "{http://camunda.org/schema/zeebe/1.0}"
# Letters that the platform writes itself where a service has them.
_PLATFORM: Final = frozenset({RECEIPT, "term_expired"})


class Kind(StrEnum):
    """Kind of file with a name by which others call it."""

    FORM = "form"
    LETTER = "letter"
    PART = "part"
    TABLE = "table"
    SCENARIO = "scenario"


# Of these there is a file in each language.
_IN_LANGUAGES: Final = frozenset({Kind.LETTER, Kind.PART})
# Where the texts have the words of a file of the kind.
_WORDS: Final = {Kind.FORM: "forms", Kind.LETTER: "letters", Kind.TABLE: "decisions"}


@dataclass(frozen=True)
class Caller:
    """Caller of a file: a step of the diagram, a letter, the settings, a scenario, a block or the platform.

    A file that is called by a fixed name can't have another.
    """

    file: str
    element: str = ""
    name: str = ""
    is_fixed: bool = False


def path_of(kind: Kind, name: str, language: str = LANGUAGES[0]) -> str:
    return {
        Kind.FORM: f"forms/{name}.form",
        Kind.LETTER: f"documents/{name}.{language}.html",
        Kind.PART: f"documents/parts/{name}.{language}.html",
        Kind.TABLE: f"{name}.dmn",
        Kind.SCENARIO: f"scenarios/{name}.json",
    }[kind]


def paths_of(files: Files, kind: Kind, name: str) -> tuple[str, ...]:
    """Return the files of this name that are there."""
    paths = dict.fromkeys(path_of(kind, name, language) for language in LANGUAGES)
    return tuple(path for path in paths if path in files)


def callers(files: Files, kind: Kind, name: str, bpmn: Path = BPMN) -> tuple[Caller, ...]:
    """Return who calls the file by its name."""
    if kind is Kind.SCENARIO or not paths_of(files, kind, name):
        return ()
    if kind is Kind.PART:
        return tuple(Caller(path) for path in _letters(files) if name in parts.parts_named(files[path]))
    root = read_source(files[DIAGRAM])
    found = [*_in_diagram(root, kind, _names_in(files, kind, name)), *_fixed(root, kind, name, bpmn)]
    if _names_in_settings(files, kind) & _names_in(files, kind, name):
        found.append(Caller("service.json"))
    if kind is Kind.LETTER:
        found += [Caller(path) for path, said in _scenarios(files) if _tells_of(said, name)]
    return tuple(dict.fromkeys(found))


def renamed(files: Files, kind: Kind, old: str, new: str) -> dict[str, bytes | None]:
    """Return what becomes of the files: other contents, new paths, and None for a path that is no more."""
    found: dict[str, bytes | None] = {}
    for path in paths_of(files, kind, old):
        language = path.split(".")[1] if kind in _IN_LANGUAGES else LANGUAGES[0]
        found[path] = None
        found[path_of(kind, new, language)] = _inside(kind, files[path], old, new)
    if kind is Kind.SCENARIO:
        return found
    if kind is Kind.PART:
        found |= {path: parts.renamed(files[path], old, new) for path in _letters(files)}
        return {path: content for path, content in found.items() if content != files.get(path)}
    found[DIAGRAM] = changed(files[DIAGRAM], lambda root: _rename(root, kind, old, new))
    for path, said in _documents(files):
        other = _called(path, said, kind, old, new)
        if other != said:
            found[path] = _json(other)
    return {path: content for path, content in found.items() if content != files.get(path)}


def removed(files: Files, kind: Kind, name: str) -> dict[str, bytes | None]:
    """Return what becomes of the files when this one goes: its words go too."""
    found: dict[str, bytes | None] = dict.fromkeys(paths_of(files, kind, name))
    for path, said in _documents(files):
        section = _WORDS.get(kind, "")
        if path.startswith("texts/") and name in (said.get(section) or {}):
            rest = {key: words for key, words in said[section].items() if key != name}
            found[path] = _json({**said, section: rest})
    return found


def _names_in(files: Files, kind: Kind, name: str) -> frozenset[str]:
    """Return by what names the file can be called: a table is called by those of its decisions."""
    if kind is not Kind.TABLE:
        return frozenset({name})
    content = files[path_of(kind, name)].decode(errors="replace")
    return frozenset(re.findall(r"<(?:\w+:)?decision\s[^>]*?\bid=[\"']([^\"']+)", content))


def _names_in_settings(files: Files, kind: Kind) -> frozenset[str]:
    settings = _read(files.get("service.json", b""))
    asked = settings.get("eligibility")
    of = {Kind.FORM: "form", Kind.TABLE: "decision"}.get(kind, "")
    return frozenset({asked[of]} if isinstance(asked, dict) and of in asked else ())


def _in_diagram(root: Node, kind: Kind, names: frozenset[str]) -> Iterator[Caller]:
    for node, attribute in _places(root, kind):
        if names & _said(node.get(attribute, ""), kind):
            step = next((ancestor for ancestor in node.iterancestors() if ancestor.get("id")), node)
            yield Caller(DIAGRAM, step.get("id", ""), step.get("name", ""))


def _places(root: Node, kind: Kind) -> Iterator[tuple[Node, str]]:
    """Yield where a diagram calls files of the kind: a node and its attribute."""
    if kind is Kind.FORM:
        yield from ((node, "formId") for node in root.iter(f"{_ZEEBE}formDefinition"))
    elif kind is Kind.TABLE:
        yield from ((node, "decisionId") for node in root.iter(f"{_ZEEBE}calledDecision"))
    else:
        for node in root.iter(f"{_ZEEBE}input"):
            if node.get("target") == "template":
                yield node, "source"
        for node in root.iter(f"{_ZEEBE}property"):
            if node.get("name") == "mms:letter":
                yield node, "value"


def _said(value: str, kind: Kind) -> frozenset[str]:
    """Return the names in an attribute: itself, or of a letter every text of its expression."""
    if kind is Kind.LETTER and value.startswith("="):
        return frozenset(re.findall(r'"([^"]*)"', value))
    return frozenset({value})


def _rename(root: Node, kind: Kind, old: str, new: str) -> None:
    for node, attribute in _places(root, kind):
        value = node.get(attribute, "")
        if old in _said(value, kind):
            is_expression = kind is Kind.LETTER and value.startswith("=")
            node.set(attribute, value.replace(f'"{old}"', f'"{new}"') if is_expression else new)


def _fixed(root: Node, kind: Kind, name: str, bpmn: Path) -> Iterator[Caller]:
    if kind is Kind.LETTER and name in _PLATFORM:
        yield Caller("", is_fixed=True)
    for called in dict.fromkeys(node.get("processId", "") for node in root.iter(f"{_ZEEBE}calledElement")):
        file = bpmn / SHARED / called.removeprefix(f"{SHARED}.") / CONTRACT
        if not re.fullmatch(rf"{SHARED}\.\w+", called) or not file.exists():
            continue
        contract = json.loads(file.read_bytes())
        needed = {
            Kind.FORM: {form["id"] for form in contract.get("forms", ())},
            Kind.LETTER: set(contract.get("letters", ())),
        }
        if name in needed.get(kind, ()):
            yield Caller(called, name=contract["names"][LANGUAGES[0]], is_fixed=True)


def _inside(kind: Kind, content: bytes, old: str, new: str) -> bytes:
    """Return the file itself under its new name: forms and decisions say it once more."""
    if kind is Kind.FORM:
        return _json({**_read(content), "id": new})
    if kind is Kind.TABLE:
        said = content.decode(errors="replace")
        said = re.sub(
            rf"(<(?:\w+:)?decision\s[^>]*?\bid=[\"']){re.escape(old)}(?=[\"'])", rf"\g<1>{new}", said
        )
        return said.replace(f'href="#{old}"', f'href="#{new}"').encode()
    return content


def _called(path: str, said: dict[str, Any], kind: Kind, old: str, new: str) -> dict[str, Any]:
    """Return a document of settings, texts or a scenario in which the file has its new name."""
    section = _WORDS[kind]
    if path.startswith("texts/"):
        words = said.get(section)
        if not isinstance(words, dict) or old not in words:
            return said
        return {**said, section: {new if key == old else key: word for key, word in words.items()}}
    if path == "service.json":
        asked, of = said.get("eligibility"), {Kind.FORM: "form", Kind.TABLE: "decision"}.get(kind, "")
        if not isinstance(asked, dict) or asked.get(of) != old:
            return said
        return {**said, "eligibility": {**asked, of: new}}
    if kind is not Kind.LETTER or not _tells_of(said, old):
        return said
    steps = [{**step, "letter": new} if step.get("letter") == old else step for step in said["steps"]]
    expect = dict(said.get("expect") or {})
    for section in expect.keys() & {"letters", "acts"}:
        expect[section] = [_letter_called(sent, old, new) for sent in expect[section] or ()]
    return {**said, "steps": steps, "expect": expect}


def _letter_called(sent: Any, old: str, new: str) -> Any:
    """Return what a scenario expects of a letter or act, which may have the new name."""
    if isinstance(sent, dict) and sent.get("template") == old:
        return {**sent, "template": new}
    return new if sent == old else sent


def _tells_of(scenario: Mapping[str, Any], letter: str) -> bool:
    steps = scenario.get("steps")
    expect = scenario.get("expect")
    named = (
        [step.get("letter") for step in steps if isinstance(step, dict)] if isinstance(steps, list) else []
    )
    expected = (
        [*(expect.get("letters") or ()), *(expect.get("acts") or ())] if isinstance(expect, dict) else []
    )
    return letter in (
        *named,
        *(paper.get("template") if isinstance(paper, dict) else paper for paper in expected),
    )


def _letters(files: Files) -> tuple[str, ...]:
    """Return the paths of the letters and documents, in every language."""
    return tuple(f"documents/{name}.html" for name in sorted(below(files, "documents/", ".html")))


def _scenarios(files: Files) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from ((path, said) for path, said in _documents(files) if path.startswith("scenarios/"))


def _documents(files: Files) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield settings, texts and scenarios; one that can't be read names nothing."""
    for path, content in files.items():
        is_one = path == "service.json" or path.startswith(("texts/", "scenarios/"))
        if is_one and (said := _read(content)):
            yield path, said


def _read(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _json(said: Any) -> bytes:
    return f"{json.dumps(said, ensure_ascii=False, indent=2)}\n".encode()

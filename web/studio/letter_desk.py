"""What the editor of letters is told: values that a letter can print, parameters of law, parts, scenarios.

What a value is called in words is said here; where it comes from is `engine.studio.letter_data`'s.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final
from uuid import UUID

from flask import url_for

from engine.studio.closures import closure
from engine.studio.judging import BPMN
from engine.studio.letter_data import Datum, data_of_steps, names_of_data
from engine.studio.letters import parts_for
from engine.studio.named_files import Kind, path_of
from engine.studio.settings_file import parameters, terms, used_parameters
from engine.texts import LANGUAGES, OFFICIAL
from web.i18n import TEXTS, current_language, has_text, name_of, t
from web.words import value_word

# Values of every case by what they belong to, each with its kind; in braces the language of the letter.
OF_EVERY_CASE: Final[Mapping[str, Mapping[str, str]]] = {
    "case": {"case.number": "text", "case.filed_on": "date", "case.due_on": "date"},
    "applicant": {"applicant.name.{language}": "text", "applicant.personal_number": "text"},
    "municipality": {"municipality.official_{language}": "text", "municipality.name_{language}": "text"},
    "decision": {"decision.number": "text", "decision.decided_on": "date", "case.about.number": "text"},
}
_UNITS: Final = ("months", "working_days")
_OTHER_UNIT: Final = "calendar_days"
_TITLE: Final = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_TAG: Final = re.compile(r"<[^>]*>|\{\{.*?\}\}", re.DOTALL)
_EXCERPT: Final = 90


def letter_told(code: str, contents: Mapping[str, bytes], draft_id: UUID, kind: Kind) -> dict[str, Any]:
    """Return what the script of the page is told beside the file, its words and its revision."""
    here = current_language()
    fixed = [*_of_every_case()]
    known = {datum["path"] for group in fixed for datum in group["data"]}
    files = closure(code, contents)
    steps = (
        {"label": step.label, "data": [_told(datum) for datum in step.data if datum.path not in known]}
        for step in data_of_steps(code, files, here)
    )
    return {
        "groups": [*(group for group in steps if group["data"]), *fixed, _of_law(contents)],
        "names": names_of_data(code, files, here),
        "parameters": {name: name_of(names) for name, names in parameters(BPMN).items()},
        "parts": [] if kind is Kind.PART else [*_parts(contents, draft_id)],
    }


def title_in(source: str) -> str:
    """Return the title of a letter as it is typed, values left out; nothing for a part, which has none."""
    found = _TITLE.search(source)
    return html.unescape(_excerpt(found[1])) if found else ""


def script_words() -> dict[str, str]:
    """Return the words of the editor in the page's language."""
    return dict(TEXTS.under(current_language(), "letters.script"))


def _told(datum: Datum) -> dict[str, Any]:
    label = value_word(datum.word) if datum.word else datum.label
    columns = [_told(column) for column in datum.columns]
    return {
        "path": datum.path,
        "label": label,
        "kind": datum.kind,
        "options": datum.options,
        "columns": columns,
    }


def _of_every_case() -> Iterator[dict[str, Any]]:
    for group, values in OF_EVERY_CASE.items():
        data = [datum for pattern, kind in values.items() for datum in _of_case(pattern, kind)]
        yield {"label": t(f"letters.group.{group}"), "data": data}


def _of_case(pattern: str, kind: str) -> Iterator[dict[str, Any]]:
    """Yield a value of every case under each name it has; the first stands for all where it is offered."""
    names = {language: pattern.format(language=language) for language in (OFFICIAL, *LANGUAGES)}
    name = re.sub(r"[._]\{language\}", "", pattern)
    label = t(f"letters.value.{name}")
    for at, path in enumerate(dict.fromkeys(names.values())):
        yield {
            "path": path,
            "label": label,
            "kind": kind,
            "options": (),
            "columns": (),
            "languages": names,
            "is_other_name": at > 0,
        }


def _of_law(contents: Mapping[str, bytes]) -> dict[str, Any]:
    """Return the terms that there are, and what else of the law the service names."""
    names = terms(BPMN)
    others = {used.name: used.names for used in used_parameters(contents, BPMN) if used.name not in names}
    data = [_parameter(name, words, is_term=True) for name, words in names.items()]
    data += [_parameter(name, words, is_term=False) for name, words in others.items()]
    return {"label": t("letters.group.law"), "data": data}


def _parameter(name: str, names: Mapping[str, str], *, is_term: bool) -> dict[str, Any]:
    asked = f'parameter("{name}")'
    said = {language: [f"{asked}.number", _unit(asked, language)] for language in LANGUAGES}
    return {
        "path": asked,
        "label": name_of(names),
        "kind": "law",
        "options": (),
        "columns": (),
        "expressions": said if is_term else {language: [asked] for language in LANGUAGES},
    }


def _unit(asked: str, language: str) -> str:
    """Return the expression of the unit of a term: one month, two months."""

    def word(unit: str) -> str:
        single, several = (TEXTS.get(language, f"letters.unit.{unit}.{form}") for form in ("one", "other"))
        if single == several:
            return f'"{single}"'
        return f'(if {asked}.number = 1 then "{single}" else "{several}")'

    choices = "".join(f'if {asked}.unit = "{unit}" then {word(unit)} else ' for unit in _UNITS)
    return choices + word(_OTHER_UNIT)


def _parts(contents: Mapping[str, bytes], draft_id: UUID) -> Iterator[dict[str, str]]:
    """Yield the parts that a letter can have, own ones with the address of their page."""
    own, shared = parts_for(contents, BPMN)
    for name in own:
        said = contents.get(path_of(Kind.PART, name, current_language()), b"").decode(errors="replace")
        address = url_for("studio.part", draft_id=draft_id, name=name)
        yield {"name": name, "label": _excerpt(said) or name, "address": address}
    for name in shared:
        key = f"letters.part.{name}"
        yield {"name": name, "label": t(key) if has_text(key) else name, "address": ""}


def _excerpt(source: str) -> str:
    words = " ".join(_TAG.sub(" … ", source).replace("… …", "…").split()).strip(" ….,:;")
    return words if len(words) <= _EXCERPT else words[: _EXCERPT - 1].rstrip() + "…"

"""Check of both languages of letters and texts: what they print, when they say it, which keys.

Of two languages of one letter neither is right by itself: told is the one that lacks what the other has. What
a word means in another language is not known here; only with which letters it is written.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from itertools import permutations
from typing import Final

from engine.catalogue.blocks import folder_of
from engine.catalogue.check.findings import Finding, remark, wrong
from engine.catalogue.check.subject import Subject
from engine.catalogue.document_parts import own_parts
from engine.documents.parts import parts_named
from engine.documents.template import Template
from engine.texts import ALPHABETS, LANGUAGES, OFFICIAL
from feel.analyse import UNKNOWN, Kind

Said = Mapping[str, str]  # what is compared, and how it is written in the file

# A title or a code may be of other letters; a letter or a file of texts is not.
FEWEST_LETTERS: Final = 20
_MARKUP: Final = re.compile(r"<[^>]*>|\{\{.*?\}\}", re.DOTALL)
_OF_JSON: Final = re.compile(r'"(?:[^"\\]|\\.)*"\s*:')
_FILE: Final = re.compile(rf"(?P<name>.+[./])(?P<language>{'|'.join(LANGUAGES)})(?P<kind>\.html|\.json)")
_ENDING: Final = re.compile(rf"_({'|'.join(LANGUAGES)})\b")
# Names of a municipality are not declined alike: one language prints the official one, another the short one.
_NAMES: Final = "municipality"
# Elements and forms have checks of their own; a form brings its own words in one language.
_ELSEWHERE: Final = ("elements.", "forms.")


def check_alphabets(subject: Subject) -> Iterator[Finding]:
    """Yield letters, their parts and texts that stand in the file of another language."""
    written: dict[tuple[str, str], dict[str, str]] = {}
    for path, content in subject.files.items():
        match = _FILE.fullmatch(path)
        if match and match["language"] in ALPHABETS and ("/documents/" in path or "/texts/" in path):
            pattern = _MARKUP if match["kind"] == ".html" else _OF_JSON
            words = " ".join(pattern.sub(" ", content.decode(errors="replace")).split())
            written.setdefault((match["name"], match["kind"]), {})[match["language"]] = words
    alphabets = {
        place: {lang: _alphabet(words) for lang, words in of.items()} for place, of in written.items()
    }
    # A folder in which nothing is written with the letters of a language is a demonstration.
    own = {
        (_folder(name), language)
        for (name, _), found in alphabets.items()
        for language in found
        if found[language] == language
    }
    for (name, kind), words_of in written.items():
        found = alphabets[name, kind]
        for language, alphabet in found.items():
            if alphabet in ("", language) or alphabet not in words_of:
                continue
            # Words of other letters in one file alone may be meant: a name. The words of the other language's
            # file, or a file there with the letters of this one, are not.
            is_same = (_folder(name), language) in own and words_of[alphabet] == words_of[language]
            if found[alphabet] == language or is_same:
                file = f"{name}{language}{kind}"
                yield wrong("reference.other_alphabet", file=file, detail=f"{language}: {alphabet}")


def _folder(path: str) -> str:
    """Return the folder of a service or block in which a file lies."""
    return "/".join(path.split("/")[:2])


def _alphabet(words: str) -> str:
    """Return the language with whose letters most words are written; of a few letters nothing is said."""
    counts = {language: len(letters.findall(words)) for language, letters in ALPHABETS.items()}
    most = max(counts, key=lambda language: counts[language])
    return most if counts[most] >= FEWEST_LETTERS else ""


def check_texts(subject: Subject) -> Iterator[Finding]:
    """Yield the texts that a folder has in one language and not in another."""
    for process_id, shelf in subject.shelves.items():
        for language, other in permutations(LANGUAGES, 2) if subject.has_all_texts(process_id) else ():
            missing = shelf.texts.by_language[other].keys() - shelf.texts.by_language[language].keys()
            file = f"{folder_of(process_id)}/texts/{language}.json"
            for key in sorted(missing):
                if not key.startswith(_ELSEWHERE):
                    yield wrong("reference.text_in_one_language", key, file=file)


def check_letters(
    subject: Subject, templates: Mapping[str, Template], kinds: Mapping[str, Kind]
) -> Iterator[Finding]:
    """Yield letters that say in one language what they don't in another, and those of another language."""
    for path, template in templates.items():
        found = _FILE.fullmatch(path)
        if not found:
            continue
        if template.language != found["language"]:
            yield wrong("document.template.language_other", file=path, detail=template.language)
            continue
        for language in LANGUAGES:
            beside = f"{found['name']}{language}.html"
            other = templates.get(beside)
            if language != template.language and other and other.language == language:
                yield from _lacking(subject, path, template, beside, other, kinds)


def _lacking(
    subject: Subject, path: str, template: Template, beside: str, other: Template, kinds: Mapping[str, Kind]
) -> Iterator[Finding]:
    """Yield what a letter does not say that it says in another language."""
    printed, printed_there = _printed(template), _printed(other)
    if any(_is_of_one_language(place, kinds) for place in printed.keys() ^ printed_there.keys()):
        return  # words that a table gives stand in its place, or something else in theirs
    parts = _parts(subject, beside)
    both = (printed, printed_there), (_conditions(template), _conditions(other))
    for own, there in (*both, (_parts(subject, path), parts)):
        # Another language may explain more, and the grammar of one may ask what that of the other need not.
        make = wrong if there is parts else remark
        for key in sorted(there.keys() - own.keys()):
            file = _part(subject, beside, there[key], path)
            yield make("document.template.languages_differ", file=file, detail=f"{there[key]}; {beside}")


def _printed(template: Template) -> Said:
    found = [expression for expression in template.expressions if expression.role == "printed"]
    return {
        _ENDING.sub("", place): expression.text
        for expression in found
        for place in (".".join(_without_language(path)) for path in expression.compiled.paths)
        if not place.startswith(f"{_NAMES}.")
    }


def _without_language(path: tuple[str, ...]) -> tuple[str, ...]:
    return path[:-1] if path[-1] in LANGUAGES else path


def _conditions(template: Template) -> Said:
    found = [expression.text for expression in template.expressions if expression.role != "printed"]
    return {_ENDING.sub("", " ".join(text.split())): text for text in found}


def _parts(subject: Subject, path: str) -> Said:
    return {name: name for name in parts_named(subject.files[path])}


def _is_of_one_language(place: str, kinds: Mapping[str, Kind]) -> bool:
    """Tell whether what stands at a place is words that are written somewhere, in one language."""
    root, *inner = place.split(".")
    kind = kinds.get(root, UNKNOWN)
    for name in inner:
        kind = kind.member(name) or UNKNOWN
    return any(ALPHABETS[OFFICIAL].search(value) for value in kind.values or ())


def _part(subject: Subject, beside: str, text: str, path: str) -> str:
    """Return the file of this language beside the part in which the other one says it, or the letter."""
    for name, part in own_parts(subject.files, beside).items():
        if text in html.unescape(subject.files[part].decode(errors="replace")):
            return own_parts(subject.files, path).get(name, path)
    return path

"""The law a step rests on, `mms:law`, as people read it: acts by the names that the service gives them.

It is written short, `№2181, მუხ. 54; №1958-IIს`: the number of an act, then articles or a chapter of it; a
part without a number is of the act before. What is written otherwise is shown as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine.formats import (
    ACTS_IN_SHORT,
    ARTICLE,
    ARTICLE_IN_SHORT,
    CHAPTER,
    CHAPTER_IN_SHORT,
    NUMBER,
)
from engine.texts import LANGUAGES, OFFICIAL

_PART: Final = re.compile(
    r"(?:№\s?(?P<number>[\w-]+))?"
    r"(?:(?:^|,)\s*(?P<kind>მუხ\.|თავი)\s+(?P<where>[0-9IVXLC][0-9IVXLC⁰¹²³⁴-⁹(), –-]*))?"
)
_KINDS: Final = {"მუხ.": ARTICLE, "თავი": CHAPTER}
_KINDS_IN_SHORT: Final = {"მუხ.": ARTICLE_IN_SHORT, "თავი": CHAPTER_IN_SHORT}
_LETTERS: Final = str.maketrans({"რ": "r", "ს": "s", "მ": "m", "პ": "p"})  # in the numbers of acts


@dataclass(frozen=True)
class Reference:
    """A place in an act, or the whole act; without a number it is in the act named before."""

    number: str | None
    kind: str | None
    where: str | None


def read(text: str) -> tuple[Reference, ...] | None:
    """Return what a step names; None where it is not written as is agreed."""
    found = [_PART.fullmatch(part.strip()) for part in text.split(";")]
    if any(match is None or not match[0] for match in found) or (found[0] and found[0]["number"] is None):
        return None
    return tuple(Reference(**match.groupdict()) for match in found if match)


def in_words(text: str, law: Iterable[Mapping[str, Any]], language: str) -> str:
    """Return the law in a language; `law` are the acts that the service lists."""
    references = read(text)
    if references is None:
        return text
    names = [entry["act"] for entry in law if not isinstance(entry["act"], str)]
    return "; ".join(_words(reference, names, language) for reference in references)


def in_short(text: str, language: str) -> str:
    """Return the law as a drawing shows it: `სზაკ, მუხ. 54`, `GAC, art. 54`."""
    references = read(text)
    if references is None:
        return text
    return "; ".join(", ".join(_short_parts(reference, language)) for reference in references)


def words_in_short(language: str) -> dict[str, Any]:
    """Return the words of `in_short`, for the script that draws articles while they are typed."""
    return {
        "acts": {number: names[language] for number, names in ACTS_IN_SHORT.items() if language in names},
        "number": NUMBER[language],
        "kinds": {kind: words[language] for kind, words in _KINDS_IN_SHORT.items()},
        "letters": {} if language == OFFICIAL else {chr(sign): letter for sign, letter in _LETTERS.items()},
    }


@dataclass(frozen=True, slots=True)
class Act:
    """An act of law as drawings name it, with its title where the service lists it, by language."""

    short: Mapping[str, str]
    title: Mapping[str, str]


def acts_named(texts: Iterable[str], law: Iterable[Mapping[str, Any]]) -> tuple[Act, ...]:
    """Return the acts that steps name, each once, in the order of their numbers; `law` has the titles."""
    numbers = {reference.number for text in texts for reference in read(text) or () if reference.number}
    names = [entry["act"] for entry in law if not isinstance(entry["act"], str)]
    return tuple(
        Act({language: _short_act(number, language) for language in LANGUAGES}, _title(number, names) or {})
        for number in sorted(numbers, key=_by_number)
    )


def _by_number(number: str) -> tuple[int, str]:
    return int(re.split(r"\D", number)[0] or 0), number


def _short_act(number: str, language: str) -> str:
    said = number if language == OFFICIAL else number.translate(_LETTERS)
    return ACTS_IN_SHORT.get(number, {}).get(language) or f"{NUMBER[language]}{said}"


def _title(number: str, names: Iterable[Mapping[str, str]]) -> Mapping[str, str] | None:
    written = re.compile(rf"№\s?{re.escape(number)}(?![\w-])")
    return next((name for name in names if written.search(" ".join(name.values()))), None)


def _short_parts(reference: Reference, language: str) -> Iterator[str]:
    if reference.number is not None:
        yield _short_act(reference.number, language)
    if reference.kind is not None:
        yield f"{_KINDS_IN_SHORT[reference.kind][language]} {reference.where}"


def _words(reference: Reference, names: list[Mapping[str, str]], language: str) -> str:
    words = []
    if reference.number is not None:
        named = _title(reference.number, names)
        words.append(named[language] if named else f"{NUMBER[language]}{reference.number}")
    if reference.kind is not None:
        words.append(f"{_KINDS[reference.kind][language]} {reference.where}")
    return ", ".join(words)

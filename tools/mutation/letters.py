"""Mutants of letters and documents: a placeholder, a condition, a part, the language.

Works on the text of the file, so that all else stays as it is written.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from functools import partial

from engine.texts import LANGUAGES
from feel import FeelError
from mutation.expressions import constants_misspelt, members_misspelt
from mutation.rewritten import Rewrites, Rewritten

_PLACEHOLDER = re.compile(r"\{\{(.+?)\}\}", re.DOTALL)
_CONDITION = re.compile(r'\s+mms:if="=([^"]*)"')
_PART = re.compile(r'<mms:part\s+name="([^"]*)"\s*/>')
_LANGUAGE = re.compile(rf"\.({'|'.join(LANGUAGES)})\.html$")


def changed(file: str, files: Mapping[str, bytes]) -> Rewrites:
    """Yield the letter with each change in turn."""
    text = files[file].decode()
    yield from _placeholders(file, text, _placeholders_of(file, files))
    for found in _CONDITION.finditer(text):
        old = html.unescape(found[1])
        for new in (*constants_misspelt(old), *members_misspelt(old)):
            yield _put("condition of a letter misspelt", file, text, found.span(1), html.escape(new))
        yield _put("condition of a letter negated", file, text, found.span(1), f"not({found[1]})")
        yield _put("condition of a letter dropped", file, text, found.span(), "")
    for found in _PART.finditer(text):
        yield _put("part of a letter left out", file, text, found.span(), "")
    yield from _other_language(file, files)


def _placeholders(file: str, text: str, known: list[str]) -> Rewrites:
    for found in _PLACEHOLDER.finditer(text):
        old = html.unescape(found[1])
        for operator, news in (
            ("placeholder of a letter misspelt", members_misspelt(old)),
            ("constant in a letter misspelt", constants_misspelt(old)),
        ):
            for new in _readable(news):
                yield _put(operator, file, text, found.span(1), html.escape(new, quote=False))
        others = [place for place in known if place > found[1].strip()] or known
        if other := next((place for place in others if place != found[1].strip()), None):
            yield _put("placeholder of another field", file, text, found.span(1), f" {other} ")


def _readable(news: Iterator[str]) -> Iterator[str]:
    try:
        yield from news
    except FeelError:
        return  # what stands there is no FEEL before anything is changed


def _placeholders_of(file: str, files: Mapping[str, bytes]) -> list[str]:
    """Return what the letters of the same folder and language print, without what a loop gives."""
    folder, ending = file.rpartition("/")[0], "".join(_LANGUAGE.findall(file))
    beside = [path for path in files if path.startswith(f"{folder}/") and path.endswith(f".{ending}.html")]
    found = {match.strip() for path in beside for match in _PLACEHOLDER.findall(files[path].decode())}
    loops = set(re.findall(r'mms:for="\s*(\w+)\s+in', "".join(files[path].decode() for path in beside)))
    return sorted(place for place in found if not any(re.search(rf"\b{loop}\b", place) for loop in loops))


def _other_language(file: str, files: Mapping[str, bytes]) -> Rewrites:
    """The letter of the other language lies where this one was."""
    if own := _LANGUAGE.search(file):
        for language in LANGUAGES:
            other = f"{file[: own.start()]}.{language}.html"
            if language != own[1] and files.get(other, files[file]) != files[file]:
                made = partial(files.__getitem__, other)
                yield Rewritten("letter in the other language", file, f"{own[1]} → {language}", made)


def _put(operator: str, file: str, text: str, span: tuple[int, int], new: str) -> Rewritten:
    begin, end = span
    line = text.count("\n", 0, begin) + 1
    change = f"{text[begin:end].strip()} → {new.strip() or 'nothing'}"

    def made() -> bytes:
        return f"{text[:begin]}{new}{text[end:]}".encode()

    return Rewritten(operator, f"{file}, line {line}", change, made)

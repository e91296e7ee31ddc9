"""String functions. Regular expressions run on RE2, whose time grows with the text and never explodes."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from itertools import groupby
from typing import Any, Final

import re2

from feel.errors import FeelLimitError
from feel.library.patterns import UnknownPattern, in_words_of_re2
from feel.run import MAX_STRING, Run
from feel.signature import Registry
from feel.values import Value

builtin = Registry()

_MAX_PATTERN: Final = 1000
_FIRST_MKHEDRULI, _LAST_MKHEDRULI = "\u10d0", "\u10ff"


@builtin("string length", "string: string")
def _length(run: Run, text: str) -> Value:
    return Decimal(len(text))


@builtin("upper case", "string: string")
def _upper(run: Run, text: str) -> Value:
    """Unicode's capitals for Georgian (Mtavruli) are not used in text: the letters stay as they are."""
    return "".join(
        letter if _FIRST_MKHEDRULI <= letter <= _LAST_MKHEDRULI else letter.upper() for letter in text
    )


@builtin("lower case", "string: string")
def _lower(run: Run, text: str) -> Value:
    return text.lower()


@builtin("substring", "string: string, start position: number, [length: number]")
def _substring(run: Run, text: str, start: Decimal, length: Decimal | None = None) -> Value:
    first = int(start) if start.adjusted() < 18 else 0
    if first == 0 or abs(first) > len(text):
        return None
    begin = first - 1 if first > 0 else len(text) + first
    if length is None:
        return text[begin:]
    count = int(length) if length.adjusted() < 18 else MAX_STRING
    return text[begin : begin + count] if count >= 1 else None


@builtin("substring before", "string: string, match: string")
def _before(run: Run, text: str, match: str) -> Value:
    place = text.find(match)
    return text[:place] if place > 0 else ""


@builtin("substring after", "string: string, match: string")
def _after(run: Run, text: str, match: str) -> Value:
    place = text.find(match)
    return text[place + len(match) :] if place >= 0 else ""


@builtin("contains", "string: string, match: string")
def _contains(run: Run, text: str, match: str) -> Value:
    return match in text


@builtin("starts with", "string: string, match: string")
def _starts(run: Run, text: str, match: str) -> Value:
    return text.startswith(match)


@builtin("ends with", "string: string, match: string")
def _ends(run: Run, text: str, match: str) -> Value:
    return text.endswith(match)


@builtin("string join", "list: list, [delimiter: string|null]")
def _join(run: Run, items: list[Value], delimiter: str | None = None) -> Value:
    words = [item for item in items if item is not None]
    if not all(type(word) is str for word in words):
        return None
    separator = delimiter or ""
    run.charge_text(sum(map(len, words)) + len(separator) * len(words))
    return separator.join(words)


@lru_cache(maxsize=512)
def _pattern(pattern: str, flags: str) -> Any:
    """Return a compiled pattern, or None for one that RE2 or XPath does not allow."""
    if len(pattern) > _MAX_PATTERN:
        # RE2 runs in linear time but compiles deep nesting slowly.
        raise FeelLimitError("feel.pattern_too_long")
    if any(flag not in "smix" for flag in flags):
        return None
    options = re2.Options()
    options.log_errors = False
    options.never_nl = False
    inline = "".join(flag for flag in "smi" if flag in flags)
    try:
        pattern = in_words_of_re2(pattern, dot_is_all="s" in flags, is_spaced="x" in flags)
        return re2.compile(f"(?{inline}){pattern}" if inline else pattern, options)
    except (re2.error, UnknownPattern):
        return None


@builtin("matches", "input: string, pattern: string, [flags: string|null]")
def _matches(run: Run, text: str, pattern: str, flags: str | None = None) -> Value:
    compiled = _pattern(pattern, flags or "")
    return None if compiled is None else compiled.search(text) is not None


@builtin("replace", "input: string, pattern: string, replacement: string, [flags: string|null]")
def _replace(run: Run, text: str, pattern: str, replacement: str, flags: str | None = None) -> Value:
    compiled = _pattern(pattern, flags or "")
    if compiled is None or compiled.search("") is not None:
        # XPath calls it an error if nothing at all matches.
        return None
    template = _template(replacement, compiled.groups)
    if template is None:
        return None
    pieces: list[str] = []
    end = size = 0
    for match in compiled.finditer(text):
        run.charge(1 + len(template) // 8)
        filled = [part if isinstance(part, str) else match.group(part) or "" for part in template]
        # A group may be long and stand in the replacement often: its size is known before it is made.
        size += 1 + sum(map(len, filled))
        if size > MAX_STRING:
            raise FeelLimitError("feel.text_too_long")
        pieces += (text[end : match.start()], *filled)
        end = match.end()
    run.charge_text(size + len(text))
    return "".join(pieces) + text[end:]


def _template(text: str, groups: int) -> list[str | int] | None:
    """Split a replacement into text and numbers of groups; "$" and "\\" need a backslash to be themselves."""
    parts: list[str | int] = []
    index = 0
    while index < len(text):
        letter = text[index]
        following = text[index + 1 : index + 2]
        if letter == "\\":
            if following not in ("\\", "$"):
                return None
            parts.append(following)
            index += 2
        elif letter == "$":
            if not ("0" <= following <= "9"):
                return None
            number = int(following)
            index += 2
            # More digits belong to the number as long as the pattern has that number of groups.
            while "0" <= (digit := text[index : index + 1]) <= "9" and number * 10 + int(digit) <= groups:
                number = number * 10 + int(digit)
                index += 1
            parts.append(number if number <= groups else "")
        else:
            parts.append(letter)
            index += 1
    return _joined(parts)


def _joined(parts: list[str | int]) -> list[str | int]:
    """Return the parts with the letters between two groups as one text."""
    joined: list[str | int] = []
    for is_text, group in groupby(parts, key=lambda part: isinstance(part, str)):
        alike = list(group)
        joined.extend(["".join(map(str, alike))] if is_text else alike)
    return joined


@builtin("split", "string: string, delimiter: string")
def _split(run: Run, text: str, delimiter: str) -> Value:
    compiled = _pattern(delimiter, "")
    if compiled is None or compiled.search("") is not None:
        return None
    pieces: list[Value] = []
    end = 0
    for match in compiled.finditer(text):
        run.charge(1)
        pieces.append(text[end : match.start()])
        end = match.end()
    pieces.append(text[end:])
    return pieces

"""Regular expressions as XPath writes them, in the words of RE2: what the two understand differently.

Differences: "." and line ends, the subtraction of character classes, blocks of Unicode, spaces under the flag
"x". References back to a group have no counterpart, since RE2's time never explodes.
"""

from __future__ import annotations

from typing import Final

Ranges = list[tuple[int, int]]

_LAST: Final = 0x10FFFF
_SPACES: Final = "\t\n\r "
_DIGITS: Final = frozenset("0123456789")
_ESCAPED: Final = {"n": "\n", "r": "\r", "t": "\t", **{sign: sign for sign in "\\|.?*+(){}-[]^$"}}
_BLOCKS: Final[dict[str, tuple[int, int]]] = {
    "BasicLatin": (0x0000, 0x007F),
    "Latin-1Supplement": (0x0080, 0x00FF),
    "LatinExtended-A": (0x0100, 0x017F),
    "LatinExtended-B": (0x0180, 0x024F),
    "CombiningDiacriticalMarks": (0x0300, 0x036F),
    "Greek": (0x0370, 0x03FF),
    "GreekandCoptic": (0x0370, 0x03FF),
    "Cyrillic": (0x0400, 0x04FF),
    "Armenian": (0x0530, 0x058F),
    "Hebrew": (0x0590, 0x05FF),
    "Arabic": (0x0600, 0x06FF),
    "Georgian": (0x10A0, 0x10FF),
    "GeorgianExtended": (0x1C90, 0x1CBF),
    "GeorgianSupplement": (0x2D00, 0x2D2F),
    "GeneralPunctuation": (0x2000, 0x206F),
    "CurrencySymbols": (0x20A0, 0x20CF),
}


class UnknownPattern(Exception):
    """A pattern that XPath does not allow, or that RE2 can't do."""


def in_words_of_re2(pattern: str, *, dot_is_all: bool, is_spaced: bool) -> str:
    """Return a pattern of XPath as one of RE2."""
    return _Reader(_without_spaces(pattern) if is_spaced else pattern).read(dot_is_all=dot_is_all)


def _without_spaces(pattern: str) -> str:
    """Drop the spaces that do not stand in a character class."""
    kept: list[str] = []
    depth, is_escaped = 0, False
    for letter in pattern:
        if letter in _SPACES and not depth:
            continue
        kept.append(letter)
        if not is_escaped and letter in "[]":
            depth = max(depth + (1 if letter == "[" else -1), 0)
        is_escaped = letter == "\\" and not is_escaped
    return "".join(kept)


class _Reader:
    """Goes through a pattern once, from ``at`` on."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0

    def read(self, *, dot_is_all: bool) -> str:
        parts: list[str] = []
        while self.at < len(self.pattern):
            letter = self.pattern[self.at]
            if letter == "\\":
                ranges = self._block()
                parts.append(self._escape() if ranges is None else _class_of(ranges))
            elif letter == "[":
                parts.append(self._class())
            else:
                parts.append(r"[^\n\r]" if letter == "." and not dot_is_all else letter)
                self.at += 1
        return "".join(parts)

    def _escape(self) -> str:
        """Read a backslash and what follows it. A digit would refer back to a group."""
        escape = self.pattern[self.at : self.at + 2]
        if escape[1:] in _DIGITS:
            raise UnknownPattern
        self.at += len(escape)
        return escape

    def _block(self) -> Ranges | None:
        r"""Read a block of Unicode, ``\p{IsGeorgian}``; nothing if something else stands here."""
        start = self.pattern[self.at : self.at + 5]
        if start not in (r"\p{Is", r"\P{Is"):
            return None
        end = self.pattern.find("}", self.at)
        block = _BLOCKS.get(self.pattern[self.at + 5 : end])
        if block is None:
            raise UnknownPattern
        self.at = end + 1
        return [block] if start[1] == "p" else _subtracted([(0, _LAST)], [block])

    def _class(self) -> str:
        """Read a character class as it is; one that takes another away is worked out."""
        start = self.at
        self.at += 1
        self.at += self._is_here("^")
        parts = [self.pattern[start : self.at]]
        # A bracket that would close an empty class stands for itself.
        first = self.at
        while not (self._is_here("]") and self.at > first):
            if self.at >= len(self.pattern):
                raise UnknownPattern
            if self._is_here("-["):
                self.at = start
                return _class_of(self._set())
            if self._is_here("\\"):
                ranges = self._block()
                parts.append(self._escape() if ranges is None else _spelled(ranges))
            elif self._is_here("[:") and ":]" in self.pattern[self.at :]:
                end = self.pattern.index(":]", self.at) + 2
                parts.append(self.pattern[self.at : end])
                self.at = end
            else:
                parts.append(self.pattern[self.at])
                self.at += 1
        self.at += 1
        return "".join(parts) + "]"

    def _is_here(self, text: str) -> bool:
        return self.pattern.startswith(text, self.at)

    def _set(self) -> Ranges:
        """Read a character class as the characters in it."""
        self.at += 1
        is_negated = self._is_here("^")
        self.at += is_negated
        found: Ranges = []
        taken: Ranges = []
        while not self._is_here("]"):
            if self._is_here("-["):
                self.at += 1
                taken = self._set()
                break
            found.append(self._range())
        if not self._is_here("]"):
            raise UnknownPattern
        self.at += 1
        return _subtracted(_subtracted([(0, _LAST)], found) if is_negated else found, taken)

    def _range(self) -> tuple[int, int]:
        first = last = self._character()
        if self._is_here("-") and not self._is_here("-[") and not self._is_here("-]"):
            self.at += 1
            last = self._character()
        if last < first:
            raise UnknownPattern
        return first, last

    def _character(self) -> int:
        letter = self.pattern[self.at : self.at + 1]
        self.at += 1
        if letter == "\\":
            letter = _ESCAPED.get(self.pattern[self.at : self.at + 1], "")
            self.at += 1
        if not letter:
            # The end, or a class of its own such as \d.
            raise UnknownPattern
        return ord(letter)


def _subtracted(ranges: Ranges, taken: Ranges) -> Ranges:
    """Return the characters of one set that are not in the other."""
    left = ranges
    for first, last in taken:
        left = [
            part
            for start, end in left
            for part in ((start, min(end, first - 1)), (max(start, last + 1), end))
            if part[0] <= part[1]
        ]
    return left


def _spelled(ranges: Ranges) -> str:
    return "".join(rf"\x{{{first:X}}}-\x{{{last:X}}}" for first, last in ranges)


def _class_of(ranges: Ranges) -> str:
    return f"[{_spelled(ranges)}]" if ranges else rf"[^\x00-\x{{{_LAST:X}}}]"

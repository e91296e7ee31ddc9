"""Texts of a service as lines: a dotted name with its words in each language.

Words of forms stand with their questions and are none of these lines. Refuses to know what a name means.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

_ELSEWHERE: Final = ("forms",)


def lines(content: bytes) -> dict[str, str]:
    """Return the texts of one language by their dotted names."""
    return dict(_lines(json.loads(content), ()))


def with_lines(content: bytes, said: Mapping[str, str]) -> bytes:
    """Return the file with other words; a name without words is taken out, one that is new is put in."""
    texts = json.loads(content)
    for name, words in said.items():
        _put(texts, name.split("."), words)
    return f"{json.dumps(texts, ensure_ascii=False, indent=2)}\n".encode()


def written_back(new: bytes, *known: bytes | None) -> bytes:
    """Return the first of `known` that says the same as `new`, in whatever order, else `new`."""
    said = json.loads(new)
    same = (content for content in known if content is not None and json.loads(content) == said)
    return next(same, new)


def _lines(texts: Any, above: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for name, value in texts.items() if isinstance(texts, dict) else ():
        if not above and (name in _ELSEWHERE or name.startswith("_")):
            continue  # a note for readers, such as who has looked at the words, stays as it is
        if isinstance(value, str):
            yield ".".join((*above, name)), value
        else:
            yield from _lines(value, (*above, name))


def _put(texts: dict[str, Any], names: list[str], words: str) -> None:
    *above, name = names
    home = texts
    for outer in above:
        inner = home.get(outer)
        if not isinstance(inner, dict):
            if not words:
                return
            inner = home[outer] = {}
        home = inner
    if words:
        home[name] = words
    else:
        home.pop(name, None)

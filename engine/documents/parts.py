"""Parts that templates share: the letterhead, the case a letter is about, the facts of an order.

A template says `<mms:part name="letterhead"/>` and gets the text of the part in its place, before
anything is checked or compiled; so what is forbidden in a template is forbidden in a part. Parts
hold no parts. Refuses to know where parts lie.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final

from engine.documents.markup import TemplateInvalid

_PART: Final = re.compile(r"""<mms:part\s+name\s*=\s*(?:"([^"]*)"|'([^']*)')\s*/>""")
_OPENING: Final = "<mms:part"
# A tag, whatever its attributes hold, or the end of a line between tags.
_TAG_OR_END: Final = re.compile(r"""<(?:[^<>"']|"[^"]*"|'[^']*')*>|\n""")


def parts_named(template: bytes) -> frozenset[str]:
    """Return the names of the parts that a template asks for."""
    return frozenset(_name(match) for match in _PART.finditer(template.decode("utf-8", "replace")))


def renamed(template: bytes, old: str, new: str) -> bytes:
    """Return the template as it asks for a part under the part's new name."""

    def put(match: re.Match[str]) -> str:
        return f'<mms:part name="{new}"/>' if _name(match) == old else match[0]

    return _PART.sub(put, template.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")


def assembled(template: bytes, parts: Mapping[str, bytes], as_written: Collection[str] = ()) -> bytes:
    """Return the template with its parts in their places; raise `TemplateInvalid` for one that is not there.

    A part takes one line, so that the lines of the template keep their numbers. Those to stand `as_written`
    give the same page as if their lines stood in the template.
    """
    if _OPENING.encode() not in template:
        return template
    text = template.decode("utf-8", "replace")

    def put(match: re.Match[str]) -> str:
        name, line = _name(match), text.count("\n", 0, match.start()) + 1
        if name not in parts:
            raise TemplateInvalid("document.template.part_unknown", line=line, part=name)
        part = parts[name].decode("utf-8", "replace")
        if _OPENING in part:
            raise TemplateInvalid("document.template.part_in_part", line=line, part=name)
        return _on_one_line(part) if name in as_written else " ".join(part.split())

    return _PART.sub(put, text).encode()


def _on_one_line(part: str) -> str:
    """Return a piece of markup on one line that is read with its ends of lines where they were."""
    ends = part.strip().replace("\r\n", "\n")
    return _TAG_OR_END.sub(
        lambda match: "&#10;" if match[0] == "\n" else " ".join(match[0].split("\n")), ends
    )


def _name(match: re.Match[str]) -> str:
    return match[1] if match[1] is not None else match[2]

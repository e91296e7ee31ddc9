"""The messages that services and other programs send to cases, as modules and blocks declare them.

`module.json` and `block.json` say under `messages` what each carries. What the platform itself sends is known
to `engine/catalogue/check/message_kinds.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine import canonical
from engine.catalogue.blocks import CONTRACT, SHARED

PROGRAMS: Final = "programs"


@dataclass(frozen=True)
class DeclaredMessage:
    """A message by its name, the file that declares it, and what it carries: kind and texts by name."""

    name: str
    file: str
    is_of_programs: bool
    carries: Mapping[str, tuple[str, tuple[str, ...]]]


def declared_messages(files: Mapping[str, bytes], module: str) -> dict[str, DeclaredMessage]:
    """Return the messages that a module and the blocks beside it declare, by name."""
    return {message.name: message for message in _all(files, module)}


def _all(files: Mapping[str, bytes], module: str) -> Iterator[DeclaredMessage]:
    for path, content in files.items():
        is_contract = path.startswith(f"{SHARED}/") and path.endswith(f"/{CONTRACT}")
        if path == f"{module}/module.json" or is_contract:
            for message in _list_in(content):
                yield DeclaredMessage(
                    message["name"],
                    path,
                    message["sent_by"] == PROGRAMS,
                    {
                        part["name"]: (part["kind"], tuple(part.get("values", ())))
                        for part in message["carries"]
                    },
                )


def _list_in(content: bytes) -> list[Any]:
    """Return what a file declares; of a misshapen one the schema says what is wrong."""
    try:
        found = canonical.loads(content)
    except canonical.NotCanonical:
        return []
    messages = found.get("messages", []) if isinstance(found, dict) else []
    needed = {"name", "sent_by", "carries"}
    return [message for message in messages if isinstance(message, dict) and needed <= message.keys()]

"""Taking in a stranger's file: looked at, taken apart by the child, and kept as something harmless.

Responsible for the order of the checks and for the refusal's words being of the first that fails.
Refuses to know whose file it is and where it is kept.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.documents.examination.ask import examine
from engine.documents.names import honest_name
from engine.documents.sniff import PDF, PICTURES, container_kind, kind_of
from engine.errors import Rejected


@dataclass(frozen=True)
class Upload:
    """An accepted file as it is kept: pictures are new ones, in JPEG or PNG."""

    content: bytes
    media_type: str
    name: str

    @property
    def size(self) -> int:
        return len(self.content)


def take_in(content: bytes, name: str, *, max_bytes: int, takes_containers: bool = False) -> Upload:
    """Return what to keep, or raise `Rejected` saying why the file can't be taken."""
    if not content:
        raise Rejected("document.empty")
    if len(content) > max_bytes:
        raise Rejected("document.too_large", megabytes=max_bytes // 2**20)
    container = container_kind(content)
    if takes_containers and container is not None:
        examine("container", content, type=container)
        return Upload(content, container, honest_name(name, container))
    kind = kind_of(content)
    if kind in PICTURES:
        found = examine("picture", content, type=kind)
        media_type = str(found.told["type"])
        return Upload(found.content, media_type, honest_name(name, media_type))
    examine("pdf", content)
    return Upload(content, PDF, honest_name(name, PDF))

"""Blocks that services share, as their contracts say: what each does, takes, brings and asks of a service.

Blocks come with the release, and so do changes of them. Refuses to know SQL and which services call one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from engine.catalogue.blocks import CONTRACT, SHARED
from engine.errors import NotFound

BPMN: Final = Path(__file__).resolve().parents[2] / "bpmn"
DIAGRAM: Final = "process.bpmn"


@dataclass(frozen=True)
class Block:
    """A block: its process id, its contract, its diagram."""

    code: str
    contract: Mapping[str, Any]
    diagram: bytes

    @property
    def name(self) -> str:
        return str(self.contract["code"])


def blocks(bpmn: Path = BPMN) -> tuple[Block, ...]:
    """Return every block by its code."""
    return tuple(_read(file.parent) for file in sorted((bpmn / SHARED).glob(f"*/{CONTRACT}")))


def block(name: str, bpmn: Path = BPMN) -> Block:
    """Return the block of this name, or raise `NotFound`."""
    found = next((block for block in blocks(bpmn) if block.name == name), None)
    if found is None:
        raise NotFound
    return found


def _read(folder: Path) -> Block:
    contract = json.loads((folder / CONTRACT).read_bytes())
    return Block(f"{SHARED}.{contract['code']}", contract, (folder / DIAGRAM).read_bytes())

"""Blocks that services share, and where services name something."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import fields

from engine.studio import shared_blocks
from engine.studio.queries import usages
from engine.studio.queries.usages import Used
from engine.studio.usages import Kind
from web.api.callers import Who
from web.api.operations import operation
from web.api.shapes import shape
from web.api.shared import Strict, text
from web.api.studio import DRAWS
from web.auth import current_actor
from web.engine_access import engine


@dataclass(frozen=True)
class Usages:
    """List of the services and their places that name something."""

    items: tuple[Used, ...]


@dataclass(frozen=True)
class SharedBlock:
    """A block that services call: what its contract says."""

    code: str
    contract: Mapping[str, Any]


@dataclass(frozen=True)
class Blocks:
    """The blocks that services share."""

    items: tuple[SharedBlock, ...]


@dataclass(frozen=True)
class BlockWithDiagram:
    """A block, its diagram, and where services call it."""

    code: str
    contract: Mapping[str, Any]
    diagram: str
    callers: tuple[Used, ...]


class UsageSearch(Strict):
    """Search for usages: of a role, a form, an operation, an article, any word."""

    q = text(100)
    kind = fields.Enum(Kind, by_value=True, load_default=Kind.ROLE)


@operation(
    "GET",
    "/studio/usages",
    Who.OFFICE,
    does=("სად ახსენებს სერვისები რამეს", "Find where services name something"),
    pages=("studio.usages",),
    asks=UsageSearch,
    gives=shape(Usages),
    **DRAWS,
)
def find_usages(asked: dict[str, Any]) -> Usages:
    with engine().read(current_actor()) as tx:
        return Usages(usages.of_all(tx, asked["kind"], asked["q"]))


@operation(
    "GET",
    "/studio/blocks",
    Who.OFFICE,
    does=("სერვისების საერთო ბლოკების სია", "List the blocks that services share"),
    pages=("studio.blocks",),
    gives=shape(Blocks),
    **DRAWS,
)
def list_blocks() -> Blocks:
    return Blocks(tuple(SharedBlock(block.code, block.contract) for block in shared_blocks.blocks()))


@operation(
    "GET",
    "/studio/blocks/<name:name>",
    Who.OFFICE,
    does=("საერთო ბლოკი თავისი დიაგრამით", "Get a shared block with its diagram"),
    pages=("studio.block",),
    gives=shape(BlockWithDiagram),
    **DRAWS,
)
def get_block(name: str) -> BlockWithDiagram:
    found = shared_blocks.block(name)
    with engine().read(current_actor()) as tx:
        callers = usages.of_all(tx, Kind.BLOCK, found.code)
    return BlockWithDiagram(found.code, found.contract, found.diagram.decode(), callers)

"""Blocks that services share: what each does, takes and brings, how it is drawn, and who calls it."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from engine.roles import Right
from engine.studio import shared_blocks
from engine.studio.queries import usages
from engine.studio.usages import Kind
from web import access
from web.auth import current_actor
from web.blueprints import studio as blueprint
from web.engine_access import engine
from web.studio.editor import viewer_words


@blueprint.get("/blocks")
@access.right(Right.DRAW_SERVICES)
def blocks() -> ResponseReturnValue:
    return render_template("studio/blocks.html", blocks=shared_blocks.blocks())


@blueprint.get("/blocks/<name>")
@access.right(Right.DRAW_SERVICES)
def block(name: str) -> ResponseReturnValue:
    found = shared_blocks.block(name)
    with engine().read(current_actor()) as tx:
        callers = usages.of_all(tx, Kind.BLOCK, found.code)
    drawn = found.diagram.decode()
    told = {"drawn": [drawn, drawn], "marks": {"old": {}, "new": {}}, "words": viewer_words()}
    return render_template("studio/block.html", block=found, callers=callers, told=told)

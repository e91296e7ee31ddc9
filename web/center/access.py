"""Access to the pages of a desk: its operators, while nobody stands there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from engine.errors import NotAllowed
from engine.roles import Right
from web import access, flashes
from web.auth import current_actor
from web.i18n import t

View = Callable[..., ResponseReturnValue]


def operators(view: View) -> View:
    """Declare a page of the desk; pressed twice or gone back to, it leads to whoever stands there already."""

    @access.citizen
    @wraps(view)
    def page(**values: Any) -> ResponseReturnValue:
        actor = current_actor()
        if actor.is_assisting:
            flashes.failed(t("center.busy"))
            return redirect(url_for("public.home"), 303)
        if not actor.may_somewhere(Right.ASSIST):
            raise NotAllowed
        return view(**values)

    return page

"""The page on which somebody lands after signing in: where they wanted to go, else their own work."""

from __future__ import annotations

from flask import g, url_for
from werkzeug.wrappers import Response

from engine.tenancy import Actor
from web.auth import NOBODY


def lead_on(response: Response, target: str | None) -> None:
    """Lead whoever has just signed in to the address they asked for, or to their own work."""
    response.location = target or url_for(own_work(g.get("signed_in", NOBODY)))


def own_work(actor: Actor) -> str:
    """Return the endpoint of the page on which the person's work begins; of a citizen, the start page."""
    pages = (
        (actor.is_staff, "inbox.tasks"),
        (actor.assists, "center.day"),
        (actor.center is not None, "center.end_of_day_closing"),
        (actor.administers, "admin.own"),
        (actor.draws_services, "studio.services"),
        (actor.approves_services, "studio.publications"),
        (actor.rolls_out, "admin.rollout"),
        (actor.keeps_directory, "center.directory"),
    )
    return next((page for is_theirs, page in pages if is_theirs), "public.home")

"""Destination after a finished step: the next of the same list, or the list, as the person has chosen."""

from __future__ import annotations

from uuid import UUID

from flask import request, url_for

from engine.queries import inbox_next
from web.auth import current_actor
from web.engine_access import engine
from web.inbox import place_in_list
from web.inbox.list_view import ListView


def after_finished(task_id: UUID) -> str:
    """Return the address to go on to."""
    if request.args.get("queue"):
        return url_for("inbox.signing_queue")
    if not place_in_list.is_from_list():
        return url_for("inbox.tasks")
    following = next_of_list(task_id) if ListView.of_browser().goes_on else None
    return place_in_list.step_address(following) if following else place_in_list.list_address()


def next_of_list(task_id: UUID) -> UUID | None:
    """Return the step that follows in the list that the address names, of those that are for this person."""
    part = place_in_list.asked().part
    with engine().read(current_actor()) as tx:
        return inbox_next.following(tx, part, task_id)

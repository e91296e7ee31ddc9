"""What belongs to the person and to no case: addresses to be reached at, ways in, open sessions.

Whether an address may become a way in is the engine's decision.
"""

from flask import Blueprint

blueprint = Blueprint("account", __name__)

from web.account import channels, contacts, desk, overview, sessions  # noqa: E402

__all__ = ["blueprint", "channels", "contacts", "desk", "overview", "sessions"]

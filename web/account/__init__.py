"""What belongs to the person and to no case: addresses to be reached at, ways in, open sessions.

Whether an address may become a way in is the engine's decision.
"""

from web.account import channels, contacts, desk, overview, sessions
from web.blueprints import account as blueprint

__all__ = ["blueprint", "channels", "contacts", "desk", "overview", "sessions"]

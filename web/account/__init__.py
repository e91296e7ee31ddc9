"""Account pages of a person: addresses, ways in, open sessions, for whom one acts.

Whether an address may become a way in is the engine's decision.
"""

from web.account import acting, channels, contacts, desk, overview, sessions, tokens
from web.blueprints import account as blueprint

__all__ = ["acting", "blueprint", "channels", "contacts", "desk", "overview", "sessions", "tokens"]

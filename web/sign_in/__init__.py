"""Signing in and out: with the identity card, with a one-time code, at an OpenID provider, or as a
demo person.

Who somebody is and what a session allows is the engine's knowledge.
"""

from web.blueprints import sign_in as blueprint
from web.sign_in import card, choosing, codes, guests, providers, returning

__all__ = ["blueprint", "card", "choosing", "codes", "guests", "providers", "returning"]

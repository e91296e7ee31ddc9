"""Signing in and out: as a demo person, or with a one-time code.

Who somebody is and what a session allows is the engine's knowledge.
"""

from web.blueprints import sign_in as blueprint
from web.sign_in import choosing, codes, guests

__all__ = ["blueprint", "choosing", "codes", "guests"]

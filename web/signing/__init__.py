"""Signing a step: the same page for citizens and officials."""

from web.blueprints import signing as blueprint
from web.signing import official, pages

__all__ = ["blueprint", "official", "pages"]

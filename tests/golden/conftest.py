"""The office of the engine's tests."""

from __future__ import annotations

from tests.engine.conftest import furnished, office, open_office

__all__ = ["furnished", "office", "open_office"]

"""Names of windows in which a form is filled in: `browser/page`, or one name of its own.

What one window of a browser has saved is no surprise to its person in another window of the same browser;
what another device has saved is.
"""

from __future__ import annotations


def is_same_browser(window: str, other: str) -> bool:
    """Say whether both windows are one browser's."""
    browser, separator, _ = window.partition("/")
    return window == other or bool(separator and browser and other.startswith(f"{browser}/"))

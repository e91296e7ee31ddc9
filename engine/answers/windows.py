"""Names of windows in which a form is filled in: `browser/page`, or one name of its own.

What one window of a browser has saved is no surprise to its person in another window of the same browser;
what another device has saved is.
"""

from __future__ import annotations


def is_same_browser(window: str, other: str) -> bool:
    """Say whether both windows are one browser's; a page is of one browser, whatever that is called."""
    (browser, _, page), (other_browser, _, other_page) = window.rpartition("/"), other.rpartition("/")
    return page == other_page or (browser == other_browser != "")

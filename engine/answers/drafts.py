"""Drafts of applications: what becomes of one when a page is saved. Pure decisions; nothing is stored here.

Two devices may have the same page open. What one has saved the other never overwrites unseen: its answers are
kept beside, as a rival, until the person chooses. Different pages don't disturb each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from engine import canonical
from engine.answers.windows import is_same_browser
from engine.commands.drafts import SaveDraft
from engine.errors import Rejected
from engine.stores.drafts import Draft
from forms import Page, merged, on_page

LONGEST_DRAFT = 200_000  # bytes of canonical JSON, rivals included
LONGEST_NAME = 200  # of a window


class DraftTooLarge(Rejected):
    """There is too much text in the draft."""

    code = "draft.too_large"


def refuse_if_large(content: Mapping[str, Any]) -> None:
    if len(canonical.dumps(content)) > LONGEST_DRAFT:
        raise DraftTooLarge


@dataclass(frozen=True)
class Mark:
    """The last change of a page: with which version of the draft, when, in which window."""

    version: int
    saved_at: datetime
    window: str
    is_passed: bool

    @classmethod
    def of(cls, raw: Any) -> Mark:
        saved_at = datetime.fromisoformat(raw["saved_at"])
        return cls(raw["version"], saved_at, raw["window"], raw["is_passed"])

    def as_json(self) -> dict[str, Any]:
        return {
            "version": self.version,
            "saved_at": self.saved_at.isoformat(),
            "window": self.window,
            "is_passed": self.is_passed,
        }


def mark_of(draft: Draft, page: str) -> Mark | None:
    """Return the last change of a page, or None if nobody has touched it."""
    raw = draft.pages.get(page)
    return None if raw is None else Mark.of(raw)


def crosses(draft: Draft, command: SaveDraft, page: str) -> bool:
    """Say whether another browser has changed the page since this one was shown it."""
    mark = mark_of(draft, page)
    is_changed = mark is not None and mark.version > command.seen
    return is_changed and not is_same_browser(mark.window, command.window)  # type: ignore[union-attr]


def is_overtaken(draft: Draft, command: SaveDraft, page: str) -> bool:
    """Say whether the same browser has saved the page since: what a script sent late is older.

    What a window sends last is not older than what it saved before, though no answer to that had come yet.
    """
    mark = mark_of(draft, page)
    if mark is None or mark.version <= command.seen or not command.is_automatic:
        return False
    return not (command.is_last and mark.window == command.window)


def is_known_rival(draft: Draft, command: SaveDraft, page: Page) -> bool:
    """Say whether exactly these answers are kept as the page's rival already."""
    rival = draft.rivals.get(page.id)
    return rival is not None and rival["answers"] == on_page(command.answers, page)


def with_page(draft: Draft, command: SaveDraft, page: Page, *, now: datetime) -> Draft:
    """Return the draft with the answers of a page replaced. A rival that is pending stays pending."""
    version = draft.version + 1
    before = mark_of(draft, page.id)
    # What a script saves while a page that was passed is being changed does not say that it is passed again.
    is_passed = command.is_passed or (command.is_automatic and before is not None and before.is_passed)
    mark = Mark(version, now, command.window, is_passed)
    return replace(
        draft,
        answers=merged(draft.answers, page, command.answers),
        pages={**draft.pages, page.id: mark.as_json()},
        version=version,
    )


def with_rival(draft: Draft, command: SaveDraft, page: Page, *, now: datetime) -> Draft:
    """Return the draft with the answers kept beside those of another window."""
    rival = {
        "answers": on_page(command.answers, page),
        "saved_at": now.isoformat(),
        "window": command.window,
        "is_passed": command.is_passed,
    }
    return replace(draft, rivals={**draft.rivals, page.id: rival}, version=draft.version + 1)


def with_choice(draft: Draft, page: Page, *, keep: str, now: datetime) -> Draft:
    """Return the draft after the person has chosen one of two versions of a page."""
    rivals = {name: rival for name, rival in draft.rivals.items() if name != page.id}
    version, chosen = draft.version + 1, draft.rivals.get(page.id)
    if keep != "rival" or chosen is None:
        return replace(draft, rivals=rivals, version=version)
    mark = Mark(version, now, chosen["window"], chosen["is_passed"])
    return replace(
        draft,
        answers=merged(draft.answers, page, chosen["answers"]),
        pages={**draft.pages, page.id: mark.as_json()},
        rivals=rivals,
        version=version,
    )

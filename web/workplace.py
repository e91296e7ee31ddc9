"""The navigation of staff pages: its sections and their pages, each registered once.

Who may open a page is the page's own rule (`web/access.py`): an entry is shown to whom its page lets in. This
module refuses to know what a page shows. To add a page to the navigation of staff: an `Entry` in `SECTIONS`,
with the key of its words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from flask import Flask, current_app, request

from engine.roles import Right
from engine.tenancy import Actor
from web.access import Audience, rule_of
from web.auth import actor_if_known

AREAS: Final = frozenset({"inbox", "admin", "studio", "center"})


@dataclass(frozen=True)
class Entry:
    """A page of the navigation. `rights`: of those whom the page lets in, who finds something on it (any)."""

    endpoint: str
    words: str
    rights: tuple[Right, ...] = ()
    with_it: frozenset[str] = field(default_factory=frozenset)  # pages below it, where names don't say so

    def is_for(self, actor: Actor) -> bool:
        roles = frozenset(grant.role for grant in actor.roles)
        rule = rule_of(current_app, self.endpoint)
        is_let_in = rule.admits(roles, signed_in=actor.person_id is not None, staff=actor.is_staff)
        return is_let_in and (not self.rights or any(map(actor.may_somewhere, self.rights)))


@dataclass(frozen=True)
class Section:
    """A part of the navigation; `name` is its icon and, after `workplace.section.`, its words."""

    name: str
    entries: tuple[Entry, ...]


def _below(*names: str) -> frozenset[str]:
    return frozenset(f"inbox.{name}" for name in names)


SEE: Final = (Right.SEE_CASES, Right.SEE_SERVICE)
SECTIONS: Final = (
    Section(
        "work",
        (
            Entry(
                "inbox.tasks", "workplace.tasks", with_it=_below("task", "finish", "filters", "due", "chosen")
            ),
            Entry("inbox.deadlines", "calendar.title", with_it=_below("make_feed")),
            Entry("inbox.signing_queue", "signing_queue.title", with_it=_below("sign_together")),
            Entry("inbox.messages", "messages.inbox"),
            Entry("inbox.adhoc_tasks", "adhoc.title", with_it=_below("adhoc_task", "ask_colleague")),
            Entry("inbox.openable", "opening.title", with_it=_below("opening", "open_case")),
            Entry(
                "inbox.list_batches", "batch.title", with_it=_below("batch", "plan_batch", "plan_batch_now")
            ),
            Entry("inbox.absences", "absence.title", with_it=_below("absence", "enter_absence")),
            Entry("inbox.list_incidents", "incident.title", with_it=_below("skip", "incidents_done")),
        ),
    ),
    Section(
        "cases",
        (
            Entry(
                "inbox.cases",
                "office_cases.title",
                with_it=_below("case", "progress", "move", "write", "note"),
            ),
            Entry("inbox.search", "case_search.title", with_it=_below("found")),
        ),
    ),
    Section(
        "registers",
        (
            Entry(
                "inbox.registers",
                "registers.title",
                SEE,
                _below("register", "entry", "register_figures", "register_export"),
            ),
            Entry("inbox.assets", "assets.title", with_it=_below("asset", "asset_import", "inventory")),
            Entry("inbox.programmes", "programme.title", (Right.KEEP_PROGRAMMES,), _below("programme")),
            Entry("inbox.numbers", "numbers.title"),
        ),
    ),
    Section(
        "money",
        (
            Entry("inbox.budget", "budget.title", with_it=_below("budget_line", "change_budget_line")),
            Entry("inbox.payments_out", "payouts.title"),
            Entry("inbox.cash", "cash.finance.title"),
            Entry("inbox.returns", "returns.link", with_it=_below("record_return")),
        ),
    ),
    Section(
        "reports",
        (
            Entry("inbox.board", "board.title"),
            Entry("inbox.figures", "report.title"),
            Entry(
                "inbox.quality",
                "quality.title",
                with_it=_below("draw_sample", "quality_sample", "quality_check"),
            ),
            Entry("inbox.feedback", "feedback.title"),
            Entry("inbox.subscribers", "subscribers.title"),
        ),
    ),
    Section(
        "centre",
        (
            Entry("center.day", "nav.centre", (Right.ASSIST,)),
            Entry("center.end_of_day_closing", "workplace.closing", (Right.ASSIST, Right.KEEP_CENTER)),
        ),
    ),
    Section(
        "country",
        (
            Entry(
                "center.directory",
                "nav.directory",
                (Right.KEEP_DIRECTORY,),
                with_it=frozenset(
                    {
                        "admin.directory_table",
                        "admin.partner_table",
                        "admin.check_partners",
                        "admin.check_directory",
                        "admin.directory_changes",
                        "admin.directory_history",
                    }
                ),
            ),
            Entry("inbox.announcements", "announcements.title", with_it=_below("answers", "announcement")),
            Entry("admin.rollout", "nav.rollout"),
            Entry("admin.figures", "report.national.title"),
        ),
    ),
    Section(
        "studio",
        (Entry("studio.services", "nav.studio"), Entry("studio.publications", "workplace.publications")),
    ),
    Section("administration", (Entry("admin.own", "nav.admin"),)),
)


@dataclass(frozen=True)
class Shown:
    """A section as somebody sees it: the entries that are theirs."""

    name: str
    entries: tuple[Entry, ...]
    is_here: bool
    here: str | None  # the endpoint of the entry that the present page belongs to


def is_workplace() -> bool:
    """Say whether the present page is one of staff, and so has their navigation."""
    if request.endpoint is None:
        return False
    actor = actor_if_known()
    if request.blueprint == "signing":  # which applicants have too
        return actor.is_staff and actor.acts_for is None
    is_public = rule_of(current_app, request.endpoint).audience is Audience.PUBLIC
    return request.blueprint in AREAS and not is_public and bool(actor.roles)


def sections() -> list[Shown]:
    """Return the navigation of whoever is signed in."""
    actor, found = actor_if_known(), list[Shown]()
    for section in SECTIONS:
        entries = tuple(entry for entry in section.entries if entry.is_for(actor))
        if entries:
            here = next((entry.endpoint for entry in entries if _is_here(entry)), None)
            found.append(Shown(section.name, entries, here is not None or _is_area(section), here))
    return found


def offices(actor: Actor) -> Iterator[str]:
    """Yield the roles that somebody holds, each once."""
    yield from dict.fromkeys(grant.role for grant in actor.roles)


def _is_here(entry: Entry) -> bool:
    return request.endpoint == entry.endpoint or request.endpoint in entry.with_it


def _is_area(section: Section) -> bool:
    """Say whether the section is all of the area of the site that the page lies in."""
    area = request.blueprint
    return area != "inbox" and any(entry.endpoint.partition(".")[0] == area for entry in section.entries)


def init(app: Flask) -> None:
    """Give templates the navigation. An entry without a page stops the start."""
    for section in SECTIONS:
        for entry in section.entries:
            rule_of(app, entry.endpoint)
    app.jinja_env.globals.update(
        is_workplace=is_workplace, workplace_sections=sections, workplace_offices=offices
    )

"""Check of the database at a start: a login without rights of its own, a schema of this release.

Refuses to know what the schema contains.
"""

from __future__ import annotations

from engine.db import login, revisions
from engine.db.cluster import DatabaseUnreachable
from engine.environment import SettingsError
from engine.settings import OWNER_URL, Settings


def refuse_unfit_login(settings: Settings) -> None:
    """Refuse a login that can't work, in production also one with too many rights. Nobody can tell: go on."""
    found = login.examine(settings.database_url)
    if found is None:
        return
    problems = [why] if (why := login.missing(found)) else []
    if not settings.is_demo:
        problems += login.too_much(found)
    if problems:
        raise SettingsError("\n".join((*problems, login.TO_DO)))


def refuse_older(settings: Settings) -> None:
    """Refuse a schema that lacks what this release relies on. While nobody can tell: go on."""
    there, needed = revisions.found(settings.database_url), revisions.newest()
    if there is not None and there.is_unreleased:
        raise DatabaseUnreachable(there.why_unreleased)
    if there is not None and there.is_older:
        which = f"schema of the database ({there.revision or 'empty'}) is"
        if there.revision == needed:
            which = "functions of the database are"
        raise DatabaseUnreachable(
            f"The {which} older than this release ({needed}). Whoever has the address of its owner runs "
            f"`mms migrate` with it in {OWNER_URL}, then start again. Where `mms run` has {OWNER_URL}, it "
            "migrates by itself."
        )


def bring_up_to_date(settings: Settings) -> str:
    """Migrate by the owner's address; without one refuse an older schema. Say what was done."""
    refuse_unfit_login(settings)
    if settings.database_owner_url is None and not settings.is_demo:
        refuse_older(settings)
        return "up to date"
    there = revisions.found(settings.database_url)
    if there is not None and there.is_newer and not settings.is_demo:
        # Other machines have been brought over already, and this release works on the schema after it.
        return "that of a later release"
    # Imported here: the programs that only ask are to begin at once.
    from engine.db import migrate

    new = migrate.upgrade(settings.owner_url)
    if new == (migrate.FUNCTIONS,):
        return "functions applied"
    return f"{len(set(new) - {migrate.FUNCTIONS})} migrations applied" if new else "up to date"

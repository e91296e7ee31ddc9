"""What a start asks of the database: a login without rights of its own, a schema of this release.

Refuses to know what the schema contains.
"""

from __future__ import annotations

from engine.db import login, migrate
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


def bring_up_to_date(settings: Settings) -> str:
    """Migrate by the owner's address; without one refuse a schema of another release. Say what was done."""
    refuse_unfit_login(settings)
    if settings.database_owner_url is None and not settings.is_demo:
        if not migrate.is_current(settings.database_url):
            raise DatabaseUnreachable(
                "The schema of the database is not that of this release. Whoever has the address of its "
                f"owner runs `mms migrate` with it in {OWNER_URL}; then start again. Where {OWNER_URL} is "
                "set, each start migrates by itself."
            )
        return "up to date"
    new = migrate.upgrade(settings.owner_url)
    return f"{len(new)} migrations applied" if new else "up to date"

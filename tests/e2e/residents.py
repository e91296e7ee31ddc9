"""People of a running installation who may ask for the status: nobody has given it to them, no case is open.

Tests share an installation in any order, and some end with the status granted: whoever only needs an
applicant asks for one here, and withdraws what was filed.
"""

from __future__ import annotations

from typing import Final

import psycopg

from tests.e2e.installation import Installation
from tests.e2e.person import PEOPLE
from tests.e2e.tour.visit import engine_of

VILLAGE: Final = "keda-demo-1"
FREE: Final = """
select personal_number from people p
where personal_number = any(%s)
  and not exists (select from register_entries e where e.register = 'residents' and e.person_id = p.id)
  and not exists (select from cases c where c.applicant_id = p.id and c.service_code = 'high_mountain.grant'
                                        and c.closed_at is null)
order by personal_number desc limit 1
"""


def eligible() -> list[str]:
    """Return the personal numbers of the living citizens who are registered in the village."""
    return [
        person["personal_number"]
        for person in PEOPLE
        if (civil := person.get("civil_registry"))
        and (civil["status"], civil["citizenship"]) == ("alive", "GEO")
        and (civil["registered_address"] or {}).get("settlement") == VILLAGE
    ]


def free_resident(installation: Installation) -> str:
    """Return the personal number of somebody eligible who has neither the status nor an open case for it."""
    with engine_of(installation) as engine, psycopg.connect(engine.settings.owner_url) as connection:
        found = connection.execute(FREE, [eligible()]).fetchone()
    assert found, "everybody who may have the status has it, or has asked for it"
    return str(found[0])

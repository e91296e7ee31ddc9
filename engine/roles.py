"""Roles: which exist, and what each may do besides the steps that diagrams give it.

A new role is a line here and its words (`roles.<code>` in `engine/texts/<language>/words.json`); modules list
those that their diagrams name (`module.json`). Who holds a role, and when, is in the database.

To add a role: `engine/roles.py` with its rights; words under `roles` in `engine/texts/<language>/words.json`;
the list in `bpmn/<module>/module.json` of the modules whose diagrams name it (none, if none does), and in
`demo/people.schema.json`; somebody who has it in `demo/people.json` (a real one:
`engine/offices/__init__.py`). One that belongs to no municipality stands in `OF_THE_COUNTRY` too. The
database's policies keep municipalities apart; within one, `engine/cases/sight.py` shows a case to whom it
concerns (all of them with `SEE_CASES`, those of its services with `SEE_SERVICE`, else those with a step of
the role). A role that no diagram names gets no step, and what it may do beside is its rights.
`tests/structure/test_roles.py`, `tests/demo/test_people.py`.

To add a right (permission) of staff, or change who may do what: `Right` and `ROLES` in `engine/roles.py`;
`Actor.may` asks
for it in handlers, `access.right` on pages, `right=` at addresses of the API; somebody who has it in
`HOLDERS` of `tests/web/test_api_schema.py`, lines in `tests/web/access/table.toml`. A right has no words.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Final


class Right(Enum):
    """Right of a role: what it may do that no diagram says."""

    SEE_CASES = "see cases"  # all of the municipality; others see those that they work on
    SEE_SERVICE = "see service"  # the cases of the services in which the role has a step, or which it opens
    SEE_RESTRICTED = "see restricted cases"  # beside the role by which one works on them
    SUPERVISE = "supervise"  # mend incidents, move a case, read what people say of the service
    SEE_WORKLOAD = "see workload"  # who of the office has how many steps, and did how many
    HEAR_OF_LATENESS = "hear of lateness"  # is told when a term has run out and nothing is deemed by law
    RETURN_MONEY = "return money"
    KEEP_BANK_DETAILS = "keep the bank details"  # to which citizens pay: propose, or approve another's
    KEEP_BUDGET = "keep the budget"  # enter its lines and amounts; see who waits for money
    PAY_OUT = "pay out"  # of the budget: sees what is to be paid, sent, returned and paid
    KEEP_NUMBERS = "keep the numbers"  # of acts: sees what became of each, voids one that was given up
    KEEP_PROPERTY = "keep the property"  # read its register, take over tables
    CORRECT_ENTRIES = "correct entries"  # of registers: propose other values of their fields
    APPROVE_CORRECTIONS = "approve corrections"  # of entries: be the second person
    SEE_LOOKS = "see looks"  # who of the office has looked at an entry of a register
    KEEP_PROGRAMMES = "keep the programmes"  # of aid: draw up those of a year, change drafts, close a year
    RUN_COHORTS = "run cohorts"  # open cases for many entries of a register ex officio
    BIND_ADDRESSES = "bind addresses"  # of people who stand before them
    KEEP_DIRECTORY = "keep the directory"  # of services that community centres help people to
    ANNOUNCE = "announce"  # things to people, read what they answer
    SEE_FIGURES = "see figures"  # of visits to community centres
    ASSIST = "assist"  # file for people who stand at the desk of a community centre
    KEEP_CENTER = "keep the center"  # its hours and closed days; be the second person of its cash
    ADMINISTER = "administer"  # a municipality: what it offers, its units and offices, how its papers look
    SEE_READINESS = "see readiness"  # of a municipality to offer its modules: what is there, what is missing
    ROLL_OUT = "roll out"  # to municipalities; name their first administrators, enter what the law changes
    DRAW_SERVICES = "draw services"  # change drafts of services; what is in force only publishing changes
    APPROVE_SERVICES = "approve services"  # be the second person of a publication, take one back


OPERATOR: Final = "operator"  # works for a community centre, and for no municipality
CENTER_HEAD: Final = "center_head"  # heads a community centre
OF_CENTERS: Final = frozenset({OPERATOR, CENTER_HEAD})  # offices that belong to a centre
NATIONAL_ADMIN: Final = "national_admin"  # of the whole country; sees figures, and no case
ADMINISTRATOR: Final = "municipal_admin"  # of one municipality; sees none of its cases
ANALYST: Final = "analyst"  # draws services for the whole country, and sees nobody's cases
OF_THE_COUNTRY: Final = frozenset({NATIONAL_ADMIN, ANALYST})  # offices that belong to no municipality
OF_ONE_PERSON: Final = frozenset({"mayor", "sakrebulo_chair"})  # nobody holds it beside another
RESTRICTED_CASES: Final = "restricted_cases"  # access to them, held beside an office: it is no office itself
WITHOUT_CASES: Final = frozenset({ADMINISTRATOR})  # offices of a municipality that show nobody's cases
NO_WORK: Final = WITHOUT_CASES | {RESTRICTED_CASES}  # by none of these alone somebody works on cases
ROLES: Final[Mapping[str, frozenset[Right]]] = {
    "chancellery": frozenset({Right.SEE_CASES, Right.BIND_ADDRESSES, Right.ANNOUNCE, Right.KEEP_NUMBERS}),
    OPERATOR: frozenset({Right.BIND_ADDRESSES, Right.ASSIST, Right.SEE_FIGURES}),
    CENTER_HEAD: frozenset({Right.KEEP_CENTER, Right.SEE_FIGURES}),
    NATIONAL_ADMIN: frozenset({Right.KEEP_DIRECTORY, Right.SEE_FIGURES, Right.ANNOUNCE, Right.ROLL_OUT}),
    ADMINISTRATOR: frozenset({Right.ADMINISTER, Right.SEE_READINESS, Right.KEEP_BANK_DETAILS}),
    ANALYST: frozenset({Right.DRAW_SERVICES, Right.APPROVE_SERVICES}),
    "specialist": frozenset(
        {Right.SEE_SERVICE, Right.CORRECT_ENTRIES, Right.KEEP_PROPERTY, Right.KEEP_PROGRAMMES}
    ),
    "head_of_service": frozenset(
        {
            Right.SEE_CASES,
            Right.SUPERVISE,
            Right.SEE_WORKLOAD,
            Right.HEAR_OF_LATENESS,
            Right.RETURN_MONEY,
            Right.KEEP_BANK_DETAILS,
            Right.RUN_COHORTS,
            Right.CORRECT_ENTRIES,
            Right.APPROVE_CORRECTIONS,
            Right.SEE_LOOKS,
            Right.KEEP_PROPERTY,
            Right.KEEP_PROGRAMMES,
            Right.SEE_READINESS,
        }
    ),
    "mayor_rep": frozenset(),
    "commission": frozenset(),
    "architect": frozenset(),  # the architecture service: what may be built where
    "inspector": frozenset(),  # supervision of construction: looks at the place
    "lawyer": frozenset({Right.SEE_CASES}),
    "finance": frozenset(
        {
            Right.RETURN_MONEY,
            Right.KEEP_BANK_DETAILS,
            Right.KEEP_BUDGET,
            Right.PAY_OUT,
            Right.KEEP_NUMBERS,
            Right.KEEP_PROPERTY,
        }
    ),
    "mayor": frozenset(
        {
            Right.SEE_CASES,
            Right.SUPERVISE,
            Right.APPROVE_CORRECTIONS,
            Right.SEE_LOOKS,
            Right.SEE_READINESS,
        }
    ),
    "sakrebulo": frozenset(),  # the council's office: it keeps the papers of commission, bureau and session
    "sakrebulo_chair": frozenset(),
    RESTRICTED_CASES: frozenset({Right.SEE_RESTRICTED}),
}
# What an administrator may give in a municipality.
OFFICES: Final = frozenset(ROLES) - {RESTRICTED_CASES}
OF_A_MUNICIPALITY: Final = tuple(role for role in ROLES if role not in OF_THE_COUNTRY | OF_CENTERS)
SERVICE_ACCOUNT: Final = "program"  # of service accounts: no right and no step
# Held for the whole country and given with its own command (`mms publisher`): there are always two.
PUBLISHER: Final = "publisher"
OF_PUBLISHERS: Final = frozenset({Right.APPROVE_SERVICES})


def who_may(right: Right) -> tuple[str, ...]:
    """Return the roles that have the right."""
    offices = tuple(role for role, rights in ROLES.items() if right in rights)
    return (*offices, PUBLISHER) if right in OF_PUBLISHERS else offices

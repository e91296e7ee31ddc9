"""Hostile bodies at every address that takes one, from nobody and from each kind of account.

None takes two seconds of processor time or half a gigabyte of memory, and none breaks anything. The
extended tests send some of them to each address, `make simulate` others by its seed, `make hostile` all from
each kind of account: some 200,000 requests, which take hours. `make hostile PART=1/4` takes every fourth
address, beginning with the first.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from tests.hostile.bodies import BODIES, Body
from tests.hostile.spent import measured
from tests.simulation.seeds import SEED, size
from tests.web.access.trying import TABLE, UNWELL, Fixtures
from web.api.application import PREFIX
from web.auth import COOKIE

SECONDS, MEMORY = 2.0, 500 * 1024**2
HOSTILE = os.environ.get("HOSTILE", "")  # "all", or a part of all addresses as in 1/4
IS_ALL = bool(HOSTILE)
KINDS = (
    "nobody",
    "applicant",
    "operator",
    "specialist",
    "finance",
    "administrator",
    "national_admin",
    "analyst",
)


def part_of(endpoints: Iterable[str]) -> tuple[str, ...]:
    """Return the addresses that take a body, or the part of them that was asked for."""
    found = tuple(endpoint for endpoint in endpoints if not endpoint.startswith("GET"))
    number, _, of = HOSTILE.partition("/")
    return found[int(number) - 1 :: int(of)] if of else found


PAGES, API = part_of(TABLE.endpoints), part_of(TABLE.api)

pytestmark = [pytest.mark.extended, pytest.mark.drawn]


def bodies_for(place: int) -> tuple[Body, ...]:
    """Return all bodies, or some that are others for the next address."""
    if IS_ALL:
        return BODIES
    count = size(small=2, whole=12)
    begin = (place + SEED) * count
    return tuple(BODIES[(begin + number) % len(BODIES)] for number in range(count))


def accounts(let_in: frozenset[str]) -> tuple[str, ...]:
    """Return who tries: nobody, one who is let in, and where all is sent one of each kind."""
    return tuple(dict.fromkeys(("nobody", min(let_in, default="nobody"), *(KINDS if IS_ALL else ()))))


def sent(
    fixtures: Fixtures, path: str, method: str, body: Body, headers: dict[str, str], *, is_unwell: bool
) -> Iterator[str]:
    """Send a body and yield what is wrong with how it was answered; what is away may say so."""
    client = fixtures.app.test_client(use_cookies=False)
    with measured() as spent:
        over = body.environ() | {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        with client.open(path, method=method, environ_overrides=over) as answer:
            status = answer.status_code
            answer.get_data()
    if status >= 500 and not (is_unwell and status == 503):
        yield f"{body.name}: {status}"
    if spent.cpu > SECONDS or spent.memory > MEMORY:
        yield f"{body.name}: {spent.cpu:.1f} CPU s, {spent.memory // 1024**2} MB"


def test_bodies__are_sixty_at_least_and_of_different_names() -> None:
    assert len({body.name for body in BODIES}) == len(BODIES) >= 60


@pytest.mark.parametrize("endpoint", PAGES)
def test_page__sent_hostile_bodies__refuses_them_within_the_limits(fixtures: Fixtures, endpoint: str) -> None:
    path, method = (
        fixtures.endpoints[endpoint].address(fixtures.of(endpoint)),
        fixtures.endpoints[endpoint].method,
    )
    wrong: list[str] = []

    for account in accounts(TABLE.endpoints[endpoint]):
        token = fixtures.sessions(endpoint)[account]
        headers = {"Cookie": f"{COOKIE}={token}"} if token else {}
        for body in bodies_for(PAGES.index(endpoint)):
            answers = sent(fixtures, path, method, body, headers, is_unwell=endpoint in UNWELL)
            wrong += [f"{account}: {said}" for said in answers]

    assert wrong == []


@pytest.mark.parametrize("endpoint", API)
def test_api__sent_hostile_bodies__refuses_them_within_the_limits(fixtures: Fixtures, endpoint: str) -> None:
    found = fixtures.api[endpoint]
    known: dict[str, Any] = {name: fixtures.of(endpoint).get(name) or "0" for name in found.route.arguments}
    _, path = found.route.build(known) or ("", "")
    wrong: list[str] = []

    for account in accounts(TABLE.api[endpoint]):
        secret = fixtures.secret(account, "")
        headers = {"Authorization": f"Bearer {secret}"} if secret else {}
        for body in bodies_for(API.index(endpoint)):
            answers = sent(fixtures, PREFIX + path, found.method, body, headers, is_unwell=endpoint in UNWELL)
            wrong += [f"{account}: {said}" for said in answers]

    assert wrong == []

"""Boundary events that operations never bring about."""

from __future__ import annotations

import pytest

from engine.catalogue.check.validation import examine
from tests.hostile.judge import service
from tests.hostile.kit import DECIDE, DECIDED, FILES, ID, drawn
from tests.process.kit import (
    boundary,
    call,
    end,
    error,
    error_end,
    job,
    line,
    message,
    process,
    signal,
    start,
    sub,
    timer,
    user,
)

INLINE = job("a", "clock.resume")
JOB = job("a", "civil_registry.person", inputs={"personal_number": "=applicant.personal_number"})
LETTER = job("a", "document.render", inputs={"template": '="order"'})
DECLARED = {"errors": ("registry_unavailable", "no"), "messages": ("m",), "signals": ("s",)}


def at_the_boundary(host: str, definition: str, *, interrupting: bool = True, **more: object) -> FILES:
    event = boundary("b", "a", definition, interrupting=interrupting)
    paths = line("application", "a", "d") + DECIDED + line("b", "z")
    return drawn(host, event, user("z"), end("y"), line("z", "y"), DECIDE, paths, **DECLARED, **more)  # type: ignore[arg-type]


def found(files: FILES) -> list[tuple[str, str, str]]:
    told = examine(ID, service(files), None)
    return [
        (finding.code, finding.where, finding.detail)
        for finding in told
        if finding.where in {"a", "b", "z"} and finding.is_error
    ]


@pytest.mark.parametrize("definition", [timer("P1D"), message("m"), signal("s")])
@pytest.mark.parametrize("interrupting", [True, False])
def test_boundary__on_an_operation_done_at_once__never_comes(definition: str, interrupting: bool) -> None:
    files = at_the_boundary(INLINE, definition, interrupting=interrupting)

    assert found(files) == [("reference.event_at_once", "b", "clock.resume")]


@pytest.mark.parametrize("definition", [timer("P1D"), message("m"), signal("s")])
def test_boundary__on_a_job__may_come(definition: str) -> None:
    assert found(at_the_boundary(JOB, definition)) == []


@pytest.mark.parametrize(
    ("host", "code", "expected"),
    [
        (JOB, "registry_unavailable", []),
        (JOB, None, []),
        (JOB, "no", [("reference.error_not_thrown", "b", "no")]),
        (INLINE, "no", [("reference.error_not_thrown", "b", "no")]),
        (INLINE, None, [("reference.error_not_thrown", "b", "clock.resume")]),
    ],
)
def test_error_boundary__on_an_operation__needs_an_error_that_it_ends_with(
    host: str, code: str | None, expected: list[tuple[str, str, str]]
) -> None:
    assert found(at_the_boundary(host, error(code))) == expected


@pytest.mark.parametrize(
    ("inside", "code", "expected"),
    [
        (job("i", "clock.resume"), "no", [("reference.error_not_thrown", "b", "no")]),
        (JOB.replace('"a"', '"i"'), "no", [("reference.error_not_thrown", "b", "no")]),
        (JOB.replace('"a"', '"i"'), "registry_unavailable", []),
        (JOB.replace('"a"', '"i"'), None, []),
    ],
)
def test_error_boundary__on_a_subprocess__asks_what_is_inside(
    inside: str, code: str | None, expected: list[tuple[str, str, str]]
) -> None:
    host = sub("a", start("s"), inside, end("e"), line("s", "i", "e"))

    assert found(at_the_boundary(host, error(code))) == expected


def test_error_boundary__on_a_call__asks_what_the_block_ends_with() -> None:
    steps = start("s") + user("i") + error_end("e", "no") + line("s", "i", "e")
    block = process(steps, id="shared.k", errors=("no",))
    files = drawn(
        call("a", "shared.k"),
        boundary("b", "a", error("no")),
        DECIDE,
        line("application", "a", "d") + DECIDED + line("b", "d"),
        blocks={"shared.k": block},
        **DECLARED,  # type: ignore[arg-type]
    )

    told = [
        finding
        for finding in found(files)
        if finding[0] in ("reference.error_not_thrown", "reference.event_at_once")
    ]

    assert told == []


def test_timer__on_a_subprocess_that_never_waits__is_a_dead_step() -> None:
    host = sub("a", start("s"), job("i", "clock.resume"), end("e"), line("s", "i", "e"))

    assert ("soundness.dead_step", "b", "2: z, y") in found(at_the_boundary(host, timer("P1D")))

"""`mms office`: what somebody types who gives, ends and lists offices."""

from __future__ import annotations

from tests.setup.commands import Run

CLERK, PLACE = "01001000001", ("01001000001", "specialist", "keda")
NAMES = ("--ka", "დემო", "მოხელე", "--en", "Demo", "Clerk")


def test_office__given_listed_and_ended__says_what_it_did(run: Run) -> None:
    run("load-data")

    given = run(
        "office", "give", *PLACE, "--act", "Order 5", "--from", "2026-11-01", "--to", "2099-12-31", *NAMES
    )
    listed = run("office", "list", "keda")[1]
    ended = run("office", "end", *PLACE, "--act", "Order 9")
    again = run("office", "end", *PLACE, "--act", "Order 9")

    assert (given, ended) == ((0, ""), (0, ""))
    line = f"keda  specialist  {CLERK} Demo Clerk  from 2026-11-01 to 2099-12-31  (Order 5)"
    assert line in listed.splitlines()
    assert (again[0], "office list" in again[1]) == (1, True)
    assert CLERK not in run("office", "list", "keda")[1]
    assert "(Order 5; ended by Order 9)" in run("office", "list", "--past")[1]


def test_office__without_names_or_act__says_what_is_needed(run: Run) -> None:
    run("load-data")

    unknown = run("office", "give", *PLACE, "--act", "Order 5", "--from", "2026-11-01")
    without = run("office", "give", *PLACE, "--from", "2026-11-01", *NAMES)

    assert (unknown[0], "--ka, --en" in unknown[1]) == (1, True)
    assert (without[0], "--act" in without[1]) == (2, True)

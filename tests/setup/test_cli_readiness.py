"""`mms ready` says what modules lack, and by its exit code whether one that is on can't be used."""

from __future__ import annotations

from engine.installation.loading import BPMN
from tests.setup.commands import Run

ACT = "Order No. 3"
AWAY = ("--act", ACT)


def test_ready__demonstration__lacks_nothing_and_names_what_would_help(run: Run) -> None:
    run("load-data")
    run("publish", str(BPMN / "high_mountain" / "grant"), "--publisher", "tests")

    code, said = run("ready", "gori")
    _, everything = run("ready", "gori", "--all")

    assert code == 0, said
    assert said.splitlines()[-1].strip() == "high_mountain  on, ready"
    assert "- Settlements that no act has confirmed yet: 11." in everything
    assert "[/admin/settlements]" in everything


def test_ready__somebody_has_left__names_the_office_and_ends_with_one(run: Run) -> None:
    run("load-data")
    run("publish", str(BPMN / "high_mountain" / "grant"), "--publisher", "tests")
    _, listed = run("office", "list", "gori")
    lawyer = next(line.split()[2] for line in listed.splitlines() if line.split()[1] == "lawyer")

    run("office", "end", lawyer, "lawyer", "gori", *AWAY)
    code, said = run("ready", "gori")
    everywhere, _ = run("ready")

    assert (code, everywhere) == (1, 1)
    assert "! Nobody holds the office of: lawyer.  [mms office give]" in said


def test_ready__municipality_that_is_not_there__is_one_sentence(run: Run) -> None:
    run("load-data")

    code, said = run("ready", "nowhere")

    assert code == 1
    assert said.startswith("Error: ")

"""What scenarios take of diagrams and tables: counted over the services that call a block."""

from __future__ import annotations

from pathlib import Path

from engine.installation.loading import BPMN
from engine.scenarios.coverage import Coverage, CoveredParts
from engine.scenarios.folders import asked, to_run, version_of

GRANT = BPMN / "high_mountain" / "grant"
COMPLAINT, QUESTION, REVIEW = (BPMN / "general" / name for name in ("complaint", "question", "review"))
EX_OFFICIO = BPMN / "high_mountain" / "own_motion"
AID, WRITE_OFF = BPMN / "social" / "apply", BPMN / "assets" / "write_off"


def everything_but(*missing: str) -> CoveredParts:
    """Take all letters and elements of the grant and its blocks but some, and the first rule of its table."""
    drawn = Coverage()
    drawn.add(version_of(GRANT), ())
    elements = frozenset().union(*(one.elements for _, one in drawn))
    letters = frozenset().union(*(one.letters for _, one in drawn))
    return CoveredParts(elements - set(missing), frozenset({("eligibility", 1)}), letters)


def test_coverage__element_that_no_scenario_takes__is_named_with_its_block() -> None:
    coverage = Coverage()

    coverage.add(version_of(GRANT), (everything_but("visit", "deliver_letter"),))
    missing = {process: drawn.missing for process, drawn in coverage}

    assert missing["high_mountain.grant"][0] == "visit"
    assert missing["shared.delivery"] == ("deliver_letter",)
    assert missing["shared.hearing"] == ()


def test_coverage__rule_that_no_scenario_takes__is_named_by_its_number() -> None:
    coverage = Coverage()

    coverage.add(version_of(GRANT), (everything_but(),))
    missing = {process: drawn.missing for process, drawn in coverage}

    eligibility = [f"eligibility, rule {number}" for number in range(2, 9)]
    grounds = [f"grounds, rule {number}" for number in range(1, 12)]
    assert missing["high_mountain.grant"] == (*eligibility, *grounds)


def test_coverage__block_that_two_services_call__is_covered_by_both_together() -> None:
    coverage = Coverage()

    coverage.add(version_of(GRANT), (everything_but("deliver_letter"),))
    coverage.add(version_of(COMPLAINT), (CoveredParts(frozenset({"deliver_letter"})),))

    assert dict(coverage)["shared.delivery"].missing == ()


def test_folders__shared_or_a_block__are_run_by_the_services_that_call_it() -> None:
    assert set(to_run([BPMN / "shared" / "commission"])) == {EX_OFFICIO, AID, WRITE_OFF}
    assert {COMPLAINT, GRANT} <= set(to_run([BPMN / "shared" / "withdrawal"]))
    assert asked([BPMN / "shared" / "withdrawal"]) == {"shared.withdrawal"}
    assert "shared.notice" in asked([BPMN / "shared"])


def test_folders__module_or_catalogue__are_their_services_and_the_blocks_in_them(tmp_path: Path) -> None:
    assert to_run([BPMN / "general"]) == (COMPLAINT, QUESTION, REVIEW)
    assert {GRANT, EX_OFFICIO} <= set(to_run([BPMN / "high_mountain"]))
    assert asked([BPMN / "general"]) == {"general.complaint", "general.question", "general.review"}
    assert asked([BPMN]) >= {"high_mountain.grant", "general.complaint", "shared.notice"}
    assert to_run([tmp_path]) == ()

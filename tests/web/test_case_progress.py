"""The progress view of a case: on its diagram and in words, for the office alone."""

from __future__ import annotations

from tests.web.desk import Desk


def lists(page: object, section: str) -> list[str]:
    """Return the entries of a list of the page."""
    found = page.html.select(f"section[aria-labelledby='{section}'] li")  # type: ignore[attr-defined]
    return [" ".join(one.get_text(" ").split()) for one in found]


def test_case_progress__of_a_case_that_waits_for_papers__shows_passed_here_and_ahead(
    desk: Desk,
) -> None:
    filed = desk.filed()
    desk.ask_for_missing(filed)

    page = desk.staff("specialist").get(f"/inbox/cases/{filed.case_id}/progress")

    passed = lists(page, "passed")
    assert passed[0].startswith("Application")
    done = next(one for one in passed if one.startswith("Check completeness"))
    assert "Specialist 1" in done
    asked = next(one for one in passed if one.startswith("Ask the civil registry"))
    assert asked.endswith("the system")
    (here, *beside) = lists(page, "now")
    assert here.startswith("Send what is missing Applicant, until 07.09.2026")
    assert "Consideration of the application › Notice of what is missing" in here
    assert any("Application withdrawn" in one for one in beside)
    assert any(one.startswith("Check completeness") for one in lists(page, "ahead"))


def test_case_progress__on_the_diagram__marks_the_call_and_in_the_called_block_the_step(desk: Desk) -> None:
    filed = desk.filed()
    desk.ask_for_missing(filed)
    clerk = desk.staff("specialist")

    own = clerk.get(f"/inbox/cases/{filed.case_id}/progress")
    block = clerk.get(f"/inbox/cases/{filed.case_id}/progress?part=shared.notice")

    for page in (own, block):
        (svg,) = page.html.select("svg.diagram")
        (here,) = svg.select("#here")
        assert "here" in here["class"]
    assert own.html.select_one("#here a")["href"] == block.path  # type: ignore[index]
    assert "Send what is missing" in block.html.select_one("#here").get_text()  # type: ignore[union-attr]
    assert len(own.html.select(".diagram-badge.passed")) > 5


def test_case_progress__with_an_incident__says_where(desk: Desk) -> None:
    case_id = desk.case_with_incident()

    page = desk.staff("head_of_service").get(f"/inbox/cases/{case_id}/progress")

    assert "incident" in lists(page, "now")[0]
    assert len(page.html.select(".diagram-badge.incident")) == 1


def test_case_progress__of_no_part_of_the_case__is_not_found(desk: Desk) -> None:
    filed = desk.filed()

    page = desk.staff("specialist").get(f"/inbox/cases/{filed.case_id}/progress?part=shared.council")

    assert page.status == 404


def test_case_progress__on_the_diagram__cites_the_law_at_its_step(desk: Desk) -> None:
    filed = desk.filed()

    page = desk.staff("specialist").get(f"/inbox/cases/{filed.case_id}/progress?part=shared.withdrawal")

    cited = {
        " ".join(article.get_text(" ").split())
        for article in page.html.select("svg.diagram .diagram-article")
    }
    assert cited == {"№2181, მუხ. 178; თავი VI", "№2181, თავი VI"}

"""The progress view of a case: on its diagram and in words, for the office alone."""

from __future__ import annotations

from bs4 import Tag

from tests.web.desk import Desk


def lists(page: object, section: str) -> list[str]:
    """Return the entries of a list of the page."""
    found = page.html.select(f"section[aria-labelledby='{section}'] li")  # type: ignore[attr-defined]
    return [" ".join(item.get_text(" ").split()) for item in found]


def shown(page: object) -> Tag:
    """Return the drawing on the screen; the others are for paper."""
    (svg,) = page.html.select("section:not(.print-only) > .diagram-paper svg.diagram")  # type: ignore[attr-defined]
    assert isinstance(svg, Tag)
    return svg


def address(link: Tag | None) -> str:
    assert link is not None
    return str(link["href"])


def test_case_progress__of_a_case_that_waits_for_papers__shows_passed_here_and_ahead(
    desk: Desk,
) -> None:
    filed = desk.filed()
    desk.ask_for_missing(filed)

    page = desk.staff("specialist").get(f"/inbox/cases/{filed.case_id}/progress")

    passed = lists(page, "passed")
    assert passed[0].startswith("Application")
    done = next(text for text in passed if text.startswith("Check completeness"))
    assert "Specialist 1" in done
    asked = next(text for text in passed if text.startswith("Ask the civil registry"))
    assert asked.endswith("the system")
    (here, *beside) = lists(page, "now")
    assert here.startswith("Send what is missing Applicant, until 07.09.2026")
    assert "Consideration of the application › Notice of what is missing" in here
    assert any("Application withdrawn" in text for text in beside)
    assert any(text.startswith("Check completeness") for text in lists(page, "ahead"))


def test_case_progress__on_the_diagram__marks_the_call_and_in_the_called_block_the_step(desk: Desk) -> None:
    filed = desk.filed()
    desk.ask_for_missing(filed)
    clerk = desk.staff("specialist")

    own = clerk.get(f"/inbox/cases/{filed.case_id}/progress")
    block = clerk.get(f"/inbox/cases/{filed.case_id}/progress?part=shared.notice")

    for page in (own, block):
        (here,) = shown(page).select("#here")
        assert "here" in here["class"]
    assert own.html.select_one("#here a")["href"] == block.path  # type: ignore[index]
    assert "Send what is missing" in block.html.select_one("#here").get_text()  # type: ignore[union-attr]
    assert len(shown(own).select(".diagram-badge.passed")) > 5


def test_case_progress__of_a_diagram_in_sheets__opens_that_with_the_case_and_leads_up_and_down(
    desk: Desk,
) -> None:
    filed = desk.filed()
    desk.ask_for_missing(filed)
    clerk = desk.staff("specialist")

    inside = clerk.get(f"/inbox/cases/{filed.case_id}/progress")
    up = inside.html.select_one("a[data-diagram-up]")
    whole = clerk.get(address(up))
    closed = shown(whole).select_one(".diagram-shape.here > a")
    down = clerk.get(address(closed))

    assert "Check completeness" in shown(inside).get_text()
    assert "Check completeness" not in shown(whole).get_text()
    assert "Consideration of the application" in shown(whole).select_one("#here").get_text()  # type: ignore[union-attr]
    assert whole.html.select_one("a[data-diagram-up]") is None
    assert "Check completeness" in shown(down).get_text()
    entries = whole.html.select("nav[aria-label='Sheets of this diagram'] li a")
    assert [entry.get("aria-current") for entry in entries] == ["page", None]
    assert clerk.get(address(entries[1])).path == down.path


def test_case_progress__on_paper__has_each_sheet_once_and_no_mark_of_an_arrow_twice(desk: Desk) -> None:
    filed = desk.filed()

    page = desk.staff("specialist").get(f"/inbox/cases/{filed.case_id}/progress")

    sheets = page.html.select("section.diagram-sheet svg.diagram")
    ids = [marker["id"] for sheet in sheets for marker in sheet.select("marker")]
    assert len(sheets) == len(set(ids)) == 2
    for sheet, marker in zip(sheets, ids, strict=True):
        ends = {line["marker-end"] for line in sheet.select("polyline[marker-end]")}
        assert ends == {f"url(#{marker})"}


def test_case_progress__of_a_sheet_that_is_not_there__is_not_found(desk: Desk) -> None:
    filed = desk.filed()

    page = desk.staff("specialist").get(f"/inbox/cases/{filed.case_id}/progress?sheet=elsewhere")

    assert page.status == 404


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
    assert cited == {"GAC, art. 178; ch. VI", "GAC, ch. VI"}


def test_case_progress__below_each_drawing__explains_its_signs_and_names_the_acts(desk: Desk) -> None:
    filed = desk.filed()

    page = desk.staff("specialist").get(f"/inbox/cases/{filed.case_id}/progress")

    legends = page.html.select("details.diagram-signs")
    assert len(legends) == len(page.html.select(".diagram-paper"))
    for legend in legends:
        signs = [item.get_text(" ", strip=True) for item in legend.select("li")]
        assert "What comes next" in signs and len(signs) == len(set(signs))
        assert all(item.select("svg[aria-hidden]") for item in legend.select("li"))
    rows = page.html.select("dl.diagram-acts div")
    acts = {row.select("dt")[0].get_text(): row.select("dd")[0].get_text() for row in rows}
    assert acts["GAC"] == "General Administrative Code of Georgia, No. 2181, 25.06.1999"


def test_legend__of_the_whole_diagram__says_the_term_of_the_decision_and_what_silence_is(desk: Desk) -> None:
    at = f"/inbox/cases/{desk.filed().case_id}/progress"
    clerk = desk.staff("specialist")

    whole, block = clerk.get(f"{at}?sheet=high_mountain.grant"), clerk.get(f"{at}?part=shared.notice")

    said = whole.html.select_one("section:not(.print-only) .diagram-term")
    assert said is not None
    assert said.get_text().startswith("Term of the decision, from the filing on: 1 month.")
    assert "counts as a refusal" in said.get_text()
    assert not block.html.select("section:not(.print-only) .diagram-term")

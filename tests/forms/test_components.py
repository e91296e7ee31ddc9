"""Components beside the plain questions: times, pictures, documents, computed tables."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from forms import prefill, summarise, validate
from tests.forms.builders import a_form, codes_of, component, shown, typed

NOW = datetime(2026, 3, 27, 10, 0, tzinfo=UTC)  # 14:00 in Tbilisi


def a_time(**properties: Any) -> Any:
    return a_form(component("datetime", subtype="time", **properties))


def a_moment(**properties: Any) -> Any:
    return a_form(component("datetime", subtype="datetime", **properties))


@pytest.mark.parametrize("typed", ["9:05", "09:05", "09.05", "09:05:00", "09:05+04:00", "09:05:00Z"])
def test_time__usual_spellings__are_stored_as_feel_reads_them(typed: str) -> None:
    assert validate(a_time(), {"answer": typed}) == {"answer": "09:05:00"}


@pytest.mark.parametrize("typed", ["24:00", "9", "9:5", "12:60", "noon", "12:00+99:99:99:99", "１２:００"])
def test_time__no_time__is_refused(typed: str) -> None:
    assert codes_of(a_time(), {"answer": typed}) == [("answer", "time")]


@pytest.mark.parametrize(
    "typed",
    [
        "27.03.2026 14:30", "27.03.2026, 14:30", "27/3/2026 14.30", "2026-03-27T14:30",
        "2026-03-27T14:30:00+04:00", "2026-03-27T10:30Z", "2026-03-27T11:30:00+01:00",
    ],
)  # fmt: skip
def test_moment__usual_spellings__are_stored_with_the_offset_of_georgia(typed: str) -> None:
    kept = validate(a_moment(), {"answer": typed})

    assert kept == {"answer": "2026-03-27T14:30:00+04:00"}
    assert validate(a_moment(), kept) == kept


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("27.03.2026", "date_time"), ("14:30", "date_time"), ("30.02.2026 14:30", "date_impossible"),
        ("27.03.2026 25:00", "time"), ("2026-03-27T14:30+99:99", "date_time"), ("x" * 30, "date_time"),
    ],
)  # fmt: skip
def test_moment__no_moment__is_refused(typed: str, code: str) -> None:
    assert codes_of(a_moment(), {"answer": typed}) == [("answer", code)]


def test_moment__before_offsets_were_whole__is_kept_as_it_was() -> None:
    kept = validate(a_moment(), {"answer": "01.02.1920 08:00"})

    assert validate(a_moment(), kept) == kept


def test_moment__stored__is_shown_as_people_write_it() -> None:
    form = a_form(
        component("datetime", "at", subtype="datetime"), component("datetime", "hour", subtype="time")
    )
    kept = validate(form, {"at": "27.03.2026 14:30", "hour": "9:05"})

    rows = summarise(form, kept, language="en")
    page = shown(component("datetime", subtype="datetime"), answers={"answer": kept["at"]})

    assert [row.value for row in rows] == ["27.03.2026, 14:30", "09:05"]
    assert page.xpath("//input/@value") == ["27.03.2026, 14:30"]


@pytest.mark.parametrize(
    ("limits", "typed", "codes"),
    [
        ({"mms:min": "2026-03-27"}, "27.03.2026 00:00", []),
        ({"mms:min": "2026-03-27"}, "26.03.2026 23:59", ["date_too_early"]),
        ({"mms:max": "2026-03-27"}, "27.03.2026 23:59", []),
        ({"mms:max": "2026-03-27T14:00:00Z"}, "27.03.2026 18:00", []),
        ({"mms:max": "2026-03-27T14:00:00Z"}, "27.03.2026 18:01", ["date_too_late"]),
        ({"mms:max": "=now()"}, "27.03.2026 14:00", []),
        ({"mms:max": "=now()"}, "27.03.2026 14:01", ["date_too_late"]),
        ({"mms:min": "=today()"}, "26.03.2026 14:01", ["date_too_early"]),
        ({"mms:min": '="soon"'}, "26.03.2026 14:01", ["cannot_check"]),
    ],
)
def test_moment__limits__are_instants_or_whole_days(
    limits: dict[str, str], typed: str, codes: list[str]
) -> None:
    form = a_moment(properties=limits)

    found = [] if not codes else [code for _, code in codes_of(form, {"answer": typed}, now=NOW)]

    assert found == codes
    assert codes or validate(form, {"answer": typed}, now=NOW)


def test_time__outside_office_hours__is_refused() -> None:
    form = a_time(properties={"mms:min": "09:00", "mms:max": '=time("18:00:00")'})

    assert validate(form, {"answer": "18:00"}) == {"answer": "18:00:00"}
    assert codes_of(form, {"answer": "08:59"}) == [("answer", "time_too_early")]
    assert codes_of(form, {"answer": "18:01"}) == [("answer", "time_too_late")]


def test_date__past_days_disallowed_in_the_editor__begins_today() -> None:
    form = a_form(component("datetime", subtype="date", disallowPassedDates=True))

    assert codes_of(form, {"answer": "26.03.2026"}, now=NOW) == [("answer", "date_too_early")]
    assert validate(form, {"answer": "27.03.2026"}, now=NOW) == {"answer": "2026-03-27"}


def test_date__label_for_days_or_times_of_the_editor__is_the_label() -> None:
    day = {"type": "datetime", "id": "a", "key": "a", "subtype": "date", "dateLabel": "Day"}
    hour = {"type": "datetime", "id": "b", "key": "b", "subtype": "time", "timeLabel": "Hour"}

    assert [field.label for field in a_form(day, hour).fields] == ["Day", "Hour"]


class Links:
    """A page on which pictures and documents have addresses."""

    def image(self, name: str) -> str:
        return f"/pictures/{name}"

    def document(self, digest: str) -> str:
        return f"/documents/{digest}"


IMAGE = component("image", "plan", label="", alt="Plan of the yard", source="images/plan.png")


def test_image__page_with_addresses__is_a_picture_with_its_text() -> None:
    (image,) = shown(IMAGE, links=Links()).xpath("//img")

    assert (image.get("src"), image.get("alt")) == ("/pictures/images/plan.png", "Plan of the yard")


def test_image__no_address__is_its_text() -> None:
    assert shown(IMAGE).xpath("string(//p)") == "Plan of the yard"


def test_documents__of_an_answer_above__are_links_by_digest() -> None:
    papers = component("filepicker", "papers", multiple=True)
    preview = component("documentPreview", "preview", dataSource="=papers", title="Your papers", label="")
    files = [{"document": "ab12", "name": "a.pdf"}, {"document": "cd34", "name": "<b>"}]

    page = shown(papers, preview, answers={"papers": files}, links=Links())
    links = page.xpath("//div[@class='f-documents']//a")

    assert [(link.get("href"), link.text) for link in links] == [
        ("/documents/ab12", "a.pdf"),
        ("/documents/cd34", "<b>"),
    ]


def test_documents__none_or_junk__is_said_in_words() -> None:
    page = shown(component("documentPreview", "preview", dataSource='="x"'))

    assert page.xpath("string(//div[@class='f-documents']/p[@class='f-text'])") == "There are no documents"


def test_table__computed_columns__are_shown_with_their_rows() -> None:
    table = component(
        "table",
        "t",
        dataSource='=[{"a": 1, "b": date("2026-03-27")}]',
        columnsExpression='=[{"key": "a", "label": "Number"}, {"key": "b", "label": "Day"}]',
    )

    page = shown(table)

    assert page.xpath("//th/text()") == ["Number", "Day"]
    assert page.xpath("//td/text()") == ["1", "27.03.2026"]


def test_prefill__fixed_default_of_a_moment__is_stored_in_normal_form() -> None:
    form = a_form(typed("date_time", type="datetime", subtype="datetime", defaultValue="2026-03-27T14:30"))

    assert prefill(form) == {"answer": "2026-03-27T14:30:00+04:00"}

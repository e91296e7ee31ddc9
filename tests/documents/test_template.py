"""Filling templates, and that data never becomes markup."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from engine.documents import template
from engine.documents.filled import Missing
from engine.documents.template import DocumentUnprintable, compile_template
from feel import Functions, Host
from tests.documents.templates import a_source, a_template, body_of, rendered


def unprintable(body: str, **scope: Any) -> DocumentUnprintable:
    with pytest.raises(DocumentUnprintable) as failed:
        rendered(body, **scope)
    return failed.value


def test_render__placeholder_in_text__shows_the_value() -> None:
    page = rendered("<p>№ {{ case.number }}.</p>", case={"number": "K-1"})

    assert body_of(page) == "<p>№ K-1.</p>"
    assert page.missing == ()


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("He has no roof.", "He has no roof. Next."),
        ("He has no roof", "He has no roof. Next."),
        ("Why? ", "Why?  Next."),
        ("3 m…", "3 m… Next."),
        ("", ". Next."),
    ],
)
def test_render__value_that_ends_a_sentence__is_followed_by_one_full_stop(typed: str, shown: str) -> None:
    page = rendered("<p>{{ case.text }}. Next.</p>", case={"text": typed})

    assert body_of(page) == f"<p>{shown}</p>"


def test_render__whole_page__is_html_with_title_and_language() -> None:
    page = compile_template(a_source(head="<title>  ბრძანება\n № {{ n }} </title>")).render({"n": 5})

    assert page.html.startswith("<!DOCTYPE html>\n<html lang=")
    assert (page.title, page.language) == ("ბრძანება № 5", "ka")


@pytest.mark.parametrize(
    ("value", "ka", "en"),
    [
        ("ტექსტი", "ტექსტი", "ტექსტი"),
        (2026, "2026", "2026"),
        (1234567, "1234567", "1234567"),
        (Decimal("1234.50"), "1 234,5", "1,234.5"),
        (Decimal("1E+3"), "1000", "1000"),
        (Decimal("-0.25"), "-0,25", "-0.25"),
        (date(2026, 3, 2), "02.03.2026", "02.03.2026"),
        (datetime(2026, 3, 1, 21, 5, tzinfo=UTC), "02.03.2026 01:05", "02.03.2026 01:05"),
    ],
)
def test_render__value__is_written_as_its_language_writes_it(value: Any, ka: str, en: str) -> None:
    for language, written in (("ka", ka), ("en", en)):
        page = compile_template(a_source("<p>{{ v }}</p>", root=f'lang="{language}"')).render({"v": value})

        assert body_of(page).replace("\xa0", " ") == f"<p>{written}</p>"


def test_render__expressions_that_are_heavy_together__end_with_their_common_budget() -> None:
    heavy = "{{ sum(for i in 1..2000 return log(i)) }}"

    rendered(f"<p>{heavy}</p>")
    failed = unprintable(f"<p>{heavy}</p>" * 12)

    assert failed.params["reason"] == "feel.too_many_steps"


def test_render__loop_over_a_heavy_expression__ends_with_its_budget() -> None:
    failed = unprintable(
        '<p mms:for="i in =for k in 1..500 return k">{{ count(for j in 1..900 return j) }}</p>'
    )

    assert failed.params["reason"] == "feel.too_many_steps"


def test_render__dates_made_by_feel__are_dates_on_paper() -> None:
    page = rendered('<p>{{ date("2026-03-02") }} {{ date(d) + duration("P1D") }}</p>', d="2026-12-31")

    assert body_of(page) == "<p>02.03.2026 01.01.2027</p>"


def test_render__now__is_what_the_caller_says() -> None:
    page = a_template("<p>{{ today() }}</p>").render({}, datetime(2026, 3, 2, 12, tzinfo=UTC))

    assert body_of(page) == "<p>02.03.2026</p>"


def test_render__function_of_the_house__is_called() -> None:
    functions = Functions.standard().plus(
        {"settlement": Host(params=("code",), call=lambda code: {"name": f"სოფ. {code}"})}
    )

    page = a_template("<p>{{ settlement(s).name }}</p>", functions=functions).render({"s": "x"})

    assert body_of(page) == "<p>სოფ. x</p>"


def test_render__absent_values__leave_gaps_and_are_reported_once_each() -> None:
    page = rendered("<p>{{ a.b }}|{{ c }}|{{ d }}</p>\n<p>{{ c }} {{ c }}</p>", d="დ")

    assert body_of(page) == "<p>||დ</p>\n<p> </p>"
    assert page.missing == (Missing("a.b", 2), Missing("c", 2), Missing("c", 3))


def test_render__braces_of_contexts_and_strings__do_not_end_a_placeholder() -> None:
    page = rendered('<p>{{ {a: {b: "}}"}}.a.b }}{{ "{{" }}{{ "\\"}}" }}</p>')

    assert body_of(page) == '<p>}}{{"}}</p>'


def test_render__condition__keeps_or_drops_the_element_and_keeps_the_text_around_it() -> None:
    body = '<p>ა <b mms:if="=x > 1">დიდი</b> ბ <i mms:if="=x &lt;= 1">პატარა</i> გ</p>'

    assert body_of(rendered(body, x=2)) == "<p>ა <b>დიდი</b> ბ  გ</p>"
    assert body_of(rendered(body, x=1)) == "<p>ა  ბ <i>პატარა</i> გ</p>"


def test_render__condition_that_is_null__drops_the_element_and_is_reported() -> None:
    page = rendered('<p mms:if="=x > 1">დიდი</p>')

    assert body_of(page) == ""
    assert page.missing == (Missing("x > 1", 2),)


def test_render__loop__repeats_the_element_in_order() -> None:
    page = rendered(
        '<ul><li mms:for="item in =people" title="{{ item.n }}">{{ item.n }} {{ x }}</li></ul>',
        people=[{"n": "ა"}, {"n": "ბ"}],
        x="!",
    )

    assert body_of(page) == '<ul><li title="ა">ა !</li><li title="ბ">ბ !</li></ul>'


def test_render__loop_with_condition__asks_for_each_item() -> None:
    page = rendered('<ol><li mms:for="i in =[1,2,3,4]" mms:if="=i > 2">{{ i }}</li></ol>')

    assert body_of(page) == "<ol><li>3</li><li>4</li></ol>"


def test_render__loops_inside_loops__see_the_outer_names() -> None:
    page = rendered(
        '<div mms:for="row in =rows"><b mms:for="cell in =row.cells">{{ row.n }}{{ cell }}</b></div>',
        rows=[{"n": 1, "cells": ["ა", "ბ"]}, {"n": 2, "cells": []}],
    )

    assert body_of(page) == "<div><b>1ა</b><b>1ბ</b></div><div></div>"


def test_render__loop_over_nothing__is_empty_and_reported() -> None:
    page = rendered('<ul><li mms:for="i in =people">{{ i }}</li></ul>')

    assert body_of(page) == "<ul></ul>"
    assert page.missing == (Missing("people", 2),)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<p>{{ x = 1 }}</p>", "boolean"),
        ("<p>{{ [1] }}</p>", "list"),
        ("<p>{{ {a: 1} }}</p>", "dict"),
        ('<p mms:if="=x">ა</p>', "not_a_condition"),
        ('<p mms:for="i in =x">ა</p>', "not_a_list"),
    ],
)
def test_render__value_that_no_page_can_show__is_broken_and_says_where(body: str, reason: str) -> None:
    failed = unprintable(body, x=1)

    assert failed.params["reason"] == reason
    assert failed.params["line"] == 2


def test_render__loop_without_end__stops_at_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(template, "MAX_ELEMENTS", 50)
    body = '<p mms:for="a in =x"><b mms:for="b in =x">ა</b></p>'

    assert len(body_of(rendered(body, x=list(range(5))))) > 0
    assert unprintable(body, x=list(range(10))).error_code == "document.too_long"


def test_render__text_without_end__stops_at_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(template, "MAX_TEXT", 1000)

    failed = unprintable('<p mms:for="a in =x">{{ t }}</p>', x=list(range(20)), t="ა" * 100)

    assert failed.error_code == "document.too_long"


HOSTILE = [
    "<script>alert(1)</script>",
    "</p><img src=x onerror=alert(1)>",
    "{{ 1 + 1 }}",
    "&lt;b&gt; &amp; &#0;",
    "\"' onmouseover='x",
    "\x00\x08\x0b\x1f￾",
    "]]><!--",
]


@pytest.mark.parametrize("value", HOSTILE)
def test_render__hostile_value_in_text_and_attribute__stays_text(value: str) -> None:
    page = rendered('<p title="{{ v }}">{{ v }}</p>', v=value)

    tree = html.document_fromstring(page.html)
    kept = "".join(sign for sign in value if sign.isprintable())
    assert [element.tag for element in tree.iter()] == ["html", "head", "title", "body", "p"]
    assert tree.find("body/p").text == (kept or None)
    assert tree.find("body/p").attrib == {"title": kept}


@given(value=st.text(max_size=300))
def test_render__any_text__adds_no_element(value: str) -> None:
    page = rendered('<p class="{{ v }}">{{ v }}<b>{{ v }}</b></p>', v=value)

    tree = html.document_fromstring(page.html)

    assert [element.tag for element in tree.iter()] == ["html", "head", "title", "body", "p", "b"]


def test_render__hostile_value_in_title__stays_in_the_title() -> None:
    source = a_source(head="<title>{{ v }}</title>")

    page = compile_template(source).render({"v": "</title><script>x</script>"})

    tree = html.document_fromstring(page.html)
    assert tree.findtext("head/title") == page.title == "</title><script>x</script>"
    assert tree.find(".//script") is None


@pytest.mark.parametrize(
    ("body", "scope", "gaps"),
    [
        ("<p>Fee: {{ fee }} lari.</p>", {"fee": None}, ("fee",)),
        ("<p>Fee: {{ fee }} lari.</p>", {"fee": 0}, ()),
        ("<p>{{ note }}</p>", {"note": " "}, ("note",)),
        ('<p>{{ "Note: " + note }}</p>', {"note": None}, ('"Note: " + note',)),
        ('<p mms:if="=note != null">{{ note }}</p>', {"note": None}, ()),
        ('<p>{{ if note != null then note else "" }}</p>', {"note": None}, ()),
        ('<p>{{ if a then "1" else if b then "2" else "" }}</p>', {"a": False, "b": False}, ()),
        ("<p>{{ if a then note else note }}</p>", {"a": True, "note": ""}, ("if a then note else note",)),
        ('<p>{{ if a then note else "" }}</p>', {"a": True, "note": None}, ('if a then note else ""',)),
        ('<p title="{{ note }}">x</p>', {"note": None}, ("note",)),
        (
            '<p mms:for="one in =list">{{ one.note }}</p>',
            {"list": [{"note": "a"}, {"note": ""}]},
            ("one.note",),
        ),
        ('<p mms:for="one in =list">{{ one.note }}</p>', {"list": None}, ()),
    ],
)
def test_render__placeholder_in_whose_place_nothing_stands__is_a_gap_unless_it_is_meant(
    body: str, scope: dict[str, Any], gaps: tuple[str, ...]
) -> None:
    page = a_template(body).render(scope)

    assert tuple(gap.expression for gap in page.gaps) == gaps
    assert all(gap.line == 2 for gap in page.gaps)


def test_render__conditions__are_told_by_their_text_with_what_they_said() -> None:
    page = rendered(
        '<p mms:if="=late">x</p><p mms:if="=not(  late )">y</p><p mms:for="one in =many" mms:if="=one">z</p>',
        late=None,
        many=[True, False],
    )

    assert page.conditions == {("late", False), ("not(  late )", False), ("one", True), ("one", False)}

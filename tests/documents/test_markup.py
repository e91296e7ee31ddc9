"""What a template may contain, and what is said about one that contains more."""

from __future__ import annotations

import pytest

from engine.documents import markup
from engine.documents.template import compile_template
from tests.documents.templates import a_source, a_template, body_of, refusal


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("<script>x</script>", "element_refused"),
        ("<iframe/>", "element_refused"),
        ("<object/>", "element_refused"),
        ("<img src='a.png'/>", "element_refused"),
        ("<form/>", "element_refused"),
        ("<link rel='stylesheet' href='x'/>", "element_refused"),
        ("<svg xmlns='http://www.w3.org/2000/svg'/>", "element_refused"),
        ("<p onclick='x'/>", "event_refused"),
        ("<p ONLOAD='x'/>", "event_refused"),
        ("<p srcdoc='x'/>", "attribute_refused"),
        ("<a href='https://evil.invalid'>ა</a>", "address_refused"),
        ("<a href='javascript:x'>ა</a>", "address_refused"),
        ("<a href='//evil.invalid'>ა</a>", "address_refused"),
        ("<a href='{{ x }}'>ა</a>", "placeholder_misplaced"),
        ("<p style='background: url(x)'/>", "style_refused"),
        ("<p style='background: u\\72l(x)'/>", "style_refused"),
        ("<p style='background: URL (x)'/>", "style_refused"),
        ("<p style='color: {{ x }}'/>", "placeholder_misplaced"),
        ("<style>@import 'x';</style>", "style_refused"),
        ("<style>p { content: {{ x }} }</style>", "placeholder_misplaced"),
        ("<style>@font-face { src: local(x) }</style>", "style_refused"),
        ("<?php x ?>", "instruction_refused"),
        ("<p id='{{ x }}'/>", "placeholder_misplaced"),
        ("<p mms:while='=x'/>", "attribute_refused"),
        ("<p mms:if='x'/>", "condition_malformed"),
        ("<p mms:for='x'/>", "loop_malformed"),
        ("<p mms:for='x in list'/>", "loop_malformed"),
        ("<p mms:for='1x in =list'/>", "loop_malformed"),
        ("<p>{{ 1 + }}</p>", "expression_invalid"),
        ("<p>{{ nothing_known(1) }}</p>", "expression_invalid"),
        ("<p>{{ }}</p>", "expression_invalid"),
        ("<p>{{ x </p>", "placeholder_open"),
        ("<p>x }}</p>", "placeholder_open"),
        ("<p>{{ x }} }}</p>", "placeholder_open"),
        ("<p>&nbsp;</p>", "not_xml"),
        ("<p>", "not_xml"),
        ("<p>a & b</p>", "not_xml"),
    ],
)
def test_template__with_something_refused__says_what_and_where(body: str, code: str) -> None:
    failed = refusal(a_source("\n" + body))

    assert failed.error_code == f"document.template.{code}"
    assert failed.params["line"] == 3


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (a_source(root=""), "language_missing"),
        (a_source(root='lang="de"'), "language_missing"),
        (a_source(head=""), "title_missing"),
        (b"<p>x</p>", "not_html"),
        (b"", "not_xml"),
        ("<html lang='ka'>ა".encode("utf-16"), "not_utf8"),
        (b'<!DOCTYPE html [<!ENTITY a "b">]><html lang="ka"/>', "doctype_refused"),
        (b'<!DOCTYPE html SYSTEM "file:///etc/passwd"><html lang="ka"/>', "doctype_refused"),
        (a_source(head='<title>x</title><meta http-equiv="refresh" content="0"/>'), "attribute_refused"),
        (a_source(head='<title>x</title><base href="https://evil.invalid"/>'), "element_refused"),
        (a_source("<p>x</p>", root='lang="ka" mms:if="=x"'), "attribute_misplaced"),
    ],
)
def test_template__not_a_whole_page__is_refused(source: bytes, code: str) -> None:
    assert refusal(source).error_code == f"document.template.{code}"


def test_template__too_long_or_too_deep__is_refused() -> None:
    deep = "<div>" * 70 + "</div>" * 70

    assert refusal(a_source("x" * markup.MAX_BYTES)).error_code == "document.template.too_long"
    assert refusal(a_source(deep)).error_code == "document.template.too_deep"


@pytest.mark.parametrize(
    "declaration",
    [
        "",
        ' xmlns:mms="urn:mms:template"',
        " xmlns:mms='http://other.invalid/'",
        ' xmlns="http://www.w3.org/1999/xhtml"',
    ],
)
def test_template__prefix_and_namespace__may_be_declared_or_left_out(declaration: str) -> None:
    source = a_source('<p mms:if="=true">ა</p>', root=f'lang="ka"{declaration}')

    assert body_of(compile_template(source).render({})) == "<p>ა</p>"


def test_template__comment_and_xml_declaration__are_no_part_of_the_page() -> None:
    source = b'<?xml version="1.0" encoding="UTF-8"?>\n' + a_source("<p>ა<!-- {{ x --> ბ</p>")

    assert body_of(compile_template(source).render({})) == "<p>ა ბ</p>"


def test_template__expressions__tell_the_data_they_read() -> None:
    compiled = a_template(
        '<p mms:for="v in =visits" mms:if="=v.ok and case.open = true">{{ v.note }}{{ applicant.name }}</p>'
    )

    assert compiled.paths == {("visits",), ("case", "open"), ("applicant", "name")}


def test_template__name_not_known__is_found_before_a_letter_is_written() -> None:
    body = '<p mms:for="v in =visits">{{ v.note }}</p><p>{{ aplicant.name }}</p>'

    failed = refusal(a_source(body), names={"visits", "applicant"})

    assert failed.params["expression"] == "aplicant.name"
    assert compile_template(a_source(body), names={"visits", "aplicant"})


def test_template__loop_s_own_name__is_not_known_outside_the_loop() -> None:
    failed = refusal(a_source('<p mms:for="v in =visits">ა</p><p>{{ v.note }}</p>'), names={"visits"})

    assert failed.params["expression"] == "v.note"

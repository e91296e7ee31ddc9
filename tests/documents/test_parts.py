"""Parts that templates share: put in their places before anything is checked."""

from __future__ import annotations

import pytest

from engine.documents.markup import TemplateInvalid
from engine.documents.parts import assembled, parts_named, renamed
from engine.documents.template import compile_template
from tests.documents.templates import a_source

ROOT = 'lang="ka" xmlns="http://www.w3.org/1999/xhtml" xmlns:mms="urn:mms:template"'


def test_parts_named__template_with_parts__are_all_found() -> None:
    source = b"<p><mms:part name=\"term\"/></p><mms:part name='sender' />"

    assert parts_named(source) == {"term", "sender"}


def test_assembled__part_in_text_and_part_of_paragraphs__are_filled_like_the_template() -> None:
    source = a_source('<p>In <mms:part name="term"/>.</p><mms:part name="sender"/>')
    parts = {"term": b"{{ n }}\ndays", "sender": b"<p>{{ from }}</p>\n<p>Seal</p>\n"}

    page = compile_template(assembled(source, parts)).render({"n": 5, "from": "<Keda>"})

    assert "<p>In 5 days.</p><p>&lt;Keda&gt;</p> <p>Seal</p>" in page.html


def test_assembled__part_of_several_lines__leaves_the_lines_of_the_template_their_numbers() -> None:
    source = a_source('<mms:part name="head"/>\n<p>{{ 1 + }}</p>')

    with pytest.raises(TemplateInvalid) as with_part:
        compile_template(assembled(source, {"head": b"<p>a</p>\n<p>b</p>\n<p>c</p>"}))
    with pytest.raises(TemplateInvalid) as without:
        compile_template(source.replace(b'<mms:part name="head"/>', b"<p>a</p>"))

    assert with_part.value.params["line"] == without.value.params["line"]


def test_assembled__part_as_it_is_written__gives_the_page_of_a_template_without_parts() -> None:
    part = """<p
  class="a"
  mms:if='=n > 4'>a
  b {{ n +
  1 }}</p>
<ul>
  <li title="c
d">e</li>
</ul>"""
    source = a_source('<mms:part name="facts"/>\n<p>{{ n }}</p>', root=ROOT)

    on_one_line = assembled(source, {"facts": f"  {part}\r\n".encode()}, as_written={"facts"})
    plain = source.replace(b'<mms:part name="facts"/>', part.encode())

    pages = [compile_template(source).render({"n": 5}) for source in (on_one_line, plain)]
    assert on_one_line.count(b"\n") == source.count(b"\n")
    assert pages[0] == pages[1]
    assert "a\n  b 6</p>\n<ul>" in pages[0].html


def test_renamed__part_of_a_template__is_asked_for_by_its_new_name_alone() -> None:
    source = b'facts <mms:part name="facts"/>\xff<mms:part name=\'facts\' /><mms:part name="facts_too"/>'

    after = renamed(source, "facts", "what_is_so")

    assert after == (
        b'facts <mms:part name="what_is_so"/>\xff<mms:part name="what_is_so"/><mms:part name="facts_too"/>'
    )


@pytest.mark.parametrize(
    ("part", "code"),
    [
        (b"<script>1</script>", "element_refused"),
        (b'<p onclick="x">a</p>', "event_refused"),
        (b'<p style="background: url(x)">a</p>', "style_refused"),
        (b"</p><p>", "not_xml"),
        (b'<mms:part name="head"/>', "part_in_part"),
    ],
)
def test_assembled__part_with_what_a_template_may_not_hold__is_refused(part: bytes, code: str) -> None:
    source = a_source('<mms:part name="head"/>')

    with pytest.raises(TemplateInvalid) as refused:
        compile_template(assembled(source, {"head": part}))

    assert refused.value.error_code == f"document.template.{code}"


def test_assembled__part_that_is_not_there__is_refused_with_its_name() -> None:
    with pytest.raises(TemplateInvalid) as refused:
        assembled(a_source('<p/>\n<mms:part name="haed"/>'), {"head": b""})

    assert refused.value.error_code == "document.template.part_unknown"
    assert refused.value.params["part"] == "haed"


@pytest.mark.parametrize("tag", ['<mms:part name="head">x</mms:part>', '<mms:part href="#a" name="head"/>'])
def test_compile__part_written_otherwise__is_refused_and_never_passed_over(tag: str) -> None:
    with pytest.raises(TemplateInvalid) as refused:
        compile_template(assembled(a_source(tag), {"head": b""}))

    assert refused.value.error_code == "document.template.element_refused"

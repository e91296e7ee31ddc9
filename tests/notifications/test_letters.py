"""The plain text of a letter says what its HTML says."""

from __future__ import annotations

from engine.documents.filled import Rendered
from engine.notifications.letters import letter_of


def a_rendered(body: str) -> Rendered:
    page = f"<!DOCTYPE html>\n<html lang='ka'><head><title>სათაური</title></head><body>{body}</body></html>"
    return Rendered(page, "სათაური", "ka", ())


def test_letter__of_a_template__has_its_title_as_subject() -> None:
    letter = letter_of(a_rendered("<p>ა</p>"))

    assert (letter.subject, letter.language) == ("სათაური", "ka")
    assert "<p>ა</p>" in letter.html


def test_text__paragraphs_and_source_line_breaks__are_blocks_of_one_line() -> None:
    letter = letter_of(a_rendered("\n  <h1>სათაური</h1>\n  <p>ერთი\n     ორი<br>სამი</p><p>ოთხი</p>\n"))

    assert letter.text == "სათაური\n\nერთი ორი\nსამი\n\nოთხი\n"


def test_text__lists__keep_their_marks() -> None:
    letter = letter_of(a_rendered("<ol start='3'><li>ა</li><li>ბ</li></ol><ul><li>გ</li></ul>"))

    assert letter.text == "3. ა\n\n4. ბ\n\n– გ\n"


def test_text__table__keeps_cells_apart() -> None:
    letter = letter_of(a_rendered("<table><tr><th>თარიღი</th><td>02.03.2026</td></tr></table>"))

    assert letter.text == "თარიღი | 02.03.2026\n"


def test_text__escaped_signs__are_shown_as_they_are() -> None:
    letter = letter_of(a_rendered("<p>1 &lt; 2 &amp; „ა“</p>"))

    assert letter.text == "1 < 2 & „ა“\n"

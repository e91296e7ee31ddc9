"""Examples of letters and documents that can't be read or filled, or say another thing in each language."""

from __future__ import annotations

from tests.catalogue.edits.shape import Example, example, removed, written

SERVICE, CONSENT = "general/question", "assets/consent"
LETTER, GEORGIAN = "documents/answered.en.html", "documents/answered.ka.html"
ANSWER = "<p>{{ answer.text }}</p>"
DEEP = 60 * "<div>" + 60 * "</div>"


def edited(code: str, before: str, after: str, shown: str = "") -> Example:
    return example(code, SERVICE, (LETTER, before, after), shown=shown)


def instead(code: str, line: str, shown: str = "") -> Example:
    """An example of another line in the place of the one that gives the answer."""
    return edited(code, ANSWER, line, shown)


EXAMPLES: list[Example] = [
    edited("document.template.not_xml", "</html>", ""),
    example("document.template.not_html", SERVICE, written(LETTER, "<p>{{ answer.text }}</p>")),
    example(
        "document.template.not_utf8",
        SERVICE,
        written(LETTER, "<html><p>\u201cAnswer\u201d</p></html>".encode("cp1252")),
        shown="a file saved as Windows-1252",
    ),
    edited("document.template.doctype_refused", "<html", '<!DOCTYPE html SYSTEM "letter.dtd"><html'),
    edited("document.template.instruction_refused", "<body>", '<body><?php echo "Answer"; ?>'),
    edited("document.template.language_missing", ' lang="en"', ""),
    edited("document.template.language_other", 'lang="en"', 'lang="ka"'),
    edited("document.template.title_missing", "<title>The answer to your question</title>", ""),
    instead("document.template.element_refused", '<img alt="{{ answer.text }}"/>'),
    instead("document.template.event_refused", '<p onclick="print()">{{ answer.text }}</p>'),
    instead("document.template.attribute_refused", '<p align="left">{{ answer.text }}</p>'),
    edited("document.template.attribute_misplaced", "<body>", '<body mms:if="=answer.text != null">'),
    instead("document.template.placeholder_misplaced", '<p id="{{ answer.text }}">{{ answer.text }}</p>'),
    instead("document.template.placeholder_open", "<p>{{ answer.text</p>"),
    instead("document.template.address_refused", '<a href="https://example.org">{{ answer.text }}</a>'),
    instead("document.template.style_refused", '<p style="background: url(paper.png)">{{ answer.text }}</p>'),
    instead("document.template.condition_malformed", '<p mms:if="answer.text">{{ answer.text }}</p>'),
    instead("document.template.loop_malformed", '<p mms:for="=answer.files">{{ answer.text }}</p>'),
    instead("document.template.expression_invalid", "<p>{{ anser.text }}</p>"),
    example(
        "document.template.expression_invalid",
        "high_mountain/grant",
        ("documents/granted.ka.html", "{{ decision.number }}", "{{ decisoin.number }}"),
    ),
    instead("document.template.languages_differ", "<p>You have our answer.</p>"),
    instead("document.template.too_deep", DEEP, shown="elements 60 times inside each other"),
    example(
        "document.template.too_long",
        SERVICE,
        written(LETTER, 262_145 * " "),
        shown="a file of more than 256 KB",
    ),
    example(
        "document.template.part_in_part",
        CONSENT,
        ("documents/parts/facts.en.html", "<h2>Facts</h2>", '<mms:part name="greeting"/><h2>Facts</h2>'),
    ),
    edited("catalogue.part_unknown", '<mms:part name="case_line"/>', '<mms:part name="case_lines"/>'),
    edited("document.template.part_unknown", '<mms:part name="case_line"/>', '<mms:part name="case_lines"/>'),
    example("catalogue.part_twice", SERVICE, written("documents/parts/sender.en.html", "<p>The mayor</p>")),
    example("reference.part_unused", SERVICE, written("documents/parts/thanks.en.html", "<p>Thank you.</p>")),
    example("reference.template_unknown", SERVICE, removed(LETTER)),
]

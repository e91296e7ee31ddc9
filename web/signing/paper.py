"""The page that is signed, as part of a page of this site: its body, one heading level lower.

It was made of a template's listed elements with every value as text, so nothing in it can run. Refuses to
know what it says.
"""

from __future__ import annotations

from lxml import html
from markupsafe import Markup

LOWER = {"h1": "h2", "h2": "h3", "h3": "h4"}


def as_part(page: str) -> Markup:
    """Return the body of the page."""
    root = html.document_fromstring(page)
    body = root.find("body")
    assert body is not None
    for element in list(body.iter()):
        if element.tag in LOWER:
            element.tag = LOWER[element.tag]
        if isinstance(element.tag, str):
            element.attrib.pop("style", None)
            element.attrib.pop("id", None)
    for picture in list(body.iter("svg")):
        picture.drop_tree()  # the code for telephones; its text stands beside it
    inner = "".join(html.tostring(child, encoding="unicode") for child in body)
    return Markup(inner)

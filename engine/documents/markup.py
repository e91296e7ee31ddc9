"""Reading a template's XHTML safely, and saying what elements and attributes it may contain.

Everything is refused that is not listed: scripts, frames, pictures, forms, links to other places.
What stands in placeholders is unknown here.
"""

from __future__ import annotations

import re

from lxml import etree

from engine.documents.placeholders import has_placeholder
from engine.errors import Rejected

MAX_BYTES = 256 * 1024
MAX_DEPTH = 60

_XHTML = "{http://www.w3.org/1999/xhtml}"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NAMESPACE = "urn:mms:template"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ELEMENTS = _words(
    "html head title meta style body header footer main section article div span p br hr h1 h2 h3 h4"
    " strong b em i u small sub sup ol ul li dl dt dd table caption colgroup col thead tbody tfoot tr th td"
    " blockquote address time a"
)
_ATTRIBUTES = _words(
    "class id lang dir title style href colspan rowspan scope start datetime charset name content role"
)
_WITH_PLACEHOLDERS = _words("class lang title start datetime colspan rowspan aria-label")
_META_NAMES = frozenset({"author", "description", "keywords", "viewport"})
# A backslash could spell any of these in another way.
_STYLE_REFUSED = re.compile(
    r"url\s*\(|image|src\s*\(|@import|@font-face|expression|attr\s*\(|\\|<", re.IGNORECASE
)
_DOCTYPE = re.compile(r"<!DOCTYPE\s+html\s*>", re.IGNORECASE)


class TemplateInvalid(Rejected):
    """The template can't be used; `line` says where."""

    code = "document.template.invalid"


def read_markup(source: bytes) -> etree._Element:
    """Return the root of a template that contains only what is allowed."""
    if len(source) > MAX_BYTES:
        raise TemplateInvalid("document.template.too_long", line=1, max_bytes=MAX_BYTES)
    root = _parse(_declared(source))
    if local_name(root) != "html":
        raise TemplateInvalid("document.template.not_html", line=1)
    for element in root.iter():
        _check_node(element)
    return root


def local_name(element: etree._Element) -> str | None:
    """Return an HTML element's name, or None for elements of other vocabularies."""
    tag = str(element.tag).removeprefix(_XHTML)
    return None if "{" in tag else tag


def attribute_name(name: str) -> str:
    """Return an attribute's name as it is written; ours keep the prefix `mms:`."""
    if name == _XML_LANG:
        return "lang"
    return f"mms:{etree.QName(name).localname}" if name.startswith("{") else name


def line_of(element: etree._Element) -> int:
    """Return where the element begins."""
    return int(element.sourceline or 1)


def _declared(source: bytes) -> str:
    """Return the text with the prefix `mms` declared, which authors may leave out."""
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TemplateInvalid("document.template.not_utf8", line=1) from None
    if "<!ENTITY" in text or "<!DOCTYPE" in _DOCTYPE.sub("", text, count=1).upper():
        raise TemplateInvalid("document.template.doctype_refused", line=1)
    text = re.sub(r"""\sxmlns:mms\s*=\s*("[^"]*"|'[^']*')""", "", text, count=1)
    return re.sub(r"<html\b", f'<html xmlns:mms="{_NAMESPACE}"', text, count=1)


def _parse(text: str) -> etree._Element:
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    try:
        return etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as failed:
        line = failed.lineno or 1
        raise TemplateInvalid("document.template.not_xml", line=line, detail=failed.msg) from None


def _check_node(element: etree._Element) -> None:
    line = line_of(element)
    if not isinstance(element.tag, str):
        raise TemplateInvalid("document.template.instruction_refused", line=line)
    name = local_name(element)
    if name not in _ELEMENTS:
        raise TemplateInvalid("document.template.element_refused", line=line, element=str(element.tag))
    if sum(1 for _ in element.iterancestors()) > MAX_DEPTH:
        raise TemplateInvalid("document.template.too_deep", line=line, max_depth=MAX_DEPTH)
    if name == "style":
        _check_style(element.text or "", line)
    for key, value in element.attrib.items():
        _check_attribute(name, attribute_name(str(key)), str(value), line=line)


def _check_attribute(element: str, name: str, value: str, *, line: int) -> None:
    if name.lower().startswith("on"):
        raise TemplateInvalid("document.template.event_refused", line=line, attribute=name)
    if name in ("mms:if", "mms:for"):
        if element in ("html", "head", "title", "body"):
            raise TemplateInvalid("document.template.attribute_misplaced", line=line, attribute=name)
        return
    if name not in _ATTRIBUTES and not name.startswith("aria-"):
        raise TemplateInvalid("document.template.attribute_refused", line=line, attribute=name)
    if has_placeholder(value) and name not in _WITH_PLACEHOLDERS:
        raise TemplateInvalid("document.template.placeholder_misplaced", line=line, attribute=name)
    if name == "href" and not value.startswith("#"):
        raise TemplateInvalid("document.template.address_refused", line=line)
    if name == "style":
        _check_style(value, line)
    if element == "meta" and name == "name" and value not in _META_NAMES:
        raise TemplateInvalid("document.template.attribute_refused", line=line, attribute=name)


def _check_style(style: str, line: int) -> None:
    if has_placeholder(style):
        raise TemplateInvalid("document.template.placeholder_misplaced", line=line, attribute="style")
    if _STYLE_REFUSED.search(style):
        raise TemplateInvalid("document.template.style_refused", line=line)

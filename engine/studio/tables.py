"""Decision tables as an editor writes them back, and the table that a new one begins as.

What is said of diagrams in `diagrams.py` holds here: an unchanged table keeps its bytes. Editors leave out
what is the default and write an empty cell where any value fits; our files say both. Refuses to know what a
table means.
"""

from __future__ import annotations

from typing import Final
from xml.sax.saxutils import quoteattr

from lxml import etree

from engine.decisions.xml import parse

_DMN: Final = "{https://www.omg.org/spec/DMN/20191111/MODEL/}"
_ANY: Final = "-"
_POLICY: Final = "UNIQUE"
_NEW: Final = """<?xml version='1.0' encoding='UTF-8'?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" \
xmlns:modeler="http://camunda.org/schema/modeler/1.0" id={file} name={title} namespace={namespace} \
modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="8.6.0">
  <decision id={name} name={title}>
    <decisionTable id={table} hitPolicy="UNIQUE">
      <input id="input_1">
        <inputExpression id="expression_1" typeRef="string">
          <text></text>
        </inputExpression>
      </input>
      <output id="output_1" name="result" typeRef="string"/>
    </decisionTable>
  </decision>
</definitions>
"""


def written_back(new: bytes, *known: bytes | None) -> bytes:
    """Return the first of `known` that says the same as `new`, else `new` as our tables are written."""
    root = _as_ours(new)
    meaning = _meaning(root)
    same = (content for content in known if content is not None and _meaning(_as_ours(content)) == meaning)
    found = next(same, None)
    return found if found is not None else _bytes(root)


def new_table(service: str, name: str, title: str) -> bytes:
    """Return a table with one column of each kind and no row yet."""
    said = {
        "file": f"{name}_file",
        "name": name,
        "table": f"{name}_table",
        "title": title,
        "namespace": f"urn:mms:{service}",
    }
    return _NEW.format(**{key: quoteattr(value) for key, value in said.items()}).encode()


def _as_ours(content: bytes) -> etree._Element:
    """Return the document with what editors leave out."""
    parse(content)  # refuses what no tree should be built from
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    for table in root.iter(f"{_DMN}decisionTable"):
        table.set("hitPolicy", table.get("hitPolicy") or _POLICY)
    for entry in root.iter(f"{_DMN}inputEntry"):
        text = entry.find(f"{_DMN}text")
        if text is not None and not (text.text or "").strip():
            text.text = _ANY
    return root


def _bytes(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8")) + b"\n"


def _meaning(root: etree._Element) -> bytes:
    """Return what all ways of writing have in common."""
    parser = etree.XMLParser(remove_blank_text=True, resolve_entities=False, no_network=True)
    bare = etree.fromstring(etree.tostring(root), parser)
    for element in bare.iter(etree.Element):
        if element.text is not None and not element.text.strip():
            element.text = None
    return bytes(etree.tostring(bare, method="c14n2"))

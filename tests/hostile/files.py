"""Files that are hostile before anybody looks at what is drawn in them."""

from __future__ import annotations

import gzip
from collections.abc import Callable

from tests.hostile.kit import FILES, H, before_the_root, edited, good, inside

XINCLUDE = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd"/>'
ENTITY = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(9)
)


def million_elements() -> FILES:
    return good()[0].replace(b"</bpmn:process>", b"<a/>" * 480_000 + b"</bpmn:process>"), {}


def nested(levels: int, element: str = "a") -> Callable[[], FILES]:
    return inside(f"<{element}>" * levels + f"</{element}>" * levels)


BYTES = (
    H(
        "external_entity",
        before_the_root(ENTITY),
        "diagram.doctype",
    ),
    H("external_dtd", before_the_root('<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'), "diagram.doctype"),
    H("billion_laughs", before_the_root(LAUGHS + "]>"), "diagram.doctype"),
    H("half_a_million_elements", million_elements, "diagram.too_many_nodes"),
    H("a_hundred_thousand_levels", nested(100_000), "diagram.too_deep"),
    H("three_megabytes", inside(" " * 3_000_000), "diagram.too_large"),
    H("endless_attribute", edited('id="a"', f'id="a" name="{"x" * 1_000_000}"'), "diagram.text_too_long"),
    H(
        "endless_text",
        inside(f"<bpmn:documentation>{'x' * 1_000_000}</bpmn:documentation>"),
        "diagram.text_too_long",
    ),
    H(
        "thousand_attributes",
        edited('id="a"', 'id="a" ' + " ".join(f'a{n}="1"' for n in range(1_000))),
        "diagram.too_many_attributes",
    ),
    H(
        "thousand_namespaces",
        edited('id="a"', 'id="a" ' + " ".join(f'xmlns:a{n}="urn:{n}"' for n in range(1_000))),
        "diagram.too_many_attributes",
    ),
    H("utf16", lambda: (good()[0].decode().encode("utf-16"), {}), "diagram.wrong_encoding"),
    H(
        "says_another_encoding",
        before_the_root('<?xml version="1.0" encoding="UTF-7"?>'),
        "diagram.wrong_encoding",
    ),
    H("gzip", lambda: (gzip.compress(good()[0]), {}), "diagram.wrong_encoding"),
    H(
        "invalid_utf8",
        lambda: (good()[0].replace(b'id="a"', b'id="a" name="\xc3\x28"'), {}),
        "diagram.wrong_encoding",
    ),
    H("null_byte", lambda: (good()[0].replace(b'id="a"', b'id="a\x00"'), {}), "diagram.xml_malformed"),
    H("cut_off", lambda: (good()[0][:-40], {}), "diagram.xml_malformed"),
    H("another_language", lambda: (b"<html/>", {}), "diagram.not_bpmn"),
    H(
        "xinclude",
        inside(XINCLUDE),
        "diagram.element_does_not_run",
        "diagram.schema",
    ),
)

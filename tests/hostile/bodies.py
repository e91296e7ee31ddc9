"""Request bodies of somebody who wants the server to work, to fill its memory, or to fall.

Each is a recipe of what a server hands to the application (PEP 3333): a body, its type, its length or that it
came in chunks, more headers. The largest are as large as the limits of `web.bodies` let through, and beyond.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

FORM, JSON, MULTIPART = (
    "application/x-www-form-urlencoded",
    "application/json",
    "multipart/form-data; boundary=x",
)
MB = 1024 * 1024
END = b"--x--\r\n"
_made: dict[str, bytes] = {}


@dataclass(frozen=True)
class Body:
    """A body by its name; `length` is announced in place of the true one, None announces none."""

    name: str
    kind: str
    make: Callable[[], bytes]
    headers: Mapping[str, str] = field(default_factory=dict)
    length: str | None = ""

    def content(self) -> bytes:
        """Return the body, made once."""
        if self.name not in _made:
            _made[self.name] = self.make()
        return _made[self.name]

    def environ(self) -> dict[str, Any]:
        """Return what a server hands over with the body."""
        content = self.content()
        told: dict[str, Any] = {"wsgi.input": BytesIO(content), "CONTENT_TYPE": self.kind}
        if self.length is None:
            told["wsgi.input_terminated"] = True
        else:
            told["CONTENT_LENGTH"] = self.length or str(len(content))
        return told | {
            f"HTTP_{name.upper().replace('-', '_')}": value for name, value in self.headers.items()
        }


def part(name: str, value: bytes = b"", *, more: str = "") -> bytes:
    return f'--x\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'.encode() + value + b"\r\n"


def file(name: str = "a", value: bytes = b"") -> bytes:
    return part(name, value, more='; filename="a.png"')


def nested(opening: str, inside: str, closing: str, depth: int) -> Callable[[], bytes]:
    return lambda: (opening * depth + inside + closing * depth).encode()


def form(name: str, make: Callable[[], bytes], **more: Any) -> Body:
    return Body(name, FORM, make, **more)


def parts(name: str, make: Callable[[], bytes], **more: Any) -> Body:
    return Body(name, MULTIPART, make, **more)


def told(name: str, make: Callable[[], bytes], **more: Any) -> Body:
    return Body(name, JSON, make, **more)


def said(name: str, value: str, times: int = 1) -> Body:
    return form(f"a header: {name}", lambda: b"a=1", headers={name: value * times})


PARTS = (
    parts("parts: one too many files", lambda: file() * 2001 + END),
    parts("parts: as many files as allowed", lambda: file() * 2000 + END),
    parts("parts: as many fields as allowed", lambda: part("a") * 2000 + END),
    parts("parts: a hundred thousand files", lambda: file() * 100_000 + END),
    parts("parts: none, in four megabytes", lambda: b"a" * 4 * MB),
    parts("parts: line ends, in four megabytes", lambda: b"\r\n" * 2 * MB),
    parts("parts: carriage returns", lambda: part("a", b"\r" * 3 * MB) + END),
    parts("parts: nearly boundaries", lambda: file(value=b"\r\n--" * MB) + END),
    parts("parts: hyphens", lambda: b"-" * 4 * MB),
    parts("parts: without a name", lambda: b"--x\r\n\r\na\r\n" * 1000 + END),
    parts("parts: with a header of a megabyte", lambda: b"--x\r\nA: " + b"a" * MB + b"\r\n\r\n\r\n" + END),
    parts("parts: with ten thousand headers", lambda: b"--x\r\n" + b"A: a\r\n" * 10_000 + b"\r\n\r\n" + END),
    parts("parts: a field of five megabytes", lambda: part("a", b"a" * 5 * MB) + END),
    parts("parts: a file of eight megabytes", lambda: file(value=b"a" * 8 * MB) + END),
    parts("parts: a file that is called by nothing", lambda: part("file", b"a", more='; filename=""') + END),
    parts("parts: a file with an evil name", lambda: part("file", more='; filename="../\0\r\n.png"') + END),
    parts("parts: a name of a megabyte", lambda: part("a" * MB) + END),
    parts(
        "parts: a charset that nobody has", lambda: b"--x\r\nContent-Type: a; charset=no\r\n\r\n\r\n" + END
    ),
    parts("parts: cut in a header", lambda: part("a")[:20]),
    parts("parts: cut in a file", lambda: file(value=b"a" * MB)),
    parts("parts: within parts", lambda: part("a", part("b", END)) * 500 + END),
    Body("parts: no boundary", "multipart/form-data", lambda: file() + END),
    Body("parts: an empty boundary", 'multipart/form-data; boundary=""', lambda: file() + END),
    Body("parts: a boundary of eight kilobytes", f"multipart/form-data; boundary={'x' * 8000}", lambda: b"a"),
    Body("parts: a boundary that is no ASCII", "multipart/form-data; boundary=\u00e9", lambda: b"a"),
)
FIELDS = (
    form("fields: one too many", lambda: b"a=1&" * 2000 + b"a=1"),
    form("fields: as many as allowed", lambda: b"a=1&" * 1999 + b"a=1"),
    form("fields: two million", lambda: b"a&" * 2 * MB),
    form("fields: nothing but separators", lambda: b"&" * 4 * MB),
    form("fields: nothing but equals signs", lambda: b"=" * 3 * MB),
    form("fields: a value of four megabytes", lambda: b"a=" + b"b" * (4 * MB - 2)),
    form("fields: a value of twenty megabytes", lambda: b"a=" + b"b" * 20 * MB),
    form("fields: a name of a megabyte", lambda: b"a" * MB + b"=1"),
    form("fields: a million percent signs", lambda: b"a=" + b"%" * MB),
    form("fields: escapes of no UTF-8", lambda: b"a=" + b"%ff" * MB),
    form("fields: NUL", lambda: b"text=%00&name=%00&reason=%00&_key=%00&_version=%00&seen=%00"),
    form("fields: brackets, deep", lambda: b"a" + b"[a]" * 10_000 + b"=1"),
    form("fields: dots, deep", lambda: b".".join([b"a"] * 10_000) + b"=1"),
    form("fields: numbers that never end", lambda: b"_version=" + b"9" * MB + b"&seen=" + b"9" * MB),
    form("fields: answers in JSON, deep", lambda: b"_answers=" + b"[" * 100_000),
    form("fields: answers in JSON, wide", lambda: b"_answers=[" + b"1," * MB + b"1]"),
    form("fields: dates that there are not", lambda: b"day=9999-99-99&valid_from=0000-00-00&known_on=1e9"),
)
NESTING = (
    told("nesting: arrays, deep", nested("[", "", "]", 100_000)),
    told("nesting: objects, deep", nested('{"a":', "1", "}", 100_000)),
    told("nesting: as deep as is read", nested('{"a":', "1", "}", 190)),
    told("nesting: numbers, in four megabytes", lambda: b"[" + b"1," * (2 * MB - 2) + b"1]"),
    told("nesting: empty objects", lambda: b"[" + b"{}," * MB + b"{}]"),
    told("nesting: many names", lambda: json.dumps({f"a{n}": n for n in range(200_000)}).encode()),
    told("nesting: one name twice", lambda: b'{"text": 1, "text": 2}'),
    told("nesting: a number of a million digits", lambda: b'{"text": ' + b"9" * MB + b"}"),
    told("nesting: an exponent", lambda: b'{"text": 1e999999999, "seen": 1e999999999}'),
    told("nesting: no numbers", lambda: b'{"text": NaN, "seen": -Infinity}'),
    told("nesting: half a letter", lambda: b'{"text": "\\ud800"}'),
    told("nesting: NUL", lambda: b'{"text": "\\u0000"}'),
    told("nesting: no UTF-8", lambda: b'{"text": "\xff\xfe"}'),
    told("nesting: cut", lambda: b'{"text": "a'),
    told("nesting: a text of four megabytes", lambda: json.dumps({"text": "a" * (4 * MB - 20)}).encode()),
    told("nesting: escapes", lambda: b'{"text": "' + b"\\u0041" * (600 * 1024) + b'"}'),
)
COMPRESSION = (
    told(
        "compression: a bomb of JSON",
        lambda: gzip.compress(b"[" * 50 * MB),
        headers={"Content-Encoding": "gzip"},
    ),
    form(
        "compression: a bomb of fields",
        lambda: zlib.compress(b"a&" * 25 * MB),
        headers={"Content-Encoding": "deflate"},
    ),
    form("compression: one that nobody has", lambda: b"a=1", headers={"Content-Encoding": "gzip, br, zstd"}),
)
LENGTHS = (
    form("chunked: fields without an end", lambda: b"a&" * 4 * MB, length=None),
    parts("chunked: files", lambda: file() * 100_000, length=None),
    told("chunked: JSON", lambda: b"[" * 8 * MB, length=None),
    form("cut: fields", lambda: b"a=1", length="1000"),
    parts("cut: a file", lambda: file(value=b"a" * 1000), length=str(MB)),
    told("cut: JSON", lambda: b'{"a"', length="1000"),
    form("length: no number", lambda: b"a=1", length="1e9"),
    form("length: less than nothing", lambda: b"a=1", length="-1"),
    form("length: a terabyte", lambda: b"a=1", length=str(2**40)),
)
KINDS = (
    Body("type: none", "", lambda: b"a=1"),
    Body("type: one that nobody has", "a/b; c=" + "d" * 4000, lambda: b"a=1"),
    Body(
        "type: XML that grows",
        "application/xml",
        lambda: b'<!DOCTYPE a [<!ENTITY a "' + b"a" * 1000 + b'">]><a>&a;</a>',
    ),
    Body("type: text", "text/plain; charset=utf-7", lambda: b"a" * MB),
)
HEADERS = (
    said("Accept-Language", "ka;q=0.1,en;q=0.2,", 400),
    said("Cookie", "a=b; ", 1500),
    said("X-Forwarded-For", "203.0.113.9, ", 600),
    said("Authorization", "Bearer " + "a" * 8000),
    said("If-Match", '"', 8000),
    said("Idempotency-Key", "0" * 8000),
    said("Range", "bytes=" + "0-1," * 1500),
    said("User-Agent", "(" * 8000),
)
BODIES = (*PARTS, *FIELDS, *NESTING, *COMPRESSION, *LENGTHS, *KINDS, *HEADERS)

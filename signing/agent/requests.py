"""Requests of the browser, read strictly: what is not expected is refused, and nothing is guessed."""

from __future__ import annotations

import base64
import binascii
import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from signing.agent import PROTOCOL
from signing.agent.errors import Malformed, OtherVersion
from signing.agent.prompts import Document
from signing.agent.sites import site
from signing.agent.words import LANGUAGES
from signing.cards.profiles import Purpose

COMMON = {"version", "id", "command", "origin", "language"}
PURPOSES = {"auth": Purpose.SIGN_IN, "sign": Purpose.SIGN}
HASHES = {"SHA-256": ("sha256", 32), "SHA-384": ("sha384", 48), "SHA-512": ("sha512", 64)}
LONGEST_TITLE, LONGEST_REASON = 300, 200
MOST_DOCUMENTS = 50
_ID = re.compile(r"[A-Za-z0-9-]{1,64}")
_NONCE = re.compile(r"[A-Za-z0-9+/]{42,126}={0,2}")  # at least 256 bits


@dataclass(frozen=True)
class Status:
    """Command for the status of reader and card."""


@dataclass(frozen=True)
class GiveCertificate:
    """Whose card is it?"""

    purpose: Purpose


@dataclass(frozen=True)
class Authenticate:
    """Prove who holds the card, to this site and for this nonce."""

    nonce: str


@dataclass(frozen=True)
class Sign:
    """Sign the hashes of these documents, for this reason."""

    documents: tuple[Document, ...]
    hash_name: str
    reason: str


Command = Status | GiveCertificate | Authenticate | Sign


@dataclass(frozen=True)
class Request:
    """Request of a site: which command, and in which language the person reads."""

    site: str
    language: str
    command: Command


def read_fields(raw: bytes) -> dict[str, Any]:
    """Return the fields of a message with an id that can be answered. Raises `Malformed`."""
    try:
        # From text, because from bytes the parser would guess among encodings.
        fields = json.loads(raw.decode(), object_pairs_hook=_without_duplicates, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Malformed("not JSON") from None
    if not isinstance(fields, dict) or not _ID.fullmatch(_text(fields, "id")):
        raise Malformed("no id")
    return fields


def read_request(fields: Mapping[str, Any], *, is_demo: bool) -> Request:
    """Return what is asked. Raises `Malformed`, `OtherVersion` or `SiteRefused`."""
    if type(fields.get("version")) is not int or fields["version"] != PROTOCOL:
        raise OtherVersion
    command = _text(fields, "command")
    if command not in _READERS:
        raise Malformed("no such command")
    names, read = _READERS[command]
    if fields.keys() != COMMON | names:
        raise Malformed("other fields")
    language = _text(fields, "language")
    asker = site(_text(fields, "origin"), is_demo=is_demo)
    return Request(asker, language if language in LANGUAGES else LANGUAGES[0], read(fields))


def _certificate(fields: Mapping[str, Any]) -> GiveCertificate:
    purpose = _text(fields, "purpose")
    if purpose not in PURPOSES:
        raise Malformed("no such purpose")
    return GiveCertificate(PURPOSES[purpose])


def _authenticate(fields: Mapping[str, Any]) -> Authenticate:
    nonce = _text(fields, "nonce")
    if not _NONCE.fullmatch(nonce):
        raise Malformed("no nonce")
    return Authenticate(nonce)


def _sign(fields: Mapping[str, Any]) -> Sign:
    name, size = HASHES.get(_text(fields, "algorithm"), ("", 0))
    listed = fields.get("documents")
    if not isinstance(listed, list) or not 0 < len(listed) <= MOST_DOCUMENTS:
        raise Malformed("no documents, or too many")
    documents = tuple(_document(document, size) for document in listed)
    return Sign(documents, name, _shown(fields, "purpose", LONGEST_REASON))


def _document(fields: Any, size: int) -> Document:
    if not isinstance(fields, dict) or fields.keys() != {"hash", "title"}:
        raise Malformed("not a hash and a title")
    encoded = _text(fields, "hash")
    try:
        digest = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise Malformed("no base64") from None
    if not size or len(digest) != size or base64.b64encode(digest).decode() != encoded:
        raise Malformed("no hash of this algorithm")
    return Document(digest, _shown(fields, "title", LONGEST_TITLE))


_READERS: Mapping[str, tuple[set[str], Callable[[Mapping[str, Any]], Command]]] = {
    "status": (set(), lambda fields: Status()),
    "certificate": ({"purpose"}, _certificate),
    "authenticate": ({"nonce"}, _authenticate),
    "sign": ({"documents", "algorithm", "purpose"}, _sign),
}


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str):
        raise Malformed(f"{name} is no text")
    return value


def _shown(fields: Mapping[str, Any], name: str, longest: int) -> str:
    """Return words of the site as they may be shown: on one line, in the order in which they are written."""
    text = "".join(
        " " if unicodedata.category(character)[0] in "CZ" else character for character in _text(fields, name)
    )
    words = " ".join(text.split())
    if not words or len(words) > longest:
        raise Malformed(f"{name} is empty or too long")
    return words


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name comes twice")
    return found


def _no_constant(text: str) -> NoReturn:
    raise ValueError(f"{text} is not JSON")

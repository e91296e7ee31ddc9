"""The manifests of a container: which files one names with their hashes, and what is signed over it.

The file of ETSI EN 319 162-1 for signatures in CMS and for time stamps. Refuses to know what the files mean
and whether anything over a manifest holds.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from signing.errors import Check, Refused
from signing.hostile_xml import parsed

ASIC, DS = "http://uri.etsi.org/02918/v1.2.1#", "http://www.w3.org/2000/09/xmldsig#"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
HASHES = {
    SHA256: "sha256",
    "http://www.w3.org/2001/04/xmldsig-more#sha384": "sha384",
    "http://www.w3.org/2001/04/xmlenc#sha512": "sha512",
}
LONGEST = 4 * 2**20
IS_MANIFEST = re.compile(r"META-INF/ASiC(Archive)?Manifest[0-9]*\.xml")


@dataclass(frozen=True)
class Digest:
    """The hash of something, as somebody wrote it down."""

    hash_name: str
    value: bytes


@dataclass(frozen=True)
class Manifest:
    """A list of files; nothing of it has been verified."""

    name: str
    content: bytes = field(repr=False)
    over: str  # the file with the signature or stamp over this one
    digests: Mapping[str, Digest]  # of each file, by its name


def read_manifest(name: str, content: bytes) -> Manifest:
    """Return what the manifest says. Raises `Refused`."""
    if not content or len(content) > LONGEST:
        raise Refused(Check.CONTAINER, "manifest")
    top = parsed(content)
    try:
        if top.tag != f"{{{ASIC}}}ASiCManifest":
            raise ValueError
        references = top.findall(f"{{{ASIC}}}DataObjectReference")
        found = {str(reference.attrib["URI"]): digest_in(reference) for reference in references}
        (over,) = (str(reference.attrib["URI"]) for reference in top.findall(f"{{{ASIC}}}SigReference"))
    except (ValueError, KeyError):
        raise Refused(Check.CONTAINER, "manifest") from None
    if len(found) != len(references):
        raise Refused(Check.CONTAINER, "manifest")
    return Manifest(name, content, over, found)


def digest_in(element: etree._Element) -> Digest:
    """Return the one hash that an element names. Raises `ValueError` or `KeyError`."""
    method, value = (element.findall(f"{{{DS}}}{name}") for name in ("DigestMethod", "DigestValue"))
    if len(method) != 1 or len(value) != 1:
        raise ValueError
    return Digest(HASHES[method[0].attrib["Algorithm"]], from_base64(value[0].text))


def from_base64(text: str | None) -> bytes:
    """Return the bytes; XML breaks their lines. Raises `ValueError`."""
    try:
        return base64.b64decode("".join((text or "").split()), validate=True)
    except binascii.Error:
        raise ValueError from None


def written(named: Iterable[tuple[str, str, bytes]], *, over: str, kind: str) -> bytes:
    """Return a manifest of files (name, media type, SHA-256) that is signed or stamped by another file."""
    top = etree.Element(f"{{{ASIC}}}ASiCManifest", nsmap={"asic": ASIC, "ds": DS})
    etree.SubElement(top, f"{{{ASIC}}}SigReference", URI=over, MimeType=kind)
    for name, media_type, digest in named:
        attributes = {"URI": name} | ({"MimeType": media_type} if media_type else {})
        one = etree.SubElement(top, f"{{{ASIC}}}DataObjectReference", attributes)
        etree.SubElement(one, f"{{{DS}}}DigestMethod", Algorithm=SHA256)
        value = etree.SubElement(one, f"{{{DS}}}DigestValue")
        value.text = base64.b64encode(digest).decode()
    made: bytes = etree.tostring(top, xml_declaration=True, encoding="UTF-8")
    return made

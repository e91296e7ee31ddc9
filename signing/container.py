"""Reading an ASiC-E container of any origin: strictly, and never more than it may hold.

A reader that is lenient somewhere shows something else than another one; so names that lead elsewhere,
names that come twice and entries that unpack to more than they say are refused. Refuses to know what the
files mean.
"""

from __future__ import annotations

import base64
import binascii
import io
import zipfile
import zlib
from dataclasses import dataclass, field

from lxml import etree

from signing.errors import Check, Refused

MEDIA_TYPE = b"application/vnd.etsi.asic-e+zip"
MANIFEST, STAMP, PROOF = "META-INF/ASiCManifest.xml", "META-INF/timestamp.tst", "META-INF/proof/"
ASIC, DS = "http://uri.etsi.org/02918/v1.2.1#", "http://www.w3.org/2000/09/xmldsig#"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
MOST_FILES, LONGEST_FILE, LONGEST_MANIFEST = 2_000, 60 * 2**20, 4 * 2**20
LONGEST = 300 * 2**20


@dataclass(frozen=True)
class Container:
    """What lies in a container; nothing of it has been verified."""

    files: dict[str, bytes] = field(repr=False)
    manifest: bytes = field(repr=False)
    digests: dict[str, bytes]  # of each file, by the manifest
    stamp: bytes = field(repr=False)
    answers: tuple[bytes, ...] = field(repr=False)
    lists: tuple[bytes, ...] = field(repr=False)


def read_container(content: bytes) -> Container:
    """Return what lies in the container. Raises `Refused`."""
    entries = _entries(content)
    if entries.pop("mimetype", None) != MEDIA_TYPE:
        raise Refused(Check.CONTAINER, "other_kind")
    manifest, stamp = entries.pop(MANIFEST, b""), entries.pop(STAMP, b"")
    proof = {name: entries.pop(name) for name in sorted(entries) if name.startswith(PROOF)}
    if any(is_own(name) for name in entries):
        raise Refused(Check.CONTAINER, "unknown_part")
    return Container(
        entries,
        manifest,
        _digests(manifest),
        stamp,
        tuple(one for name, one in proof.items() if name.endswith(".ocsp")),
        tuple(one for name, one in proof.items() if name.endswith(".crl")),
    )


def is_own(name: str) -> bool:
    """Say whether the name is one of the container itself."""
    return name == "mimetype" or name.split("/")[0].upper() == "META-INF"


def is_plain(name: str) -> bool:
    """Say whether the name is a path that leads nowhere else."""
    steps = name.split("/")
    return name.isprintable() and "\\" not in name and ":" not in name and not {"", ".", ".."} & set(steps)


def _entries(content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as zipped:
            listed = zipped.infolist()
            if len(listed) > MOST_FILES or sum(one.file_size for one in listed) > LONGEST:
                raise Refused(Check.CONTAINER, "too_large")
            if len({one.filename.casefold() for one in listed}) != len(listed):
                raise Refused(Check.CONTAINER, "name_twice")
            return {one.filename: _unpacked(zipped, one) for one in listed}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError, OSError):
        raise Refused(Check.CONTAINER, "unreadable") from None


def _unpacked(zipped: zipfile.ZipFile, one: zipfile.ZipInfo) -> bytes:
    # What follows a zero byte in a name is cut off by the library.
    if one.filename != one.orig_filename or not is_plain(one.filename):
        raise Refused(Check.CONTAINER, "name")
    if one.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or one.flag_bits & 0x1:
        raise Refused(Check.CONTAINER, "unreadable")
    if one.file_size > LONGEST_FILE:
        raise Refused(Check.CONTAINER, "too_large")
    with zipped.open(one) as entry:
        content = entry.read(one.file_size + 1)
    if len(content) != one.file_size:
        raise Refused(Check.CONTAINER, "too_large")
    return content


def _digests(manifest: bytes) -> dict[str, bytes]:
    if not manifest or len(manifest) > LONGEST_MANIFEST or b"<!DOCTYPE" in manifest:
        raise Refused(Check.CONTAINER, "manifest")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        top = etree.fromstring(manifest, parser)
        if top.tag != f"{{{ASIC}}}ASiCManifest":
            raise ValueError
        references = top.findall(f"{{{ASIC}}}DataObjectReference")
        found = {str(one.attrib["URI"]): _digest(one) for one in references}
        signed = [one.attrib["URI"] for one in top.findall(f"{{{ASIC}}}SigReference")]
    except (etree.XMLSyntaxError, ValueError, KeyError, binascii.Error):
        raise Refused(Check.CONTAINER, "manifest") from None
    if len(found) != len(references) or signed != [STAMP]:
        raise Refused(Check.CONTAINER, "manifest")
    return found


def _digest(reference: etree._Element) -> bytes:
    method, value = (reference.findall(f"{{{DS}}}{name}") for name in ("DigestMethod", "DigestValue"))
    if len(method) != 1 or len(value) != 1 or method[0].attrib["Algorithm"] != SHA256:
        raise ValueError
    return base64.b64decode(value[0].text or "", validate=True)

"""Reading a container of any origin (ASiC-E, ASiC-S): strictly, and never more than it may hold.

A reader that is lenient somewhere shows something else than another one; so names that lead elsewhere,
names that come twice and entries that unpack to more than they say are refused. Refuses to know what the
files mean.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from signing.errors import Check, Refused
from signing.evidence import Evidence
from signing.manifest import IS_MANIFEST, Digest, Manifest, read_manifest

MEDIA_TYPE = b"application/vnd.etsi.asic-e+zip"
# One file, and over it one signature or stamp without a manifest between (ETSI EN 319 162-1, 4.3).
SIMPLE = b"application/vnd.etsi.asic-s+zip"
BEGINS = b"PK\x03\x04"
MANIFEST, STAMP, PROOF = "META-INF/ASiCManifest.xml", "META-INF/timestamp.tst", "META-INF/proof/"
ARCHIVE = "META-INF/ASiCArchiveManifest"
MOST_FILES, LONGEST_FILE = 2_000, 60 * 2**20
LONGEST = 300 * 2**20
MOST_SIGNATURES = 50
# The list of files as office programs write it; it proves nothing, so nobody reads it.
_FILE_LIST = "META-INF/manifest.xml"
_XML_SIGNATURES = re.compile(r"META-INF/[^/]*signatures[^/]*\.xml")
_OVER_THE_FILE = ("META-INF/signature.p7s", "META-INF/timestamp.tst")
_OVER = re.compile(r"META-INF/[^/]+\.(tst|p7s)")


@dataclass(frozen=True)
class Container:
    """Contents of a container; nothing of it has been verified."""

    files: Mapping[str, bytes] = field(repr=False)
    manifests: tuple[Manifest, ...] = ()
    over: Mapping[str, bytes] = field(default_factory=dict, repr=False)  # signatures, stamps on manifests
    signatures: Mapping[str, bytes] = field(default_factory=dict, repr=False)  # in XML
    proof: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    others: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    media_type: bytes = MEDIA_TYPE

    @property
    def everything(self) -> Mapping[str, bytes]:
        """All entries but the first, which says what kind of file this is."""
        # In a simple container the file is signed itself, as if it were its own manifest.
        manifests = {manifest.name: manifest.content for manifest in self.manifests}
        return {**self.files, **manifests, **self.over, **self.signatures, **self.proof, **self.others}


def read_container(content: bytes) -> Container:
    """Return what lies in the container. Raises `Refused`."""
    entries = _entries(content)
    media_type = entries.pop("mimetype", b"")
    if media_type not in (MEDIA_TYPE, SIMPLE):
        raise Refused(Check.CONTAINER, "other_kind")
    own = {name: entries.pop(name) for name in sorted(entries) if is_own(name)}
    listing = [name for name in sorted(own) if IS_MANIFEST.fullmatch(name)]
    manifests = tuple(read_manifest(name, own.pop(name)) for name in listing)
    others = {name: own.pop(name) for name in [_FILE_LIST] if name in own}
    signatures = {name: own.pop(name) for name in sorted(own) if _XML_SIGNATURES.fullmatch(name)}
    over = {name: own.pop(name) for name in sorted(own) if _OVER.fullmatch(name)}
    proof = {name: own.pop(name) for name in sorted(own) if name.startswith(PROOF)}
    if own:
        raise Refused(Check.CONTAINER, "unknown_part")
    if media_type == SIMPLE:
        manifests += _over_the_file(entries, [*over, *signatures], manifests)
    if sorted(manifest.over for manifest in manifests) != sorted(over):
        raise Refused(Check.CONTAINER, "manifest")  # something is over nothing, or two are over one
    if not manifests and not signatures:
        raise Refused(Check.CONTAINER, "unsigned")
    if len(manifests) + len(signatures) > MOST_SIGNATURES:
        raise Refused(Check.CONTAINER, "too_large")
    return Container(entries, manifests, over, signatures, proof, others, media_type)


def _over_the_file(
    files: Mapping[str, bytes], over: list[str], manifests: tuple[Manifest, ...]
) -> tuple[Manifest, ...]:
    """Return what is over the only file of a simple container. Raises `Refused` unless it is one thing."""
    named = {manifest.over for manifest in manifests}
    direct = [name for name in over if name not in named]
    if len(files) != 1 or len(direct) != 1 or any(ARCHIVE not in manifest.name for manifest in manifests):
        raise Refused(Check.CONTAINER, "not_simple")
    ((name, content),) = files.items()
    if direct[0] not in _OVER_THE_FILE:
        return ()  # in XML, which names the file itself
    digest = Digest("sha256", hashlib.sha256(content).digest())
    return (Manifest(name, content, direct[0], {name: digest}),)


def evidence_in(proof: Mapping[str, bytes]) -> Evidence:
    """Return the answers and lists that lie in a container."""
    return Evidence(
        (),
        tuple(one for name, one in sorted(proof.items()) if name.endswith(".ocsp")),
        tuple(one for name, one in sorted(proof.items()) if name.endswith(".crl")),
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
            listed = [member for member in zipped.infolist() if not _is_folder(member)]
            if len(listed) > MOST_FILES or sum(member.file_size for member in listed) > LONGEST:
                raise Refused(Check.CONTAINER, "too_large")
            if len({member.filename.casefold() for member in listed}) != len(listed):
                raise Refused(Check.CONTAINER, "name_twice")
            return {member.filename: _unpacked(zipped, member) for member in listed}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError, OSError):
        raise Refused(Check.CONTAINER, "unreadable") from None


def _is_folder(one: zipfile.ZipInfo) -> bool:
    """Some programs note folders as entries; they hold nothing."""
    return one.orig_filename == "META-INF/" and not one.file_size


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

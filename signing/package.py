"""A case as one file that proves itself: an ASiC-E container (ETSI EN 319 162-1) with a time stamp.

The manifest names every file with its hash, the stamp is over the manifest, and the proof that the stamp's
certificate was good lies beside it; so a container is verified without asking anybody. Refuses to know what
the files mean, but for the timeline.
"""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from asn1crypto import cms
from cryptography.x509.oid import NameOID
from lxml import etree
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.validation.ades import ades_timestamp_validation

from signing import loop
from signing.container import (
    ASIC,
    DS,
    MANIFEST,
    MEDIA_TYPE,
    PROOF,
    SHA256,
    STAMP,
    Container,
    is_own,
    is_plain,
    read_container,
)
from signing.errors import Check, Refused
from signing.evidence import Evidence, Outside, SignatureTrust, gather
from signing.identity import FindNumber, from_semantic_serial_number, name_part
from signing.kept import last_good_at
from signing.pdf_file import readable
from signing.policy import demands, timing
from signing.report import Report, Verdict
from signing.stamps import stamp
from signing.timeline import breaks
from signing.token import read_certificate
from signing.verify import verify

TIMELINE = "timeline.json"
HASH = "sha256"
# Each entry says when it was made; the same for all, so that equal input gives equal bytes.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Part:
    """One file of a case. `name` is its path in the container."""

    name: str
    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Problem:
    """What is wrong, and with which file (empty: with the container)."""

    code: str
    file: str = ""
    place: str = ""


@dataclass(frozen=True)
class PackageReport:
    """What was found of a container. Plain data that survives JSON, as reports are."""

    verdict: Verdict
    stamped_at: datetime | None
    stamped_by: str
    problems: tuple[Problem, ...]
    files: tuple[str, ...]
    signed: tuple[tuple[str, Report], ...]  # the PDF files with signatures

    def to_json(self) -> dict[str, Any]:
        return {
            "verdict": self.verdict,
            "stamped_at": self.stamped_at and self.stamped_at.isoformat(),
            "stamped_by": self.stamped_by,
            "problems": [asdict(problem) for problem in self.problems],
            "files": self.files,
            "signed": [(name, report.to_json()) for name, report in self.signed],
        }

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> PackageReport:
        """Return what `to_json` gave."""
        return cls(
            Verdict(said["verdict"]),
            said["stamped_at"] and datetime.fromisoformat(said["stamped_at"]),
            said["stamped_by"],
            tuple(Problem(**problem) for problem in said["problems"]),
            tuple(said["files"]),
            tuple((name, Report.from_json(report)) for name, report in said["signed"]),
        )


def pack(parts: Iterable[Part], *, trust: SignatureTrust, outside: Outside, at: datetime) -> bytes:
    """Return the container. Raises `Refused`, or `Passing` where it may succeed later."""
    kept = tuple(parts)
    names = {part.name.casefold() for part in kept}
    if len(names) != len(kept) or any(is_own(name) or not is_plain(name) for name in names):
        raise Refused(Check.CONTAINER, "name")
    manifest = _manifest(kept)
    digest = hashlib.new(HASH, manifest).digest()
    made = stamp(digest, HASH, service=trust.stamps, at=at, fetch=outside.stamp)
    roots = trust.stamps.trust.roots
    proof = gather(made.certificate, made.issuer, roots, trust=trust, at=at, outside=outside)
    files = {part.name: part.content for part in kept} | {MANIFEST: manifest, STAMP: made.token}
    return _zipped(files | dict(_proof_files(proof)))


def examine(
    content: bytes,
    *,
    trust: SignatureTrust,
    at: datetime,
    find_number: FindNumber = from_semantic_serial_number,
    run: loop.Run = loop.run,
) -> PackageReport:
    """Return what is to be said of a container of any origin. Raises `Refused` if it can't be read."""
    container = read_container(content)
    problems = tuple(_problems(container))
    stamped_at, stamped_by, is_believed = _stamped(container, trust, at=at, run=run)
    if stamped_at is None:
        problems = (*problems, Problem("stamp_broken"))
    elif not is_believed:
        problems = (*problems, Problem("stamp_unproven"))
    signed = tuple(
        (name, report)
        for name, one in sorted(container.files.items())
        if one.startswith(b"%PDF")
        and (report := verify(one, trust=trust, at=at, find_number=find_number, run=run)).found
    )
    verdict = _verdict(problems, [report.verdict for _, report in signed])
    return PackageReport(verdict, stamped_at, stamped_by, problems, tuple(sorted(container.files)), signed)


def _verdict(problems: tuple[Problem, ...], signatures: list[Verdict | None]) -> Verdict:
    if any(problem.code != "stamp_unproven" for problem in problems) or Verdict.INVALID in signatures:
        return Verdict.INVALID
    return Verdict.UNKNOWN if problems or Verdict.UNKNOWN in signatures else Verdict.VALID


def _problems(container: Container) -> Iterator[Problem]:
    for name, digest in container.digests.items():
        if name not in container.files:
            yield Problem("missing", name)
        elif hashlib.sha256(container.files[name]).digest() != digest:
            yield Problem("changed", name)
    for name in container.files.keys() - container.digests.keys():
        yield Problem("unnamed", name)
    if TIMELINE in container.files:
        for place in breaks(container.files[TIMELINE]):
            yield Problem("timeline", TIMELINE, place)


def _stamped(
    container: Container, trust: SignatureTrust, *, at: datetime, run: loop.Run
) -> tuple[datetime | None, str, bool]:
    """Return when the manifest was stamped (None: not at all), by whom, and whether that is believed."""
    proof = Evidence((), container.answers, container.lists)
    try:
        with readable():
            signed = cms.ContentInfo.load(container.stamp)["content"]
            certificate = read_certificate(extract_certificate_info(signed).signer_cert.dump())
            made_at: datetime = signed["encap_content_info"]["content"].parsed["gen_time"].native
            asked = ades_timestamp_validation(
                signed,
                demands(trust, proof, at=at),
                lambda name: hashlib.new(name, container.manifest).digest(),
                timing_info=timing(at),
            )
            outcome = run(asked)
            good_at = last_good_at(certificate, proof)
    except Refused:
        return None, "", False
    status = outcome.api_status
    if status is None or not (status.intact and status.valid):
        return None, "", False
    is_fresh = good_at is not None and good_at >= made_at - trust.status.longest_age - trust.status.skew
    try:
        trust.stamps.trust.issuer_of(certificate, at=made_at)
    except Refused:
        is_fresh = False
    is_believed = outcome.ades_subindic is AdESPassed.OK and is_fresh
    return made_at, name_part(certificate, NameOID.COMMON_NAME), is_believed


def _manifest(parts: tuple[Part, ...]) -> bytes:
    top = etree.Element(f"{{{ASIC}}}ASiCManifest", nsmap={"asic": ASIC, "ds": DS})
    kind = "application/vnd.etsi.timestamp-token"
    etree.SubElement(top, f"{{{ASIC}}}SigReference", URI=STAMP, MimeType=kind)
    for part in parts:
        attributes = {"URI": part.name, "MimeType": part.media_type}
        named = etree.SubElement(top, f"{{{ASIC}}}DataObjectReference", attributes)
        etree.SubElement(named, f"{{{DS}}}DigestMethod", Algorithm=SHA256)
        value = etree.SubElement(named, f"{{{DS}}}DigestValue")
        value.text = base64.b64encode(hashlib.sha256(part.content).digest()).decode()
    written: bytes = etree.tostring(top, xml_declaration=True, encoding="UTF-8")
    return written


def _proof_files(proof: Evidence) -> Iterator[tuple[str, bytes]]:
    for kind, items in (("ocsp", proof.answers), ("crl", proof.lists)):
        yield from ((f"{PROOF}{number}.{kind}", one) for number, one in enumerate(items, start=1))


def _zipped(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as container:
        # First and not compressed, so that programs know the kind of file by its beginning.
        container.writestr(zipfile.ZipInfo("mimetype", _NO_TIME), MEDIA_TYPE)
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _NO_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            container.writestr(entry, content)
    return made.getvalue()

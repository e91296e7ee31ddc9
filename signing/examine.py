"""Examining a container of any origin: what was changed, left out or added, and what its signatures prove.

Refuses to know what the files mean, but for the timeline of a case and the signatures in PDF files.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from signing import cades, loop
from signing.archive import Stamps, is_as_named
from signing.cms_signature import read_cms
from signing.container import Container, read_container
from signing.errors import Refused
from signing.evidence import SignatureTrust
from signing.identity import FindNumber, from_semantic_serial_number
from signing.judgement import CHANGED
from signing.package_report import Covering, PackageReport, Problem
from signing.report import Report, Verdict
from signing.stamped import Stamped
from signing.timeline import TIMELINE, breaks
from signing.verify import verify
from signing.xades import Examination, judge
from signing.xml_signature import XmlSignature, read_signatures

SIGNATURE = ".p7s"  # in CMS, over a manifest
# What is missing only, where everything else is wrong for good.
_UNPROVEN = ("stamp_unproven",)


def examine(
    content: bytes,
    *,
    trust: SignatureTrust,
    at: datetime,
    find_number: FindNumber = from_semantic_serial_number,
    run: loop.Run = loop.run,
) -> PackageReport:
    """Return what is to be said of a container. Raises `Refused` if it can't be read."""
    container = read_container(content)
    stamps = Stamps(container, trust, at, run)
    read = {name: read_signatures(signature) for name, signature in container.signatures.items()}
    each = [(name, signature) for name, (found, _) in read.items() for signature in found]
    in_xml, unread = _signatures(each, stamps, find_number)
    in_cms, others = _signed_manifests(stamps, find_number)
    signatures = (*in_xml, *in_cms)
    unread += others + sum(count for _, count in read.values())
    problems = tuple(
        dict.fromkeys((*_problems(container, [one for _, one in each], unread), *_stamp_problems(stamps)))
    )
    signed = tuple(_signed(stamps, find_number))
    said = [signature.found.verdict for signature in signatures] + [report.verdict for _, report in signed]
    first = _first(stamps)
    return PackageReport(
        _verdict(problems, [*said, *[Verdict.UNKNOWN] * bool(unread)]),
        hashlib.sha256(content).hexdigest(),
        first.at if first else None,
        first.by if first else "",
        problems,
        tuple(sorted(container.files)),
        signatures,
        unread,
        signed,
    )


def _verdict(problems: tuple[Problem, ...], signatures: list[Verdict | None]) -> Verdict:
    if any(problem.code not in _UNPROVEN for problem in problems) or Verdict.INVALID in signatures:
        return Verdict.INVALID
    return Verdict.UNKNOWN if problems or Verdict.UNKNOWN in signatures else Verdict.VALID


def _signatures(
    each: list[tuple[str, XmlSignature]], stamps: Stamps, find_number: FindNumber
) -> tuple[tuple[Covering, ...], int]:
    """Return what the signatures in XML are worth, and how many can't be judged."""
    judged, unread = [], 0
    for name, one in each:
        files = tuple(sorted(named for named, _ in one.references))
        moment = stamps.moment(name, *files)
        seen = Examination(
            *(stamps.trust, moment.at, moment.proof, find_number, stamps.run, stamps.container.files),
            is_archival=moment.is_archival,
        )
        try:
            judged.append(Covering(judge(one, seen), files))
        except Refused:
            unread += 1
    return tuple(judged), unread


def _signed_manifests(stamps: Stamps, find_number: FindNumber) -> tuple[tuple[Covering, ...], int]:
    """Return what the signatures in CMS are worth, and how many can't be judged."""
    judged, unread = list[Covering](), 0
    for manifest in stamps.container.manifests:
        if not manifest.over.endswith(SIGNATURE):
            continue
        files = frozenset(manifest.digests)
        moment = stamps.moment(manifest.name, manifest.over, *files)
        seen = Examination(
            *(stamps.trust, moment.at, moment.proof, find_number, stamps.run, stamps.container.files),
            is_archival=moment.is_archival,
        )
        try:
            read = read_cms(stamps.container.over[manifest.over])
        except Refused:
            unread += 1
            continue
        if read.content is not None or not (read.signers or read.unread):
            unread += 1  # it is over what lies inside it, or over nothing
            continue
        found, others = cades.judge(read, manifest.content, files, seen)
        unread += others
        if not all(is_as_named(manifest, name, stamps.container.everything) for name in files):
            found = tuple(replace(signature, verdict=Verdict.INVALID, reason=CHANGED) for signature in found)
        judged += [Covering(signature, tuple(sorted(files))) for signature in found]
    return tuple(judged), unread


def _problems(container: Container, signatures: list[XmlSignature], unread: int) -> Iterator[Problem]:
    everything = container.everything
    for manifest in container.manifests:
        for name in manifest.digests:
            if name not in everything:
                yield Problem("missing", name)
            elif not is_as_named(manifest, name, everything):
                yield Problem("changed", name)
    for signature in signatures:
        for name, digest in signature.references:
            if name not in container.files:
                yield Problem("missing", name)
            elif hashlib.new(digest.hash_name, container.files[name]).digest() != digest.value:
                yield Problem("changed", name)
    if not unread:  # what can't be read may be over any file
        yield from _uncovered(container, signatures)
    if TIMELINE in container.files:
        for place in breaks(container.files[TIMELINE]):
            yield Problem("timeline", TIMELINE, place)


def _uncovered(container: Container, signatures: list[XmlSignature]) -> Iterator[Problem]:
    """Yield files that nothing is over; among signed files also those only stamped, which anybody can do."""
    stamped, signed = set[str](), {name for signature in signatures for name, _ in signature.references}
    for manifest in container.manifests:
        (signed if manifest.over.endswith(SIGNATURE) else stamped).update(manifest.digests)
    for name in sorted(container.files.keys() - signed):
        if name not in stamped:
            yield Problem("unnamed", name)
        elif signed:
            yield Problem("unsigned", name)


def _stamp_problems(stamps: Stamps) -> Iterator[Problem]:
    for manifest in stamps.container.manifests:
        if manifest.over.endswith(SIGNATURE):
            continue
        found = stamps.of(manifest)
        if found is None:
            is_the_file = manifest.name in stamps.container.files  # there is no list in a simple container
            yield Problem("changed", manifest.name) if is_the_file else Problem("stamp_broken")
        elif not found.is_believed:
            yield Problem("stamp_unproven")


def _signed(stamps: Stamps, find_number: FindNumber) -> Iterator[tuple[str, Report]]:
    """Yield the signed PDF files. A stamp over one proves that all in it was there at its instant."""
    for name, one in sorted(stamps.container.files.items()):
        if not one.startswith(b"%PDF"):
            continue
        moment = stamps.moment(name)
        try:
            report = verify(one, trust=stamps.trust, at=moment.at, find_number=find_number, run=stamps.run)
        except Refused:
            continue  # broken or under a password: a file like others, and nobody is said to have signed it
        if report.found or report.unread:
            yield name, report


def _first(stamps: Stamps) -> Stamped | None:
    """Return the oldest stamp that is believed, else any that is whole."""
    every = [
        found
        for manifest in stamps.container.manifests
        if manifest.over.endswith(".tst") and (found := stamps.of(manifest)) is not None
    ]
    return min(every, key=lambda one: (not one.is_believed, one.at), default=None)

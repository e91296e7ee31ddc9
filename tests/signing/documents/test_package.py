"""A case in one file: what was changed, dropped, cut or smuggled in is located."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import subprocess
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from engine.audit.hash_chain import GENESIS, chain
from signing.container import MANIFEST, STAMP
from signing.errors import Check
from signing.examine import examine
from signing.package import Part, pack
from signing.package_report import PackageReport, Problem
from signing.report import Verdict
from signing.timeline import TIMELINE, breaks
from tests.pki.country import Country
from tests.signing.documents.kit import Office, refuses

YEAR = timedelta(days=365)
ENTITY = b"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>"


def timeline(office: Office, kinds: tuple[str, ...] = ("case.filed", "case.decided", "letter.sent")) -> bytes:
    """Return a timeline as the engine chains it."""
    before, events = GENESIS, []
    for seq, kind in enumerate(kinds, start=1):
        one = chain(before, seq, at=office.at, actor_id=7, kind=kind, body={"n": seq})
        events.append(
            {
                "seq": seq,
                "at": one.at.isoformat(),
                "actor": one.actor_id,
                "kind": kind,
                "salt": one.salt.hex(),
                "body": one.body.decode(),
                "digest": one.digest.hex(),
                "hash": one.hash.hex(),
            }
        )
        before = one.hash
    return json.dumps({"events": events, "count": len(events), "head": before.hex()}).encode()


@pytest.fixture(scope="module")
def parts(today: Country, order_signed: bytes, plain_office: Office) -> list[Part]:
    return [
        Part("order.pdf", "application/pdf", order_signed),
        Part("documents/plan.txt", "text/plain", "გეგმა".encode()),
        Part(TIMELINE, "application/json", timeline(plain_office)),
    ]


@pytest.fixture(scope="module")
def packed(plain_office: Office, parts: list[Part]) -> bytes:
    return pack(parts, trust=plain_office.trust, outside=plain_office.outside, at=plain_office.at)


def look(office: Office, content: bytes) -> tuple[Verdict, list[Problem]]:
    report = examine(content, trust=office.trust, at=office.at)
    return report.verdict, list(report.problems)


def rezipped(content: bytes, change: Callable[[dict[str, bytes]], Any]) -> bytes:
    """Return the container with other files in it."""
    with zipfile.ZipFile(io.BytesIO(content)) as zipped:
        files = {name: zipped.read(name) for name in zipped.namelist()}
    change(files)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as zipped:
        for name, file in files.items():
            zipped.writestr(name, file)
    return made.getvalue()


def test_package__of_a_case__proves_itself(office: Office, packed: bytes) -> None:
    report = examine(packed, trust=office.trust, at=office.at)

    assert (report.verdict, report.problems) == (Verdict.VALID, ())
    assert PackageReport.from_json(json.loads(json.dumps(report.to_json()))) == report
    assert report.files == ("documents/plan.txt", "order.pdf", TIMELINE)
    assert report.stamped_by == "MMS TEST TSA"
    assert [(name, one.verdict) for name, one in report.signed] == [("order.pdf", Verdict.VALID)]


def test_package__years_later__still_proves_itself(office: Office, packed: bytes) -> None:
    assert examine(packed, trust=office.trust, at=office.at + 4 * YEAR).verdict is Verdict.VALID
    assert examine(packed, trust=office.trust, at=office.at + 6 * YEAR).verdict is Verdict.UNKNOWN


def test_package__begins_with_its_kind(packed: bytes) -> None:
    assert packed[30:69] == b"mimetypeapplication/vnd.etsi.asic-e+zip"


def test_openssl__of_the_stamp_on_the_manifest__verifies_it(
    land: Country, packed: bytes, tmp_path: Path
) -> None:
    with zipfile.ZipFile(io.BytesIO(packed)) as zipped:
        (tmp_path / "manifest").write_bytes(zipped.read(MANIFEST))
        (tmp_path / "stamp").write_bytes(zipped.read(STAMP))
    (tmp_path / "root.pem").write_bytes(land.root.certificate.public_bytes(Encoding.PEM))

    said = subprocess.run(
        ["openssl", "ts", "-verify", "-token_in", "-in", "stamp", "-data", "manifest", "-CAfile", "root.pem"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert "Verification: OK" in said.stdout + said.stderr


# What is done to a case afterwards


def _flip(files: dict[str, bytes]) -> None:
    files["documents/plan.txt"] = files["documents/plan.txt"][:-1] + b"?"


def _drop(files: dict[str, bytes]) -> None:
    del files["documents/plan.txt"]


def _add(files: dict[str, bytes]) -> None:
    files["documents/other.txt"] = b"smuggled in"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (_flip, Problem("changed", "documents/plan.txt")),
        (_drop, Problem("missing", "documents/plan.txt")),
        (_add, Problem("unnamed", "documents/other.txt")),
    ],
)
def test_package__with_a_file_tampered_with__names_it(
    office: Office, packed: bytes, change: Any, problem: Problem
) -> None:
    assert look(office, rezipped(packed, change)) == (Verdict.INVALID, [problem])


def test_package__with_manifest_and_file_changed__is_not_what_was_stamped(
    office: Office, packed: bytes
) -> None:
    def change(files: dict[str, bytes]) -> None:
        old, new = (base64.b64encode(hashlib.sha256(file).digest()) for file in (files["order.pdf"], b"void"))
        files["order.pdf"] = b"void"
        files[MANIFEST] = files[MANIFEST].replace(old, new)

    assert look(office, rezipped(packed, change)) == (Verdict.INVALID, [Problem("stamp_broken")])


def test_package__without_proof_of_its_stamp__does_not_know(office: Office, packed: bytes) -> None:
    def change(files: dict[str, bytes]) -> None:
        for name in [name for name in files if name.startswith("META-INF/proof/")]:
            del files[name]

    assert look(office, rezipped(packed, change)) == (Verdict.UNKNOWN, [Problem("stamp_unproven")])


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda said: said["events"].pop(), "entry 3: cut off here"),
        (lambda said: said["events"].pop(0), "entry 1: not in its place"),
        (lambda said: said["events"].insert(0, said["events"].pop()), "entry 1: not in its place"),
        (
            lambda said: said["events"][1].update(kind="case.refused"),
            "entry 2: changed, or what comes before it",
        ),
        (lambda said: said["events"][1].update(body='{"n":3}'), "entry 2: other words"),
        (lambda said: said.update(events=[]), "entry 1: cut off here"),
        (lambda said: said.clear(), "unreadable"),
    ],
)
def test_timeline__cut_reordered_or_changed__says_where(office: Office, change: Any, place: str) -> None:
    said = json.loads(timeline(office))
    change(said)

    assert breaks(json.dumps(said).encode()) == [place]


def test_timeline__with_an_erased_body__is_whole(office: Office) -> None:
    said = json.loads(timeline(office))
    said["events"][1].update(salt=None, body=None)

    assert breaks(json.dumps(said).encode()) == []


# Containers that are traps


@pytest.mark.parametrize("name", ["../etc/passwd", "/etc/passwd", "a/../../b", "C:\\x", "a//b", "x\ny"])
def test_package__with_a_name_that_leads_elsewhere__is_refused(
    office: Office, packed: bytes, name: str
) -> None:
    with refuses(Check.CONTAINER, "name"):
        look(office, rezipped(packed, lambda files: files.update({name: b"x"})))
    with refuses(Check.CONTAINER, "name"):
        pack([Part(name, "text/plain", b"x")], trust=office.trust, outside=office.outside, at=office.at)


def test_package__with_a_name_twice__is_refused(office: Office, packed: bytes) -> None:
    with refuses(Check.CONTAINER, "name_twice"):
        look(office, rezipped(packed, lambda files: files.update({"ORDER.pdf": b"x"})))


def test_package__that_unpacks_to_more_than_it_may__is_refused(office: Office) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as zipped:
        for number in range(6):
            zipped.writestr(str(number), bytes(59 * 2**20))

    with refuses(Check.CONTAINER, "too_large"):
        look(office, made.getvalue())


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda files: files.pop("mimetype"), "other_kind"),
        (lambda files: files.pop(MANIFEST), "manifest"),
        (
            lambda files: files.update(
                {MANIFEST: b"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>"}
            ),
            "xml",
        ),
        (lambda files: files.update({MANIFEST: b"<a/>"}), "manifest"),
        (lambda files: files.update({"META-INF/other.bin": b"<a/>"}), "unknown_part"),
        (lambda files: files.update({MANIFEST: _twice(files[MANIFEST])}), "manifest"),
    ],
)
def test_package__with_another_manifest__is_refused(
    office: Office, packed: bytes, change: Any, reason: str
) -> None:
    with refuses(Check.CONTAINER, reason):
        look(office, rezipped(packed, change))


def _twice(manifest: bytes) -> bytes:
    """Name a file twice, so that two readers may choose different hashes."""
    begins = manifest.index(b"<asic:DataObjectReference")
    ends = manifest.index(b"</asic:DataObjectReference>") + len(b"</asic:DataObjectReference>")
    return manifest[:ends] + manifest[begins:ends] + manifest[ends:]


@pytest.mark.parametrize("content", [b"", b"PK\3\4", b"nothing at all"])
def test_package__of_what_is_none__is_refused(office: Office, content: bytes) -> None:
    with refuses(Check.CONTAINER, "unreadable"):
        look(office, content)

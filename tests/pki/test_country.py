"""OpenSSL, which knows nothing of this code, accepts what the test country issues."""

from __future__ import annotations

import subprocess
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from tests.pki.authority import Authority
from tests.pki.country import Country, Holder, country


@pytest.fixture(scope="module")
def land(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Country]:
    with country(tmp_path_factory.mktemp("tsa"), at=datetime.now(UTC).replace(microsecond=0)) as founded:
        yield founded


def openssl(*arguments: str, cwd: Path) -> str:
    result = subprocess.run(["openssl", *arguments], cwd=cwd, capture_output=True, text=True, check=False)
    return f"{result.returncode}\n{result.stdout}{result.stderr}"


def laid_out(land: Country, holder: Holder, issuer: Authority, folder: Path) -> Path:
    certificates = {"root": land.root.certificate, "ca": issuer.certificate, "person": holder.certificate}
    for stem, certificate in certificates.items():
        (folder / f"{stem}.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    return folder


@pytest.mark.parametrize("part", ["sign-in", "signing"])
def test_chain__of_a_person__is_accepted_by_openssl(land: Country, part: str, tmp_path: Path) -> None:
    issuer = land.responders[part].authority
    holder = land.authentication() if part == "sign-in" else land.signature()
    laid_out(land, holder, issuer, tmp_path)

    said = openssl(
        *("verify", "-x509_strict", "-CAfile", "root.pem", "-untrusted", "ca.pem", "person.pem"), cwd=tmp_path
    )

    assert said.startswith("0\n"), said


@pytest.mark.parametrize(("is_revoked", "word"), [(False, "person.pem: good"), (True, "person.pem: revoked")])
def test_ocsp__asked_by_openssl__answers_as_recorded(
    land: Country, is_revoked: bool, word: str, tmp_path: Path
) -> None:
    holder = land.authentication("01001000002")
    laid_out(land, holder, land.sign_in, tmp_path)
    if is_revoked:
        land.revoke(holder.certificate)

    said = openssl(
        *("ocsp", "-issuer", "ca.pem", "-cert", "person.pem", "-url", f"{land.sign_in.address}/ocsp"),
        *("-CAfile", "root.pem", "-verify_other", "ca.pem"),
        cwd=tmp_path,
    )

    assert "Response verify OK" in said
    assert word in said


def test_list__with_a_revoked_certificate__names_it(land: Country, tmp_path: Path) -> None:
    holder = land.signature("01001000003")
    laid_out(land, holder, land.signing, tmp_path)
    land.revoke(holder.certificate)
    with urllib.request.urlopen(f"{land.signing.address}/crl") as answer:
        (tmp_path / "list.crl").write_bytes(answer.read())

    said = openssl(
        *("verify", "-crl_check", "-CRLfile", "list.crl", "-CAfile", "root.pem", "-untrusted", "ca.pem"),
        "person.pem",
        cwd=tmp_path,
    )

    assert "certificate revoked" in said


def test_stamp__over_http__is_verified_by_openssl(land: Country, tmp_path: Path) -> None:
    (tmp_path / "root.pem").write_bytes(land.root.certificate.public_bytes(Encoding.PEM))
    (tmp_path / "text").write_text("what is stamped")
    openssl("ts", "-query", "-data", "text", "-sha256", "-cert", "-out", "text.tsq", cwd=tmp_path)
    request = urllib.request.Request(f"{land.address}/tsa", (tmp_path / "text.tsq").read_bytes())
    with urllib.request.urlopen(request) as answer:
        (tmp_path / "text.tsr").write_bytes(answer.read())

    said = openssl(
        *("ts", "-verify", "-in", "text.tsr", "-queryfile", "text.tsq", "-CAfile", "root.pem"), cwd=tmp_path
    )

    assert "Verification: OK" in said

"""An authority for demonstrations: gives invented people certificates to sign in with, and answers for them.

`python -m demo.cards --port 8071 --dir var/cards`. Port 0 takes a free one; the first line of output names
the address. Its keys and certificates lie in the directory, beside `trust.json`, the list by which an
installation believes them. Every certificate bears the mark of a demonstration, which no production start
accepts.
"""

from __future__ import annotations

import argparse
import base64
import json
import sys
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, load_der_public_key
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound
from werkzeug.wrappers import Request, Response

from demo.card_keys import LIFE, Issuer, Keys, begun, key_bits, key_usage, name, status_address
from demo.card_stamps import Stamps
from demo.seal import found_seal
from demo.serving import LOOPBACK, serve

_LARGEST = 16 * 1024
PEOPLE = Path(__file__).with_name("people.json")


class Authority:
    """Issues and answers. It forgets what it issued: whatever bears its signature is good."""

    def __init__(self, keys: Keys, people: dict[str, dict[str, str]]) -> None:
        self._keys = keys
        self._stamps = Stamps(*keys.stamps)
        self._people = people

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        request = Request(environ)
        request.max_content_length = _LARGEST
        try:
            response = self._answer(request)
        except HTTPException as refused:
            response = Response(refused.name, status=refused.code)
        return response(environ, start_response)

    def _answer(self, request: Request) -> Response:
        if request.path == "/root.crl" and request.method == "GET":
            return Response(self._keys.list_of_revoked, mimetype="application/pkix-crl")
        if request.path not in ("/certificates", "/ocsp", "/stamps"):
            raise NotFound
        if request.method != "POST":
            raise MethodNotAllowed(["POST"])
        try:
            if request.path == "/ocsp":
                return Response(self._status(request.get_data()), mimetype="application/ocsp-response")
            if request.path == "/stamps":
                stamped = self._stamps.answer(request.get_data())
                return Response(stamped, mimetype="application/timestamp-reply")
            return Response(self._issued(json.loads(request.get_data())), mimetype="application/pkix-cert")
        except (ValueError, TypeError, KeyError):
            return Response("refused", status=422)

    def _issued(self, asked: Any) -> bytes:
        number = asked["personal_number"]
        person = self._people[number]
        key = load_der_public_key(base64.b64decode(asked["public_key"], validate=True))
        if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
            raise ValueError("a demonstration card has a key on P-256")
        subject = name(f"{number} DEMO", given=person["given"], family=person["family"], number=number)
        builder = begun(subject, key, life=LIFE).add_extension(x509.BasicConstraints(False, None), True)
        if asked["purpose"] == "sign":
            issuer = self._keys.sign
            builder = builder.add_extension(key_usage("content_commitment"), True)
            builder = builder.add_extension(status_address(), False)
        elif asked["purpose"] == "auth":
            issuer = self._keys.auth
            builder = builder.add_extension(key_usage("digital_signature"), True)
            builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), False)
        else:
            raise ValueError("a certificate is for signing in, or for signing")
        builder = builder.issuer_name(issuer.certificate.subject)
        return builder.sign(issuer.key, hashes.SHA256()).public_bytes(Encoding.DER)

    def _status(self, asked: bytes) -> bytes:
        request = ocsp.load_der_ocsp_request(asked)
        now = datetime.now(UTC)
        builder = ocsp.OCSPResponseBuilder().add_response_by_hash(
            request.issuer_name_hash,
            request.issuer_key_hash,
            request.serial_number,
            request.hash_algorithm,
            ocsp.OCSPCertStatus.GOOD,
            now,
            now + timedelta(minutes=10),
            None,
            None,
        )
        issuer = self._issuer_of(request)
        builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, issuer.certificate)
        for extension in request.extensions:
            if isinstance(extension.value, x509.OCSPNonce):
                builder = builder.add_extension(extension.value, False)
        return builder.sign(issuer.key, hashes.SHA256()).public_bytes(Encoding.DER)

    def _issuer_of(self, request: ocsp.OCSPRequest) -> Issuer:
        """Return whose certificates are asked about: the key's digest tells."""
        for issuer in (self._keys.auth, self._keys.sign):
            digest = hashes.Hash(request.hash_algorithm)
            digest.update(key_bits(issuer.certificate))
            if digest.finalize() == request.issuer_key_hash:
                return issuer
        raise ValueError("asked about another authority's certificate")


def invented_people(file: Path = PEOPLE) -> dict[str, dict[str, str]]:
    """Return the names of the demo people by their numbers."""
    people = json.loads(file.read_text(encoding="utf-8"))["people"]
    return {
        person["personal_number"]: {
            "given": person["given_name"]["en"],
            "family": person["family_name"]["en"],
        }
        for person in people
    }


def main(arguments: list[str] | None = None) -> int:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(prog="demo.cards", description="Authority for demonstration cards")
    parser.add_argument("--port", type=int, required=True, help="0 takes a free port")
    parser.add_argument("--dir", type=Path, required=True, help="directory for keys and the trust list")
    parser.add_argument("--people", type=Path, default=PEOPLE, help="JSON file of people")
    options = parser.parse_args(arguments)
    keys = Keys.of(options.dir)
    found_seal(options.dir, keys.sign)
    authority = Authority(keys, invented_people(options.people))
    return serve(
        "cards",
        authority,
        port=options.port,
        ready=lambda port: keys.write_trust(f"http://{LOOPBACK}:{port}"),
    )


if __name__ == "__main__":
    sys.exit(main())

"""Signatures in CMS as other people's programs make them, with proof wherever it may lie."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from typing import Any

from asn1crypto import algos, cms, core, ocsp
from asn1crypto import crl as asn1_crl
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.hashes import SHA256
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from signing.evidence import Evidence
from signing.pdf_file import asn1
from tests.pki.country import Holder
from tests.signing.documents.elsewhere import private, stamper
from tests.signing.documents.kit import Office

FILE = b"contract"
Put = Callable[[cms.ContentInfo, Evidence], None]


def among_lists(made: cms.ContentInfo, proof: Evidence) -> None:
    """Put the proof where ETSI EN 319 122-1 wants it, the answers whole."""
    made["content"]["crls"] = [*map(_list, proof.lists), *map(_answer, proof.answers)]


def among_lists_inner(made: cms.ContentInfo, proof: Evidence) -> None:
    """Put it there with the inner part of the answers, as many programs do."""
    made["content"]["crls"] = [*map(_list, proof.lists), *map(_inner_answer, proof.answers)]


def beside_the_signature(made: cms.ContentInfo, proof: Evidence) -> None:
    """Put it into an unsigned attribute, as programs did before (CAdES-X-L)."""
    (signer,) = made["content"]["signer_infos"]
    lists = b"".join(proof.lists)
    answers = b"".join(_basic(answer).dump() for answer in proof.answers)
    parts = [_tagged(0x30, lists), _tagged(0x30, answers)]
    value = _tagged(0x30, _tagged(0xA0, parts[0]) + _tagged(0xA1, parts[1]))
    kept = [*signer["unsigned_attrs"]]
    added = {"type": "1.2.840.113549.1.9.16.2.24", "values": [core.Any.load(value)]}
    signer["unsigned_attrs"] = cms.CMSAttributes([*kept, cms.CMSAttribute(added)])


def within_the_stamp(made: cms.ContentInfo, proof: Evidence) -> None:
    """Put it into the time stamp, where nobody signs it."""
    (signer,) = made["content"]["signer_infos"]
    kept = signer["unsigned_attrs"][0]["values"][0]
    among_lists(kept, proof)
    stamped = {"type": "signature_time_stamp_token", "values": [kept]}
    signer["unsigned_attrs"] = cms.CMSAttributes([cms.CMSAttribute(stamped)])


def made(
    content: bytes,
    holder: Holder,
    issuer: x509.Certificate,
    *,
    put: Put | None,
    proof: Evidence,
    is_inside: bool = False,
    **more: Any,
) -> bytes:
    """Return a signature over the content, which lies inside or beside it."""
    store = SimpleCertificateStore.from_certs([asn1(issuer)])
    signer = SimpleSigner(
        signing_key=private(holder), signing_cert=asn1(holder.certificate), cert_registry=store
    )
    ways = {"use_cades": True, "detached": not is_inside, **more}
    found = asyncio.run(signer.async_sign_general_data(content, ways.pop("hash_name", "sha256"), **ways))
    if put is not None:
        put(found, proof)
    whole: bytes = found.dump(force=True)
    return whole


def signed(
    office: Office,
    holder: Holder,
    clock: Holder,
    *,
    content: bytes = FILE,
    put: Put | None = among_lists,
    proof: Evidence | None = None,
    **more: Any,
) -> bytes:
    """Return a signature by somebody of the test country."""
    ways = {"timestamper": stamper(clock), **more}
    known = Evidence() if put is None else proof or office.proof(holder, clock)
    return made(content, holder, office.land.signing.certificate, put=put, proof=known, **ways)


def joined(*signatures: bytes) -> bytes:
    """Return one file with the signers of all of them."""
    made = cms.ContentInfo.load(signatures[0])
    for part in ("signer_infos", "certificates", "crls"):
        items = [
            item for signature in signatures for item in cms.ContentInfo.load(signature)["content"][part]
        ]
        made["content"][part] = list({item.dump(): item for item in items}.values())
    whole: bytes = made.dump(force=True)
    return whole


def changed(signature: bytes, change: Callable[[Any, Any], Any]) -> bytes:
    """Return the signature with something done to it and to its signer afterwards."""
    made = cms.ContentInfo.load(signature)
    (signer,) = made["content"]["signer_infos"]
    change(made["content"], signer)
    made["content"]["signer_infos"] = [signer]
    whole: bytes = made.dump(force=True)
    return whole


def signed_bare(holder: Holder, content: bytes, *attributes: Any) -> bytes:
    """Return a signature by hand: over the attributes if there are any, else over the content itself."""
    certificate = asn1(holder.certificate)
    attrs = cms.CMSAttributes(attributes) if attributes else None
    value = holder.key.sign(attrs.dump() if attrs else content, padding.PKCS1v15(), SHA256())
    signer = {
        "version": "v1",
        "sid": cms.SignerIdentifier(
            {"issuer_and_serial_number": cms.IssuerAndSerialNumber(_serial(certificate))}
        ),
        "digest_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}),
        "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": "sha256_rsa"}),
        "signature": value,
    } | ({"signed_attrs": attrs} if attrs else {})
    signed_data = {
        "version": "v1",
        "digest_algorithms": [algos.DigestAlgorithm({"algorithm": "sha256"})],
        "encap_content_info": {"content_type": "data", "content": content},
        "certificates": [certificate],
        "signer_infos": [signer],
    }
    made = cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(signed_data)})
    whole: bytes = made.dump()
    return whole


def stamped(office: Office, signature: bytes, holder: Holder, clock: Holder) -> bytes:
    """Return the signature with a time stamp and proof of both certificates."""
    made = cms.ContentInfo.load(signature)
    (signer,) = made["content"]["signer_infos"]
    digest = hashlib.sha256(signer["signature"].native).digest()
    token = asyncio.run(stamper(clock).async_timestamp(digest, "sha256"))
    signer["unsigned_attrs"] = cms.CMSAttributes([attribute("signature_time_stamp_token", token)])
    made["content"]["signer_infos"] = [signer]
    among_lists(made, office.proof(holder, clock))
    whole: bytes = made.dump(force=True)
    return whole


def attribute(kind: str, *values: Any) -> cms.CMSAttribute:
    return cms.CMSAttribute({"type": kind, "values": list(values)})


def token_of(signature: bytes) -> bytes:
    """Return the time stamp in it."""
    (signer,) = cms.ContentInfo.load(signature)["content"]["signer_infos"]
    token: bytes = signer["unsigned_attrs"][0]["values"][0].dump()
    return token


def _serial(certificate: Any) -> dict[str, Any]:
    return {"issuer": certificate.issuer, "serial_number": certificate.serial_number}


def _list(listed: bytes) -> cms.RevocationInfoChoice:
    return cms.RevocationInfoChoice({"crl": asn1_crl.CertificateList.load(listed)})


def _answer(answer: bytes) -> cms.RevocationInfoChoice:
    said = {"other_rev_info_format": "ocsp_response", "other_rev_info": ocsp.OCSPResponse.load(answer)}
    return cms.RevocationInfoChoice({"other": cms.OtherRevocationInfoFormat(said)})


def _inner_answer(answer: bytes) -> cms.RevocationInfoChoice:
    said = {"other_rev_info_format": "1.3.6.1.5.5.7.48.1.1", "other_rev_info": _basic(answer)}
    return cms.RevocationInfoChoice({"other": cms.OtherRevocationInfoFormat(said)})


def _basic(answer: bytes) -> ocsp.BasicOCSPResponse:
    return ocsp.OCSPResponse.load(answer)["response_bytes"]["response"].parsed


def _tagged(tag: int, content: bytes) -> bytes:
    length = len(content)
    size = length.to_bytes((length.bit_length() + 7) // 8 or 1)
    return bytes([tag]) + (bytes([length]) if length < 128 else bytes([0x80 | len(size)]) + size) + content

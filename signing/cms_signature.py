"""Reading signatures in CMS (CAdES, ETSI EN 319 122-1) of unknown origin: over what, by whom, how proven.

What is not of the one plain shape is not read: data that are signed through attributes. A signature without
attributes is refused, because one over attributes would pass for one over a file that consists of them.
Refuses to judge.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from asn1crypto import cms, core, crl, ocsp, pem
from cryptography import x509
from pyhanko.sign.general import CMSExtractionError, check_ess_certid, extract_signer_info
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter, get_signing_cert_attr

from signing.errors import Check, Refused
from signing.evidence import Evidence
from signing.pdf_file import asn1, readable

MOST_SIGNERS, MOST_PROOF = 20, 100
_SIGNED_DATA = cms.ContentType("signed_data").dump()
# Answers among the lists of a signature: whole ones (RFC 5940), and their inner part, as many programs do.
_ANSWER, _INNER_ANSWER = "1.3.6.1.5.5.7.16.2", "1.3.6.1.5.5.7.48.1.1"
_REVOCATION_VALUES = "1.2.840.113549.1.9.16.2.24"


class _Lists(core.SequenceOf):  # type: ignore[misc]
    _child_spec = crl.CertificateList


class _Answers(core.SequenceOf):  # type: ignore[misc]
    _child_spec = ocsp.BasicOCSPResponse


class _RevocationValues(core.Sequence):  # type: ignore[misc]
    """Revocation values that older programs put beside a signature (ETSI TS 101 733, 6.3.4)."""

    _fields = [
        ("lists", _Lists, {"explicit": 0, "optional": True}),
        ("answers", _Answers, {"explicit": 1, "optional": True}),
        ("others", core.Any, {"explicit": 2, "optional": True}),
    ]


@dataclass(frozen=True)
class CmsFile:
    """Signatures over one content; nothing of them has been verified."""

    signers: tuple[cms.SignedData, ...] = field(repr=False)  # one signer each
    content: bytes | None = field(repr=False)  # what is signed, if it lies inside
    proof: Evidence = field(repr=False)
    unread: int  # signatures that are of another shape


def is_cms(content: bytes) -> bool:
    """Say whether the file claims to be signatures in CMS, in the place where these say so."""
    return _SIGNED_DATA in content[:32] or content.startswith((b"-----BEGIN PKCS7", b"-----BEGIN CMS"))


def read_cms(content: bytes) -> CmsFile:
    """Return the signatures. Raises `Refused`."""
    try:
        with readable():
            return _read(pem.unarmor(content)[2] if content.startswith(b"-----BEGIN") else content)
    except (CMSExtractionError, SignatureValidationError):
        raise Refused(Check.CONTAINER, "signature") from None


def _read(content: bytes) -> CmsFile:
    found = cms.ContentInfo.load(content, strict=True)
    if found["content_type"].native != "signed_data":
        raise Refused(Check.CONTAINER, "signature")
    signed = found["content"]
    about = signed["encap_content_info"]
    if about["content_type"].native != "data":
        raise Refused(Check.CONTAINER, "signs_something_else")
    inside = about["content"]
    if len(signed["signer_infos"]) > MOST_SIGNERS:
        raise Refused(Check.CONTAINER, "too_large")
    signers = [
        _alone(signed, signer_info) for signer_info in signed["signer_infos"] if _is_plain(signer_info)
    ]
    return CmsFile(
        tuple(signers),
        None if isinstance(inside, core.Void) else bytes(inside),
        _proof(signed, signers),
        len(signed["signer_infos"]) - len(signers),
    )


def names_its_signer(signed: cms.SignedData, certificate: x509.Certificate) -> bool | None:
    """Say whether it is this certificate that is signed, so that none with the same key can replace it.

    None where no certificate is.
    """
    said = get_signing_cert_attr(extract_signer_info(signed)["signed_attrs"])
    return None if said is None else check_ess_certid(asn1(certificate), said["certs"][0])


def _is_plain(signer: cms.SignerInfo) -> bool:
    """Say whether it is signed through attributes, each of those that are needed once."""
    said = signer["signed_attrs"]
    if isinstance(said, core.Void):
        return False
    counted = Counter(attribute["type"].native for attribute in said for _ in attribute["values"])
    return counted["content_type"] == counted["message_digest"] == 1


def _alone(signed: cms.SignedData, signer: cms.SignerInfo) -> cms.SignedData:
    """Return the signature with one signer alone and nothing inside, because libraries judge such ones."""
    made = signed.copy()
    made["signer_infos"] = [signer]
    made["encap_content_info"] = {"content_type": "data"}
    return made


def _proof(signed: cms.SignedData, signers: list[cms.SignedData]) -> Evidence:
    """Return the answers and lists that lie in the file, wherever programs put them."""
    found = list(_among_lists(signed))
    for info in signers:
        signer = extract_signer_info(info)
        found += _beside(signer)
        for token in extract_tst_data_iter(signer, signed=False):
            found += _among_lists(token)
    if len(found) > MOST_PROOF:
        raise Refused(Check.CONTAINER, "too_large")
    answers = tuple(one for is_answer, one in found if is_answer)
    return Evidence((), answers, tuple(one for is_answer, one in found if not is_answer))


def _among_lists(signed: cms.SignedData) -> Iterator[tuple[bool, bytes]]:
    for choice in signed["crls"] or ():
        if choice.name == "crl":
            yield False, choice.chosen.dump()
            continue
        kind = choice.chosen["other_rev_info_format"].dotted
        if kind == _ANSWER:
            yield True, choice.chosen["other_rev_info"].dump()
        elif kind == _INNER_ANSWER:
            yield True, _whole(ocsp.BasicOCSPResponse.load(choice.chosen["other_rev_info"].dump()))


def _beside(signer: cms.SignerInfo) -> Iterator[tuple[bool, bytes]]:
    for attribute in signer["unsigned_attrs"] or ():
        if attribute["type"].dotted != _REVOCATION_VALUES:
            continue
        for value in attribute["values"]:
            said = _RevocationValues.load(value.dump())
            yield from ((False, revocations.dump()) for revocations in said["lists"] or ())
            yield from ((True, _whole(answer)) for answer in said["answers"] or ())


def _whole(inner: ocsp.BasicOCSPResponse) -> bytes:
    """Return an answer as authorities give it, from its inner part."""
    parts = {"response_type": "basic_ocsp_response", "response": inner}
    made: bytes = ocsp.OCSPResponse({"response_status": "successful", "response_bytes": parts}).dump()
    return made

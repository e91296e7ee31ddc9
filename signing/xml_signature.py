"""Reading signatures in XML (XAdES, ETSI EN 319 132-1) of unknown origin, as containers hold them.

What is not of the one plain shape is not read: a signature over files of the container, untransformed, and
over its own signed properties. Elements are found by their place, never by an identifier that is looked up,
and exactly what was found is what is hashed; so nobody can wrap another element around what was signed.
Refuses to judge.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import unquote

from lxml import etree

from signing.errors import Check, Refused
from signing.evidence import Evidence
from signing.hostile_xml import parsed, refuse_names_twice
from signing.manifest import ASIC, DS, Digest, digest_in, from_base64
from signing.token import read_certificate

XADES = "http://uri.etsi.org/01903/v1.3.2#"
_PROPERTIES = "http://uri.etsi.org/01903#SignedProperties"
_EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
# Both inclusive ways are the same where no attribute is inherited, and those that are inherited are refused.
_INCLUSIVE = ("http://www.w3.org/TR/2001/REC-xml-c14n-20010315", "http://www.w3.org/2006/12/xml-c14n11")
_TIME_MARK = "urn:oid:1.3.6.1.4.1.10015.1000.3.2.1"  # the policy of BDOC 2.1 with a time mark
_XML = "{http://www.w3.org/XML/1998/namespace}"
MOST_STAMPS, MOST_PROOF, MOST_REFERENCES, MOST_SIGNATURES = 4, 100, 2_000, 50
_NAMES = {"ds": DS, "xades": XADES}


@dataclass(frozen=True)
class XmlSignature:
    """One signature; nothing of it has been verified."""

    method: str  # its algorithm's URI
    signed: bytes = field(repr=False)  # in canonical form: what the key signed
    value: bytes = field(repr=False)
    references: tuple[tuple[str, Digest], ...]  # the files, by their names
    properties: bytes = field(repr=False)  # in canonical form
    properties_digest: Digest
    certificate: bytes = field(repr=False)
    named: Digest  # of the signer's certificate, as the signed properties name it
    claimed_at: datetime | None
    has_time_mark: bool  # its time is said by an answer about its certificate (Estonian BDOC-TM)
    stamps: tuple[tuple[bytes, bytes], ...] = field(repr=False)  # what is stamped, and the token
    proof: Evidence = field(repr=False)


def read_signatures(content: bytes) -> tuple[list[XmlSignature], int]:
    """Return the signatures, and how many there are besides that can't be read. Raises `Refused`."""
    top = parsed(content)
    refuse_names_twice(top)
    if top.tag != f"{{{ASIC}}}XAdESSignatures" or any(child.tag != f"{{{DS}}}Signature" for child in top):
        raise Refused(Check.CONTAINER, "signatures")
    if len(top) > MOST_SIGNATURES:
        raise Refused(Check.CONTAINER, "too_large")
    found, unread = [], 0
    for child in top:
        try:
            found.append(_read(child))
        except (ValueError, KeyError, Refused):
            unread += 1
    return found, unread


def _read(one: etree._Element) -> XmlSignature:
    """Raises `ValueError`, `KeyError` or `Refused`."""
    if any(not isinstance(part.tag, str) for part in one.iter()):
        raise ValueError("a comment, which splits a text for some readers and not for others")
    if any(str(name).startswith(_XML) for element in one.iter(etree.Element) for name in element.attrib):
        raise ValueError("an attribute that parts inherit")
    signed, value = _child(one, "ds:SignedInfo"), _child(one, "ds:SignatureValue")
    qualifying = _child(one, "ds:Object/xades:QualifyingProperties")
    if qualifying.get("Target") != f"#{one.attrib['Id']}":
        raise ValueError("properties of another signature")
    properties = _child(qualifying, "xades:SignedProperties")
    references, (way, properties_digest) = _references(signed, properties)
    details = _child(properties, "xades:SignedSignatureProperties")
    return XmlSignature(
        method=_child(signed, "ds:SignatureMethod").attrib["Algorithm"],
        signed=_canonical(signed, _child(signed, "ds:CanonicalizationMethod")),
        value=from_base64(value.text),
        references=references,
        properties=_canonical(properties, way),
        properties_digest=properties_digest,
        certificate=_certificate(one),
        named=_named(details),
        claimed_at=_claimed_at(details),
        has_time_mark=_has_time_mark(details),
        stamps=tuple(_stamps(qualifying, value)),
        proof=_proof(qualifying),
    )


def _child(above: etree._Element, path: str) -> etree._Element:
    """Return the one element there. Raises `ValueError` unless there is exactly one."""
    (found,) = above.findall(path, _NAMES)
    return found


def _references(
    signed: etree._Element, properties: etree._Element
) -> tuple[tuple[tuple[str, Digest], ...], tuple[etree._Element | None, Digest]]:
    """Return the files that are signed, and how the signed properties are: their form and their hash."""
    files, own = [], []
    for reference in signed.findall("ds:Reference", _NAMES):
        transforms = reference.findall("ds:Transforms/ds:Transform", _NAMES)
        if reference.get("Type") == _PROPERTIES:
            if reference.attrib["URI"] != f"#{properties.attrib['Id']}" or len(transforms) > 1:
                raise ValueError
            own.append((transforms[0] if transforms else None, digest_in(reference)))
        elif transforms or reference.attrib["URI"].startswith("#"):
            raise ValueError("a part of the signature, or something else than the file is signed")
        else:
            files.append((unquote(reference.attrib["URI"], errors="strict"), digest_in(reference)))
    (about_itself,) = own
    if not files or len({name for name, _ in files}) != len(files) or len(files) > MOST_REFERENCES:
        raise ValueError
    return tuple(files), about_itself


def _canonical(element: etree._Element, way: etree._Element | None) -> bytes:
    """Return the element as it is hashed; without a named way it is the first of all."""
    named = _INCLUSIVE[0] if way is None else way.attrib["Algorithm"]
    if named in _INCLUSIVE:
        return bytes(etree.tostring(element, method="c14n", with_comments=False))
    if named != _EXCLUSIVE:
        raise ValueError("a way to write XML that is not known here")
    prefixes = [
        name
        for namespaces in (() if way is None else way)
        for name in namespaces.get("PrefixList", "").split()
    ]
    return bytes(
        etree.tostring(
            element,
            method="c14n",
            exclusive=True,
            inclusive_ns_prefixes=prefixes or None,
            with_comments=False,
        )
    )


def _certificate(one: etree._Element) -> bytes:
    """Return the signer's certificate: the first, or the only one that is there."""
    found = one.findall("ds:KeyInfo/ds:X509Data/ds:X509Certificate", _NAMES)
    if not found:
        raise ValueError("no certificate")
    return from_base64(found[0].text)


def _named(details: etree._Element) -> Digest:
    versions = [
        certificate
        for name in ("SigningCertificateV2", "SigningCertificate")
        for certificate in details.findall(f"xades:{name}", _NAMES)
    ]
    (version,) = versions
    (first, *_) = version.findall("xades:Cert/xades:CertDigest", _NAMES)
    return digest_in(first)


def _claimed_at(details: etree._Element) -> datetime | None:
    said = details.findtext("xades:SigningTime", None, _NAMES)
    if said is None:
        return None
    at = datetime.fromisoformat(said.strip())
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _has_time_mark(details: etree._Element) -> bool:
    path = "xades:SignaturePolicyIdentifier/xades:SignaturePolicyId/xades:SigPolicyId/xades:Identifier"
    return any((mark.text or "").strip() == _TIME_MARK for mark in details.findall(path, _NAMES))


def _stamps(qualifying: etree._Element, value: etree._Element) -> Iterator[tuple[bytes, bytes]]:
    path = "xades:UnsignedProperties/xades:UnsignedSignatureProperties/xades:SignatureTimeStamp"
    found = qualifying.findall(path, _NAMES)
    if len(found) > MOST_STAMPS:
        raise ValueError
    for stamp in found:
        ways = stamp.findall("ds:CanonicalizationMethod", _NAMES)
        token = _child(stamp, "xades:EncapsulatedTimeStamp")
        yield _canonical(value, ways[0] if ways else None), from_base64(token.text)


def _proof(qualifying: etree._Element) -> Evidence:
    """Return all proof that lies beside the signature, whichever property holds it."""
    beside = qualifying.findall("xades:UnsignedProperties", _NAMES)

    def all_of(name: str) -> list[bytes]:
        found = [from_base64(element.text) for part in beside for element in part.iter(f"{{{XADES}}}{name}")]
        if len(found) > MOST_PROOF:
            raise ValueError
        return found

    return Evidence(
        tuple(map(read_certificate, all_of("EncapsulatedX509Certificate"))),
        tuple(all_of("EncapsulatedOCSPValue")),
        tuple(all_of("EncapsulatedCRLValue")),
    )

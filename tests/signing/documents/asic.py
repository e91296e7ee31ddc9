"""Containers signed in XML (XAdES-B-LT) as programs of other countries write them, made here by hand.

Written apart from our reader, so that both can't share a mistake; `xmlsec1` is the oracle.
"""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree

from engine.scenarios.signers import ScenarioCard
from engine.signatures.trust import SignatureRules
from signing.evidence import Evidence, Outside, SignatureTrust, gather
from signing.stamps import stamp
from tests.pki.country import Holder
from tests.signing.documents.kit import Office
from tests.signing.kit import raw_signature

MEDIA_TYPE = b"application/vnd.etsi.asic-e+zip"
DS, XADES = "http://www.w3.org/2000/09/xmldsig#", "http://uri.etsi.org/01903/v1.3.2#"
ASIC = "http://uri.etsi.org/02918/v1.2.1#"
C14N = "http://www.w3.org/2006/12/xml-c14n11"
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
ECDSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"
_NAMES = {"ds": DS, "xades": XADES}
SIGNATURES = "META-INF/signatures0.xml"


@dataclass
class Maker:
    """Signs files with a key; `change` does something to the signature before the key signs it."""

    trust: SignatureTrust
    outside: Outside
    at: datetime
    certificate: x509.Certificate
    sign: Callable[[bytes], bytes]
    method: str = RSA_SHA256
    way: str = C14N
    is_stamped: bool = True
    has_proof: bool = True
    ident: str = "S0"
    change: Callable[[etree._Element], None] = field(default=lambda _: None)
    proof: Evidence | None = None

    def signatures(self, files: Mapping[str, bytes]) -> bytes:
        """Return the file of signatures with one in it."""
        top = etree.Element(
            f"{{{ASIC}}}XAdESSignatures", nsmap={"asic": ASIC, "ds": DS, "xades": XADES, "idle": "urn:idle"}
        )
        self.add(top, files)
        return etree.tostring(top, xml_declaration=True, encoding="UTF-8")

    def add(self, top: etree._Element, files: Mapping[str, bytes]) -> etree._Element:
        one = _part(top, "ds:Signature", Id=self.ident)
        signed = _part(one, "ds:SignedInfo")
        _part(signed, "ds:CanonicalizationMethod", Algorithm=self.way)
        _part(signed, "ds:SignatureMethod", Algorithm=self.method)
        for number, (name, content) in enumerate(files.items()):
            reference = _part(signed, "ds:Reference", Id=f"{self.ident}-r{number}", URI=quote(name))
            _digest(reference, content)
        value = _part(one, "ds:SignatureValue", Id=f"{self.ident}-value")
        inside = _part(_part(one, "ds:KeyInfo"), "ds:X509Data")
        der = self.certificate.public_bytes(Encoding.DER)
        _part(inside, "ds:X509Certificate", _base64(der))
        qualifying = _part(_part(one, "ds:Object"), "xades:QualifyingProperties", Target=f"#{self.ident}")
        properties = _part(qualifying, "xades:SignedProperties", Id=f"{self.ident}-properties")
        details = _part(properties, "xades:SignedSignatureProperties")
        _part(details, "xades:SigningTime", self.at.strftime("%Y-%m-%dT%H:%M:%SZ"))
        named = _part(_part(details, "xades:SigningCertificateV2"), "xades:Cert")
        _digest(_part(named, "xades:CertDigest"), der)
        reference = _part(
            signed,
            "ds:Reference",
            URI=f"#{self.ident}-properties",
            Type="http://uri.etsi.org/01903#SignedProperties",
        )
        _part(_part(reference, "ds:Transforms"), "ds:Transform", Algorithm=self.way)
        _digest(reference, self._canonical(properties))
        self.change(one)
        value.text = _base64(self.sign(self._canonical(signed)))
        self._prove(qualifying, value)
        return one

    def _prove(self, qualifying: etree._Element, value: etree._Element) -> None:
        beside = _part(_part(qualifying, "xades:UnsignedProperties"), "xades:UnsignedSignatureProperties")
        trust, roots, proof = self.trust, self.trust.signers.roots, Evidence()
        ways: dict[str, Any] = {"trust": trust, "at": self.at, "outside": self.outside}
        if self.is_stamped:
            digest = hashlib.sha256(self._canonical(value)).digest()
            made = stamp(digest, "sha256", service=trust.stamps, at=self.at, fetch=self.outside.stamp)
            one = _part(beside, "xades:SignatureTimeStamp", Id=f"{self.ident}-stamp")
            _part(one, "ds:CanonicalizationMethod", Algorithm=self.way)
            _part(one, "xades:EncapsulatedTimeStamp", _base64(made.token))
            proof += gather(made.certificate, made.issuer, roots, **ways)
        if self.proof is not None:
            proof += self.proof
        elif self.has_proof:
            proof += gather(self.certificate, trust.signers.issuers[0], roots, **ways)
        certificates = _part(beside, "xades:CertificateValues")
        for known in proof.certificates:
            der = known.public_bytes(Encoding.DER)
            _part(certificates, "xades:EncapsulatedX509Certificate", _base64(der))
        revocation = _part(beside, "xades:RevocationValues")
        for name, items in (("CRL", proof.lists), ("OCSP", proof.answers)):
            values = _part(revocation, f"xades:{name}Values")
            for item in items:
                _part(values, f"xades:Encapsulated{name}Value", _base64(item))

    def _canonical(self, element: etree._Element) -> bytes:
        return etree.tostring(element, method="c14n", exclusive=self.way == EXCLUSIVE)


def of_office(office: Office, holder: Holder, **more: Any) -> Maker:
    """Return the maker for a person of a test country."""

    def sign(data: bytes) -> bytes:
        return raw_signature(holder.key, "RS256", data)

    return Maker(office.trust, office.outside, office.at, holder.certificate, sign, **more)


def of_card(card: ScenarioCard, rules: SignatureRules, at: datetime, **more: Any) -> Maker:
    """Return the maker for a card of a scenario."""
    return Maker(rules.trust, rules.outside, at, card.certificate, card.sign, ECDSA_SHA256, **more)


def container(files: Mapping[str, bytes], **own: bytes) -> bytes:
    """Return a container with these files and what lies in META-INF (by name without it, `_` for a dot)."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as zipped:
        zipped.writestr(zipfile.ZipInfo("mimetype"), MEDIA_TYPE)
        for name, content in files.items():
            zipped.writestr(name, content, zipfile.ZIP_DEFLATED)
        for name, content in own.items():
            zipped.writestr(f"META-INF/{name.replace('_', '.')}", content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def signed(maker: Maker, files: Mapping[str, bytes]) -> bytes:
    """Return a container with these files and one signature over all of them."""
    listing = b'<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" m:version="1.2"/>'
    return container(files, manifest_xml=listing, signatures0_xml=maker.signatures(files))


def _part(above: etree._Element, tag: str, text: str | None = None, **attributes: str) -> etree._Element:
    prefix, name = tag.split(":")
    made = etree.SubElement(above, f"{{{_NAMES[prefix]}}}{name}", attributes)
    made.text = text
    return made


def _digest(above: etree._Element, content: bytes) -> None:
    _part(above, "ds:DigestMethod", Algorithm=SHA256)
    _part(above, "ds:DigestValue", _base64(hashlib.sha256(content).digest()))


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()

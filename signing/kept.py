"""The proof of status that lies in a file (its document security store), read and not judged."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from asn1crypto import crl, ocsp
from cryptography import x509
from pyhanko.pdf_utils.rw_common import PdfHandler
from pyhanko.sign.validation import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError

from signing.evidence import Evidence
from signing.token import read_certificate


def kept_in(reader: PdfHandler) -> Evidence:
    """Return the proof in the file. Raises what a reader of broken files may meet."""
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return Evidence()
    certificates, answers, lists = (
        tuple(reference.get_object().data for reference in references)
        for references in (store.certs.values(), store.ocsps, store.crls)
    )
    return Evidence(tuple(map(read_certificate, certificates)), answers, lists)


def last_good_at(certificate: x509.Certificate, proof: Evidence) -> datetime | None:
    """Return when it was last said that the certificate was good; whoever said it is not looked at."""
    serial, said = certificate.serial_number, []
    for answer in map(ocsp.OCSPResponse.load, proof.answers):
        if answer["response_status"].native == "successful":
            said += [
                one["this_update"].native
                for one in answer.response_data["responses"]
                if one["cert_id"]["serial_number"].native == serial and one["cert_status"].name == "good"
            ]
    for listed in map(crl.CertificateList.load, proof.lists):
        content = listed["tbs_cert_list"]
        if listed.issuer.dump() == certificate.issuer.public_bytes() and serial not in _serials(content):
            said.append(content["this_update"].native)
    return max(said, default=None)


def _serials(content: Any) -> Iterable[int]:
    return {entry["user_certificate"].native for entry in content["revoked_certificates"]}

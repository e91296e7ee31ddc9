"""The proof of status that lies in a file (its document security store), and as of when it proves something.

Whether a chain is good is not judged here.
"""

from __future__ import annotations

from datetime import datetime

from cryptography import x509
from pyhanko.pdf_utils.rw_common import PdfHandler
from pyhanko.sign.validation import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError

from signing.evidence import Evidence, SignatureTrust, not_listed_as_of
from signing.status import good_as_of
from signing.token import read_certificate
from signing.trust import is_issued_by


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


def last_good_at(certificate: x509.Certificate, proof: Evidence, trust: SignatureTrust) -> datetime | None:
    """Return when its authority last said that the certificate was good.

    Only what that authority signed counts: else a fresh answer of anybody's would make an old one look fresh.
    """
    authorities = [issuer.certificate for purpose in trust.purposes for issuer in purpose.issuers]
    issuer = next((authority for authority in authorities if is_issued_by(certificate, authority)), None)
    if issuer is None:
        return None
    said = [good_as_of(answer, certificate, issuer) for answer in proof.answers]
    said += [not_listed_as_of(listed, certificate, issuer) for listed in proof.lists]
    return max((at for at in said if at is not None), default=None)

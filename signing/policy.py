"""What pyHanko has to demand of a signature: our authorities, our algorithms, proof of status, our present.

Nothing is fetched. Everything in the file is taken to exist at the instant of the verification and no
earlier, unless a time stamp proves it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from asn1crypto import crl, ocsp
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.policy_decl import (
    LocalKnowledge,
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.ltv.poe import KnownPOE, POEType, digest_for_poe
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import (
    REQUIRE_REVINFO,
    AlgorithmUsageConstraint,
    CertRevTrustPolicy,
    DisallowWeakAlgorithmsPolicy,
)
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import CRLContainer, OCSPContainer

from signing.algorithms import SMALLEST_RSA
from signing.evidence import Evidence, SignatureTrust
from signing.pdf_file import asn1
from signing.stamps import HASHES
from signing.trust import TrustList

# It logs whose certificates it reads.
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).setLevel(logging.CRITICAL + 1)


class _Strong(DisallowWeakAlgorithmsPolicy):
    """Takes the hashes and keys that may prove anything here, and no others."""

    def __init__(self) -> None:
        super().__init__(rsa_key_size_threshold=SMALLEST_RSA)  # type: ignore[no-untyped-call]

    def digest_algorithm_allowed(self, algo: Any, moment: datetime | None) -> AlgorithmUsageConstraint:
        return AlgorithmUsageConstraint(algo["algorithm"].native in HASHES)


def timing(at: datetime) -> ValidationTimingInfo:
    return ValidationTimingInfo(at, at, point_in_time_validation=False)


def demands(
    reader: PdfFileReader, trust: SignatureTrust, *, at: datetime, besides: Evidence
) -> PdfSignatureValidationSpec:
    """Return what a signature of this file has to fulfil."""
    known = LocalKnowledge(
        known_ocsps=[
            one
            for answer in besides.answers
            for one in OCSPContainer.load_multi(ocsp.OCSPResponse.load(answer))
        ],
        known_crls=[CRLContainer(crl.CertificateList.load(listed)) for listed in besides.lists],
        known_certs=[asn1(certificate) for certificate in (*besides.certificates, *_issuers(trust))],
        known_poes=[_exists(thing, at) for thing in _things(reader)],
    )
    return PdfSignatureValidationSpec(
        SignatureValidationSpec(
            _chains(trust.signers, trust),
            RevocationInfoGatheringSpec(RevinfoOnlineFetchingRule.LOCAL_ONLY),
            ts_cert_validation_policy=_chains(trust.stamps.trust, trust),
            local_knowledge=known,
            key_usage_settings=KeyUsageConstraints(key_usage={"non_repudiation"}),
        )
    )


def _answers(answer: bytes) -> Iterable[OCSPContainer]:
    found: Iterable[OCSPContainer] = OCSPContainer.load_multi(ocsp.OCSPResponse.load(answer))
    return found


def _chains(believed: TrustList, trust: SignatureTrust) -> CertValidationPolicySpec:
    return CertValidationPolicySpec(
        SimpleTrustManager.build([asn1(root) for root in believed.roots]),
        CertRevTrustPolicy(REQUIRE_REVINFO),
        # An answer that came while we signed, by the clock of who answered.
        time_tolerance=trust.status.skew,
        algorithm_usage_policy=_Strong(),
    )


def _issuers(trust: SignatureTrust) -> Iterator[Any]:
    for one in (trust.signers, trust.stamps.trust):
        yield from (issuer.certificate for issuer in one.issuers)


def _exists(thing: bytes, at: datetime) -> KnownPOE:
    return KnownPOE(POEType.PROVIDED, digest_for_poe(thing), at, None)


def _things(reader: PdfFileReader) -> Iterator[bytes]:
    """Yield everything whose existence in time plays a part."""
    for signature in reader.embedded_signatures:
        yield signature.signer_info["signature"].native
        yield from _certificates(signature.signed_data)
        for token in extract_tst_data_iter(signature.signer_info, signed=False):
            yield token["signer_infos"][0]["signature"].native
            yield from _certificates(token)
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return
    for reference in (*store.crls, *store.ocsps, *store.certs.values()):
        yield reference.get_object().data


def _certificates(signed: Any) -> Iterable[bytes]:
    return (choice.chosen.dump() for choice in signed["certificates"])

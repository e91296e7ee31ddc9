"""Validation policy for pyHanko: our authorities, our algorithms, proof of status, our present.

Nothing is fetched, and no clock is read.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from asn1crypto import crl, ocsp
from pyhanko.sign.validation.policy_decl import (
    LocalKnowledge,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
    bootstrap_validation_data_handlers,
)
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.ltv.poe import POEManager
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import (
    REQUIRE_REVINFO,
    AlgorithmUsageConstraint,
    AlgorithmUsagePolicy,
    CertRevTrustPolicy,
    FreshnessReqType,
)
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import CRLContainer, OCSPContainer

from signing.dated import Algorithms, Trusted
from signing.evidence import Evidence, SignatureTrust
from signing.pdf_file import asn1
from signing.trust import TrustList

# What was said of a certificate holds for as long as certificates last, because a file is verified without
# asking anybody. How old it may have been when the signature was made is judged by `signing.verify`.
_KEPT = CertRevTrustPolicy(
    REQUIRE_REVINFO,
    freshness=timedelta(days=15 * 365),
    freshness_req_type=FreshnessReqType.MAX_DIFF_REVOCATION_VALIDATION,
)

# It logs whose certificates it reads.
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).setLevel(logging.CRITICAL + 1)


class _Dated(AlgorithmUsagePolicy):
    """Takes what the list trusts at the instant for which a signature is judged, whenever it was made."""

    def __init__(self, algorithms: Algorithms, at: datetime) -> None:
        self._algorithms = algorithms
        self._at = at

    def digest_algorithm_allowed(self, algo: Any, moment: datetime | None) -> AlgorithmUsageConstraint:
        del moment  # of some checks there is none
        return self._constraint(self._algorithms.of_hash(algo["algorithm"].native))

    def signature_algorithm_allowed(
        self, algo: Any, moment: datetime | None, public_key: Any
    ) -> AlgorithmUsageConstraint:
        try:
            by_hash = self._constraint(self._algorithms.of_hash(algo.hash_algo))
        except ValueError:
            by_hash = AlgorithmUsageConstraint(True)  # it names none; the digest's own is asked about besides
        if not by_hash or public_key is None:
            return by_hash
        kind = public_key.algorithm.removesuffix("ssa_pss")
        return self._constraint(self._algorithms.of_key(kind, public_key.bit_size))

    def _constraint(self, trusted: Trusted | None) -> AlgorithmUsageConstraint:
        if trusted is None:
            return AlgorithmUsageConstraint(False)
        return AlgorithmUsageConstraint(trusted.at(self._at), trusted.until)


def timing(at: datetime) -> ValidationTimingInfo:
    return ValidationTimingInfo(at, at, point_in_time_validation=False)


def handlers(spec: SignatureValidationSpec, *, at: datetime) -> Any:
    """Return what finds proof for a validation whose present is this instant."""
    manager = POEManager(at)
    return bootstrap_validation_data_handlers(spec, timing(at), poe_manager_override=manager)


def demands(trust: SignatureTrust, proof: Evidence, *, at: datetime) -> SignatureValidationSpec:
    """Return what a signature has to fulfil that is judged for this instant; `proof` is all there is."""
    known = LocalKnowledge(
        known_ocsps=[
            container
            for answer in proof.answers
            for container in OCSPContainer.load_multi(ocsp.OCSPResponse.load(answer))
        ],
        known_crls=[CRLContainer(crl.CertificateList.load(listed)) for listed in proof.lists],
        known_certs=[asn1(certificate) for certificate in (*proof.certificates, *_issuers(trust))],
    )
    return SignatureValidationSpec(
        _chains(trust.signers, trust, at),
        RevocationInfoGatheringSpec(RevinfoOnlineFetchingRule.LOCAL_ONLY),
        ts_cert_validation_policy=_chains(trust.stamps.trust, trust, at),
        local_knowledge=known,
        key_usage_settings=KeyUsageConstraints(key_usage={"non_repudiation"}),
    )


def _chains(believed: TrustList, trust: SignatureTrust, at: datetime) -> CertValidationPolicySpec:
    return CertValidationPolicySpec(
        SimpleTrustManager.build([asn1(root) for root in believed.roots]),
        _KEPT,
        # An answer that came while we signed, by the clock of who answered.
        time_tolerance=trust.status.skew,
        algorithm_usage_policy=_Dated(trust.algorithms, at),
    )


def _issuers(trust: SignatureTrust) -> Iterator[Any]:
    for trusted in (trust.signers, trust.stamps.trust):
        yield from (issuer.certificate for issuer in trusted.issuers)

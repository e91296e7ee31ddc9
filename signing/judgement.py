"""From pyHanko's many outcomes (ETSI EN 319 102-1) to what people need to be told.

A signature is invalid when something is wrong with it for good; it is unknown when something that would
prove it is missing. Refuses to look into files.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pyhanko.sign.ades.report import AdESFailure, AdESIndeterminate, AdESPassed, AdESSubIndic

from signing.report import Verdict

# The reasons; each has words.
CHANGED, FORGED, MALFORMED = "changed", "forged", "malformed"
NOT_COVERED, CHANGED_AFTER = "not_covered", "changed_after"
REVOKED, OUT_OF_TIME, FOREIGN, WEAK = "revoked", "out_of_time", "foreign", "weak"
SIGNER_UNNAMED, TIME_MARK = "signer_unnamed", "time_mark"
STATUS_UNKNOWN, NO_STAMP, STAMP_UNPROVEN, TIME_UNPROVEN = (
    *("status_unknown", "no_stamp"),
    *("stamp_unproven", "time_unproven"),
)
REASONS = (
    *(CHANGED, FORGED, MALFORMED, NOT_COVERED, CHANGED_AFTER, REVOKED, OUT_OF_TIME, FOREIGN, WEAK),
    *(STATUS_UNKNOWN, NO_STAMP, STAMP_UNPROVEN, TIME_UNPROVEN, SIGNER_UNNAMED, TIME_MARK),
)
_FOR_GOOD: dict[AdESSubIndic, str] = {
    AdESFailure.HASH_FAILURE: CHANGED,
    AdESFailure.SIG_CRYPTO_FAILURE: FORGED,
    AdESFailure.FORMAT_FAILURE: MALFORMED,
    AdESFailure.REVOKED: REVOKED,
    AdESFailure.NOT_YET_VALID: OUT_OF_TIME,
}
_UNPROVEN: dict[AdESSubIndic, str] = {
    AdESIndeterminate.REVOKED_NO_POE: REVOKED,
    AdESIndeterminate.REVOKED_CA_NO_POE: REVOKED,
    AdESIndeterminate.EXPIRED: OUT_OF_TIME,
    AdESIndeterminate.NOT_YET_VALID: OUT_OF_TIME,
    AdESIndeterminate.OUT_OF_BOUNDS_NO_POE: OUT_OF_TIME,
    AdESIndeterminate.OUT_OF_BOUNDS_NOT_REVOKED: OUT_OF_TIME,
    AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND: FOREIGN,
    AdESIndeterminate.NO_SIGNING_CERTIFICATE_FOUND: FOREIGN,
    AdESIndeterminate.CERTIFICATE_CHAIN_GENERAL_FAILURE: FOREIGN,
    AdESIndeterminate.CHAIN_CONSTRAINTS_FAILURE: FOREIGN,
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE: WEAK,
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE_NO_POE: WEAK,
    AdESIndeterminate.TRY_LATER: STATUS_UNKNOWN,
    AdESIndeterminate.REVOCATION_OUT_OF_BOUNDS_NO_POE: STATUS_UNKNOWN,
    AdESIndeterminate.SIG_CONSTRAINTS_FAILURE: NO_STAMP,
}


@dataclass(frozen=True)
class Judgement:
    """Judgement on a signature, and the reason for it."""

    verdict: Verdict
    reason: str = ""
    stamped_at: datetime | None = None
    is_archival: bool = False  # a time stamp over the file protects it


def of_outcome(outcome: AdESSubIndic, *, is_signer_proven: bool, stamped_at: datetime | None) -> Judgement:
    """Return what an outcome means; `is_signer_proven`: what is left to prove is the time stamp."""
    if outcome is AdESPassed.OK:
        return Judgement(Verdict.VALID, stamped_at=stamped_at)
    if outcome in _FOR_GOOD:
        return Judgement(Verdict.INVALID, _FOR_GOOD[outcome], stamped_at)
    reason = _UNPROVEN.get(outcome, TIME_UNPROVEN)
    if is_signer_proven and reason is not NO_STAMP:
        reason = STAMP_UNPROVEN
    return Judgement(Verdict.UNKNOWN, reason, stamped_at)


def with_revocation(judged: Judgement, status: Any) -> Judgement:
    """Return it as revoked if an answer says so; invalid if a stamp proves that it was made after that."""
    details = getattr(status, "revocation_details", None)
    if judged.verdict is not Verdict.UNKNOWN or details is None:
        return judged
    is_after = judged.stamped_at is not None and judged.stamped_at >= details.revocation_date
    return replace(judged, verdict=Verdict.INVALID if is_after else Verdict.UNKNOWN, reason=REVOKED)

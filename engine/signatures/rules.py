"""By which rules this installation judges signatures on documents: those of its trust list."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from engine.errors import Unavailable
from engine.signatures.trust import SignatureRules
from signing.errors import TrustError

if TYPE_CHECKING:
    from engine.operations.outside import Connections

LOG = logging.getLogger("mms.signing")


def rules_of(connections: Connections) -> SignatureRules:
    """Return the rules. Raises `Unavailable` where nobody's signatures count."""
    if connections.signature_rules is not None:
        return connections.signature_rules
    trust = connections.card_trust
    try:
        if trust is None or trust.signatures is None:
            raise Unavailable("signature.not_configured")
        outside = connections.trust_services.outside
        return SignatureRules(trust.signatures, trust.rules.find_number, outside)
    except (TrustError, OSError) as error:
        LOG.error("the trust list can't be used: %s", error)
        raise Unavailable("signature.not_configured") from None

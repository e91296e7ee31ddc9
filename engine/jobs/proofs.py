"""Renewing signed documents before what proves them grows old, each by a transaction of its own.

What is signed is looked at once when it is kept, and again when its newest time stamp has `AHEAD` left.
Where the time-stamp service or an authority is silent, the next poll tries again; a document that is not
proven any more is a problem for people, and is counted as one.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from engine.commands.signing import KeepProof
from engine.documents.sniff import is_container
from engine.errors import EngineError, Unavailable
from engine.signatures.rules import rules_of
from engine.signatures.trust import SignatureRules
from engine.stores import proofs
from engine.tenancy import system
from signing import archiving, dated, renewal
from signing.errors import Passing, SigningError

if TYPE_CHECKING:
    from engine.bootstrap import Engine

log = logging.getLogger(__name__)

BATCH = 100
AHEAD = timedelta(days=180)  # so that a service that is away for months still leaves time
AGAIN = timedelta(days=1)
OLD_SERVICE = "the time-stamp service proves nothing for longer"


def poll(engine: Engine) -> int:
    """Look at a batch of what is due; return how many were settled, fewer than a batch when all are."""
    try:
        rules: SignatureRules | None = rules_of(engine.connections)
    except Unavailable:
        rules = None
    with engine.read(system()) as tx:
        found = proofs.due(tx, limit=BATCH)
    return sum(_settle(engine, rules, document) for document in found)


def _settle(engine: Engine, rules: SignatureRules | None, due: Any) -> bool:
    """Look at one document, and renew it where it is time. False: nobody answered, so it stays due."""
    digest, actor = bytes(due.digest), system(due.municipality_id)
    with engine.read(actor) as tx:
        known = proofs.find(tx, digest, case_id=due.case_id)
    try:
        content = engine.connections.files.get(bytes(known.renewed or digest).hex())
        found = _looked(engine, rules, content)
    except (Passing, Unavailable) as error:
        log.warning("a signed document is not renewed yet: %s", error)
        return False
    except SigningError as error:
        log.error("a signed document can't be renewed: %s", error)
        found = _problem(engine, f"{error.check}: {error.reason}", known.proven_until)
    except EngineError as error:
        log.error("a signed document can't be read: %s", error.error_code)
        found = _problem(engine, error.error_code, known.proven_until)
    engine.send(KeepProof(due.case_id, digest.hex(), **found), actor=actor)
    return True


def _looked(engine: Engine, rules: SignatureRules | None, content: bytes) -> dict[str, Any]:
    """Return what is to be noted of a document. Raises what signing raises, and `Unavailable`."""
    algorithms = dated.usual() if rules is None else rules.trust.algorithms
    way = archiving if is_container(content) else renewal
    now, until = engine.clock.now(), way.proven_until(content, algorithms)
    if until is None:
        return {}  # drawn up and never signed
    if now < until - AHEAD:
        return {"due_at": until - AHEAD, "proven_until": until}
    if rules is None:
        raise Unavailable("signature.not_configured")
    renewed = way.renew(content, trust=rules.trust, outside=rules.outside, at=now)
    longer = way.proven_until(renewed, algorithms)
    assert longer is not None
    if longer <= until:
        # Another stamp of the same service would make the file longer and prove nothing longer.
        return _problem(engine, OLD_SERVICE, until)
    due_at = max(longer - AHEAD, now + AGAIN)
    return {"due_at": due_at, "proven_until": longer, "renewed": engine.connections.files.put(renewed)}


def _problem(engine: Engine, problem: str, until: datetime | None) -> dict[str, Any]:
    return {"due_at": engine.clock.now() + AGAIN, "proven_until": until, "problem": problem}

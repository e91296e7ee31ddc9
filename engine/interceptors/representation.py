"""What somebody may do for another, and that the mandate holds when they do it.

Whatever files or sends something needs a register's answer that is young enough, and the mandate's row is
held to the commit: an answer that ends it meanwhile waits, or is seen.
"""

from __future__ import annotations

from typing import Any, Final

from engine import commands as c
from engine.bus import Envelope, Next
from engine.clock import local_date
from engine.errors import NotFound
from engine.representation.mandates import (
    PRESENCE,
    ForOneselfOnly,
    MandateRefused,
    RegisterAway,
    is_fresh,
    refusal,
)
from engine.representation.presence import over
from engine.stores import mandates

# What files or sends something in another's name.
ACTS: Final[frozenset[type[c.Command]]] = frozenset(
    {
        c.FileApplication,
        c.CompleteTask,
        c.OpenSigning,
        c.OpenApplicationSigning,
        c.AddSignature,
        c.SignOnPaper,
        c.WithdrawCase,
        c.WriteToCase,
        c.RespondToAnnouncement,
        c.HandOverLetter,
        c.StartPayment,
        c.IssueCertificate,
        c.ReceiveCash,
        c.PrepareFiling,
        c.ConfirmFiling,
        c.EndFiling,
    }
)
# What two who represent a company together only do together, and how they do it.
BY_BOTH: Final[frozenset[type[c.Command]]] = frozenset({c.FileApplication, c.WithdrawCase})
TOGETHER: Final[frozenset[type[c.Command]]] = frozenset({c.PrepareFiling, c.ConfirmFiling, c.EndFiling})
# What an operator does for somebody at the desk of a community centre; nothing is signed there for another.
AT_DESK: Final[frozenset[type[c.Command]]] = frozenset(
    {
        c.FileApplication,
        c.CompleteTask,
        c.WriteToCase,
        c.RespondToAnnouncement,
        c.HandOverLetter,
        c.IssueCertificate,
        c.ReceiveCash,
    }
)
BESIDE_AT_DESK: Final[frozenset[type[c.Command]]] = frozenset(
    {
        c.EndPresence,
        c.SaveDraft,
        c.ChooseDraftPage,
        c.DropDraft,
        c.SaveTaskDraft,
        c.StoreDocument,
        c.RecordInfected,
        c.KeepEnquiry,
        c.ReportBroken,
        c.GiveFeedback,
        c.EndSession,
        c.EndOwnSession,
        c.EndAllSessions,
        c.KeepForm,
        c.DropForm,
    }
)
# What is the writer's own business, or prepares an act.
BESIDE: Final[frozenset[type[c.Command]]] = frozenset(
    {
        c.ActFor,
        c.ChooseChannel,
        c.DropChannelOfCase,
        c.SaveDraft,
        c.ChooseDraftPage,
        c.DropDraft,
        c.SaveTaskDraft,
        c.StoreDocument,
        c.DropSigning,
        c.KeepPreparation,
        c.RecordInfected,
        c.KeepEnquiry,
        c.ReadLetters,
        c.ReportBroken,
        c.GiveFeedback,
        c.EndSession,
        c.EndOwnSession,
        c.EndAllSessions,
        c.KeepForm,
        c.DropForm,
    }
)


def represented(envelope: Envelope, following: Next) -> Any:
    """Let the command pass if its sender acts for themselves, or by a mandate that holds."""
    other = envelope.actor.acts_for
    if other is None:
        return following(envelope)
    kind = type(envelope.command)
    allowed = AT_DESK | BESIDE_AT_DESK if envelope.actor.is_assisting else ACTS | BESIDE
    if kind not in allowed:
        raise ForOneselfOnly
    if kind is not c.ActFor and envelope.actor.assurance != "card":
        raise ForOneselfOnly
    if kind in ACTS:
        tx = envelope.transaction
        row = mandates.held(tx, other.mandate_id)
        if row is None or row.representative_id != envelope.actor.person_id:
            raise MandateRefused
        if row.represented_id != other.party_id:
            raise MandateRefused
        if over(row, tx.now):
            raise MandateRefused("mandate.presence_over")
        if reason := refusal(row, on=local_date(tx.now)):
            raise MandateRefused(f"mandate.{reason}")
        if row.together > 1 and kind in BY_BOTH:
            raise MandateRefused("mandate.by_both")
        if row.together == 1 and kind in TOGETHER:
            raise NotFound
        if row.kind != PRESENCE and not is_fresh(tx, row.answered_at):
            raise RegisterAway
    return following(envelope)

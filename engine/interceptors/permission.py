"""Who may send which command at all. Whether *this* task or case is theirs, its handler decides.

A command that is not in the table can't be sent: `tests/structure` demands an entry for each.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any

from engine import commands as c
from engine.bus import Envelope, Next
from engine.errors import NotAllowed, NotSignedIn


class Sender(Enum):
    """Kinds of sender."""

    ANYBODY = "anybody"
    PERSON = "person"  # signed in
    STAFF = "staff"  # holds a role in some municipality
    OFFICE = "office"  # staff, or the system acting for a municipality
    ADMINISTRATION = "administration"  # signed in, or the system; the handler asks for the right
    SYSTEM = "system"


PERMISSIONS: Mapping[type[c.Command], Sender] = {
    c.SignInDemo: Sender.ANYBODY,
    c.AskChallenge: Sender.ANYBODY,
    c.TakeChallenge: Sender.ANYBODY,
    c.SignInWithCard: Sender.SYSTEM,
    c.EndSession: Sender.ANYBODY,
    c.ChooseChannel: Sender.PERSON,
    c.DropChannelOfCase: Sender.PERSON,
    c.StopCopies: Sender.ANYBODY,
    c.MarkUnreachable: Sender.SYSTEM,
    c.TakeBounce: Sender.SYSTEM,
    c.RequestGuestCode: Sender.ANYBODY,
    c.BeginAsGuest: Sender.ANYBODY,
    c.ShowTrackingCode: Sender.PERSON,
    c.TrackCase: Sender.ANYBODY,
    c.LinkCase: Sender.PERSON,
    c.RequestReturnCode: Sender.ANYBODY,
    c.ReturnAsGuest: Sender.ANYBODY,
    c.ActFor: Sender.PERSON,
    c.BeginPresence: Sender.PERSON,
    c.EndPresence: Sender.PERSON,
    c.KeepMandates: Sender.SYSTEM,
    c.EndOwnSession: Sender.PERSON,
    c.EndAllSessions: Sender.PERSON,
    c.MakeToken: Sender.PERSON,
    c.EndToken: Sender.PERSON,
    c.MakeServiceAccount: Sender.PERSON,
    c.RotateSecret: Sender.PERSON,
    c.NameResponsible: Sender.PERSON,
    c.EndServiceAccount: Sender.PERSON,
    c.DepositPaper: Sender.STAFF,
    c.KeepForm: Sender.ANYBODY,
    c.DropForm: Sender.PERSON,
    c.RequestCode: Sender.ANYBODY,
    c.RequestAnotherCode: Sender.ANYBODY,
    c.SignInByCode: Sender.ANYBODY,
    c.RequestBinding: Sender.PERSON,
    c.ConfirmContact: Sender.PERSON,
    c.EndContact: Sender.PERSON,
    c.IssueCode: Sender.SYSTEM,
    c.RecordWrongCode: Sender.SYSTEM,
    c.ForgetCodes: Sender.SYSTEM,
    c.SaveDraft: Sender.PERSON,
    c.ChooseDraftPage: Sender.PERSON,
    c.DropDraft: Sender.PERSON,
    c.ExpireDrafts: Sender.SYSTEM,
    c.SaveTaskDraft: Sender.PERSON,
    c.StoreDocument: Sender.PERSON,
    c.RecordInfected: Sender.PERSON,
    c.ForgetUpload: Sender.SYSTEM,
    c.KeepEnquiry: Sender.PERSON,
    c.FileApplication: Sender.PERSON,
    c.OpenProceeding: Sender.OFFICE,
    c.PlanBatch: Sender.STAFF,
    c.PlanDelistedSettlements: Sender.SYSTEM,
    c.StartBatch: Sender.STAFF,
    c.PauseBatch: Sender.STAFF,
    c.StopBatch: Sender.STAFF,
    c.ChooseBatchEntries: Sender.SYSTEM,
    c.SettleBatchEntry: Sender.SYSTEM,
    c.PassBatchEntry: Sender.SYSTEM,
    c.AdvanceBatch: Sender.SYSTEM,
    c.TakeRegistryEvents: Sender.SYSTEM,
    c.FeedSilent: Sender.SYSTEM,
    c.FollowEvent: Sender.SYSTEM,
    c.ChangeDelivered: Sender.SYSTEM,
    c.ChangeNotDelivered: Sender.SYSTEM,
    c.RedeliverChange: Sender.STAFF,
    c.SettleChange: Sender.STAFF,
    c.PrepareFiling: Sender.PERSON,
    c.ConfirmFiling: Sender.PERSON,
    c.EndFiling: Sender.PERSON,
    c.ClaimTask: Sender.STAFF,
    c.ReleaseTask: Sender.STAFF,
    c.RecuseFromCase: Sender.STAFF,
    c.AssignTask: Sender.STAFF,
    c.SaveFilter: Sender.STAFF,
    c.RenameFilter: Sender.STAFF,
    c.RemoveFilter: Sender.STAFF,
    c.CompleteTask: Sender.PERSON,
    c.OpenSigning: Sender.PERSON,
    c.OpenApplicationSigning: Sender.PERSON,
    c.DropSigning: Sender.PERSON,
    c.KeepPreparation: Sender.PERSON,
    c.TakeReturned: Sender.SYSTEM,
    c.AddSignature: Sender.PERSON,
    c.SignOnPaper: Sender.PERSON,
    c.VoidNumber: Sender.OFFICE,
    c.KeepProof: Sender.SYSTEM,
    c.KeepPackage: Sender.SYSTEM,
    c.WithdrawCase: Sender.PERSON,
    c.WriteToCase: Sender.PERSON,
    c.WriteNote: Sender.STAFF,
    c.ReadLetters: Sender.PERSON,
    c.HandOverLetter: Sender.PERSON,
    c.GiveFeedback: Sender.ANYBODY,
    c.IssueCertificate: Sender.PERSON,
    c.MarkMessagesSeen: Sender.STAFF,
    c.RetryIncident: Sender.STAFF,
    c.SkipIncident: Sender.STAFF,
    c.MoveToken: Sender.STAFF,
    c.ReportBroken: Sender.PERSON,
    c.SettleProceeding: Sender.SYSTEM,
    c.StartPayment: Sender.PERSON,
    c.RecordReturn: Sender.STAFF,
    c.AddBudgetLine: Sender.STAFF,
    c.ImportAssets: Sender.STAFF,
    c.CountAsset: Sender.STAFF,
    c.RecordSurplus: Sender.STAFF,
    c.ChangeBudgetLine: Sender.STAFF,
    c.OfferBudget: Sender.SYSTEM,
    c.MoneyReceived: Sender.SYSTEM,
    c.OrderFailed: Sender.SYSTEM,
    c.OrderStillOpen: Sender.SYSTEM,
    c.SetPartner: Sender.PERSON,
    c.SetPartnerService: Sender.PERSON,
    c.WithdrawPartnerService: Sender.PERSON,
    c.RecordVisit: Sender.PERSON,
    c.PublishAnnouncement: Sender.PERSON,
    c.WithdrawAnnouncement: Sender.PERSON,
    c.TellOutcome: Sender.PERSON,
    c.RespondToAnnouncement: Sender.PERSON,
    c.RecordOutcome: Sender.PERSON,
    c.SetCashRule: Sender.PERSON,
    c.ReceiveCash: Sender.PERSON,
    c.VoidReceipt: Sender.PERSON,
    c.CountCash: Sender.PERSON,
    c.ConfirmCount: Sender.PERSON,
    c.RecordDeposit: Sender.PERSON,
    c.SetCenterHours: Sender.PERSON,
    c.SetCenterDay: Sender.PERSON,
    c.RemindOfAppointment: Sender.SYSTEM,
    c.AppointmentTold: Sender.SYSTEM,
    c.TakeTicket: Sender.PERSON,
    c.CallNext: Sender.PERSON,
    c.EndTicket: Sender.PERSON,
    c.MakeAppointment: Sender.PERSON,
    c.CancelAppointment: Sender.PERSON,
    c.RecordArrival: Sender.PERSON,
    c.CompleteJob: Sender.SYSTEM,
    c.FailJob: Sender.SYSTEM,
    c.JobUnanswered: Sender.SYSTEM,
    c.MailSent: Sender.SYSTEM,
    c.FireTimer: Sender.SYSTEM,
    c.PostponeTimer: Sender.SYSTEM,
    c.PublishMessage: Sender.SYSTEM,
    c.DeliverMessage: Sender.SYSTEM,
    c.ExpireMessage: Sender.SYSTEM,
    c.BroadcastSignal: Sender.OFFICE,
    c.DeliverSignal: Sender.SYSTEM,
    c.NotifyStaff: Sender.SYSTEM,
    c.NoticeMailed: Sender.SYSTEM,
    c.RemindOfAnswer: Sender.SYSTEM,
    c.RemindOfPlannedEnd: Sender.SYSTEM,
    c.ApplicantTold: Sender.SYSTEM,
    c.DirectorTold: Sender.SYSTEM,
    c.DeclareDayOff: Sender.ADMINISTRATION,
    c.RecountCase: Sender.SYSTEM,
    c.PublishService: Sender.SYSTEM,
    c.RollBackService: Sender.SYSTEM,
    c.TakeBackPublication: Sender.ADMINISTRATION,
    c.AskReplay: Sender.PERSON,
    c.KeepReplayed: Sender.SYSTEM,
    c.StopReplay: Sender.SYSTEM,
    c.RequestPublication: Sender.PERSON,
    c.LookAtDifferences: Sender.PERSON,
    c.WriteComment: Sender.PERSON,
    c.AnswerComment: Sender.PERSON,
    c.SettleComment: Sender.PERSON,
    c.KeepScenarios: Sender.SYSTEM,
    c.ApprovePublication: Sender.PERSON,
    c.DeclinePublication: Sender.PERSON,
    c.NamePublisher: Sender.SYSTEM,
    c.WithdrawPublisher: Sender.SYSTEM,
    c.BeginServiceDraft: Sender.PERSON,
    c.BeginNewService: Sender.PERSON,
    c.SaveServiceFile: Sender.PERSON,
    c.RenameServiceFile: Sender.PERSON,
    c.RemoveServiceFile: Sender.PERSON,
    c.DropServiceDraft: Sender.PERSON,
    c.RebaseDraft: Sender.PERSON,
    c.SetSwitch: Sender.PERSON,
    c.SetLetterhead: Sender.PERSON,
    c.SetLanguages: Sender.PERSON,
    c.SetRollout: Sender.PERSON,
    c.EnterMunicipality: Sender.PERSON,
    c.SetParameter: Sender.PERSON,
    c.AddUnit: Sender.PERSON,
    c.RenameUnit: Sender.PERSON,
    c.EndUnit: Sender.PERSON,
    c.GiveOffice: Sender.ADMINISTRATION,
    c.EndOffice: Sender.ADMINISTRATION,
    c.ReleaseClaims: Sender.SYSTEM,
    c.LoadMunicipality: Sender.SYSTEM,
    c.LoadPerson: Sender.SYSTEM,
    c.LoadReferenceData: Sender.SYSTEM,
}


# What somebody may do who has no account here: fill in an application, file it, learn how to follow it, and
# do in their own case what its applicant does. Whatever concerns a person beyond that case is not among it.
GUESTS: frozenset[type[c.Command]] = frozenset(
    {
        c.SaveDraft,
        c.ChooseDraftPage,
        c.DropDraft,
        c.StoreDocument,
        c.RecordInfected,
        c.FileApplication,
        c.ShowTrackingCode,
        c.CompleteTask,
        c.SaveTaskDraft,
        c.ReadLetters,
        c.WriteToCase,
        c.StartPayment,
        c.WithdrawCase,
        c.ReportBroken,
        c.EndAllSessions,
        c.DropForm,
    }
)

# What a service account may do. What decides, signs, answers or begins something is an official's.
SENT_BY_SERVICE_ACCOUNTS: frozenset[type[c.Command]] = frozenset(
    {c.StoreDocument, c.RecordInfected, c.DepositPaper}
)


def permitted(envelope: Envelope, following: Next) -> Any:
    """Let the command pass if its sender may send it."""
    actor, needed = envelope.actor, PERMISSIONS.get(type(envelope.command))
    if needed is None:
        raise NotAllowed
    if needed is Sender.SYSTEM and not actor.is_system:
        raise NotAllowed
    if needed in (Sender.OFFICE, Sender.ADMINISTRATION) and actor.is_system:
        return following(envelope)
    if needed not in (Sender.ANYBODY, Sender.SYSTEM) and actor.person_id is None:
        raise NotSignedIn
    if actor.assurance == "guest" and needed is not Sender.ANYBODY and type(envelope.command) not in GUESTS:
        raise NotAllowed
    if actor.is_service_account and type(envelope.command) not in SENT_BY_SERVICE_ACCOUNTS:
        raise NotAllowed
    if needed in (Sender.STAFF, Sender.OFFICE) and not actor.is_staff:
        raise NotAllowed
    return following(envelope)

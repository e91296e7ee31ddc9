"""Everything that can be asked of the engine, as frozen data.

A command names what is wanted and carries nothing else. Who asks, under which idempotency
key and when is added by the bus. `PERMISSIONS` in `engine.interceptors.permission` says who may
send each of them.
"""

from engine.commands.applications import (
    FileApplication,
    FiledCase,
    ForgetUpload,
    NoteInfected,
    StoredDocument,
    StoreDocument,
)
from engine.commands.base import Command
from engine.commands.cards import AskChallenge, SignInWithCard, TakeChallenge
from engine.commands.cases import ClaimTask, CompleteTask, ReleaseTask, StepTaken, WithdrawCase
from engine.commands.certificates import IssueCertificate
from engine.commands.channels import (
    ChooseChannel,
    DropChannelOfCase,
    MarkUnreachable,
    StopCopies,
    TakeBounce,
)
from engine.commands.contacts import (
    CodeAnswered,
    CodeRequested,
    ConfirmContact,
    EndContact,
    ForgetCodes,
    IssueCode,
    IssuedCode,
    KnownPerson,
    NoteWrongCode,
    RequestAnotherCode,
    RequestBinding,
    RequestCode,
    SignInByCode,
)
from engine.commands.correspondence import (
    ApplicantTold,
    MarkMessagesSeen,
    RemindOfAnswer,
    WriteToCase,
)
from engine.commands.drafts import (
    ChooseDraftPage,
    DropDraft,
    ExpireDrafts,
    SavedDraft,
    SaveDraft,
    SavedTaskDraft,
    SaveTaskDraft,
)
from engine.commands.enquiries import KeepEnquiry
from engine.commands.feedback import GiveFeedback
from engine.commands.guests import (
    BeginAsGuest,
    LinkCase,
    RequestGuestCode,
    ShowTrackingCode,
    TrackCase,
    TrackedCase,
)
from engine.commands.jobs import (
    CompleteJob,
    FailJob,
    FireTimer,
    JobUnanswered,
    MailSent,
    NoticeMailed,
    PostponeTimer,
    TellStaff,
    TimerFired,
)
from engine.commands.letters import ReadLetters
from engine.commands.mandates import ActFor, KeepMandates
from engine.commands.messages import (
    BroadcastSignal,
    DeliverMessage,
    DeliverSignal,
    ExpireMessage,
    PublishedMessage,
    PublishMessage,
)
from engine.commands.offices import EndOffice, GiveOffice, ReleaseClaims
from engine.commands.payments import (
    MoneyReceived,
    NoteReturn,
    OrderFailed,
    OrderStillOpen,
    PaymentOrder,
    StartPayment,
)
from engine.commands.publishing import (
    NamePublisher,
    PublishService,
    RollBackService,
    ServicePublished,
    WithdrawPublisher,
)
from engine.commands.reference import (
    DeclareDayOff,
    LoadMunicipality,
    LoadPerson,
    LoadReferenceData,
    RecountCase,
)
from engine.commands.sessions import (
    DropForm,
    EndAllSessions,
    EndOwnSession,
    EndSession,
    KeepForm,
    SignInDemo,
)
from engine.commands.supervision import MoveToken, ReportBroken, RetryIncident, SkipIncident

__all__ = [
    "EndOffice",
    "GiveOffice",
    "ReleaseClaims",
    "ActFor",
    "KeepMandates",
    "AskChallenge",
    "SignInWithCard",
    "TakeChallenge",
    "ApplicantTold",
    "RemindOfAnswer",
    "BeginAsGuest",
    "BroadcastSignal",
    "ChooseChannel",
    "ChooseDraftPage",
    "ClaimTask",
    "CodeAnswered",
    "CodeRequested",
    "Command",
    "CompleteJob",
    "CompleteTask",
    "ConfirmContact",
    "DeclareDayOff",
    "DeliverMessage",
    "DeliverSignal",
    "DropChannelOfCase",
    "DropDraft",
    "DropForm",
    "EndAllSessions",
    "EndContact",
    "EndOwnSession",
    "EndSession",
    "ExpireDrafts",
    "ExpireMessage",
    "FailJob",
    "FileApplication",
    "FiledCase",
    "FireTimer",
    "ForgetCodes",
    "ForgetUpload",
    "GiveFeedback",
    "IssueCertificate",
    "IssueCode",
    "IssuedCode",
    "JobUnanswered",
    "KeepEnquiry",
    "KeepForm",
    "KnownPerson",
    "LinkCase",
    "LoadMunicipality",
    "LoadPerson",
    "LoadReferenceData",
    "MailSent",
    "MarkMessagesSeen",
    "MarkUnreachable",
    "MoneyReceived",
    "MoveToken",
    "NamePublisher",
    "NoteReturn",
    "NoteInfected",
    "NoteWrongCode",
    "NoticeMailed",
    "OrderFailed",
    "OrderStillOpen",
    "PaymentOrder",
    "PostponeTimer",
    "PublishMessage",
    "PublishService",
    "PublishedMessage",
    "ReadLetters",
    "RecountCase",
    "ReleaseTask",
    "ReportBroken",
    "RequestAnotherCode",
    "RequestBinding",
    "RequestCode",
    "RequestGuestCode",
    "RetryIncident",
    "RollBackService",
    "SaveDraft",
    "SaveTaskDraft",
    "SavedDraft",
    "SavedTaskDraft",
    "ServicePublished",
    "ShowTrackingCode",
    "SignInByCode",
    "SignInDemo",
    "SkipIncident",
    "StartPayment",
    "StepTaken",
    "StopCopies",
    "StoreDocument",
    "StoredDocument",
    "TakeBounce",
    "TellStaff",
    "TimerFired",
    "TrackCase",
    "TrackedCase",
    "WithdrawCase",
    "WithdrawPublisher",
    "WriteToCase",
]

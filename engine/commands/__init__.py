"""Everything that can be asked of the engine, as frozen data.

A command names what is wanted and carries nothing else. Who asks, under which idempotency
key and when is added by the bus. `PERMISSIONS` in `engine.interceptors.permission` says who may
send each of them. What is imported here is handed on: a list of the names would say them twice.
"""

from engine.commands.announcements import (
    AnnouncementPublished,
    PublishAnnouncement,
    RespondToAnnouncement,
    TellOutcome,
    WithdrawAnnouncement,
)
from engine.commands.applications import (
    FileApplication,
    FiledCase,
    ForgetUpload,
    OpenProceeding,
    RecordInfected,
    StoredDocument,
    StoreDocument,
)
from engine.commands.appointments import CancelAppointment, MakeAppointment, RecordArrival
from engine.commands.assets import AssetsImported, ImportAssets
from engine.commands.assignment import AssignTask, ClaimTask, RecuseFromCase, ReleaseTask
from engine.commands.base import Command
from engine.commands.batches import (
    AdvanceBatch,
    BatchPlanned,
    ChooseBatchEntries,
    PassBatchEntry,
    PauseBatch,
    PlanBatch,
    PlanDelistedSettlements,
    SettleBatchEntry,
    StartBatch,
    StopBatch,
)
from engine.commands.budgets import AddBudgetLine, BudgetLineSet, ChangeBudgetLine, OfferBudget
from engine.commands.cards import AskChallenge, SignInWithCard, TakeChallenge
from engine.commands.case_notes import WriteNote
from engine.commands.cases import CompleteTask, StepTaken, WithdrawCase
from engine.commands.cash import (
    CashReceived,
    ConfirmCount,
    CountCash,
    ReceiveCash,
    RecordDeposit,
    SetCashRule,
    VoidReceipt,
)
from engine.commands.certificates import IssueCertificate
from engine.commands.channels import ChooseChannel, DropChannelOfCase, MarkUnreachable, StopCopies, TakeBounce
from engine.commands.comments import AnswerComment, CommentWritten, SettleComment, WriteComment
from engine.commands.contacts import (
    CodeAnswered,
    CodeRequested,
    ConfirmContact,
    EndContact,
    ForgetCodes,
    IssueCode,
    IssuedCode,
    KnownPerson,
    RecordWrongCode,
    RequestAnotherCode,
    RequestBinding,
    RequestCode,
    SignInByCode,
)
from engine.commands.correspondence import (
    ApplicantTold,
    MarkMessagesSeen,
    RemindOfAnswer,
    RemindOfPlannedEnd,
    WriteToCase,
)
from engine.commands.directory import PartnerServiceSet, SetPartner, SetPartnerService, WithdrawPartnerService
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
from engine.commands.filters import RemoveFilter, RenameFilter, SaveFilter
from engine.commands.guests import (
    BeginAsGuest,
    LinkCase,
    RequestGuestCode,
    RequestReturnCode,
    ReturnAsGuest,
    ReturnCodeRequested,
    ShowTrackingCode,
    TrackCase,
    TrackedCase,
)
from engine.commands.inventories import CountAsset, RecordSurplus
from engine.commands.jobs import (
    CompleteJob,
    FailJob,
    FireTimer,
    JobUnanswered,
    MailSent,
    NoticeMailed,
    NotifyStaff,
    PostponeTimer,
    TimerFired,
)
from engine.commands.joint_filings import (
    ConfirmedFiling,
    ConfirmFiling,
    DirectorTold,
    EndFiling,
    PreparedFiling,
    PrepareFiling,
)
from engine.commands.letters import HandOverLetter, ReadLetters
from engine.commands.mandates import ActFor, BeginPresence, EndPresence, KeepMandates
from engine.commands.messages import (
    BroadcastSignal,
    DeliverMessage,
    DeliverSignal,
    ExpireMessage,
    PublishedMessage,
    PublishMessage,
)
from engine.commands.municipalities import (
    EnterMunicipality,
    SetLanguages,
    SetLetterhead,
    SetParameter,
    SetRollout,
)
from engine.commands.offices import EndOffice, GiveOffice, OfficeEnded, ReleaseClaims
from engine.commands.payments import (
    MoneyReceived,
    OrderFailed,
    OrderStillOpen,
    PaymentOrder,
    RecordReturn,
    StartPayment,
)
from engine.commands.publish_requests import (
    ApprovePublication,
    DeclinePublication,
    KeepScenarios,
    LookAtDifferences,
    PublicationRequested,
    RequestPublication,
)
from engine.commands.publishing import (
    NamePublisher,
    PublishService,
    RollBackService,
    ServicePublished,
    ServiceTakenBack,
    TakeBackPublication,
    WithdrawPublisher,
)
from engine.commands.queue import (
    AppointmentTold,
    CallNext,
    EndTicket,
    RemindOfAppointment,
    SetCenterDay,
    SetCenterHours,
    TakeTicket,
    TicketTaken,
)
from engine.commands.reference import (
    DeclareDayOff,
    LoadMunicipality,
    LoadPerson,
    LoadReferenceData,
    RecountCase,
)
from engine.commands.registry_events import FeedSilent, FollowEvent, ReportedEvent, TakeRegistryEvents
from engine.commands.replays import AskReplay, KeepReplayed, ReplayAsked, StopReplay
from engine.commands.service_accounts import (
    DepositPaper,
    EndServiceAccount,
    MakeServiceAccount,
    NameResponsible,
    RotateSecret,
)
from engine.commands.sessions import DropForm, EndAllSessions, EndOwnSession, EndSession, KeepForm, SignInDemo
from engine.commands.signing import (
    AddSignature,
    DropSigning,
    KeepPackage,
    KeepPreparation,
    KeepProof,
    OpenApplicationSigning,
    OpenedSigning,
    OpenSigning,
    SignOnPaper,
    TakeReturned,
    VoidNumber,
)
from engine.commands.studio import (
    BeginNewService,
    BeginServiceDraft,
    ChosenFile,
    DropServiceDraft,
    OtherFile,
    RebaseDraft,
    RemoveServiceFile,
    RenameServiceFile,
    SavedServiceFile,
    SaveServiceFile,
)
from engine.commands.subscribers import ChangeDelivered, ChangeNotDelivered, RedeliverChange, SettleChange
from engine.commands.supervision import (
    MoveToken,
    ReportBroken,
    RetryIncident,
    SettleProceeding,
    SkipIncident,
)
from engine.commands.switches import SetSwitch
from engine.commands.tokens import EndToken, MakeToken
from engine.commands.units import AddUnit, EndUnit, RenameUnit
from engine.commands.visits import RecordOutcome, RecordVisit, VisitRecorded

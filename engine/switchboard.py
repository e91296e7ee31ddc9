"""Which handler takes which command.

Knows what a handler has to be made with, and nothing of interceptors or connections.
"""

from __future__ import annotations

from engine import commands as c
from engine.bus import Handler
from engine.center_switchboard import of_centers
from engine.commands import Command
from engine.country_switchboard import of_the_country
from engine.handlers import (
    applicant_notices,
    assets,
    assignment,
    batches,
    budgets,
    cards,
    case_notes,
    cases,
    certificates,
    channels,
    codes,
    contacts,
    correspondence,
    delisted_settlements,
    documents,
    drafts,
    enquiries,
    ex_officio,
    feedback,
    filters,
    guests,
    incidents,
    inventories,
    jobs,
    joint_filings,
    letters,
    mandates,
    messages,
    notices,
    payments,
    proofs,
    recusal,
    registry_events,
    sessions,
    signals,
    signings,
    submissions,
    subscribers,
    supervision,
    task_drafts,
    tasks,
    timers,
    tokens,
)
from engine.identity.one_time_codes import Codes
from engine.identity.tracking import TrackingCodes
from engine.notifications.channels import StopLinks
from engine.operations import ALL
from engine.operations.outside import Connections
from engine.settings import Settings
from engine.signatures.sealing import seal_of

Handlers = dict[type[Command], Handler]


def handlers(settings: Settings, connections: Connections) -> Handlers:
    """Return the handler of every command."""
    limits = settings.rate_limits
    keys = Codes(settings.secret, most_codes=limits.codes, most_tracking=limits.tracking)
    return {
        **_of_signing_in(settings, keys),
        **_of_people(settings, keys, connections),
        **_of_guests(settings, keys),
        **_of_cases(settings),
        **_of_signing(settings, connections),
        **_between_cases(),
        **_of_batches(settings),
        **_of_budgets_and_property(settings),
        **of_the_country(settings),
        **of_centers(),
    }


def _of_signing_in(settings: Settings, keys: Codes) -> Handlers:
    """Return how people come in and stay in."""
    return {
        c.SignInDemo: sessions.sign_in_demo(is_demo=settings.is_demo),
        c.AskChallenge: cards.ask_challenge,
        c.TakeChallenge: cards.take_challenge,
        c.SignInWithCard: cards.sign_in_with_card,
        c.EndSession: sessions.end_session,
        c.ActFor: mandates.act_for,
        c.KeepMandates: mandates.keep_mandates,
        c.EndOwnSession: sessions.end_own_session,
        c.EndAllSessions: sessions.end_all_sessions,
        c.MakeToken: tokens.make_token,
        c.EndToken: tokens.end_token,
        c.KeepForm: sessions.keep_form,
        c.DropForm: sessions.drop_form,
        c.RequestCode: codes.request_code(keys),
        c.RequestAnotherCode: codes.request_another(keys),
        c.IssueCode: codes.issue_code(keys),
        c.SignInByCode: codes.sign_in_by_code(keys),
        c.RecordWrongCode: codes.record_wrong_code,
        c.ForgetCodes: codes.forget_codes,
    }


def _of_people(settings: Settings, keys: Codes, connections: Connections) -> Handlers:
    """Return what people do about themselves: sessions, codes, contacts, drafts, documents."""
    return {
        c.ChooseChannel: channels.choose_channel,
        c.DropChannelOfCase: channels.drop_channel_of_case,
        c.StopCopies: channels.stop_copies(StopLinks(settings.secret)),
        c.MarkUnreachable: channels.mark_unreachable,
        c.TakeBounce: channels.take_bounce,
        c.SaveDraft: drafts.save_draft,
        c.ChooseDraftPage: drafts.choose_draft_page,
        c.DropDraft: drafts.drop_draft,
        c.ExpireDrafts: drafts.expire_drafts,
        c.SaveTaskDraft: task_drafts.save_task_draft,
        c.KeepEnquiry: enquiries.keep_enquiry,
        c.RequestBinding: contacts.request_binding(keys),
        c.ConfirmContact: contacts.confirm_contact(keys),
        c.EndContact: contacts.end_contact,
        c.StoreDocument: documents.store_document(connections, settings.uploads),
        c.RecordInfected: documents.record_infected,
        c.ForgetUpload: documents.forget_upload(connections.files, settings.uploads),
        c.WriteToCase: correspondence.write_to_case,
        c.WriteNote: case_notes.write_note,
        c.IssueCertificate: certificates.issue_certificate,
        c.MarkMessagesSeen: correspondence.mark_messages_seen,
        c.GiveFeedback: feedback.give_feedback,
    }


def _of_cases(settings: Settings) -> Handlers:
    """Return what moves a case."""
    return {
        c.FileApplication: submissions.file_application(ALL, settings.uploads),
        c.OpenProceeding: ex_officio.open_proceeding(ALL, settings.uploads),
        c.PrepareFiling: submissions.prepare_filing,
        c.ConfirmFiling: submissions.confirm_filing(ALL, settings.uploads),
        c.EndFiling: joint_filings.end_filing,
        c.DirectorTold: joint_filings.director_told,
        c.ClaimTask: assignment.claim_task,
        c.ReleaseTask: assignment.release_task,
        c.AssignTask: assignment.assign_task,
        c.RecuseFromCase: recusal.recuse_from_case,
        c.SaveFilter: filters.save_filter,
        c.RenameFilter: filters.rename_filter,
        c.RemoveFilter: filters.remove_filter,
        c.CompleteTask: tasks.complete_task(ALL, settings.uploads),
        c.WithdrawCase: cases.withdraw_case(ALL),
        c.ReadLetters: letters.read_letters(ALL),
        c.StartPayment: payments.start_payment,
        c.MoneyReceived: payments.money_received(ALL),
        c.OrderFailed: payments.order_failed(ALL),
        c.OrderStillOpen: payments.order_still_open,
        c.RecordReturn: payments.record_return(ALL),
        c.CompleteJob: jobs.complete_job(ALL),
        c.FailJob: jobs.fail_job(ALL),
        c.RetryIncident: incidents.retry_incident(ALL),
        c.SkipIncident: incidents.skip_incident(ALL),
        c.ReportBroken: incidents.report_broken(ALL),
        c.SettleProceeding: incidents.settle_proceeding(ALL),
        c.MoveToken: supervision.move_token(ALL),
        c.JobUnanswered: jobs.job_unanswered,
        c.MailSent: jobs.mail_sent,
        c.FireTimer: timers.fire_timer(ALL),
        c.PostponeTimer: timers.postpone_timer(ALL),
    }


def _of_signing(settings: Settings, connections: Connections) -> Handlers:
    """Return what signs steps, and what keeps signatures proven."""
    return {
        c.OpenSigning: signings.open_signing(ALL, public_url=settings.public_url),
        c.OpenApplicationSigning: signings.open_application(public_url=settings.public_url),
        c.DropSigning: signings.drop_signing,
        c.KeepPreparation: signings.keep_preparation,
        c.TakeReturned: signings.take_returned,
        c.AddSignature: signings.add_signature(
            ALL, settings.uploads, has_seal=lambda place: seal_of(connections, place) is not None
        ),
        c.SignOnPaper: signings.sign_on_paper(ALL, settings.uploads),
        c.VoidNumber: signings.void_number,
        c.KeepProof: proofs.keep_proof,
        c.KeepPackage: proofs.keep_package,
    }


def _between_cases() -> Handlers:
    """Return what goes from case to case, and from cases to people."""
    return {
        c.PublishMessage: messages.publish_message(ALL),
        c.DeliverMessage: messages.deliver_message(ALL),
        c.ExpireMessage: messages.expire_message(ALL),
        c.BroadcastSignal: signals.broadcast_signal,
        c.DeliverSignal: signals.deliver_signal(ALL),
        c.NotifyStaff: notices.notify_staff(ALL),
        c.NoticeMailed: notices.notice_mailed,
        c.RemindOfAnswer: applicant_notices.remind_of_answer,
        c.RemindOfPlannedEnd: applicant_notices.remind_of_planned_end,
        c.ApplicantTold: applicant_notices.applicant_told,
    }


def _of_batches(settings: Settings) -> Handlers:
    """Return the handlers of batches and of events of the civil registry."""
    return {
        c.PlanBatch: batches.plan_batch,
        c.PlanDelistedSettlements: delisted_settlements.plan_delisted_settlements,
        c.ChooseBatchEntries: batches.choose_batch_entries,
        c.StartBatch: batches.start_batch,
        c.PauseBatch: batches.pause_batch,
        c.StopBatch: batches.stop_batch,
        c.SettleBatchEntry: batches.settle_batch_entry(ALL, settings.uploads),
        c.PassBatchEntry: batches.pass_batch_entry,
        c.AdvanceBatch: batches.advance_batch,
        c.TakeRegistryEvents: registry_events.take_registry_events,
        c.FeedSilent: registry_events.feed_silent,
        c.FollowEvent: registry_events.follow_event(ALL, settings.uploads),
        c.ChangeDelivered: subscribers.change_delivered,
        c.ChangeNotDelivered: subscribers.change_not_delivered,
        c.RedeliverChange: subscribers.redeliver_change,
        c.SettleChange: subscribers.settle_change,
    }


def _of_budgets_and_property(settings: Settings) -> Handlers:
    """Return what keeps the lines of budgets and the register of property."""
    return {
        c.ImportAssets: assets.import_assets,
        c.CountAsset: inventories.count_asset(settings.uploads),
        c.RecordSurplus: inventories.record_surplus(settings.uploads),
        c.AddBudgetLine: budgets.add_budget_line,
        c.ChangeBudgetLine: budgets.change_budget_line,
        c.OfferBudget: budgets.offer_budget,
    }


def _of_guests(settings: Settings, keys: Codes) -> Handlers:
    """Return what people do who have not signed in."""
    return {
        c.RequestGuestCode: guests.request_guest_code(keys),
        c.BeginAsGuest: guests.begin_as_guest(keys),
        c.ShowTrackingCode: guests.show_tracking_code(TrackingCodes(settings.secret)),
        c.TrackCase: guests.track_case(keys),
        c.RequestReturnCode: guests.request_return_code(keys),
        c.ReturnAsGuest: guests.return_as_guest(keys),
        c.LinkCase: guests.link_case(ALL, keys),
    }

"""Wiring: which handler takes which command, through which interceptors, over which connections."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from engine import commands as c
from engine.audit.chain import append_logged
from engine.bus import Bus, Handler
from engine.clock import Clock, SystemClock
from engine.commands import Command
from engine.connectors.civil_registry import CivilRegistry
from engine.connectors.clamd import Clamd
from engine.connectors.sms import SmsGateway
from engine.connectors.treasury import Treasury
from engine.db.pool import Database, Transaction
from engine.documents.files import FileStore
from engine.documents.keys import ring_of
from engine.handlers import (
    calendar,
    cases,
    certificates,
    channels,
    codes,
    contacts,
    correspondence,
    deployments,
    documents,
    drafts,
    enquiries,
    guests,
    incidents,
    jobs,
    messages,
    notices,
    payments,
    publishers,
    reference,
    sessions,
    signals,
    submissions,
    supervision,
    task_drafts,
    tasks,
    timers,
)
from engine.interceptors.audit import audited
from engine.interceptors.idempotency import once_per_key
from engine.interceptors.permission import permitted
from engine.interceptors.transaction import in_transaction
from engine.notifications.channels import StopLinks
from engine.one_time_codes import Codes
from engine.operations import ALL
from engine.operations.outside import Connections
from engine.reporting import reporting
from engine.settings import Settings
from engine.tenancy import Actor
from engine.tracking import TrackingCodes


@dataclass(frozen=True)
class Engine:
    """Everything a page, a worker or a program needs: send commands, read views."""

    settings: Settings
    connections: Connections
    clock: Clock
    bus: Bus

    @property
    def conninfo(self) -> str:
        """The address of the database as libpq reads it."""
        return self.connections.database.conninfo

    def send(self, command: Command, *, actor: Actor, key: UUID | None = None) -> Any:
        """Carry out a command; see `Bus.send`. A person's step that breaks is kept as an incident."""
        with reporting(self.bus, command, actor):
            return self.bus.send(command, actor=actor, key=key)

    @contextmanager
    def read(self, actor: Actor) -> Iterator[Transaction]:
        """Give a transaction that sees what the actor may see. What a query notes is kept."""
        with self.connections.database.transaction(actor, now=self.clock.now()) as tx:
            yield tx
            append_logged(tx)

    def close(self) -> None:
        for connector in self.connections.connectors:
            connector.close()
        self.connections.database.close()


def build(settings: Settings, *, clock: Clock | None = None) -> Engine:
    """Return the engine of this installation. Nothing is connected before it is needed."""
    clock = clock or SystemClock()
    database = Database(settings.database_url)
    files = FileStore(settings.home / "files", ring_of(settings))
    connections = Connections(
        database=database,
        clock=clock,
        files=files,
        civil_registry=CivilRegistry(settings.civil_registry_url) if settings.civil_registry_url else None,
        smtp_url=settings.smtp_url,
        mail_from="mms@localhost" if settings.is_demo else f"mms@{settings.public_url.split('//')[-1]}",
        public_url=settings.public_url,
        treasury=Treasury(settings.treasury_url, settings.treasury_token) if settings.treasury_url else None,
        scanner=Clamd(settings.clamd) if settings.clamd else None,
        sms=SmsGateway(settings.sms_url, settings.sms_token) if settings.sms_url else None,
    )
    keys = Codes(settings.secret)
    handlers: dict[type[Command], Handler] = {
        c.SignInDemo: sessions.sign_in_demo(is_demo=settings.is_demo),
        c.EndSession: sessions.end_session,
        c.ChooseChannel: channels.choose_channel,
        c.DropChannelOfCase: channels.drop_channel_of_case,
        c.StopCopies: channels.stop_copies(StopLinks(settings.secret)),
        c.MarkUnreachable: channels.mark_unreachable,
        c.TakeBounce: channels.take_bounce,
        c.RequestGuestCode: guests.request_guest_code(keys),
        c.BeginAsGuest: guests.begin_as_guest(keys),
        c.ShowTrackingCode: guests.show_tracking_code(TrackingCodes(settings.secret)),
        c.TrackCase: guests.track_case(keys),
        c.LinkCase: guests.link_case(ALL, keys),
        c.EndOwnSession: sessions.end_own_session,
        c.EndAllSessions: sessions.end_all_sessions,
        c.KeepForm: sessions.keep_form,
        c.DropForm: sessions.drop_form,
        c.SaveDraft: drafts.save_draft,
        c.ChooseDraftPage: drafts.choose_draft_page,
        c.DropDraft: drafts.drop_draft,
        c.ExpireDrafts: drafts.expire_drafts,
        c.SaveTaskDraft: task_drafts.save_task_draft,
        c.KeepEnquiry: enquiries.keep_enquiry,
        c.RequestCode: codes.request_code(keys),
        c.RequestAnotherCode: codes.request_another(keys),
        c.IssueCode: codes.issue_code(keys),
        c.SignInByCode: codes.sign_in_by_code(keys),
        c.NoteWrongCode: codes.note_wrong_code,
        c.ForgetCodes: codes.forget_codes,
        c.RequestBinding: contacts.request_binding(keys),
        c.ConfirmContact: contacts.confirm_contact(keys),
        c.EndContact: contacts.end_contact,
        c.StoreDocument: documents.store_document(files, connections.scanner, settings.uploads),
        c.NoteInfected: documents.note_infected,
        c.ForgetUpload: documents.forget_upload(files, settings.uploads),
        c.FileApplication: submissions.file_application(ALL),
        c.ClaimTask: tasks.claim_task,
        c.ReleaseTask: tasks.release_task,
        c.CompleteTask: tasks.complete_task(ALL),
        c.WithdrawCase: cases.withdraw_case(ALL),
        c.StartPayment: payments.start_payment,
        c.MoneyReceived: payments.money_received(ALL),
        c.OrderFailed: payments.order_failed(ALL),
        c.OrderStillOpen: payments.order_still_open,
        c.NoteReturn: payments.note_return(ALL),
        c.WriteToCase: correspondence.write_to_case,
        c.IssueCertificate: certificates.issue_certificate,
        c.MarkMessagesSeen: correspondence.mark_messages_seen,
        c.CompleteJob: jobs.complete_job(ALL),
        c.FailJob: jobs.fail_job(ALL),
        c.RetryIncident: incidents.retry_incident(ALL),
        c.SkipIncident: incidents.skip_incident(ALL),
        c.ReportBroken: incidents.report_broken(ALL),
        c.MoveToken: supervision.move_token(ALL),
        c.JobUnanswered: jobs.job_unanswered,
        c.MailSent: jobs.mail_sent,
        c.FireTimer: timers.fire_timer(ALL),
        c.PostponeTimer: timers.postpone_timer(ALL),
        c.PublishMessage: messages.publish_message(ALL),
        c.DeliverMessage: messages.deliver_message(ALL),
        c.ExpireMessage: messages.expire_message(ALL),
        c.BroadcastSignal: signals.broadcast_signal,
        c.DeliverSignal: signals.deliver_signal(ALL),
        c.TellStaff: notices.tell_staff(ALL),
        c.NoticeMailed: notices.notice_mailed,
        c.DeclareDayOff: calendar.declare_day_off,
        c.RecountCase: calendar.recount_case(ALL),
        c.PublishService: deployments.publish_service(is_demo=settings.is_demo),
        c.RollBackService: deployments.roll_back_service(is_demo=settings.is_demo),
        c.NamePublisher: publishers.name_publisher,
        c.WithdrawPublisher: publishers.withdraw_publisher,
        c.LoadMunicipality: reference.load_municipality,
        c.LoadPerson: reference.load_person,
        c.LoadReferenceData: reference.load_reference_data,
    }
    interceptors = (in_transaction(database, clock), once_per_key, permitted, audited)
    return Engine(settings, connections, clock, Bus(handlers, interceptors))

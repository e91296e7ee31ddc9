"""Which handler takes which command of community centres; the other half of the switchboard."""

from __future__ import annotations

from engine import commands as c
from engine.bus import Handler
from engine.commands import Command
from engine.handlers import (
    announcements,
    appointments,
    cash,
    cash_days,
    center_hours,
    directory,
    letters,
    presences,
    queue,
    visits,
)
from engine.operations import ALL


def of_centers() -> dict[type[Command], Handler]:
    """Return what is done at the desk of a community centre, and what keeps what it works with."""
    return {
        c.BeginPresence: presences.begin_presence,
        c.EndPresence: presences.end_presence,
        c.HandOverLetter: letters.hand_over_letter(ALL),
        c.SetPartner: directory.set_partner,
        c.SetPartnerService: directory.set_partner_service,
        c.WithdrawPartnerService: directory.withdraw_partner_service,
        c.RecordVisit: visits.record_visit,
        c.PublishAnnouncement: announcements.publish_announcement,
        c.WithdrawAnnouncement: announcements.withdraw_announcement,
        c.TellOutcome: announcements.tell_outcome,
        c.RespondToAnnouncement: announcements.respond_to_announcement,
        c.RecordOutcome: visits.record_outcome,
        c.SetCashRule: cash_days.set_cash_rule,
        c.ReceiveCash: cash.receive_cash(ALL),
        c.VoidReceipt: cash.void_receipt(ALL),
        c.CountCash: cash_days.count_cash,
        c.ConfirmCount: cash_days.confirm_count,
        c.RecordDeposit: cash_days.record_deposit,
        c.SetCenterHours: center_hours.set_center_hours,
        c.SetCenterDay: center_hours.set_center_day,
        c.RemindOfAppointment: center_hours.remind_of_appointment,
        c.AppointmentTold: center_hours.appointment_told,
        c.TakeTicket: queue.take_ticket,
        c.CallNext: queue.call_next,
        c.EndTicket: queue.end_ticket,
        c.MakeAppointment: appointments.make_appointment,
        c.CancelAppointment: appointments.cancel_appointment,
        c.RecordArrival: appointments.record_arrival,
    }

"""Every shipped service as people fill it in: what is right, and what is refused with which words.

The wrong input is that of the types and forms of the services (personal numbers, dates, telephones, counts,
what has to be answered). A round is one page sent once; what is not named among its errors is right.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from engine.clock import ZONE
from tests.e2e.story import APPLICATION

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Round:
    """What is typed on a page after pressing `adds`, and the error of each field, a code of `forms/texts`."""

    page: str
    typed: Answers
    errors: Mapping[str, str]
    adds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shipped:
    """A service: where it is, what is answered on each page, and what is refused."""

    code: str
    pages: Mapping[str, Answers]
    rounds: tuple[Round, ...] = field(default=())

    @property
    def address(self) -> str:
        return f"/municipalities/keda/services/{self.code}"

    def page(self, name: str) -> str:
        return f"{self.address}/apply/application_{name}"


def day(shift: int) -> str:
    return (datetime.now(ZONE) + timedelta(days=shift)).strftime("%d.%m.%Y")


CONTACT = (
    Round("contact", {"phone": ""}, {"phone": "required", "notify_by": "choose"}),
    Round(
        "contact",
        {"phone": "123", "notify_by": "email", "email": "nobody"},
        {"phone": "phone", "email": "email"},
    ),
    Round(
        "contact",
        {"phone": "+7 999 123 45 67", "notify_by": "email", "email": ""},
        {"phone": "phone", "email": "required"},
    ),
)
# Answers of one row, all wrong but the address.
WITNESS = {
    "witness_personal_number": "0000000010",
    "witness_name": "Demo დემო",
    "witness_address": "დემო ქუჩა 5",
    "witness_phone": "12",
}

GRANT = Shipped(
    "high_mountain.grant",
    APPLICATION,
    (
        Round(
            "residence",
            {"settlement": "", "actual_address": "", "residence_from": "", "months_last_year": ""},
            {
                "settlement": "choose",
                "actual_address": "required",
                "residence_from": "required",
                "months_last_year": "required",
            },
        ),
        Round(
            "residence",
            {
                "settlement": "keda-demo-1",
                "actual_address": "დემო ქუჩა 1",
                "residence_from": "31.02.2020",
                "months_last_year": "13",
            },
            {"residence_from": "date_impossible", "months_last_year": "too_large"},
        ),
        Round(
            "residence",
            {
                "settlement": "",
                "actual_address": "დემო ქუჩა 2",
                "residence_from": day(2),
                "months_last_year": "-1",
            },
            {"settlement": "choose", "residence_from": "date_too_late", "months_last_year": "too_small"},
        ),
        Round(
            "residence",
            {
                "settlement": "",
                "actual_address": "ქ" * 201,
                "residence_from": "გუშინ",
                "months_last_year": "თერთმეტი",
            },
            {
                "settlement": "choose",
                "actual_address": "too_long",
                "residence_from": "date",
                "months_last_year": "number",
            },
        ),
        Round(
            "absence",
            {"absences.0.absent_from": day(3), "absences.0.absent_to": ""},
            {
                "absences.0.absent_from": "date_too_late",
                "absences.0.absent_to": "required",
                "absences.0.absence_reason": "choose",
            },
            adds=("absences",),
        ),
        Round(
            "household_group",
            {"household.0.personal_number": "123", "household.0.name": "Demo დემო"},
            {"household.0.personal_number": "personal_number", "household.0.name": "person_name"},
            adds=("household",),
        ),
        Round("evidence", {}, {"evidence_types": "choose_some"}),
        Round(
            "evidence",
            {
                "evidence_types": ["witnesses", "other"],
                "evidence_other": "",
                **{f"witnesses.0.{key}": value for key, value in WITNESS.items()},
            },
            {
                "evidence_other": "required",
                "witnesses.0.witness_personal_number": "personal_number",
                "witnesses.0.witness_name": "person_name",
                "witnesses.0.witness_phone": "phone",
                "witnesses": "too_few_rows",
            },
        ),
        *CONTACT,
        Round("confirmations", {}, {"notice_ack": "must_confirm", "declaration": "must_confirm"}),
    ),
)

COMPLAINT = Shipped(
    "general.complaint",
    {
        "what": {
            "contested": "act",
            "official": "დემო სამსახური",
            "act_number": "12",
            "act_date": "02.11.2026",
            "known_on": "03.11.2026",
        },
        "why": {"grounds": "დემო მიზეზი.", "demand": "annul", "demand_text": "გაუქმდეს."},
        "contact": {"phone": "555 00 01 01", "notify_by": "portal"},
        "confirmations": {"declaration": "true"},
    },
    (
        Round("what", {}, {"contested": "choose", "official": "required", "known_on": "required"}),
        Round(
            "what",
            {
                "contested": "act",
                "official": "ს" * 201,
                "act_number": "1" * 61,
                "act_date": day(2),
                "known_on": "00.01.2026",
            },
            {
                "official": "too_long",
                "act_number": "too_long",
                "act_date": "date_too_late",
                "known_on": "date_impossible",
            },
        ),
        Round(
            "what",
            {
                "contested": "act",
                "official": "დემო სამსახური",
                "act_number": "",
                "act_date": "",
                "known_on": "12/1994",
            },
            {"act_date": "required", "known_on": "date"},
        ),
        Round("why", {}, {"grounds": "required", "demand": "choose", "demand_text": "required"}),
        *CONTACT,
        Round("confirmations", {}, {"declaration": "must_confirm"}),
    ),
)

SHIPPED = (GRANT, COMPLAINT)

# Services whose pages are made of questions that those above have too: filed once, by pointer.
END: Answers = {
    "contact": {"phone": "555 00 01 01", "notify_by": "portal"},
    "confirmations": {"notice_ack": "true", "declaration": "true"},
}
PLOT: Answers = {"plot": {"cadastral_code": "21.04.33.101"}}
BUILDING: Answers = {
    "work_kind": "new",
    "objects.0.kind": "building",
    "objects.0.purpose": "house",
    "objects.0.footprint": "120",
    "objects.0.total_area": "220",
    "objects.0.floors_above": "2",
    "objects.0.floors_below": "0",
    "objects.0.height": "8.5",
    "objects.0.depth": "1.5",
    "objects.0.span": "6",
    "green_area": "700",
}
CONDITIONS = Shipped("construction.conditions", {**PLOT, "building": BUILDING, "papers": {}, **END})
ALIKE = (
    Shipped("high_mountain.terminate", {"why": {"ground": "own_request"}, **END}),
    Shipped(
        "high_mountain.suspend",
        {"why": {"ground": "study", "from_date": "01.10.2026", "institution": "დემო უნივერსიტეტი"}, **END},
    ),
    Shipped(
        "high_mountain.restore",
        {
            "back": {
                "ground_ended_on": day(-3),
                "settlement": "keda-demo-1",
                "actual_address": "დემო ქუჩა 1",
            },
            **END,
        },
    ),
    Shipped("high_mountain.report_absence", {"away": {"absence_from": day(-10), "reason": "work"}, **END}),
    CONDITIONS,
    Shipped(
        "construction.notify",
        {"kind_group": {"notice_kind": "simple"}, **PLOT, "building": BUILDING, "papers": {}, **END},
    ),
)
# Later stages, which name the act of the one before; `test_construction.py` goes through the permit.
STAGES = ("construction.project", "construction.permit", "construction.extend", "construction.acceptance")
# A form that depends on the sub-programme; `test_aid.py` goes through a co-payment.
BY_CHOICE = ("social.apply",)
# A form of one page has no list of pages before it. With each, how many of its answers the form has already.
LEASE = "assets.lease"
OF_LEASE: Answers = {
    "what": "დემო შენობა, ოთახი 1",
    "purpose": "სახელოსნო",
    "months_wanted": "12",
    "phone": "555 00 01 03",
    "declaration": "true",
}
OF_DIRECT: Answers = {
    "what": "დემო შენობა, ოთახი 2",
    "wanted": "free_use",
    "months_wanted": "12",
    "purpose": "დემო ბიბლიოთეკა",
    "ground": "ვასრულებ მუნიციპალიტეტის დავალებას.",
    "phone": "555 00 01 03",
    "declaration": "true",
}
OF_QUESTION: Answers = {"subject": "დემო გზა", "question": "როდის შეკეთდება?", "notify_by": "portal"}
OF_ONE_PAGE = (
    (LEASE, OF_LEASE, 1),
    ("assets.direct", OF_DIRECT, 1),
    ("general.question", OF_QUESTION, 0),
)

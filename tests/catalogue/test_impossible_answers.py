"""Answers that can't be true, refused by the forms of the services where they are asked for."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

import pytest

from engine.installation.loading import BPMN
from forms import InvalidAnswers, load_form, validate

NOW: Final = datetime(2026, 9, 1, 10, 0, tzinfo=UTC)
FORMS: Final = {str(path.relative_to(BPMN)): load_form(path.read_bytes()) for path in BPMN.rglob("*.form")}
ME, ONE, TWO = "00000001001", "00000001002", "00000001003"
CONTEXT: Final = {
    "applicant": {"personal_number": ME},
    "case": {"filed_on": "2026-08-20", "representative": None},
    "parameters": {"hm": {"witnesses": 2, "photos": 3}},
}
GRANT, WITNESSES = "high_mountain/grant/forms/application.form", {"evidence_types": ["witnesses"]}
LONG_HERE: Final = {"residence_from": "2020-01-01", "months_last_year": 9}
VISIT: Final = "high_mountain/grant/forms/visit.form"
HEARING: Final = "shared/hearing/forms/appoint_hearing.form"
AID: Final = "social/apply/forms/application.form"
HELP: Final = {"programme": "p"}


def aid(*parts: str) -> dict[str, Any]:
    return {"programmes": {"p": {"parts": list(parts), "documents": [], "pay_to": "applicant"}}}


def refused(form: str, answers: dict[str, Any], **context: Any) -> dict[str, str]:
    """Return by path why answers are refused; what is only missing is left out."""
    try:
        validate(FORMS[form], answers, context={**CONTEXT, **context}, now=NOW)
    except InvalidAnswers as error:
        return {
            problem.path: str(problem.params.get("rule", problem.code))
            for problem in error.errors
            if problem.code not in MISSING
        }
    return {}


MISSING: Final = ("required", "choose", "choose_some", "must_confirm", "file_required", "no_options")


def witness(number: str) -> dict[str, str]:
    return {"witness_personal_number": number, "witness_name": "დემო", "witness_address": "დემო ქუჩა 7"}


def away(first: str, last: str) -> dict[str, str]:
    return {"absent_from": first, "absent_to": last, "absence_reason": "work"}


def member(number: str) -> dict[str, str]:
    return {"personal_number": number, "name": "დემო"}


def photos(count: int) -> dict[str, Any]:
    """Return that photographs are the evidence, and as many of them."""
    files = [
        {"document": f"{number}", "name": f"{number}.jpg", "type": "image/jpeg", "size": 1}
        for number in range(count)
    ]
    return {"evidence_types": ["photos"], "photos": files}


HALF: Final = away("2025-01-01", "2025-07-01")


@pytest.mark.parametrize(
    ("form", "answers", "why"),
    [
        (GRANT, {**WITNESSES, "witnesses": [witness(ONE), witness(TWO)]}, {}),
        (
            GRANT,
            {**WITNESSES, "witnesses": [witness(ONE), witness(ONE)]},
            {"witnesses.1.witness_personal_number": "check.twice"},
        ),
        (
            GRANT,
            {**WITNESSES, "witnesses": [witness(ME), witness(ONE)]},
            {"witnesses.0.witness_personal_number": "check.own"},
        ),
        (
            GRANT,
            {**WITNESSES, "witnesses": [witness(ONE), witness(TWO)], "household": [member(TWO)]},
            {"witnesses.1.witness_personal_number": "check.household"},
        ),
        (
            GRANT,
            {"household": [member(ONE), member(ME), member(ONE)]},
            {"household.1.personal_number": "check.own", "household.2.personal_number": "check.twice"},
        ),
        (GRANT, photos(3), {}),
        (GRANT, photos(2), {"photos": "too_few_files"}),
        (GRANT, {**photos(2), "evidence_types": ["household_records"]}, {}),
        (GRANT, {"actual_address": "ა"}, {"actual_address": "too_short"}),
        (GRANT, {"actual_address": "12/3"}, {"actual_address": "pattern"}),
        (GRANT, {"actual_address": "ონი"}, {}),
        (GRANT, {"residence_from": "2026-02-01", "months_last_year": 1}, {"months_last_year": "check"}),
        (GRANT, {"residence_from": "2026-02-01", "months_last_year": 0}, {}),
        (GRANT, {"residence_from": "2025-10-31", "months_last_year": 3}, {}),
        (GRANT, {"residence_from": "2025-10-31", "months_last_year": 4}, {"months_last_year": "check"}),
        (GRANT, {"residence_from": "2024-12-31", "months_last_year": 12}, {}),
        (GRANT, {**LONG_HERE, "absences": [HALF]}, {"absences": "check"}),
        (GRANT, {**LONG_HERE, "months_last_year": 6, "absences": [HALF]}, {}),
        (GRANT, {**LONG_HERE, "months_last_year": 7, "absences": [HALF]}, {}),
        (GRANT, {**LONG_HERE, "absences": [away("2024-01-01", "2025-01-02")]}, {}),
        (GRANT, {**LONG_HERE, "months_last_year": 12, "absences": [{"absent_from": "2025-01-01"}]}, {}),
        (
            GRANT,
            {"residence_from": "2025-06-01", "absences": [away("2025-05-01", "2025-06-20")]},
            {"absences.0.absent_from": "date_too_early"},
        ),
        (
            "general/complaint/forms/application.form",
            {"contested": "act", "act_date": "2026-08-10", "known_on": "2026-08-09"},
            {"known_on": "date_too_early"},
        ),
        (
            "general/complaint/forms/application.form",
            {"contested": "inaction", "act_date": "2026-08-10", "known_on": "2026-08-09"},
            {},
        ),
        (
            "assets/lease_contract/forms/application.form",
            {"valid_from": "2026-10-01", "valid_until": "2026-10-01"},
            {"valid_until": "check"},
        ),
        (
            "assets/sale/forms/application.form",
            {"listed_on": "2026-08-10", "in_force_on": "2026-08-09"},
            {"in_force_on": "date_too_early"},
        ),
        (
            "assets/registration/forms/application.form",
            {"kind": "movable", "year": 2027},
            {"year": "too_large"},
        ),
        (
            "assets/registration/forms/application.form",
            {"kind": "shares", "share_percent": 0},
            {"share_percent": "check"},
        ),
        (
            "construction/permit/forms/application.form",
            {"planned_start": "2026-08-31", "planned_end": "2026-08-30"},
            {"planned_start": "date_too_early", "planned_end": "date_too_early"},
        ),
        (
            "construction/permit/forms/draft_act.form",
            {"outcome": "grant", "valid_until": "2026-09-01"},
            {"valid_until": "date_too_early", "outcome": "check"},
        ),
        (
            "construction/extend/forms/application.form",
            {"matter": "holder", "cause": "sale", "new_holder": ME},
            {"new_holder": "check"},
        ),
        ("high_mountain/monitoring/forms/application.form", {"year": 2027}, {"year": "too_large"}),
        (VISIT, {"visited_on": "2026-08-19"}, {"visited_on": "date_too_early"}),
        (VISIT, {"visited_on": "2026-08-20"}, {}),
        (
            "high_mountain/grant/forms/commission_session.form",
            {"votes_for": 0, "votes_against": 0},
            {"votes_against": "check"},
        ),
        (
            "shared/lookups/forms/enter_registry_extract.form",
            {
                "found": "yes",
                "birth_date": "1990-01-02",
                "registration": "nowhere",
                "checked_on": "2026-08-01",
            },
            {},
        ),
        (
            "shared/lookups/forms/enter_registry_extract.form",
            {
                "found": "yes",
                "birth_date": "1990-01-02",
                "registration": "elsewhere",
                "registered_on": "1990-01-01",
                "checked_on": "1989-12-31",
            },
            {"registered_on": "date_too_early", "checked_on": "date_too_early"},
        ),
        (HEARING, {"manner": "oral", "held_at": "25:00"}, {"held_at": "pattern"}),
        (HEARING, {"manner": "oral", "held_at": "9:30"}, {}),
        (
            "assets/inventory/forms/appoint_commission.form",
            {"chair": "ა ბ", "members": [{"member": "ა ბ"}, {"member": "გ დ"}, {"member": "გ დ"}]},
            {"members.0.member": "check.chair", "members.2.member": "check.twice"},
        ),
    ],
)
def test_form__answers_that_can_not_be__are_refused_where_they_stand(
    form: str, answers: dict[str, Any], why: dict[str, str]
) -> None:
    assert refused(form, answers) == why


def test_draft__effective_before_its_ground__is_refused() -> None:
    draft = {"outcome": "grant", "effective_from": "2026-07-31"}
    grounds = {
        "restore": {"ground_ended_on": "2026-08-01"},
        "terminate": {"ground_date": "2026-08-01"},
        "suspend": {"from_date": "2026-08-01"},
        "grant": {"residence_from": "2026-08-01"},
    }

    for service, application in grounds.items():
        form = f"high_mountain/{service}/forms/draft_act.form"
        assert refused(form, draft, application=application) == {"effective_from": "date_too_early"}, service
        assert refused(form, {**draft, "effective_from": "2026-08-01"}, application=application) == {}, (
            service
        )
    own_request: dict[str, Any] = {"ground_date": None}
    assert refused("high_mountain/terminate/forms/draft_act.form", draft, application=own_request) == {}


def test_paper__that_the_registry_or_nobody_has_to_bring__is_not_asked_for() -> None:
    form = "high_mountain/grant/forms/check_completeness.form"
    asked = {"complete": "no", "missing": ["registration"]}
    here = {"application": {"settlement": "s1"}, "registry": {"registered_settlement": "s1"}}
    elsewhere = {**here, "registry": {"registered_settlement": None}}
    authority = {**asked, "missing": ["authority"]}
    represented = {**CONTEXT["case"], "representative": {"kind": "parent"}}

    assert refused(form, asked, **here) == {"missing": "check.registration"}
    assert refused(form, asked, **elsewhere) == {}
    assert refused(form, authority, **here) == {"missing": "check.authority"}
    assert refused(form, authority, **here, case=represented) == {}


def test_votes__twice_of_a_member_or_more_than_members__are_refused() -> None:
    form = "shared/commission/forms/commission_session.form"
    agenda = {"put_on_agenda": {"members_total": 2}}
    first, second = ({"member": name, "position": "chair", "vote": "for"} for name in ("ა ბ", "გ დ"))
    third = {**second, "member": "ე ვ", "position": "member"}

    assert refused(
        form, {"session": "voted", "votes": [first, {**first, "position": "member"}]}, **agenda
    ) == {"votes.1.member": "check"}
    assert refused(form, {"session": "voted", "votes": [first, second]}, **agenda) == {"votes": "check.chair"}
    more = {"session": "voted", "votes": [first, {**second, "position": "member"}, third]}
    assert refused(form, more, **agenda) == {"votes": "check.total"}
    assert refused(form, {**more, "votes": more["votes"][:2]}, **agenda) == {}


def test_owners__twice_or_not_of_the_whole__are_refused() -> None:
    form = "shared/plot/forms/enter_plot.form"

    def owners(*rows: tuple[str, str]) -> dict[str, Any]:
        return {
            "found": "yes",
            "owners": [{"number": number, "name": "დემო", "share": share} for number, share in rows],
        }

    assert refused(form, owners((ONE, "1/3"), (TWO, "1/3"), (ME, "1/3"))) == {}
    assert refused(form, owners((ONE, "1/2"), (TWO, "1/3"))) == {"owners": "check"}
    assert refused(form, owners((ONE, "1/0"))) == {"owners": "check"}
    assert refused(form, owners((ONE, "1/2"), (ONE, "1/2"))) == {"owners.1.number": "check"}


def test_aid__for_oneself_as_the_child_or_the_dead__is_refused() -> None:
    child = {**HELP, "newborns": [{"child_name": "დემო", "child_number": ME}]}
    twins = {"name": "დემო", "birth_date": "2020-01-01"}
    costs = {**HELP, "total_cost_tetri": 100, "state_share_tetri": 200, "own_share_tetri": 1}

    assert refused(AID, child, **aid("child")) == {"newborns.0.child_number": "check.own"}
    assert refused(AID, {**HELP, "deceased_number": ME}, **aid("deceased")) == {"deceased_number": "check"}
    assert refused(AID, {**HELP, "minors": [twins, twins]}, **aid("children")) == {"minors.1.name": "check"}
    assert refused(AID, costs, **aid("costs"))["state_share_tetri"] == "too_large"

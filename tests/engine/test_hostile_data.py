"""Data that PostgreSQL or JSON can't hold end in words, not in a fault."""

from __future__ import annotations

import pytest

from engine.commands.drafts import SaveDraft
from engine.commands.jobs import CompleteJob
from engine.errors import Broken, Rejected
from engine.jobs import app
from engine.operations import ALL
from engine.operations.operation import Operation, Operations
from engine.queries import observations, services
from engine.tenancy import system
from tests.engine.kit import CITIZEN, Office


def test_draft__with_a_nul_character__keeps_everything_else(office: Office) -> None:
    office.engine.send(SaveDraft(office.service, "keda", {"note": "a\x00b"}), actor=office.person(CITIZEN))

    with office.engine.read(office.person(CITIZEN)) as tx:
        draft = services.page(tx, office.service, "keda", "en").draft
    assert draft is not None and draft.answers == {"note": "ab"}


def test_draft__beyond_the_limit__is_refused_in_words(office: Office) -> None:
    with pytest.raises(Rejected) as refused:
        office.engine.send(
            SaveDraft(office.service, "keda", {"note": "x" * 300_000}), actor=office.person(CITIZEN)
        )

    assert refused.value.error_code == "draft.too_large"


def test_job_result__with_a_nul_character__is_broken_and_moves_nothing(asking: Office) -> None:
    case_id = asking.file().case_id
    with asking.engine.read(system(asking.place())) as tx:
        (job,) = observations.queued_jobs(tx, case_id)

    with pytest.raises(Broken):
        asking.engine.send(CompleteJob(job.id, {"given_name": "a\x00b"}), actor=system(asking.place()))

    assert asking.observe(case_id).waiting == ("ask",)


def test_job__whose_result_can_not_be_recorded__opens_an_incident(
    asking: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = asking.file().case_id
    known = ALL.find("civil_registry.person")
    odd = Operation(known.name, known.inputs, known.outputs, perform=lambda *_: {"given_name": "a\x00b"})
    monkeypatch.setattr(app, "ALL", Operations((odd,)))

    asking.run_jobs(case_id)

    kinds = [event.kind for event in asking.observe(case_id).events]
    assert "incident.opened" in kinds

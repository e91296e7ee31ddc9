"""The forms that a scenario's people fill in, with what they know beside their answers."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from engine.answers.beginning import Beginning, beginning
from engine.answers.context import form_context
from engine.bootstrap import Engine
from engine.catalogue.published import published
from engine.catalogue.store import versions
from engine.scope import World
from engine.stores import cases, work
from engine.tenancy import Actor, system
from forms import Form, prefill


class Asked(NamedTuple):
    """A form, what it knows beside its answers, and the answers that it begins with."""

    form: Form | None
    context: dict[str, Any]
    begins: Beginning


def start_form(engine: Engine, service: str, municipality_id: int, language: str, *, by: Actor) -> Asked:
    """Return the form that the person files an application with."""
    with engine.read(by) as tx:
        version_id = versions.in_force(tx, service, municipality_id=None, on=tx.now.date())
        assert version_id is not None
        version = published(tx, version_id)
        context = form_context(tx, version, municipality_id, language)
        form = version.start_form(language)
        return Asked(form, context, Beginning(prefill(form, context=context, now=tx.now)))


def task_form(engine: Engine, case_id: UUID, municipality_id: int, language: str, *, element: str) -> Asked:
    """Return the form of a step of a case; None where it has none."""
    with engine.read(system(municipality_id)) as tx:
        row = cases.load(tx, case_id)
        assert row is not None
        version = published(tx, row.version_id)
        world = World(tx, row, version)
        known = {**row.document, **world.reserved()}
        context = form_context(
            tx, version, municipality_id, language, filed_on=world.filed_on, document=known
        )
        form_id = version.definition.elements[element].form_id
        form, task = version.form(form_id, language) if form_id else None, work.open_at(tx, case_id, element)
        begins = Beginning()
        if form is not None and task is not None:
            begins = beginning(tx, task, row, version, form, context)
    return Asked(form, context, begins)

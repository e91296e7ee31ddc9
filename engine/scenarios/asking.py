"""The forms that a scenario's people fill in, with what they know beside their answers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from engine.answers.context import form_context
from engine.bootstrap import Engine
from engine.catalogue.published import published
from engine.catalogue.store import versions
from engine.scope import World
from engine.stores import cases
from engine.tenancy import Actor, system
from forms import Form

Asked = tuple[Form | None, dict[str, Any]]


def start_form(engine: Engine, service: str, municipality_id: int, language: str, *, by: Actor) -> Asked:
    """Return the form that the person files an application with."""
    with engine.read(by) as tx:
        version_id = versions.in_force(tx, service, municipality_id=None, on=tx.now.date())
        assert version_id is not None
        version = published(tx, version_id)
        context = form_context(tx, version, municipality_id, language)
        return version.start_form(language), context


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
    return (version.form(form_id, language) if form_id else None), context

"""Services as citizens meet them."""

from __future__ import annotations

from typing import Any

from engine.answers.context import form_context
from engine.cases.filing import closed_channel, empty_lists
from engine.cases.preconditions import unmet
from engine.catalogue.blocks import folder_of
from engine.catalogue.offers import allows_guests, offered
from engine.catalogue.store import versions
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.queries import appeals, drafts
from engine.queries.service_views import ServicePage
from engine.stores import reference
from engine.stores.known import known
from engine.terms import Term, deadline
from forms import read_answers


def is_for_guests(tx: Transaction, service: str, municipality_code: str) -> bool:
    """Say whether the service is offered there and may be asked for without an account."""
    try:
        _, version = offered(tx, service, municipality_code)
    except NotFound:
        return False
    return allows_guests(version)


def page(
    tx: Transaction, service: str, municipality_code: str, language: str, *, is_applying: bool = False
) -> ServicePage:
    """Return a service in its version of today. Raises `NotFound` where it is not offered.

    To whoever is applying it says which preconditions they do not meet, by the answers of their draft.
    """
    municipality, version = offered(tx, service, municipality_code)
    today = local_date(tx.now)
    row = reference.parameter(
        tx, version.settings["clock"]["term"], municipality_id=municipality.id, on=today
    )
    term = due_on = None
    derivation: tuple[tuple[str, Any], ...] = ()
    if row is not None:
        term = {**row.value, "law": row.law, "confidence": row.confidence}
        counted = Term(row.name, int(row.value["number"]), row.value["unit"])
        found = deadline(counted, today, reference.calendar(tx, municipality.id))
        due_on, derivation = found.last_day, tuple((step.code, step.params) for step in found.derivation)
    form = version.start_form(language)
    draft = drafts.find(tx, municipality_id=municipality.id, service_code=version.code)
    answers = read_answers(form, draft.answers)[0] if draft and is_applying else {}
    context = form_context(tx, version, municipality.id, language, is_public=True)
    return ServicePage(
        code=version.code,
        names=version.names,
        summary=version.settings["summary"],
        settings=version.settings,
        form=form,
        form_context=context,
        term=term,
        due_on=due_on,
        derivation=derivation,
        draft=draft,
        unmet=unmet(tx, version, municipality.id, answers) if is_applying else (),
        in_court=appeals.in_court(tx, version, municipality.id) if is_applying else (),
        lacks=(*closed_channel(tx, version), *empty_lists(form, context)),
        contact=known(tx, municipality.id).letterhead(today),
    )


def picture(tx: Transaction, version_id: int, name: str) -> bytes:
    """Return a picture that a form of a version may show. Raises `NotFound`."""
    row = versions.load(tx, version_id)
    folder = "" if row is None else folder_of(row.code)
    content = versions.files(tx, version_id).get(f"{folder}/images/{name}") if folder else None
    if content is None:
        raise NotFound
    return content

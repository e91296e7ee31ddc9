"""Whoever is asked to pay in the course of a case could read before that it costs something."""

from __future__ import annotations

from engine.catalogue.folder import read_service, services
from engine.catalogue.offers import is_for_office
from engine.installation.loading import BPMN
from engine.texts import LANGUAGES

ASKS = b'processId="shared.payment"'


def test_services__that_ask_for_a_payment__say_what_they_cost() -> None:
    silent = set()
    for folder in services(BPMN):
        service = read_service(folder)
        settings = service.settings
        asks = ASKS in service.files[f"{folder.parent.name}/{folder.name}/process.bpmn"]
        said = settings["fee_tetri"] or all(
            "cost" in settings["start_page"][language] for language in LANGUAGES
        )
        if asks and not said and not is_for_office(settings):
            silent.add(service.code)

    assert silent == set()

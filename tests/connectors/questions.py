"""Builders of questions to the civil registry and of its answers."""

from __future__ import annotations

from typing import Any

import pytest

from engine.connectors.civil_registry import CivilRegistry, PersonRecord, UnknownPerson
from engine.errors import EngineError
from tests.connectors.awkward_server import answering, response

NUMBER = "00000000101"


def ask(registry: CivilRegistry, number: str = NUMBER, **changed: str) -> PersonRecord | UnknownPerson:
    stated = {"case_number": "K-1", "legal_ground": "law", "purpose": "high_mountain.grant"} | changed
    return registry.person(number, **stated)


def a_record(**changed: Any) -> dict[str, Any]:
    address = {
        "settlement": "keda-demo-1",
        "settlement_name": {"ka": "სოფელი დემო", "en": "Village Demo"},
        "municipality": "keda",
        "municipality_name": {"ka": "ქედა", "en": "Keda"},
        "line": "",
        "registered_on": "2009-05-20",
    }
    record = {
        "personal_number": NUMBER,
        "given_name": {"ka": "დემო", "en": "Demo"},
        "family_name": {"ka": "მოქალაქე", "en": "Citizen"},
        "birth_date": "1968-03-14",
        "sex": "female",
        "citizenship": "GEO",
        "status": "alive",
        "died_on": None,
        "registered_address": address,
    }
    return record | changed


def asked_of(body: bytes, status: str = "200 OK", **options: Any) -> EngineError:
    """The error that a server answering this body provokes."""
    with answering(response(status, body, **options)) as address:
        registry = CivilRegistry(address)
        with pytest.raises(EngineError) as failed:
            ask(registry)
        registry.close()
    return failed.value

"""The simulator as a WSGI application: routes, and the faults carried out."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Request, Response

from . import auctions, civil_registry, facts, plots
from .answering import as_json, problem
from .faults import Fault, FaultRefused, Faults
from .feed import Feed, answer_events, set_happened
from .mandates import REGISTERS, Mandates, answer_mandates
from .routes import routes
from .subscribers import SUBSCRIBERS, Subscribers, answer_change

_DESCRIPTION = Path(__file__).parent / "openapi.json"
_LARGEST_REQUEST = 64 * 1024


class ConnectionDropped(ConnectionError):
    """The fault asked for a connection that ends without an answer.

    A ConnectionError, because Werkzeug's server passes over those without a traceback.
    """


@dataclass(frozen=True)
class RegisterData:
    """What the registers hold beside people: facts about them, and plots of land."""

    facts: Mapping[str, Mapping[str, list[dict[str, Any]]]] = field(default_factory=facts.load_facts)
    plots: Mapping[str, dict[str, Any]] = field(default_factory=plots.load_plots)


class Registries:
    """All simulated registers behind one WSGI callable."""

    def __init__(
        self, people: dict[str, dict[str, Any]], mandates: Mandates, held: RegisterData | None = None
    ) -> None:
        self._people = people
        self._mandates = mandates
        self._subscribers, self._feed = Subscribers(), Feed(people)
        self._auctions = auctions.Auctions()
        self._held = held or RegisterData()
        asked = (name for name, _ in facts.REGISTERS.values())
        self._faults = Faults(
            tuple(dict.fromkeys((*REGISTERS.values(), *asked, *SUBSCRIBERS, auctions.NAME)))
        )
        self._routes = routes()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        request = Request(environ)
        request.max_content_length = _LARGEST_REQUEST
        try:
            endpoint, values = self._routes.bind_to_environ(environ).match()
            response: Response = getattr(self, f"_{endpoint}")(request, **values)
        except HTTPException as refused:
            response = problem(refused.code or 500, "http_error", refused.name)
        return response(environ, start_response)

    def _health(self, request: Request) -> Response:
        return as_json({"status": "ok", "people": len(self._people)})

    def _description(self, request: Request) -> Response:
        return Response(_DESCRIPTION.read_bytes(), mimetype="application/json")

    def _show_faults(self, request: Request) -> Response:
        return as_json(self._faults.as_json())

    def _set_faults(self, request: Request) -> Response:
        try:
            wanted = json.loads(request.get_data())
            if not isinstance(wanted, dict):
                raise FaultRefused("the body is an object: register name to fault")
            self._faults.set(wanted)
        except (FaultRefused, ValueError) as refused:
            return problem(400, "fault_refused", str(refused))
        return as_json(self._faults.as_json())

    def _show_ended(self, request: Request) -> Response:
        return as_json(self._mandates.ended())

    def _set_ended(self, request: Request) -> Response:
        try:
            self._mandates.end([(one, other) for one, other in json.loads(request.get_data())])
        except (ValueError, TypeError):
            return problem(400, "ended_refused", "The body is a list of pairs: representative, represented.")
        return as_json(self._mandates.ended())

    def _facts_of(self, request: Request, kind: str, personal_number: str) -> Response:
        fault = self._faults.take(facts.REGISTERS[kind][0])
        return _suffered(request, fault) or facts.answer_facts(
            self._held.facts, request, kind, personal_number=personal_number, fault=fault
        )

    def _plot(self, request: Request, cadastral_code: str) -> Response:
        fault = self._faults.take(facts.REGISTERS["properties"][0])
        return _suffered(request, fault) or plots.answer_plot(
            self._held.plots, request, cadastral_code=cadastral_code, fault=fault
        )

    def _set_happened(self, request: Request) -> Response:
        return set_happened(self._feed, request)

    def _events(self, request: Request, number: int) -> Response:
        fault = self._faults.take(civil_registry.NAME)
        return _suffered(request, fault) or answer_events(self._feed, request, number, fault=fault)

    def _show_bids(self, request: Request) -> Response:
        return as_json(self._auctions.all())

    def _set_bids(self, request: Request) -> Response:
        return auctions.simulate_bids(self._auctions, request)

    def _announce(self, request: Request) -> Response:
        fault = self._faults.take(auctions.NAME)
        return _suffered(request, fault) or auctions.answer_announced(self._auctions, request, fault=fault)

    def _standing(self, request: Request, lot: str) -> Response:
        fault = self._faults.take(auctions.NAME)
        return _suffered(request, fault) or auctions.answer_standing(
            self._auctions, request, lot, fault=fault
        )

    def _show_told(self, request: Request) -> Response:
        return as_json(self._subscribers.told())

    def _change(self, request: Request, subscriber: str) -> Response:
        if subscriber not in SUBSCRIBERS:
            return problem(404, "http_error", "Not Found")
        fault = self._faults.take(subscriber)
        return _suffered(request, fault) or answer_change(self._subscribers, request, subscriber, fault=fault)

    def _person(self, request: Request, personal_number: str) -> Response:
        fault = self._faults.take(civil_registry.NAME)
        return _suffered(request, fault) or civil_registry.answer_person(
            self._people, request, personal_number=personal_number, fault=fault
        )

    def _mandate(self, request: Request, kind: str, personal_number: str) -> Response:
        fault = self._faults.take(REGISTERS[kind])
        return _suffered(request, fault) or answer_mandates(
            self._mandates, request, kind, personal_number=personal_number, fault=fault
        )


def _suffered(request: Request, fault: Fault) -> Response | None:
    """Wait and be away as the fault says; None where the register answers after all."""
    time.sleep(fault.seconds)
    if fault.mode == "down" and fault.how == "drop":
        _drop_connection(request.environ)
    if fault.mode != "down":
        return None
    response = problem(503, "out_of_service", "The registry is out of service.")
    response.headers["Retry-After"] = "60"
    return response


def _drop_connection(environ: WSGIEnvironment) -> None:
    """Close the client's connection without a word, as a crashed server does.

    Werkzeug's server puts the socket into the environment under this key.
    """
    connection: socket.socket = environ["werkzeug.socket"]
    connection.shutdown(socket.SHUT_RDWR)
    raise ConnectionDropped

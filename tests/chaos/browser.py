"""A patient person's browser: reads pages, fills in forms, and presses again what was not answered.

It knows no more than a browser does, and like behind a balancer a request that one web node does
not answer goes to the other. A command is sent with the key of its form until somebody answers;
what the answer was goes into the ledger.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import lxml.html

from tests.chaos.book import Book

PATIENCE_SECONDS = 120.0
IMPATIENT = 0.05  # how often a person gives up after no answer
DOUBTFUL = 0.10  # how often a person sends again what was answered
WAITS = httpx.Timeout(20, connect=3)
SITE = "http://mms.invalid:8080"

Fields = list[tuple[str, str]]


class GaveUp(Exception):
    """Nobody answered for a long time, or the person had no patience, or it is time to go."""


@dataclass(frozen=True)
class Page:
    """A page as it was answered."""

    path: str
    status: int
    html: Any

    def forms(self) -> list[Any]:
        return list(self.html.forms) if self.html is not None else []

    def form(self, action_ends: str) -> Any:
        """Return the form whose action (or, without one, whose page) ends so; None if there is none."""
        for form in self.forms():
            if (form.action or self.path).split("?")[0].endswith(action_ends):
                return form
        return None

    def form_with(self, field: str) -> Any:
        """Return the form that holds a field of this name; None if there is none."""
        return next((form for form in self.forms() if field in form.fields), None)

    def links(self, begin: str) -> list[str]:
        """Return the addresses on the page that begin so, each once."""
        found = self.html.xpath("//main//a/@href") if self.html is not None else []
        return list(dict.fromkeys(address for address in found if address.startswith(begin)))


class EitherNode(httpx.BaseTransport):
    """Carries requests to one of the web nodes, which share a name and so the cookies."""

    def __init__(self, addresses: tuple[str, ...]) -> None:
        self._addresses = addresses
        self._transport = httpx.HTTPTransport()

    @property
    def address(self) -> str:
        return self._addresses[0]

    def turn(self) -> None:
        """Try the next node from now on."""
        self._addresses = (*self._addresses[1:], self._addresses[0])

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        # A request of its own: the cookies that come back belong to the name.
        to_node = httpx.Request(
            request.method,
            request.url.copy_with(host=self.address),
            headers=request.headers,
            stream=request.stream,
            extensions=request.extensions,
        )
        return self._transport.handle_request(to_node)


class Browser:
    """The browser of a person, who is known by personal number and, on the page for signing in, by id."""

    def __init__(
        self,
        addresses: tuple[str, ...],
        person: tuple[str, int],
        book: Book,
        *,
        chance: random.Random,
        leave: threading.Event,
    ) -> None:
        self.person, self._person_id = person
        self.is_signed_in = False
        self.refusal: Page | None = None  # the page that said no to the last command
        self.arrived = ""  # where the last command led that was not refused
        self._book = book
        self._chance = chance
        self._leave = leave
        self._node = EitherNode(tuple(chance.sample(addresses, len(addresses))))
        self._client = httpx.Client(base_url=SITE, timeout=WAITS, transport=self._node, trust_env=False)

    def sign_in(self) -> None:
        """Press one's own button on the page for signing in."""
        page = self.get("/sign-in")
        for form in page.forms():
            button = form.find(f".//button[@value='{self._person_id}']")
            if button is not None:
                self._answered("POST", "/sign-in", [*form.form_values(), ("person", button.get("value"))])
                self.is_signed_in = True
                return
        raise AssertionError(f"{self.person} is not on the page for signing in")

    def get(self, path: str) -> Page:
        """Read a page, following redirects, until somebody answers."""
        for _ in range(5):
            response = self._answered("GET", path)
            if response.status_code not in (301, 302, 303, 307, 308):
                break
            path = _path(response)
        return _page(path, response)

    def post(self, path: str, fields: Fields) -> httpx.Response:
        """Send a form that is no command (a draft) until somebody answers."""
        return self._answered("POST", path, fields)

    def command(
        self, command: str, path: str, fields: Fields, *, expects: str, **noted: Any
    ) -> dict[str, Any] | None:
        """Send a command under its key; return what the ledger says of it, or None where it was refused.

        `expects` is a part of the address that a success leads to.
        """
        key = dict(fields)["_key"]
        self._book.sent(key, command, self.person, **noted)
        response = self._answered("POST", path, fields, may_give_up=True)
        target = _path(response) if response.status_code == 303 else ""
        if expects not in target:
            self._book.refused(key, f"{command} {response.status_code} {target[:12]}")
            self.refusal = _page(path, response)
            return None
        self.arrived = target
        told = {"case_id": target.split("/")[2]} if target.startswith("/cases/") else {}
        self._book.acknowledged(key, command, **told)
        if self._chance.random() < DOUBTFUL:
            again = self._answered("POST", path, fields)
            if (again.status_code, _path(again)) == (303, target):
                self._book.same_again += 1
            else:
                self._book.surprises[f"{command} again: {again.status_code}"] += 1
        return told

    def note(self, key: str, **facts: Any) -> None:
        """Add to the ledger what was read after the acknowledgement."""
        self._book._write(key=key, **facts)

    def _answered(
        self, method: str, path: str, fields: Fields | None = None, *, may_give_up: bool = False
    ) -> httpx.Response:
        began, nodes = time.monotonic(), []
        while time.monotonic() < began + PATIENCE_SECONDS:
            nodes.append(self._node.address)
            asked_at = time.time()
            response, what = self._try(method, path, fields)
            if response is not None and response.status_code < 500:
                if len(nodes) > 1:
                    self._book.answered_at_last(
                        time.monotonic() - began,
                        key=dict(fields or ()).get("_key"),
                        has_moved=nodes[0] != nodes[-1],
                        asked_at=asked_at,
                    )
                return response
            if may_give_up and self._chance.random() < IMPATIENT:
                raise GaveUp(what)
            # Going home does not mean to leave a command half said: only reading ends at once.
            if self._leave.is_set() and method == "GET":
                raise GaveUp(what)
            self._node.turn()
            time.sleep(self._chance.uniform(0.2, 1.0))
        raise GaveUp("no answer")

    def _try(self, method: str, path: str, fields: Fields | None) -> tuple[httpx.Response | None, str]:
        """Ask one node once; return its answer, if any, and how the attempt is counted."""
        began, response = time.monotonic(), None
        try:
            with self._book.under_way(self._node.address, is_command="_key" in dict(fields or ())):
                response = self._client.request(method, path, data=_grouped(fields) if fields else None)
            what = str(response.status_code)
        except httpx.TransportError as error:
            what = type(error).__name__
        self._book.tried(
            f"{method} {what}", self._node.address, began=began, seconds=time.monotonic() - began
        )
        return response, what


def filled(form: Any, values: Mapping[str, Any]) -> Fields:
    """Return what a form sends with these values in the fields it has; a key of our own comes with it."""
    names = {str(field.get("name")) for field in form.xpath(".//*[@name]")}
    chosen = {name: value for name, value in values.items() if name in names}
    kept = [(name, value) for name, value in form.form_values() if name not in chosen and name != "_key"]
    new = [
        (name, part)
        for name, value in chosen.items()
        for part in (value if isinstance(value, list) else [value])
    ]
    return [*kept, *new, ("_key", str(uuid4()))]


def _grouped(fields: Fields) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for name, value in fields:
        grouped.setdefault(name, []).append(value)
    return grouped


def _page(path: str, response: httpx.Response) -> Page:
    html = lxml.html.fromstring(response.content) if response.content else None
    return Page(path, response.status_code, html)


def _path(response: httpx.Response) -> str:
    parts = urlsplit(str(response.headers.get("location", "")))
    return parts.path + (f"?{parts.query}" if parts.query else "")

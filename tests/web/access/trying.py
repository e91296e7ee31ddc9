"""The fixtures of the access tests, and the answers that each account gets by page, command and token."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from engine.bootstrap import Engine
from engine.command_registry import ROUTES
from engine.errors import Broken, NotAllowed, Rejected, Unavailable
from engine.jobs import app as jobs
from engine.queries.access_tokens import TokenUse
from engine.stores import reference
from engine.tenancy import Actor, system
from tests.web.access import table as tables
from tests.web.access.actions import filled_command, is_open
from tests.web.access.api_endpoints import UNREAD, ApiEndpoint
from tests.web.access.endpoints import CLOSED, Endpoint, without_traces
from web import access
from web.api.callers import Who
from web.api.operations import RULES

COMMANDS = {command.__name__: command for command in ROUTES}
TABLE = tables.read()
# They say truly that no worker runs here, and no treasury.
UNWELL = ("GET health.well", "POST paying.begin", "POST api.start_payment")
EVERYTHING = (*TABLE.endpoints, *TABLE.api, *TABLE.commands)
EVERY_KIND = ("nobody", "applicant", "specialist_elsewhere", "operator", "service_account")
OF_API = frozenset({"body", "query", "version", "file"})


@dataclass(frozen=True)
class Fixtures:
    """An installation with one of each thing, and everybody signed in."""

    engine: Engine
    app: Flask
    endpoints: Mapping[str, Endpoint]
    api: Mapping[str, ApiEndpoint]
    things: Mapping[str, Any]
    tokens: Mapping[str, str | None]
    secret: Callable[[str, str], str | None]  # of a person or service account, for one scope or for all
    uses: Mapping[str, TokenUse | None]  # who acts by the tokens for all scopes
    actors: Mapping[str, Actor]

    def of(self, name: str) -> dict[str, Any]:
        """Return the things as this endpoint or command is given them."""
        given = dict(TABLE.given.get(name, {}))
        sent = given.pop("sent", {})
        renamed = {key: self.things[thing] for key, thing in given.items() if key not in OF_API}
        return {**self.things, **renamed, "sent": sent}

    def sessions(self, endpoint: str) -> dict[str, str | None]:
        """Return everybody's session; at some endpoints the operator's is one with somebody at the desk."""
        at_desk = {"operator": self.things["desk_session"]} if endpoint in TABLE.at_the_desk else {}
        return {**self.tokens, **at_desk}

    def let_in(self, endpoint: str) -> frozenset[str]:
        """Return who is let in. Raises where something breaks.

        Of those whom the rule of the page turns away whatever it names one tries; the rule is asked of each.
        A page that is for everybody one of each kind tries: where all of them are let in, so is everybody.
        """
        turned_away = [who for who in self.tokens if not self._admits(endpoint, who)]
        trying = [who for who in self.tokens if who not in turned_away[1:]]
        kinds = [who for who in trying if who in EVERY_KIND]
        if not turned_away and self._let_in(endpoint, kinds) == frozenset(kinds):
            return frozenset(trying)
        return self._let_in(endpoint, trying)

    def _let_in(self, endpoint: str, people: Iterable[str]) -> frozenset[str]:
        sessions, page, things = self.sessions(endpoint), self.endpoints[endpoint], self.of(endpoint)
        answers = {who: page.answer(self.app, things, sessions[who]) for who in people}
        assert endpoint in UNWELL or max(answers.values()) < 500, answers
        return frozenset(who for who, status in answers.items() if status not in CLOSED)

    def _admits(self, endpoint: str, who: str) -> bool:
        actor = self.actors[who]
        rule = access.rule_of(self.app, self.endpoints[endpoint].route.endpoint)
        roles = frozenset(grant.role for grant in actor.roles)
        return rule.admits(roles, signed_in=actor.person_id is not None, staff=actor.is_staff)

    def asked(self, endpoint: str, who: str, scope: str = "") -> TestResponse:
        """Return what a program of somebody is answered; without a scope its token has all."""
        given = TABLE.given.get(endpoint, {})
        sent = {name: self._filled(said) for name, said in given.items() if name in OF_API}
        return self.api[endpoint].ask(self.app, self.of(endpoint), self.secret(who, scope), sent=sent)

    def _filled(self, said: Any) -> Any:
        """Return what the table sends, with things in the place of their names."""
        if isinstance(said, dict):
            return {name: self._filled(one) for name, one in said.items()}
        if isinstance(said, list):
            return [self._filled(address) for address in said]
        is_thing = isinstance(said, str) and said.startswith("@")
        return self.things[said[1:]] if is_thing else said

    def let_in_by_token(self, endpoint: str) -> frozenset[str]:
        """Return whose programs are let in. Raises where something breaks, or was not understood.

        Of those whom the rule of the address refuses whatever it names one asks; the rule is asked of each.
        Where it refuses nobody, one of each kind stands for all.
        """
        everybody = sorted((*TABLE.people, *TABLE.service_accounts))
        if RULES[self.api[endpoint].route.endpoint].who is Who.ANYBODY:
            everybody = list(EVERY_KIND)
        refused = [who for who in everybody if self._is_refused(endpoint, who)]
        answers = {who: self.asked(endpoint, who) for who in everybody if who not in refused[1:]}
        let_in = {who: answer for who, answer in answers.items() if answer.status_code not in CLOSED}
        for answer in let_in.values():
            is_problem = answer.status_code >= 400
            is_well = answer.status_code < 500 or endpoint in UNWELL
            assert is_well and answer.status_code not in UNREAD, answer.text
            assert not (is_problem and answer.json["code"] == "api.invalid" and "errors" in answer.json), (
                answer.text
            )
        is_for_all = len(let_in) == len(EVERY_KIND) and everybody == list(EVERY_KIND)
        return frozenset((*TABLE.people, *TABLE.service_accounts) if is_for_all else let_in)

    def _is_refused(self, endpoint: str, who: str) -> bool:
        used = self.uses[who]
        try:
            if used is not None:
                RULES[self.api[endpoint].route.endpoint].refuse(used)
        except NotAllowed:
            return True
        return False

    def reached(self, names: Iterable[str] = EVERYTHING) -> frozenset[str]:
        """Return the endpoints and commands at which somebody who is let in finds what they name."""
        engine = without_traces(self.engine)
        return frozenset(name for name in names if self._leads_on(engine, name))

    def _leads_on(self, engine: Engine, name: str) -> bool:
        if name in TABLE.endpoints:
            sessions = self.sessions(name)
            told = (
                self.endpoints[name].answer(self.app, self.of(name), sessions[who]) not in CLOSED
                for who in sorted(TABLE.endpoints[name])
            )
        elif name in TABLE.api:
            told = (self.asked(name, who).status_code not in CLOSED for who in sorted(TABLE.api[name]))
        else:
            sent = filled_command(COMMANDS[name], self.of(name), self.engine.clock.now())
            told = (is_open(engine, sent, self.actors[who]) for who in sorted(TABLE.commands[name]))
        return any(told)

    def done_by(self, job: str, municipality: str) -> list[str]:
        """Return the commands that came through when the job was given its thing as of the municipality."""
        passed: list[str] = []
        task = jobs.build(without_traces(self.engine, passed)).tasks[job]
        with self.engine.read(system()) as tx:
            place = reference.municipality(tx, municipality).id
        given = {name: str(self.things[thing]) for name, thing in TABLE.job_things[job].items()}
        with suppress(Rejected, Broken, Unavailable):
            task.func(**given, municipality_id=place)
        return passed

    def may_send(self, command: str) -> frozenset[str]:
        engine = without_traces(self.engine)
        sent = filled_command(COMMANDS[command], self.of(command), self.engine.clock.now())
        return frozenset(who for who, actor in self.actors.items() if is_open(engine, sent, actor))


def secrets(make: Callable[[str, tuple[str, ...]], str | None]) -> Callable[[str, str], str | None]:
    """Return what gives a token of somebody for one scope, or for all; each is made once."""
    return cache(lambda who, scope: make(who, (scope,) if scope else ()))

"""Wiring: commands go through which interceptors to their handlers, over which connections."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from engine.audit.hash_chain import append_logged
from engine.bus import Bus
from engine.cases.reporting import reporting
from engine.clock import Clock, SystemClock
from engine.command_registry import ROUTES
from engine.commands.base import Command
from engine.commands.joint_filings import ConfirmFiling
from engine.connectors.answers import AnswerLog, Keep
from engine.connectors.auction import Auction
from engine.connectors.civil_registry import CivilRegistry
from engine.connectors.clamd import Clamd
from engine.connectors.demo_cards import DemoCards
from engine.connectors.mandates import COMPANIES, GUARDIANSHIP, PARENTS, POWERS, MandateRegister
from engine.connectors.openid import OpenIdConnector
from engine.connectors.payouts import Payouts
from engine.connectors.plots import PropertyRegistry
from engine.connectors.registry_feed import RegistryFeed
from engine.connectors.sms import SmsGateway
from engine.connectors.state_registers import PROPERTY, StateRegister
from engine.connectors.subscribers import StatusSubscriber
from engine.connectors.treasury import Treasury
from engine.connectors.trust_services import TrustServices
from engine.db.pool import Database, Transaction
from engine.documents.files import store_of
from engine.environment import SettingsError
from engine.identity.card_trust import CardTrust
from engine.identity.one_time_codes import Codes
from engine.identity.openid.configuration import OpenIdMistake, read_providers
from engine.interceptors.audit import audited
from engine.interceptors.idempotency import once_per_key
from engine.interceptors.permission import permitted
from engine.interceptors.representation import represented
from engine.interceptors.transaction import in_transaction
from engine.operations import ALL
from engine.operations.outside import Connections
from engine.representation.mandate_enquiries import confirm, confirm_others
from engine.routes import Dependencies, ForAnother
from engine.settings import REGISTERS, SUBSCRIBERS, Settings
from engine.signatures.seals import Seals
from engine.stores import system_answers
from engine.tenancy import Actor, system
from signing.errors import TrustError


@dataclass(frozen=True)
class Engine:
    """Everything a page, a worker or a program needs: send commands, read views."""

    settings: Settings
    connections: Connections
    clock: Clock
    bus: Bus

    @property
    def conninfo(self) -> str:
        """The address of the database as keywords of libpq."""
        return self.connections.database.conninfo

    def send(self, command: Command, *, actor: Actor, key: UUID | None = None) -> Any:
        """Carry out a command; see `Bus.send`. A person's step that breaks is kept as an incident.

        What is done in another's name waits for the register that knows whether it may be.
        """
        if actor.acts_for is not None and self.bus.routes[type(command)].for_another is ForAnother.ACT:
            confirm(self.connections, self.bus, actor)
            if isinstance(command, ConfirmFiling):
                confirm_others(self.connections, self.bus, actor, command.filing_id)
        with reporting(self.bus, command, actor):
            return self.bus.send(command, actor=actor, key=key)

    @contextmanager
    def read(self, actor: Actor) -> Iterator[Transaction]:
        """Give a transaction that sees what the actor may see. What a query notes is kept."""
        with self.connections.database.transaction(actor, now=self.clock.now()) as tx:
            yield tx
            append_logged(tx)

    def close(self) -> None:
        for connector in self.connections.connectors:
            connector.close()
        if self.connections.demo_cards is not None:
            self.connections.demo_cards.close()
        if self.connections.auction is not None:
            self.connections.auction.close()
        if self.connections.registry_feed is not None:
            self.connections.registry_feed.close()
        for register in self.connections.mandates.values():
            register.close()
        self.connections.files.blobs.close()
        self.connections.database.close()


def build(settings: Settings, *, clock: Clock | None = None) -> Engine:
    """Return the engine of this installation. Nothing is connected before it is needed."""
    clock = clock or SystemClock()
    database = Database(settings.database_url)
    files = store_of(settings)
    answers = AnswerLog(_noted_in(database, clock))
    card_trust = _card_trust(settings)
    connections = Connections(
        database=database,
        clock=clock,
        files=files,
        civil_registry=CivilRegistry(settings.civil_registry_url) if settings.civil_registry_url else None,
        smtp_url=settings.smtp_url,
        mail_from="mms@localhost" if settings.is_demo else f"mms@{settings.public_url.split('//')[-1]}",
        public_url=settings.public_url,
        treasury=Treasury(settings.treasury_url, settings.treasury_token) if settings.treasury_url else None,
        payouts=Payouts(settings.treasury_url, settings.treasury_token) if settings.treasury_url else None,
        auction=Auction(settings.systems["auction"]) if "auction" in settings.systems else None,
        scanner=Clamd(settings.clamd) if settings.clamd else None,
        card_trust=card_trust,
        trust_services=TrustServices((lambda: card_trust.addresses) if card_trust else dict, answers),
        openid=_openid(settings, clock),
        seals=_seals(settings),
        demo_cards=DemoCards(settings.demo_cards_url) if settings.demo_cards_url else None,
        sms=SmsGateway(settings.sms_url, settings.sms_token) if settings.sms_url else None,
        mandates=_registers(settings),
        registers=_asked(settings),
        registry_feed=RegistryFeed(settings.civil_registry_url) if settings.civil_registry_url else None,
        subscribers=_subscribers(settings),
        answers=answers,
    )
    for connector in connections.watched:
        connector.watched_by(answers)
    interceptors = (in_transaction(database, clock), once_per_key, permitted, represented, audited)
    return Engine(
        settings, connections, clock, Bus(ROUTES, dependencies(settings, connections), interceptors)
    )


def dependencies(settings: Settings, connections: Connections) -> Dependencies:
    """Return what handlers are made with."""
    limits = settings.rate_limits
    codes = Codes(settings.secret, most_codes=limits.codes, most_tracking=limits.tracking)
    return Dependencies(settings, connections, codes, ALL)


def _noted_in(database: Database, clock: Clock) -> Keep:
    """Return what records how a system answered, in a transaction of its own."""

    def keep(name: str, reason: str | None) -> None:
        with database.transaction(system(), now=clock.now()) as tx:
            system_answers.record(tx, name, reason)

    return keep


def _card_trust(settings: Settings) -> CardTrust | None:
    """Return whose cards are believed. In production a list that can't be used stops the start."""
    if settings.card_trust is None:
        return None
    trust = CardTrust(settings.card_trust, public_url=settings.public_url, is_demo=settings.is_demo)
    if not settings.is_demo:
        try:
            _ = trust.rules, trust.signatures
        except (TrustError, OSError) as error:
            raise SettingsError(f"MMS_CARD_TRUST can't be used: {error}.") from None
    return trust


def _openid(settings: Settings, clock: Clock) -> dict[str, OpenIdConnector]:
    """Return the OpenID providers by their keys. A list that can't be used stops the start."""
    if settings.openid is None:
        return {}
    try:
        providers = read_providers(settings.openid, is_demo=settings.is_demo)
    except OpenIdMistake as mistake:
        raise SettingsError(f"MMS_OPENID can't be used: {mistake}.") from None
    return {provider.key: OpenIdConnector(provider, clock) for provider in providers}


def _seals(settings: Settings) -> Seals:
    """Return the seals of municipalities. In production a list that can't be used stops the start."""
    seals = Seals(settings.seals, dict(settings.seal_pins))
    if not settings.is_demo:
        try:
            _ = seals.all
        except (TrustError, OSError) as error:
            raise SettingsError(f"MMS_SEALS can't be used: {error}.") from None
    return seals


def _registers(settings: Settings) -> dict[str, MandateRegister]:
    """Return the registers that say who represents whom, as far as their addresses are known."""
    known = {
        PARENTS: settings.civil_registry_url,
        GUARDIANSHIP: settings.guardianship_url,
        COMPANIES: settings.company_registry_url,
        POWERS: settings.notary_chamber_url,
    }
    return {name: MandateRegister(name, address) for name, address in known.items() if address}


def _asked(settings: Settings) -> dict[str, StateRegister]:
    """Return the registers that are asked about a person, as far as their addresses are known."""
    known = {name: settings.systems.get(name) for name in REGISTERS}
    kinds = {PROPERTY: PropertyRegistry}
    return {name: kinds.get(name, StateRegister)(name, address) for name, address in known.items() if address}


def _subscribers(settings: Settings) -> dict[str, StatusSubscriber]:
    """Return the bodies that are told of changes of registers, as far as their addresses are known."""
    known = {name: settings.systems.get(name) for name in SUBSCRIBERS}
    return {name: StatusSubscriber(name, address) for name, address in known.items() if address}

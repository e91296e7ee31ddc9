"""Reach of a job: other systems, the file store, the case's data as they are now.

A job holds no transaction while it waits for the world. It reads what it needs in one short
transaction, works, and hands its result to the command that finishes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from engine.catalogue.published import published
from engine.clock import Clock
from engine.connectors.answers import AnswerLog
from engine.connectors.auction import Auction
from engine.connectors.base import Connector
from engine.connectors.civil_registry import CivilRegistry
from engine.connectors.clamd import Clamd
from engine.connectors.demo_cards import DemoCards
from engine.connectors.http import HttpConnector
from engine.connectors.mandates import PARENTS, MandateRegister
from engine.connectors.payouts import Payouts
from engine.connectors.plots import PropertyRegistry
from engine.connectors.probe import Probe
from engine.connectors.registry_feed import RegistryFeed
from engine.connectors.sms import SmsGateway
from engine.connectors.state_registers import PROPERTY, StateRegister
from engine.connectors.subscribers import StatusSubscriber
from engine.connectors.treasury import Treasury
from engine.connectors.trust_services import TrustServices
from engine.db.pool import Database
from engine.documents.files import FileStore
from engine.errors import Broken
from engine.notifications.mail import MAIL, Mailer, MailServer
from engine.scope import World
from engine.stores import cases
from engine.tenancy import system

if TYPE_CHECKING:
    from engine.connectors.openid import OpenIdConnector
    from engine.identity.card_trust import CardTrust
    from engine.signatures.seals import Seals
    from engine.signatures.trust import SignatureRules


def _no_seals() -> Seals:
    # Imported here: whoever judges or plays a draft signs nothing, and signatures take long to import.
    from engine.signatures.seals import Seals

    return Seals()


@dataclass(frozen=True)
class Connections:
    """The other systems and stores of one installation."""

    database: Database
    clock: Clock
    files: FileStore
    civil_registry: CivilRegistry | None
    smtp_url: str | None
    mail_from: str
    public_url: str
    treasury: Treasury | None = None
    payouts: Payouts | None = None  # of the treasury, at its address
    auction: Auction | None = None
    sms: SmsGateway | None = None
    scanner: Clamd | None = None
    card_trust: CardTrust | None = None
    trust_services: TrustServices = field(default_factory=TrustServices)
    openid: Mapping[str, OpenIdConnector] = field(default_factory=dict)  # providers of sign-in, by key
    demo_cards: DemoCards | None = None
    seals: Seals = field(default_factory=lambda: _no_seals())
    signature_rules: SignatureRules | None = None  # of an authority at hand, instead of the trust list's
    mandates: Mapping[str, MandateRegister] = field(default_factory=dict)  # by the name of the register
    registers: Mapping[str, StateRegister] = field(default_factory=dict)  # asked about a person, by name
    registry_feed: RegistryFeed | None = None  # of the civil registry, at its address
    subscribers: Mapping[str, StatusSubscriber] = field(default_factory=dict)  # by the code of the subscriber
    answers: AnswerLog | None = None  # of the systems that were asked

    @property
    def property_registry(self) -> PropertyRegistry | None:
        """The property registry, which is asked about plots too."""
        found = self.registers.get(PROPERTY)
        return found if isinstance(found, PropertyRegistry) else None

    @property
    def connectors(self) -> tuple[Connector, ...]:
        """The connectors that this installation has an address for."""
        # The civil registry answers about parents too, at the same address.
        others = (mandate for mandate in self.mandates.values() if mandate.name != PARENTS)
        asked, told = self.registers.values(), self.subscribers.values()
        single = (self.civil_registry, self.treasury, self.sms, self.auction)
        known: tuple[Connector | None, ...] = (*single, *others, *asked, *told, *self.openid.values())
        return tuple(connector for connector in known if connector is not None)

    @property
    def watched(self) -> tuple[HttpConnector | Clamd, ...]:
        """The connectors whose answers are noted: all, with those that ask at another's address."""
        others = (self.payouts, self.registry_feed, self.scanner)
        known = (*self.connectors, *self.mandates.values(), *others)
        return tuple(connector for connector in known if isinstance(connector, HttpConnector | Clamd))

    @property
    def systems(self) -> tuple[str, ...]:
        """The names of the other systems that this installation knows an address of, mail among them."""
        names = {connector.name for connector in self.watched} | ({MAIL} if self.smtp_url else set())
        return tuple(sorted(names | {endpoint.system for endpoint in self.trust_services.endpoints}))

    @property
    def probes(self) -> dict[str, Probe | None]:
        """How to find out whether each of these systems can be reached; None where its address is none."""
        found: dict[str, Probe | None] = dict.fromkeys(self.systems)
        with suppress(Broken):
            found |= {MAIL: MailServer.from_url(self.smtp_url).probe()} if self.smtp_url else {}
        for connector in self.watched:
            with suppress(ValueError):
                found[connector.name] = connector.probe
        for endpoint in self.trust_services.endpoints:
            with suppress(ValueError):
                found[endpoint.system] = endpoint.probe()
        return found

    def mailer(self) -> Mailer:
        """Return what hands letters to the mail server; whoever asks has seen that there is one."""
        assert self.smtp_url is not None
        return Mailer(MailServer.from_url(self.smtp_url), self.mail_from, self.answers)


@dataclass(frozen=True)
class Outside:
    """One job's view of the world."""

    connections: Connections
    job_id: UUID
    case_id: UUID
    municipality_id: int
    element: str  # that asks; its block's files come first
    seen: Mapping[str, Any] = field(default_factory=dict)  # by one of a repetition, beside the case's data

    @contextmanager
    def world(self) -> Iterator[World]:
        """Give the case's surroundings in a short read transaction."""
        actor = system(self.municipality_id)
        with self.connections.database.transaction(actor, now=self.connections.clock.now()) as tx:
            row = cases.load(tx, self.case_id)
            if row is None:
                raise Broken("job.no_case")
            document = {**row.document, **self.seen}
            yield World(tx, row._replace(document=document), published(tx, row.version_id))

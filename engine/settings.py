"""Settings: what this installation was told by its environment, checked once.

Responsible for reading, defaulting and refusing; everything else receives a `Settings` and never
looks at the environment. Production has no default for anything that would be unsafe to guess.

To add a setting: its field, `from_environment`, `as_environment` (what `mms run` starts reads it there), and
`_problems` where production can't do without; a line in `engine/settings_list.py`, then
`tools/settings_doc.py`. Who uses it gets it from `engine/bootstrap.py`, or is made with it in its `Route`.
`tests/setup/test_settings.py`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from engine import limits_setting
from engine.connectors.clamd import is_address
from engine.db import dsn
from engine.db.cluster import Cluster
from engine.documents.limits import ExportLimits, UploadLimits
from engine.documents.location import StoreLocation
from engine.environment import (
    DEFAULT_PORT,
    SEAL_PIN,
    Mode,
    SettingsError,
    read_mode,
    read_numbers,
    read_path,
    read_port,
    read_proxies,
    read_seal_pins,
    stored_secret,
)
from engine.identity.rate_limits import RateLimits

DEFAULT_HOME = Path("var")
CACHE_IN_HOME = "cache"
KEYRING = "keys.json"
OWNER_URL = "DATABASE_OWNER_URL"
CACHE = "MMS_CACHE"  # the variable that names the directory of what can be computed again
OFFICIAL_PROGRAM = "MMS_OFFICIAL_CARD_PROGRAM"
# Systems that are asked or told things, each by its address in `MMS_<NAME>_URL`.
SUBSCRIBERS = ("social_agency", "electricity_supplier", "revenue_service")
REGISTERS = (
    "property_registry",
    "revenue_service",
    "education_register",
    "social_agency",
    "health_agency",
    "displaced_persons",
    "veterans",
    "disability_register",
)
OTHER_SYSTEMS = tuple(dict.fromkeys((*REGISTERS, *SUBSCRIBERS, "auction")))
_SHORTEST_SECRET = 32
# What production has to be told, because nobody can guess it.
_SAID = {
    "MMS_PUBLIC_URL": "the address people type",
    "MMS_PROXIES": "how many proxies stand before the server (0 to 3)",
}
_SECRET = re.compile(f"SECRET$|TOKEN$|^{SEAL_PIN}")


@dataclass(frozen=True)
class Settings:
    """One installation. A system without an address (`smtp_url`, `sms_url`, …) counts as unavailable."""

    mode: Mode
    home: Path
    database_url: str  # of the login, which owns nothing
    secret: str
    port: int = DEFAULT_PORT
    public_url: str = f"http://127.0.0.1:{DEFAULT_PORT}"
    smtp_url: str | None = None
    civil_registry_url: str | None = None
    guardianship_url: str | None = None
    company_registry_url: str | None = None
    notary_chamber_url: str | None = None
    systems: Mapping[str, str] = field(default_factory=dict)  # the address of each of `OTHER_SYSTEMS`
    treasury_url: str | None = None
    treasury_token: str = ""
    sms_url: str | None = None
    card_trust: Path | None = None  # whose cards are believed; without it nobody signs in with one
    openid: Path | None = None  # the providers that people sign in at besides
    seals: Path | None = None  # where the keys of municipalities' seals lie; without it nobody has one
    seal_pins: tuple[tuple[str, str], ...] = field(default=(), repr=False)  # by code, where no file has it
    official_program: bool = False  # whether people may sign with the official program for the card
    demo_cards_url: str | None = None
    sms_token: str = ""
    proxies: int = 0  # of ours, between the people and the web server
    files: StoreLocation = StoreLocation()
    keyring: Path | None = None
    clamd: str | None = None  # without it files are not looked through for viruses
    uploads: UploadLimits = UploadLimits()
    exports: ExportLimits = ExportLimits()
    rate_limits: RateLimits = RateLimits()
    has_own_cluster: bool = True
    database_owner_url: str | None = None  # of the schema's owner; programs that serve people do not have it
    cache: Path | None = None

    @property
    def cache_directory(self) -> Path:
        """Where verdicts and compiled templates are kept; whoever removes it loses time and nothing else."""
        return self.cache or self.home / CACHE_IN_HOME

    @property
    def owner_url(self) -> str:
        """Where to migrate and to read every row; whoever gave one address alone may be anybody there."""
        return self.database_owner_url or self.database_url

    @property
    def is_demo(self) -> bool:
        return self.mode == "demo"

    @property
    def key_file(self) -> Path:
        """Where the keys of the files lie; outside the home in an installation that matters."""
        return self.keyring or self.home / KEYRING

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Return the settings of this process, or raise naming every problem at once."""
        environ = os.environ if environ is None else environ
        home = Path(environ.get("MMS_HOME") or DEFAULT_HOME).absolute()
        mode, port = read_mode(environ), read_port(environ)
        secret = environ.get("MMS_SECRET") or stored_secret(home, may_create=mode == "demo")
        settings = cls(
            mode=mode,
            home=home,
            **_database(environ, home),
            secret=secret,
            port=port,
            public_url=(environ.get("MMS_PUBLIC_URL") or f"http://127.0.0.1:{port}").rstrip("/"),
            smtp_url=environ.get("MMS_SMTP_URL") or None,
            civil_registry_url=environ.get("MMS_CIVIL_REGISTRY_URL") or None,
            guardianship_url=environ.get("MMS_GUARDIANSHIP_URL") or None,
            company_registry_url=environ.get("MMS_COMPANY_REGISTRY_URL") or None,
            notary_chamber_url=environ.get("MMS_NOTARY_CHAMBER_URL") or None,
            systems={name: address for name in OTHER_SYSTEMS if (address := environ.get(variable(name)))},
            treasury_url=environ.get("MMS_TREASURY_URL") or None,
            treasury_token=environ.get("MMS_TREASURY_TOKEN") or "",
            sms_url=environ.get("MMS_SMS_URL") or None,
            card_trust=read_path(environ.get("MMS_CARD_TRUST")),
            openid=read_path(environ.get("MMS_OPENID")),
            seals=read_path(environ.get("MMS_SEALS")),
            seal_pins=read_seal_pins(environ),
            official_program=environ.get(OFFICIAL_PROGRAM) == "yes",
            demo_cards_url=environ.get("MMS_DEMO_CARDS_URL") or None,
            sms_token=environ.get("MMS_SMS_TOKEN") or "",
            proxies=read_proxies(environ),
            files=StoreLocation.from_environment(environ),
            keyring=read_path(environ.get("MMS_KEYRING")),
            clamd=environ.get("MMS_CLAMD") or None,
            **_limits(environ),
            cache=read_path(environ.get(CACHE)),
        )
        if problems := tuple(_problems(settings, environ)):
            raise SettingsError("\n".join(("This installation is not complete:", *problems)))
        return settings

    def as_environment(self) -> dict[str, str]:
        """Return the variables from which another process reads exactly these settings."""
        values = {
            "MMS_MODE": self.mode,
            "MMS_HOME": str(self.home),
            "DATABASE_URL": "" if self.has_own_cluster else self.database_url,
            OWNER_URL: "" if self.has_own_cluster else self.database_owner_url or "",
            "MMS_SECRET": self.secret,
            "PORT": str(self.port),
            "MMS_PUBLIC_URL": self.public_url,
            "MMS_SMTP_URL": self.smtp_url or "",
            "MMS_CIVIL_REGISTRY_URL": self.civil_registry_url or "",
            "MMS_GUARDIANSHIP_URL": self.guardianship_url or "",
            "MMS_COMPANY_REGISTRY_URL": self.company_registry_url or "",
            "MMS_NOTARY_CHAMBER_URL": self.notary_chamber_url or "",
            **{variable(name): self.systems.get(name, "") for name in OTHER_SYSTEMS},
            "MMS_TREASURY_URL": self.treasury_url or "",
            "MMS_TREASURY_TOKEN": self.treasury_token,
            "MMS_SMS_URL": self.sms_url or "",
            "MMS_CARD_TRUST": str(self.card_trust or ""),
            "MMS_OPENID": str(self.openid or ""),
            "MMS_SEALS": str(self.seals or ""),
            **{f"{SEAL_PIN}{code.upper()}": pin for code, pin in self.seal_pins},
            OFFICIAL_PROGRAM: "yes" if self.official_program else "",
            "MMS_DEMO_CARDS_URL": self.demo_cards_url or "",
            "MMS_SMS_TOKEN": self.sms_token,
            "MMS_PROXIES": str(self.proxies),
            **self.files.as_environment(),
            "MMS_KEYRING": str(self.keyring or ""),
            "MMS_CLAMD": self.clamd or "",
            "MMS_UPLOADS": limits_setting.written(self.uploads),
            "MMS_EXPORTS": limits_setting.written(self.exports),
            "MMS_LIMITS": limits_setting.written(self.rate_limits),
            CACHE: str(self.cache or ""),
        }
        return values

    def without_secrets(self) -> dict[str, str]:
        """Return what the environment said, fit to lie beside a backup: passwords in addresses go too."""
        said = self.as_environment()
        for name in ("DATABASE_URL", OWNER_URL):
            if said[name]:
                said[name] = dsn.without_password(said[name])
        return {name: _without_password(value) for name, value in said.items() if not _SECRET.search(name)}


def _without_password(value: str) -> str:
    if "://" not in value:
        return value
    parts = urlsplit(value)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="").geturl()


def cache_directory(environ: Mapping[str, str] | None = None) -> Path:
    """Return the directory of the cache for a program that needs no other setting."""
    environ = os.environ if environ is None else environ
    home = Path(environ.get("MMS_HOME") or DEFAULT_HOME).absolute()
    return read_path(environ.get(CACHE)) or home / CACHE_IN_HOME


def variable(system: str) -> str:
    """Return the variable that names the address of one of `OTHER_SYSTEMS`."""
    return f"MMS_{system.upper()}_URL"


def _database(environ: Mapping[str, str], home: Path) -> dict[str, Any]:
    """Return the addresses of login and owner; those of the installation's own cluster are known."""
    login, owner = environ.get("DATABASE_URL"), environ.get(OWNER_URL)
    return {
        "database_url": login or Cluster(home).login_url(),
        "database_owner_url": owner or (None if login else Cluster(home).owner_url()),
        "has_own_cluster": not login,
    }


def _problems_of_addresses(settings: Settings, environ: Mapping[str, str]) -> Iterator[str]:
    for name, address in (("DATABASE_URL", settings.database_url), (OWNER_URL, settings.database_owner_url)):
        try:
            dsn.parts(address or "")
        except dsn.AddressUnreadable as error:
            yield f"{name}: {error}."
    if environ.get(OWNER_URL) and not environ.get("DATABASE_URL"):
        yield f"{OWNER_URL} is set, but DATABASE_URL, the address of the login, is not."


def _limits(environ: Mapping[str, str]) -> dict[str, Any]:
    """Return the settings that name numbers."""
    return {
        "uploads": read_numbers(environ, "MMS_UPLOADS", UploadLimits()),
        "exports": read_numbers(environ, "MMS_EXPORTS", ExportLimits()),
        "rate_limits": read_numbers(environ, "MMS_LIMITS", RateLimits()),
    }


def _problems(settings: Settings, environ: Mapping[str, str]) -> list[str]:
    problems = [*_problems_of_addresses(settings, environ)]
    if settings.secret and len(settings.secret) < _SHORTEST_SECRET:
        problems.append(f"MMS_SECRET is shorter than {_SHORTEST_SECRET} characters.")
    if settings.clamd and not is_address(settings.clamd):
        problems.append("MMS_CLAMD is neither unix:/PATH nor tcp://HOST:PORT.")
    problems += settings.files.problems(is_demo=settings.is_demo)
    if environ.get(OFFICIAL_PROGRAM, "") not in ("", "yes"):
        problems.append(f"{OFFICIAL_PROGRAM} is neither yes nor left out.")
    if settings.official_program and not settings.public_url.startswith("https://"):
        problems.append(f"{OFFICIAL_PROGRAM} is set, but MMS_PUBLIC_URL is no https address.")
    if settings.is_demo:
        return problems
    if settings.demo_cards_url:
        problems.append("MMS_DEMO_CARDS_URL is set: demonstration cards are for demonstrations.")
    if not settings.secret:
        problems.append(f"MMS_SECRET is not set and {settings.home / 'secret'} does not exist.")
    problems += [f"{name}, {what}, is not set." for name, what in _SAID.items() if not environ.get(name)]
    if not settings.smtp_url:
        problems.append("MMS_SMTP_URL is not set: letters could not be sent.")
    if not settings.civil_registry_url:
        problems.append("MMS_CIVIL_REGISTRY_URL is not set: residence could not be checked.")
    for name, address in (
        ("MMS_PUBLIC_URL", settings.public_url),
        ("MMS_CIVIL_REGISTRY_URL", settings.civil_registry_url),
        ("MMS_GUARDIANSHIP_URL", settings.guardianship_url),
        ("MMS_COMPANY_REGISTRY_URL", settings.company_registry_url),
        ("MMS_NOTARY_CHAMBER_URL", settings.notary_chamber_url),
        ("MMS_TREASURY_URL", settings.treasury_url),
        ("MMS_SMS_URL", settings.sms_url),
        *((variable(name), address) for name, address in settings.systems.items()),
    ):
        if address and environ.get(name) and urlsplit(address).scheme != "https":
            problems.append(f"{name} does not start with https://.")
    return problems

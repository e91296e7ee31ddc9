"""`mms-card`: installs itself into the browsers, says what is wrong with reader and card, answers them."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from signing.agent import VERSION, install, places
from signing.agent.acts import Acts
from signing.agent.agreements import Agreements
from signing.agent.asking import prompt
from signing.agent.findings import READY, examine, finding
from signing.agent.frames import Line
from signing.agent.host import serve
from signing.agent.words import LANGUAGES, say
from signing.extension.build import is_site


def main(arguments: list[str] | None = None) -> int:
    """Do what is asked on the command line; return the exit code."""
    # Browsers add arguments of their own: who calls.
    options, _ = _parser().parse_known_args(arguments)
    result: int = options.act(options)
    return result


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="mms-card", description=__doc__)
    parser.add_argument("--version", action="version", version=f"mms-card {VERSION}")
    acts = parser.add_subparsers(required=True)
    installing = acts.add_parser("install", help="make the browsers of this account know the program")
    installing.add_argument(
        "--site", action="append", default=[], help="https address of a municipality's site"
    )
    installing.add_argument("--demo", action="store_true", help="let sites of this machine ask without https")
    installing.add_argument(
        "--module", type=Path, help="PKCS #11 module of the card's maker, if it needs one"
    )
    installing.set_defaults(act=_install)
    doctor = acts.add_parser("doctor", help="say what is wrong with reader and card, and the next step")
    doctor.set_defaults(act=_doctor)
    for command in (installing, doctor):
        command.add_argument("--language", choices=LANGUAGES, help="one language; both without it")
    host = acts.add_parser("host", help="what browsers start")
    host.add_argument("--demo", action="store_true")
    host.set_defaults(act=_host)
    return parser


def _install(options: argparse.Namespace) -> int:
    why = "no_site" if not (options.site or options.demo) or not all(map(is_site, options.site)) else ""
    why = "windows" if sys.platform == "win32" else why
    if why:
        for language in _languages(options):
            print(say(language, "install", why), file=sys.stderr)
        return 2
    folders = install.install(options.site, is_demo=options.demo, module=options.module)
    for language in _languages(options):
        print(say(language, "install", "done", browsers=", ".join(install.TITLES.values())))
        for kind, folder in folders.items():
            print(say(language, "install", kind, folder=folder))
    return 0


def _doctor(options: argparse.Namespace) -> int:
    found = [problem for problem in examine(_now()) if problem["code"] != READY]
    if not install.is_installed():
        found.append(finding("agent.not_installed"))
    elif not places.was_called():
        found.append(finding("extension.never_called"))
    told = found or [finding(READY)]
    for language in _languages(options):
        for problem in told:
            print(problem["what"][language])
        print(say(language, "doctor", "next", words=told[0]["next"][language]))
    return 1 if found else 0


def _host(options: argparse.Namespace) -> int:
    # Whatever anybody prints must not come between the messages.
    with os.fdopen(os.dup(1), "wb") as sink:
        os.dup2(2, 1)
        logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="mms-card: %(message)s")
        places.note_call()
        line = Line(sys.stdin.buffer)
        agreed = Agreements(places.home() / "agreed.json", _now)
        acts = Acts(prompt, _now, lambda: line.is_over, agreed)
        serve(line, sink, acts, is_demo=options.demo)
    return 0


def _languages(options: argparse.Namespace) -> tuple[str, ...]:
    return (options.language,) if options.language else LANGUAGES


def _now() -> datetime:
    return datetime.now(UTC)

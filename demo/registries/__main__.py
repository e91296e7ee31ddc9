"""Run the simulator: `python -m demo.registries --port 8070`.

It listens on the loopback interface unless told otherwise. Port 0 takes a free one. The first line
of output names the address, so that a parent process knows when to begin. Request lines are not
logged: they carry personal numbers.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from demo.serving import serve

from . import facts, mandates, plots
from .app import RegisterData, Registries
from .people import DEFAULT_FILE, load_people, records


def main(arguments: list[str] | None = None) -> int:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(prog="demo.registries", description="Simulator of state registers")
    parser.add_argument("--port", type=int, required=True, help="0 takes a free port")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--people", type=Path, default=DEFAULT_FILE, help="JSON file of people")
    parser.add_argument("--mandates", type=Path, default=mandates.DEFAULT_FILE, help="JSON file of mandates")
    parser.add_argument("--facts", type=Path, default=facts.DEFAULT_FILE, help="JSON file of facts")
    parser.add_argument("--plots", type=Path, default=plots.DEFAULT_FILE, help="JSON file of plots")
    options = parser.parse_args(arguments)
    known = mandates.load_mandates(options.mandates)
    people = load_people(options.people) | records(known["people"])
    held = RegisterData(facts.load_facts(options.facts), plots.load_plots(options.plots))
    application = Registries(people, mandates.Mandates(known, people), held)
    return serve("registries", application, port=options.port, host=options.host)


if __name__ == "__main__":
    sys.exit(main())

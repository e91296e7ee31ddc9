"""Where the simulator answers what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from werkzeug.routing import Map, Rule

from .facts import REGISTERS

# Of each kind of representation, the register's part of the address and its last word.
_MANDATES: Final = {
    "children": "civil-registry",
    "wards": "guardianship",
    "companies": "company-registry",
    "powers": "notary-chamber",
}


def routes() -> Map:
    """Return the routes; endpoints are the methods of `Registries`."""
    return Map([*_steering(), *_registers(), *_auction(), *_subscribers()])


def _steering() -> Iterator[Rule]:
    yield Rule("/health", endpoint="health", methods=["GET"])
    yield Rule("/openapi.json", endpoint="description", methods=["GET"])
    for name in ("faults", "ended", "bids"):
        yield Rule(f"/_{name}", endpoint=f"show_{name}", methods=["GET"])
        yield Rule(f"/_{name}", endpoint=f"set_{name}", methods=["PUT"])
    yield Rule("/_happened", endpoint="set_happened", methods=["PUT"])
    yield Rule("/_told", endpoint="show_told", methods=["GET"])


def _registers() -> Iterator[Rule]:
    yield Rule("/civil-registry/v1/persons/<personal_number>", endpoint="person", methods=["GET"])
    yield Rule("/civil-registry/v1/events/after/<int:number>", endpoint="events", methods=["GET"])
    for kind, register in _MANDATES.items():
        address = f"/{register}/v1/persons/<personal_number>/{kind}"
        yield Rule(address, endpoint="mandate", methods=["GET"], defaults={"kind": kind})
    for kind, (name, path) in REGISTERS.items():
        address = f"/{name}/{path}/v1/persons/<personal_number>/{kind}"
        yield Rule(address, endpoint="facts_of", methods=["GET"], defaults={"kind": kind})
    yield Rule(
        "/property_registry/property-registry/v1/plots/<cadastral_code>", endpoint="plot", methods=["GET"]
    )


def _auction() -> Iterator[Rule]:
    yield Rule("/auction/auction/v1/lots", endpoint="announce", methods=["POST"])
    yield Rule("/auction/auction/v1/lots/<lot>", endpoint="standing", methods=["GET"])


def _subscribers() -> Iterator[Rule]:
    yield Rule("/<subscriber>/status-changes/v1/changes", endpoint="change", methods=["POST"])

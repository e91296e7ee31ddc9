"""What papers carry of a municipality, as expressions read it."""

from __future__ import annotations

import json

from engine import loading
from engine.catalogue.published import published
from engine.commands import LoadMunicipality
from engine.scope import World
from engine.stores import cases
from engine.tenancy import system
from tests.engine.kit import Office


def test_letterhead__with_an_address__is_read_in_each_language(office: Office) -> None:
    case_id = office.file().case_id
    data = json.loads((loading.BPMN / "municipalities" / "keda.json").read_text())
    letterhead = {**data["letterhead"], "address": {"ka": "დემო ქუჩა 1", "en": "Demo Street 1"}}
    office.engine.send(LoadMunicipality({**data, "letterhead": letterhead}), actor=system())

    with office.engine.read(system(office.place())) as tx:
        row = cases.load(tx, case_id)
        assert row is not None
        world = World(tx, row, published(tx, row.version_id))
        said = [world.evaluate(f"municipality.{name}", {}) for name in ("address_ka", "address_en", "phone")]

    assert said == ["დემო ქუჩა 1", "Demo Street 1", None]

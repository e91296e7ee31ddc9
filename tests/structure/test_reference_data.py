"""What an installation is filled with can be read: a file cut off by a merge is noticed at once."""

from __future__ import annotations

from engine.catalogue.directory import read_directory
from engine.catalogue.holidays import read_holidays
from engine.catalogue.life_events import read_life_events
from engine.catalogue.municipalities import read_centers, read_municipalities
from engine.catalogue.parameters import read_parameters
from engine.catalogue.programmes import read_programmes
from engine.installation.loading import BPMN


def test_reference_data__of_the_country__are_read_and_whole() -> None:
    municipalities = {municipality.code for municipality in read_municipalities(BPMN)}

    assert len(municipalities) == 64
    assert len(read_centers(BPMN)) == 85
    assert {programme.municipality for programme in read_programmes(BPMN)} <= municipalities
    assert read_holidays(BPMN).entries
    assert read_parameters(BPMN).entries()
    assert read_life_events(BPMN)
    assert read_directory(BPMN)

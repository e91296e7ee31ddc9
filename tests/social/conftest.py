"""An office whose citizens apply for aid."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from engine.commands.reference import LoadMunicipality
from engine.db.cluster import Cluster
from engine.installation import loading
from engine.studio.commands.publishing import PublishService
from engine.tenancy import system
from tests.conftest import demo_settings
from tests.databases import PEOPLED
from tests.engine.kit import Office, an_office, furnish
from tests.engine.services import REVIEW


@pytest.fixture(scope="module")
def office(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    cluster.create_database("aid", template=PEOPLED)
    settings = demo_settings(cluster.url("aid"), tmp_path_factory.mktemp("aid"))
    furnish(settings, REVIEW)
    with an_office(settings) as office:
        for place in ("keda", "telavi", "dusheti"):
            data = json.loads((loading.BPMN / "municipalities" / f"{place}.json").read_text(encoding="utf-8"))
            office.engine.send(LoadMunicipality(data), actor=system())
        office.engine.send(PublishService(loading.BPMN / "social" / "apply", "tests"), actor=system())
        yield office
    cluster.drop_database("aid")

"""One office for all golden files of operations: what each does is taken back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.db.cluster import Cluster
from tests.conftest import demo_settings
from tests.engine.kit import Office
from tests.golden.operations import office_at


@pytest.fixture(scope="session")
def office(cluster: Cluster, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    cluster.create_database("golden", template=template)
    with office_at(demo_settings(cluster.url("golden"), tmp_path_factory.mktemp("golden"))) as office:
        yield office

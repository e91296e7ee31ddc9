"""Finding Debian's PostgreSQL for `make debian`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import clusters


def test_stock__package_not_there__says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clusters, "PLACES", tmp_path)

    with pytest.raises(clusters.NoStockPostgres, match="make debian.*package `postgresql`"):
        clusters.stock()


def test_stock__several_releases__is_the_newest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for release in ("9.6", "15", "17"):
        program = tmp_path / release / "bin" / "postgres"
        program.parent.mkdir(parents=True)
        program.write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {release}.4 (Debian)'\n")
        program.chmod(0o755)
    monkeypatch.setattr(clusters, "PLACES", tmp_path)

    assert clusters.stock().version == "17.4"


def test_kind_of_server__that_nobody_knows__is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(clusters.VARIABLE, "fedora")

    with pytest.raises(ValueError, match="fedora"):
        clusters.is_stock()

"""What a table of ours says to people, it says in words: clerks read why it answered so."""

from __future__ import annotations

from pathlib import Path

import pytest
from mutation.expressions import alternatives

from engine.catalogue.folder import services
from engine.decisions.model import Table
from engine.installation.loading import BPMN
from engine.scenarios.folders import version_of
from engine.texts import LANGUAGES


@pytest.mark.parametrize("folder", services(BPMN), ids=lambda one: f"{one.parent.name}/{one.name}")
def test_values__that_a_column_lists__have_words_in_each_language(folder: Path) -> None:
    version = version_of(folder)

    missing = [
        f"{language}: {decision}, values.{code}"
        for decision, model in version.decisions.items()
        for drawn in model.source.decisions()
        if isinstance(drawn.logic, Table)
        for column in (*drawn.logic.inputs, *drawn.logic.outputs)
        for value in alternatives(column.values)
        if value.startswith('"')
        for code in [value.strip('"')]
        for language in LANGUAGES
        if f"values.{code}" not in version.labels(decision, language)
    ]

    assert missing == []

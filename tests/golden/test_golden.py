"""What was released stays what it was: expressions, stored states and operations do what their files say."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import feel as language
from engine import process
from engine.catalogue.semantics import OPERATIONS, OPERATIONS_RUN
from engine.decisions import explain
from engine.operations import ALL
from tests.engine.kit import Office
from tests.golden import codec, explanations, feel, files, operations

NAMES = {
    "feel": ("FEEL", "feel.VERSION", "feel.RUNS"),
    "codec": ("The stored form of tokens", "VERSION in engine/process/codec.py", "READS"),
    "operations": (
        "The meaning of operations",
        "OPERATIONS in engine/catalogue/semantics.py",
        "OPERATIONS_RUN",
    ),
    "explanations": ("The explanation of decisions", "VERSION in engine/decisions/explain", "RUNS"),
}
RUN = {
    "feel": language.RUNS,
    "codec": process.STATES_READ,
    "operations": OPERATIONS_RUN,
    "explanations": explain.RUNS,
}
SHOWN = 5


def expect_none(part: str, version: int, name: str, differences: list[str]) -> None:
    what, constant, runs = NAMES[part]
    shown = "\n".join(differences[:SHOWN]) + (
        f"\n… {len(differences)} in all" if len(differences) > SHOWN else ""
    )
    assert not differences, files.ADVICE.format(
        what=what,
        version=version,
        part=part,
        name=name,
        constant=constant,
        runs=runs,
        differences=shown,
    )


@pytest.mark.parametrize("name", files.names("feel", feel.VERSION))
def test_feel__recorded_expressions__have_their_values(name: str) -> None:
    content = files.read("feel", feel.VERSION, name)

    expect_none("feel", feel.VERSION, name, feel.differences(content))


@pytest.mark.parametrize(
    ("version", "name"),
    [(version, name) for version in sorted(RUN["codec"]) for name in files.names("codec", version)],
)
def test_states__of_every_version_still_read__go_on_as_they_would_have_then(version: int, name: str) -> None:
    content = files.read("codec", version, name)

    expect_none("codec", version, name, codec.differences(content))


@pytest.mark.parametrize("name", files.names("operations", operations.VERSION))
def test_operation__on_a_case__does_what_it_did(office: Office, name: str) -> None:
    content = files.read("operations", operations.VERSION, name)

    expect_none("operations", operations.VERSION, name, operations.differences(office, name, content))


@pytest.mark.parametrize("name", files.names("explanations", explanations.VERSION))
def test_explanations__of_kept_facts__say_what_they_said(name: str) -> None:
    content = files.read("explanations", explanations.VERSION, name)

    expect_none("explanations", explanations.VERSION, name, explanations.differences(content))


def test_explanations__changed__are_found() -> None:
    content = files.read("explanations", explanations.VERSION, "table")
    content["cases"][1]["said"]["en"]["otherwise"] = "Nothing helps."

    assert len(explanations.differences(content)) == 1


@pytest.mark.parametrize("part", sorted(RUN))
def test_files__of_every_version_that_runs__are_there(part: str) -> None:
    missing = [version for version in sorted(RUN[part]) if not files.names(part, version)]

    assert missing == [], "run: python -m tests.golden.write"


def test_files__of_every_diagram_that_is_simulated__are_there() -> None:
    missing = sorted(codec.DIAGRAMS.keys() - files.names("codec", codec.VERSION))

    assert missing == [], "run: python -m tests.golden.write"


def test_files__of_every_operation__are_there_with_examples_of_inline_ones() -> None:
    known = {
        name: files.read("operations", operations.VERSION, name)
        for name in files.names("operations", operations.VERSION)
    }

    missing = sorted(
        name
        for name in ALL.names
        if name not in known or (known[name]["kind"] == "inline" and not known[name]["examples"])
    )

    assert missing == [], "add examples to tests/golden/operations.py and run: python -m tests.golden.write"


@pytest.mark.parametrize(
    ("part", "version", "runs"),
    [
        (feel, language.VERSION, RUN["feel"]),
        (codec, process.STATE_VERSION, RUN["codec"]),
        (operations, OPERATIONS, RUN["operations"]),
        (explanations, explain.VERSION, RUN["explanations"]),
    ],
    ids=["feel", "codec", "operations", "explanations"],
)
def test_versions__that_are_written__also_run(part: ModuleType, version: int, runs: frozenset[int]) -> None:
    assert version == part.VERSION
    assert version in runs


def test_feel__value_changed__is_found() -> None:
    content = files.read("feel", feel.VERSION, "library_numbers")
    case = next(case for case in content["cases"] if "value" in case)
    case["value"] = "something else"

    assert len(feel.differences(content)) == 1
    with pytest.raises(AssertionError, match="raise feel.VERSION"):
        expect_none("feel", 1, "library_numbers", feel.differences(content))


@pytest.mark.parametrize("damage", ["state", "waiting", "path", "end"])
def test_states__changed__are_found(damage: str) -> None:
    content = files.read("codec", codec.VERSION, "nested_splits")
    walk = content["walks"][0]
    rest = walk["rests"][3]
    if damage == "state":
        rest["state"] = walk["rests"][4]["state"]
    elif damage == "waiting":
        rest["waiting"].pop()
    elif damage == "path":
        walk["paths"][-1].pop()
    else:
        walk["end"]["a"] = "other"

    assert codec.differences(content) != []


@pytest.mark.parametrize("damage", ["kind", "input", "rows", "result"])
def test_operation__changed__is_found(office: Office, damage: str) -> None:
    content: Any = operations.record(office, "case.decide")
    if damage == "kind":
        content["kind"] = "job"
    elif damage == "input":
        content["inputs"].append("signature")
    elif damage == "rows":
        content["examples"][0]["did"]["rows"]["clocks"]["changed"]["state"] = ["running", "running"]
    else:
        content["examples"][0]["did"]["result"]["number"] = "1"

    assert len(operations.differences(office, "case.decide", content)) == 1


def test_write__file_that_is_there__stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "HERE", tmp_path)

    first = files.write("feel", 1, "some", {"cases": [1]})
    second = files.write("feel", 1, "some", {"cases": [2]})

    assert (first, second) == (True, False)
    assert files.read("feel", 1, "some") == {"cases": [1]}

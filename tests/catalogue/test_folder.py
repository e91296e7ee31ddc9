"""Service folders: what fits is read, what does not fit is refused and named."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engine.catalogue import CatalogueError
from engine.catalogue import files as reading
from engine.catalogue.folder import ServiceFolder, read_service, services
from tests.catalogue.builders import a_catalogue, a_register, module_settings, settings, write


@pytest.fixture
def bpmn(tmp_path: Path) -> Path:
    return a_catalogue(tmp_path)


def read(bpmn: Path) -> ServiceFolder:
    return read_service(bpmn / "roads" / "repair")


def refused(bpmn: Path) -> CatalogueError:
    with pytest.raises(CatalogueError) as caught:
        read(bpmn)
    return caught.value


def test_read_service__complete_folder__gives_its_parts(bpmn: Path) -> None:
    write(bpmn / "roads" / "repair" / "priority.dmn", b"<definitions/>")
    write(bpmn / "roads" / "registers" / "holes.json", a_register())
    write(bpmn / "roads" / "module.json", module_settings(registers=["holes"]))

    folder = read(bpmn)

    assert (folder.code, folder.module) == ("roads.repair", "roads")
    assert folder.settings["clock"]["term"] == "gac.decision"
    assert folder.decisions == {"priority": b"<definitions/>"}
    assert folder.forms.keys() == {"application"}
    assert folder.documents == {"order.ka.html": b"<html/>"}
    assert folder.registers["holes"]["validity"] == "single"
    assert folder.spoken.get("en", "elements.visit") == "Visit"


def test_read_service__files__name_the_closure_by_path_below_bpmn(bpmn: Path) -> None:
    write(bpmn / "roads" / "repair" / "README.md", b"law and owner")

    folder = read(bpmn)

    assert folder.files["roads/repair/README.md"] == b"law and owner"
    assert {
        "roads/module.json",
        "roads/repair/service.json",
        "schemas/service.schema.json",
    } <= folder.files.keys()
    assert "roads/repair/README.md" not in folder.files_in_force


def test_read_service__module_texts__lie_under_those_of_the_service(bpmn: Path) -> None:
    for language in ("ka", "en"):
        write(bpmn / "roads" / "texts" / f"{language}.json", {"elements": {"visit": "below", "sign": "Sign"}})

    spoken = read(bpmn).spoken

    assert spoken.get("en", "elements.visit") == "Visit"
    assert spoken.get("en", "elements.sign") == "Sign"


def test_read_service__other_service_of_the_module__is_left_alone(bpmn: Path) -> None:
    write(bpmn / "roads" / "close" / "service.json", b"not even JSON")

    assert not any(path.startswith("roads/close") for path in read(bpmn).files)


def test_services__of_a_catalogue__are_the_folders_with_settings(bpmn: Path) -> None:
    write(bpmn / "roads" / "notes" / "README.md", b"no service")

    assert services(bpmn) == (bpmn / "roads" / "repair",)


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"fee_tetri": -1}, "fee_tetri"),
        ({"fee_tetri": 1.5}, "fee_tetri"),
        ({"colour": "red"}, "colour"),
        ({"channels": []}, "channels"),
        ({"channels": ["pigeon"]}, "channels"),
        ({"effective_from": "2026-02-30"}, "effective_from"),
        ({"effective_from": "20260201"}, "effective_from"),
        ({"code": "roads.repair\n"}, "code"),
        ({"number": {"case": "{n}", "order": None}}, "number"),
        ({"number": {"case": "{municipality}-{n:06}", "order": None}}, "number"),
        ({"number": {"case": "{year}-{n:06}", "order": None}}, "number"),
        ({"number": {"case": "{municipality}-{yaer}-{year}-{n:06}", "order": None}}, "number"),
        ({"clock": {"term": "gac.decision", "on_expiry": "explode"}}, "clock"),
        ({"start_page": {"ka": {"needed": []}}}, "start_page"),
        ({"law": [{"act": "by heart", "article": None, "confidence": "high"}]}, "law"),
    ],
)
def test_read_service__settings_off_their_schema__are_refused(
    bpmn: Path, changes: dict[str, Any], place: str
) -> None:
    write(bpmn / "roads" / "repair" / "service.json", settings(**changes))

    error = refused(bpmn)

    assert error.error_code == "catalogue.schema"
    assert error.file == "roads/repair/service.json"
    assert place in error.detail


def without(path: str) -> Callable[[Path], None]:
    return lambda bpmn: (bpmn / path).unlink()


def having(path: str, content: Any) -> Callable[[Path], None]:
    def damage(bpmn: Path) -> None:
        write(bpmn / path, content)

    return damage


@pytest.mark.parametrize(
    ("damage", "code", "file"),
    [
        (without("roads/module.json"), "file_missing", "roads/module.json"),
        (without("roads/repair/service.json"), "file_missing", "roads/repair/service.json"),
        (without("roads/repair/process.bpmn"), "file_missing", "roads/repair/process.bpmn"),
        (without("roads/repair/texts/en.json"), "file_missing", "roads/repair/texts/en.json"),
        (having("roads/repair/service.json", b"{"), "not_json", "roads/repair/service.json"),
        (having("roads/repair/service.json", b'{"a":1,"a":2}'), "not_json", "roads/repair/service.json"),
        (
            having("roads/repair/service.json", settings(code="roads.other")),
            "code_is_not_folder_name",
            "roads/repair/service.json",
        ),
        (
            having("roads/repair/service.json", settings(register="holes")),
            "register_unknown",
            "roads/repair/service.json",
        ),
        (
            having("roads/module.json", module_settings(registers=["holes"])),
            "register_unknown",
            "roads/module.json",
        ),
        (having("roads/registers/holes.json", a_register()), "register_unknown", "roads/module.json"),
        (
            having("roads/registers/pits.json", a_register()),
            "code_is_not_file_name",
            "roads/registers/pits.json",
        ),
        (
            having("roads/repair/forms/visit.form", {"id": "Visit"}),
            "form_id_is_not_file_name",
            "roads/repair/forms/visit.form",
        ),
        (having("roads/repair/forms/visit.json", {}), "unexpected_file", "roads/repair/forms/visit.json"),
        (having("roads/repair/script.py", b""), "unexpected_file", "roads/repair/script.py"),
        (
            having("roads/repair/documents/order.html", b""),
            "unexpected_file",
            "roads/repair/documents/order.html",
        ),
        (having("roads/repair/forms/a b.form", {}), "bad_file_name", "roads/repair/forms/a b.form"),
        (having("roads/repair/texts/en.json", {"a": ["b"]}), "schema", "roads/repair/texts/en.json"),
    ],
)
def test_read_service__damaged_folder__is_refused_by_name(
    bpmn: Path, damage: Callable[[Path], None], code: str, file: str
) -> None:
    damage(bpmn)

    error = refused(bpmn)

    assert (error.error_code, error.file) == (f"catalogue.{code}", file)


def test_read_service__hidden_file__is_neither_read_nor_refused(bpmn: Path) -> None:
    write(bpmn / "roads" / "repair" / ".process.bpmn.swp", b"")

    assert not any("swp" in path for path in read(bpmn).files)


@pytest.mark.parametrize("name", ["forms/secret.form", "process.bpmn", "documents", "texts"])
def test_read_service__symbolic_link__is_refused(bpmn: Path, tmp_path: Path, name: str) -> None:
    place = bpmn / "roads" / "repair" / name
    if place.exists():
        place.rename(tmp_path / "outside")
    else:
        write(tmp_path / "outside", {"id": "secret"})
    place.symlink_to(tmp_path / "outside")

    assert refused(bpmn).error_code == "catalogue.symbolic_link"


def test_read_service__folder_that_is_a_link__is_refused(bpmn: Path) -> None:
    (bpmn / "roads" / "mirror").symlink_to(bpmn / "roads" / "repair")

    with pytest.raises(CatalogueError) as caught:
        read_service(bpmn / "roads" / "mirror")

    assert caught.value.error_code == "catalogue.symbolic_link"


def test_read_service__module_file_that_is_a_link__is_refused(bpmn: Path, tmp_path: Path) -> None:
    (bpmn / "roads" / "module.json").rename(tmp_path / "module.json")
    (bpmn / "roads" / "module.json").symlink_to(tmp_path / "module.json")

    assert refused(bpmn).error_code == "catalogue.file_unreadable"


def test_read_service__pipe_instead_of_a_file__is_refused_without_waiting(bpmn: Path) -> None:
    os.mkfifo(bpmn / "roads" / "repair" / "README.md")

    assert refused(bpmn).error_code == "catalogue.not_a_file"


def test_read_service__oversized_file__is_refused(bpmn: Path) -> None:
    write(bpmn / "roads" / "repair" / "README.md", b" " * (reading.MAX_FILE_BYTES + 1))

    error = refused(bpmn)

    assert (error.error_code, error.file) == ("catalogue.file_too_large", "roads/repair/README.md")


def test_read_service__too_many_files__is_refused(bpmn: Path) -> None:
    for number in range(reading.MAX_FILES):
        write(bpmn / "roads" / "repair" / "forms" / f"f{number}.form", b"")

    assert refused(bpmn).error_code == "catalogue.folder_too_large"


def test_read_service__folders_in_folders__are_refused_at_some_depth(bpmn: Path) -> None:
    write(bpmn / "roads" / "repair" / Path(*["deep"] * 9) / "file.json", {})

    assert refused(bpmn).error_code == "catalogue.folder_too_deep"


def test_read_service__folder_missing__is_refused(bpmn: Path) -> None:
    with pytest.raises(CatalogueError) as caught:
        read_service(bpmn / "roads" / "nothing")

    assert caught.value.error_code == "catalogue.folder_unreadable"

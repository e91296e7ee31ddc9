"""`mms versions`, `rollback`, `export`, `publisher`: what an operator types and reads."""

from __future__ import annotations

import re
from pathlib import Path

import psycopg
import pytest

from engine.cli import main
from engine.installation.loading import BPMN
from tests.engine.services import REVIEW, WAITING, write_service
from tests.setup.commands import Run


def digest_in(said: str, service: str = "") -> str:
    found = re.search(f"{re.escape(service)}@([0-9a-f]{{64}})", said)
    assert found, said
    return found[1]


def test_export__checked_and_published_again__is_the_same_version(run: Run, tmp_path: Path) -> None:
    folder = write_service(tmp_path / "bpmn", body=REVIEW)
    (folder / "README.md").write_text("whom to call")
    _, published = run("publish", str(folder), "--publisher", "tests")

    code, _ = run("export", "permits.note", str(tmp_path / "out"))
    good, checked = run("check", str(tmp_path / "out"))
    _, again = run("publish", str(tmp_path / "out"), "--publisher", "tests")

    assert (code, good) == (0, 0)
    assert "permits/note" in checked
    assert "was published before" in again
    assert digest_in(again) == digest_in(published)
    assert (tmp_path / "out" / "permits" / "note" / "README.md").read_text() == "whom to call"


def test_export__shipped_service__is_the_same_version(run: Run, tmp_path: Path) -> None:
    _, published = run("publish", str(BPMN / "high_mountain" / "grant"), "--publisher", "tests")

    digest = digest_in(published, "high_mountain.grant")
    run("export", f"high_mountain.grant@{digest[:8]}", str(tmp_path / "out"))
    code, checked = run("check", str(tmp_path / "out"))
    _, again = run("publish", str(tmp_path / "out"), "--publisher", "tests")

    assert (code, "high_mountain/grant" in checked) == (0, True)
    assert digest_in(again) == digest


def test_export__into_a_directory_with_files__is_refused(run: Run, tmp_path: Path) -> None:
    run("publish", str(write_service(tmp_path / "bpmn")), "--publisher", "tests")

    code, said = run("export", "permits.note", str(tmp_path / "bpmn"))

    assert code == 1
    assert "is not empty" in said


def test_rollback__folder_changed_on_disk__brings_the_old_files_back(run: Run, tmp_path: Path) -> None:
    folder = write_service(tmp_path / "bpmn", body=REVIEW)
    old_diagram = (folder / "process.bpmn").read_bytes()
    _, first = run("publish", str(folder), "--publisher", "tests")
    write_service(tmp_path / "bpmn", body=WAITING)
    run("publish", str(folder), "--publisher", "tests")

    law = ("--law", "განკარგულება №7", "Order No. 7", "--article", "2")
    code, said = run("rollback", "permits.note", "--to", digest_in(first)[:10], "--publisher", "tests", *law)
    run("export", "permits.note", str(tmp_path / "out"))
    _, listed = run("versions", "permits.note")

    assert (code, digest_in(said)) == (0, digest_in(first))
    assert (tmp_path / "out" / "permits" / "note" / "process.bpmn").read_bytes() == old_diagram
    assert "codec 1, feel 1, operations 1; open cases: 0" in listed
    assert re.search(r"from \d{4}-\d\d-\d\d \(in force\), .* by nobody named: Order No. 7, art. 2", listed)


def test_rollback__unknown_version__says_where_to_look(run: Run) -> None:
    code, said = run("rollback", "permits.note", "--to", "0" * 8, "--publisher", "tests")

    assert code == 1
    assert "mms versions" in said


def test_publish__article_without_an_act__is_refused(run: Run) -> None:
    code, said = run("publish", "--publisher", "tests", "--article", "3")

    assert (code, "--article needs --law" in said) == (2, True)


def test_publisher__unknown_and_without_names__says_what_is_needed(run: Run) -> None:
    code, said = run("publisher", "01001000001")

    assert (code, "--ka, --en" in said) == (1, True)


def test_publisher__with_names__is_known_from_then_on(run: Run) -> None:
    names = ("--ka", "დემო", "პირი", "--en", "Demo", "Person")

    assert run("publisher", "01001000001", *names) == (0, "")
    assert run("publisher", "01001000001") == (0, "")


@pytest.mark.parametrize("program", ["web", "worker", "timers"])
def test_program__version_in_force_that_this_release_does_not_run__says_which_and_does_not_start(
    run: Run, database_url: str, tmp_path: Path, program: str
) -> None:
    run("publish", str(write_service(tmp_path / "bpmn")), "--publisher", "tests")
    with psycopg.connect(database_url) as connection:
        connection.execute("update service_versions set semantics = jsonb_set(semantics, '{codec}', '7')")

    code, said = run(program)

    assert code == 1
    assert re.search(r"permits\.note@[0-9a-f]{8} \(codec 7\), open cases: 0", said), said


def test_commands__of_versions__are_there() -> None:
    assert {"publish", "rollback", "take-back", "versions", "export", "publisher"} <= main.commands.keys()


def test_take_back__the_newest_act__brings_the_version_before(run: Run, tmp_path: Path) -> None:
    run("load-data")
    folder = write_service(tmp_path / "bpmn", body=REVIEW)
    _, first = run("publish", str(folder), "--publisher", "tests")
    write_service(tmp_path / "bpmn", body=WAITING)
    run("publish", str(folder), "--publisher", "tests", "--for", "keda", "--note", "tried in Keda")
    _, before = run("versions", "permits.note")

    code, said = run("take-back", "permits.note", "--publisher", "tests", "--reason", "it sends people away")
    _, after = run("versions", "permits.note")

    assert re.search(r"act 2: from \S+ in keda \(in force\)", before)
    assert "tried in Keda" in before
    assert (code, digest_in(said)) == (0, digest_in(first))
    assert "act 2: from" in after
    assert "in keda (in force)" not in after
    assert "taken back on" in after
    assert "it sends people away" in after

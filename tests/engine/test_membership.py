"""Machines of one installation see one file store, keyring and secret; who sees others does not start."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Barrier

import pytest

from engine.answers.named_files import attach_documents
from engine.bootstrap import Engine, build
from engine.documents.files import digest_of
from engine.documents.limits import UploadLimits
from engine.documents.location import StoreLocation
from engine.environment import SettingsError
from engine.errors import Unavailable
from engine.installation import membership
from engine.installation.health import health
from engine.settings import Settings
from engine.tenancy import system
from tests.documents.made_files import a_picture
from tests.documents.object_store import ObjectStore, an_object_store
from tests.engine.bookkeeping import owner
from tests.engine.kit import CITIZEN, Office
from tests.engine.web_nodes import ROOT, WebPerson, a_web_node

pytestmark = pytest.mark.extended

REFUSED = "This machine does not fit the installation"


@pytest.fixture(scope="module")
def server() -> Iterator[ObjectStore]:
    with an_object_store() as running:
        yield running


def first_of(office: Office, **changed: object) -> Settings:
    return replace(office.engine.settings, **changed)  # type: ignore[arg-type]


def another(office: Office, **changed: object) -> Settings:
    """Return the settings of a second machine: a home of its own, with the keyring of the first."""
    settings = office.engine.settings
    home = settings.home / "machine b"
    home.mkdir(exist_ok=True)
    return replace(settings, **{"home": home, "keyring": settings.key_file, **changed})  # type: ignore[arg-type]


@contextmanager
def an_engine(settings: Settings) -> Iterator[Engine]:
    engine = build(settings)
    try:
        yield engine
    finally:
        engine.close()


def join(settings: Settings) -> None:
    with an_engine(settings) as engine:
        membership.join(engine)


def refusal(settings: Settings) -> str:
    with pytest.raises(SettingsError) as refused:
        join(settings)
    return str(refused.value)


def run(settings: Settings, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a program of MMS on a machine that has these settings, until it ends."""
    return subprocess.run(
        [sys.executable, "-m", "engine.cli", *command],
        env=os.environ | settings.as_environment(),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.parametrize("program", ["web", "worker", "timers"])
def test_start__second_machine_with_a_home_of_its_own__is_refused_with_words(
    office: Office, program: str
) -> None:
    join(office.engine.settings)

    ended = run(another(office), program)

    assert ended.returncode == 1
    assert REFUSED in ended.stderr
    assert "File store" in ended.stderr
    assert "MMS_FILES" in ended.stderr
    assert "Keyring" not in ended.stderr


def test_document__stored_on_one_machine__is_read_on_the_other_and_outlives_the_first(
    office: Office, tmp_path: Path
) -> None:
    # Given two machines with homes of their own that share a directory
    (tmp_path / "shared").mkdir()
    files = StoreLocation(str(tmp_path / "shared"))
    a = first_of(office, files=files, home=tmp_path / "machine a", keyring=office.engine.settings.key_file)
    a.home.mkdir()
    with a_web_node(office, settings=another(office, files=files)) as there:
        with a_web_node(office, settings=a) as here:
            citizen = WebPerson(CITIZEN, office, [here, there])
            case_id = office.file().case_id
            digest = upload(citizen, here)
            with office.engine.read(office.person(CITIZEN)) as tx:
                attach_documents(tx, case_id, {"papers": [{"document": digest}]}, limits=UploadLimits())
            read = citizen.get(there, f"/cases/{case_id}/documents/{digest}")

        # When the first is gone with its disk
        shutil.rmtree(a.home)
        again = citizen.get(there, f"/cases/{case_id}/documents/{digest}")
        citizen.close()

    assert (read.status_code, digest_of(read.content)) == (200, digest)
    assert (again.status_code, again.content) == (200, read.content)


def test_join__keyring_of_its_own__is_named(office: Office) -> None:
    join(office.engine.settings)
    key = office.engine.connections.files.keyring.current.id.hex()
    shared = StoreLocation(str(office.engine.settings.home / "files"))

    said = refusal(another(office, files=shared, keyring=None))

    assert f"lacks {key}" in said
    assert "File store" not in said
    assert "Secret" not in said


def test_join__another_secret__is_named_and_not_given_away(office: Office) -> None:
    join(office.engine.settings)

    said = refusal(replace(office.engine.settings, secret="t" * 48))

    assert "Secret: MMS_SECRET" in said
    assert "t" * 48 not in said
    assert "File store" not in said
    assert "Keyring" not in said


def test_join__everything_differs__is_named_together(office: Office) -> None:
    join(office.engine.settings)

    said = refusal(another(office, keyring=None, secret="t" * 48))

    assert all(named in said for named in ("File store", "Keyring", "Secret", "installation accept"))


def test_join__new_key__is_asked_of_the_others_from_then_on(office: Office, tmp_path: Path) -> None:
    join(office.engine.settings)
    before = shutil.copy(office.engine.settings.key_file, tmp_path / "before.json")
    office.engine.connections.files.keyring.add("later")

    join(office.engine.settings)

    assert "Keyring" in refusal(replace(office.engine.settings, keyring=Path(before)))


def test_join__again_and_again__changes_nothing(office: Office) -> None:
    join(office.engine.settings)
    marker = office.engine.settings.home / "files" / membership.MARKER
    before = marker.read_bytes(), row(office)

    join(office.engine.settings)

    assert (marker.read_bytes(), row(office)) == before


def test_join__installation_from_before__gets_its_marker_beside_its_files(office: Office) -> None:
    digest = office.engine.connections.files.put(b"from before")

    join(office.engine.settings)

    marker = json.loads((office.engine.settings.home / "files" / membership.MARKER).read_bytes())
    assert marker["id"] == str(row(office)[0])
    assert list(office.engine.connections.files.digests()) == [digest]


def test_join__two_machines_at_the_same_moment__one_makes_the_marker_and_the_other_is_refused(
    office: Office,
) -> None:
    machines, barrier = (office.engine.settings, another(office)), Barrier(2)

    def start(settings: Settings) -> bool:
        with an_engine(settings) as engine:
            assert engine.connections.files.keyring.current
            barrier.wait()
            try:
                membership.join(engine)
            except SettingsError:
                return False
            return True

    with ThreadPoolExecutor(2) as pool:
        started = list(pool.map(start, machines))

    assert sorted(started) == [False, True]
    markers = [(settings.home / "files" / membership.MARKER).exists() for settings in machines]
    assert markers == started


def test_join__died_before_the_marker_was_noted__goes_on(office: Office) -> None:
    join(office.engine.settings)
    with owner(office) as connection:
        connection.execute(
            "update installation set is_marked = false, secret_digest = null, key_digests = '{}'"
        )

    join(office.engine.settings)

    assert row(office)[1] is True


def test_join__store_of_another_installation__is_refused(office: Office) -> None:
    join(office.engine.settings)
    with owner(office) as connection:
        connection.execute("delete from installation")

    said = refusal(office.engine.settings)

    assert "belongs to another installation" in said


@pytest.mark.parametrize(
    "damage", [b"", b"{}", b"[]", b'{"format": 2, "id": "x"}', b'{"format": 1, "id": 5}']
)
def test_join__marker_damaged__is_refused(office: Office, damage: bytes) -> None:
    join(office.engine.settings)
    marker = office.engine.settings.home / "files" / membership.MARKER
    marker.unlink()
    marker.write_bytes(damage)

    assert "is damaged" in refusal(office.engine.settings)


def test_join__shared_directory_not_mounted__is_refused(office: Office) -> None:
    files = StoreLocation(str(office.engine.settings.home / "shared"))

    said = refusal(first_of(office, files=files))

    assert "is not there. Is its disk mounted?" in said


def test_accept__on_the_machine_that_is_right__turns_the_refusal_round(office: Office) -> None:
    a, b = office.engine.settings, another(office)
    join(a)

    ended = run(b, "installation", "accept", "--yes")

    assert ended.returncode == 0, ended.stderr
    join(b)
    assert "File store" in refusal(a)


def test_health__disk_of_the_store_is_gone__is_bad(office: Office) -> None:
    join(office.engine.settings)
    assert membership.differences(office.engine) == ()

    shutil.rmtree(office.engine.settings.home / "files")

    said = [part.text for part in health(office.engine) if part.state != "up"]
    assert any("File store" in line and "is not the one of the others" in line for line in said)


def test_join__bucket__is_one_store_for_two_homes(office: Office, server: ObjectStore) -> None:
    a, b = first_of(office, files=server.location()), another(office, files=server.location())
    join(a)
    join(b)
    with an_engine(a) as here, an_engine(b) as there:
        digest = here.connections.files.put(b"x")
        assert there.connections.files.get(digest) == b"x"

    assert "belongs to another" not in refusal(another(office, files=server.location("elsewhere")))


def test_start__bucket_missing__is_refused_with_words(office: Office, server: ObjectStore) -> None:
    ended = run(first_of(office, files=server.location(bucket="nowhere")), "worker")

    assert ended.returncode == 1
    assert "there is no such bucket" in ended.stderr


def test_join__object_store_away__goes_on_and_health_says_so(office: Office, server: ObjectStore) -> None:
    settings = first_of(office, files=server.location("away"))
    join(settings)
    server.door.shut()
    try:
        with an_engine(settings) as engine:
            membership.join(engine)
            with pytest.raises(Unavailable):
                engine.connections.files.put(b"x")
            said = [part.text for part in health(engine) if part.state != "up"]
    finally:
        server.door.is_shut = False

    assert any("file store" in line and "does not answer" in line for line in said)


def upload(citizen: WebPerson, address: str) -> str:
    """Send a picture to a machine; return the digest under which it says it has stored it."""
    token = citizen.form(address, "/", "/sign-out")["csrf_token"]
    file = {"file": ("picture.png", a_picture("PNG"))}
    answer = citizen.send_file(address, "/uploads", {"csrf_token": token}, file)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["document"])


def row(office: Office) -> tuple[object, bool, object]:
    with office.engine.read(system()) as tx:
        found = tx.one("select * from installation")
    assert found is not None
    return found.id, found.is_marked, found.key_digests

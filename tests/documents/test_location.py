"""Where the files of an installation are stored, as the environment names it."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.documents.files import digest_of, store_of
from engine.environment import SettingsError
from engine.errors import NotFound, Unavailable
from engine.settings import Settings


def settings_of(home: Path, **environ: str) -> Settings:
    """Return the settings of a machine with a home of its own; machines share the keyring."""
    keyring = str(home.parent / "keys.json")
    usual = {"MMS_MODE": "demo", "MMS_HOME": str(home), "MMS_KEYRING": keyring}
    return Settings.from_environment(usual | environ)


def test_store__two_homes__keep_their_files_apart(tmp_path: Path) -> None:
    digest = store_of(settings_of(tmp_path / "a")).put(b"x")

    with pytest.raises(NotFound):
        store_of(settings_of(tmp_path / "b")).get(digest)


def test_store__two_homes_and_a_shared_directory__read_each_others_files(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    shared = {"MMS_FILES": str(tmp_path / "shared")}
    digest = store_of(settings_of(tmp_path / "a", **shared)).put(b"x")

    other = store_of(settings_of(tmp_path / "b", **shared))

    assert other.get(digest) == b"x"
    assert list(other.digests()) == [digest]


def test_put__shared_directory_not_mounted__is_unavailable_and_makes_none(tmp_path: Path) -> None:
    store = store_of(settings_of(tmp_path / "a", MMS_FILES=str(tmp_path / "shared")))

    with pytest.raises(Unavailable) as failed:
        store.put(b"x")

    assert failed.value.error_code == "document.store_unavailable"
    assert not (tmp_path / "shared").exists()
    assert not store.has(digest_of(b"x"))


BUCKET = {
    "MMS_FILES": "s3://documents/mms/",
    "MMS_FILES_ENDPOINT": "http://127.0.0.1:9000",
    "MMS_FILES_REGION": "tbilisi",
    "MMS_FILES_KEY": "mms",
    "MMS_FILES_SECRET": "a word",
}


@pytest.mark.parametrize("environ", [{}, {"MMS_FILES": "/srv/files"}, BUCKET])
def test_settings__location__reaches_other_processes_as_it_is(
    tmp_path: Path, environ: dict[str, str]
) -> None:
    settings = settings_of(tmp_path, **environ)

    assert Settings.from_environment(settings.as_environment()).files == settings.files


def test_settings__secret_of_the_bucket__lies_beside_no_backup(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, **BUCKET)

    assert (settings.files.bucket, settings.files.prefix) == ("documents", "mms/")
    assert "a word" not in str(settings.without_secrets())
    assert "a word" not in repr(settings)


@pytest.mark.parametrize("name", ["MMS_FILES_ENDPOINT", "MMS_FILES_KEY", "MMS_FILES_SECRET"])
def test_settings__bucket_without_all_it_needs__is_refused_by_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingsError, match=f"{name} is not set"):
        settings_of(tmp_path, **{**BUCKET, name: ""})


def test_settings__bucket_not_encrypted_on_the_way_in_production__is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="MMS_FILES_ENDPOINT does not start with https://"):
        settings_of(tmp_path, **BUCKET, MMS_MODE="production")


def test_settings__unknown_kind_of_store__is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="MMS_FILES"):
        settings_of(tmp_path, MMS_FILES="ftp://somewhere/files")

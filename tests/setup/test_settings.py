"""Reading the environment: defaults in demo mode, refusals in production."""

from __future__ import annotations

import re
import secrets
from dataclasses import fields, replace
from pathlib import Path

import pytest

from engine.db.roles import LOGIN, OWNER
from engine.environment import SettingsError, stored_secret
from engine.installation import serve
from engine.settings import Settings

PRODUCTION = {
    "MMS_MODE": "production",
    "MMS_SECRET": "k" * 40,
    "MMS_PUBLIC_URL": "https://mms.example.ge/",
    "MMS_SMTP_URL": "smtp://mail.example.ge:25",
    "MMS_CIVIL_REGISTRY_URL": "https://registry.example.ge",
    "MMS_PROXIES": "1",
    "DATABASE_URL": "postgresql://mms@db.example.ge/mms",
}


def test_settings__demo_without_anything__have_defaults(tmp_path: Path) -> None:
    settings = Settings.from_environment({"MMS_MODE": "demo", "MMS_HOME": str(tmp_path)})

    assert settings.is_demo
    assert settings.has_own_cluster
    assert settings.public_url == "http://127.0.0.1:8080"
    assert str(tmp_path).replace("/", "%2F") in settings.database_url


def test_secret__first_start__is_kept_for_our_eyes_only(tmp_path: Path) -> None:
    environ = {"MMS_MODE": "demo", "MMS_HOME": str(tmp_path / "var")}

    first, second = Settings.from_environment(environ), Settings.from_environment(environ)

    assert first.secret == second.secret
    assert len(first.secret) >= 48
    assert (tmp_path / "var" / "secret").stat().st_mode & 0o777 == 0o600


def test_secret__asked_for_by_another_while_it_is_made__is_the_same_and_never_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, seen = secrets.token_urlsafe, list[str]()

    def asked_meanwhile(length: int) -> str:
        if not seen:
            seen.append("")
            seen.append(stored_secret(tmp_path, may_create=True))
        return made(length)

    monkeypatch.setattr(secrets, "token_urlsafe", asked_meanwhile)

    assert stored_secret(tmp_path, may_create=True) == seen[1] != ""
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]


def test_mode__not_said__is_production(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="not complete"):
        Settings.from_environment({"MMS_HOME": str(tmp_path)})


def test_production__complete__is_accepted(tmp_path: Path) -> None:
    settings = Settings.from_environment({**PRODUCTION, "MMS_HOME": str(tmp_path)})

    assert settings.mode == "production"
    assert not settings.has_own_cluster
    assert settings.public_url == "https://mms.example.ge"


NEEDED = ("MMS_SECRET", "MMS_PUBLIC_URL", "MMS_SMTP_URL", "MMS_CIVIL_REGISTRY_URL", "MMS_PROXIES")


@pytest.mark.parametrize("name", NEEDED)
def test_production__something_missing__names_it_and_creates_nothing(tmp_path: Path, name: str) -> None:
    environ = {key: value for key, value in PRODUCTION.items() if key != name}

    with pytest.raises(SettingsError, match=name):
        Settings.from_environment({**environ, "MMS_HOME": str(tmp_path / "var")})

    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MMS_SECRET", "short"),
        ("MMS_PUBLIC_URL", "http://mms.example.ge"),
        ("MMS_CIVIL_REGISTRY_URL", "http://registry.example.ge"),
        ("DATABASE_URL", "sqlite:///mms.db"),
        ("PORT", "http"),
        ("PORT", "70000"),
        ("MMS_MODE", "test"),
        ("MMS_OFFICIAL_CARD_PROGRAM", "on"),
    ],
)
def test_production__unsafe_value__is_refused_by_name(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        Settings.from_environment({**PRODUCTION, "MMS_HOME": str(tmp_path), name: value})


def test_production__several_things_missing__are_named_together(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refused:
        Settings.from_environment({"MMS_HOME": str(tmp_path)})

    for name in NEEDED:
        assert name in str(refused.value)


@pytest.mark.parametrize(
    "environ",
    [
        PRODUCTION,
        {**PRODUCTION, "MMS_OFFICIAL_CARD_PROGRAM": "yes"},
        {"MMS_MODE": "demo", "PORT": "8090"},
    ],
)
def test_environment__given_to_another_process__describes_the_same(
    tmp_path: Path, environ: dict[str, str]
) -> None:
    settings = Settings.from_environment({**environ, "MMS_HOME": str(tmp_path)})

    assert Settings.from_environment(settings.as_environment()) == settings


@pytest.mark.parametrize("name", ["MMS_UPLOADS", "MMS_EXPORTS", "MMS_LIMITS"])
@pytest.mark.parametrize("line", ["nothing=1", "codes=0", "file_mb=0", "codes", "codes=-1", "file_mb=1e9"])
def test_limits__that_say_nothing__are_refused(tmp_path: Path, name: str, line: str) -> None:
    with pytest.raises(SettingsError, match=name):
        Settings.from_environment({**PRODUCTION, "MMS_HOME": str(tmp_path), name: line})


@pytest.mark.parametrize("number", ["-1", "4", "x", "٢"])
def test_proxies__no_number_of_them__are_refused(tmp_path: Path, number: str) -> None:
    with pytest.raises(SettingsError, match="MMS_PROXIES"):
        Settings.from_environment({**PRODUCTION, "MMS_HOME": str(tmp_path), "MMS_PROXIES": number})


def test_official_program__without_an_encrypted_address__is_refused(tmp_path: Path) -> None:
    environ = {"MMS_MODE": "demo", "MMS_HOME": str(tmp_path), "MMS_OFFICIAL_CARD_PROGRAM": "yes"}

    with pytest.raises(SettingsError, match="MMS_OFFICIAL_CARD_PROGRAM"):
        Settings.from_environment(environ)
    assert Settings.from_environment({**environ, "MMS_PUBLIC_URL": "https://mms.example.ge"}).official_program


def test_sms__not_encrypted_in_production__is_refused(tmp_path: Path) -> None:
    environ = {**PRODUCTION, "MMS_HOME": str(tmp_path), "MMS_SMS_URL": "http://sms.example.ge"}

    with pytest.raises(SettingsError, match="MMS_SMS_URL"):
        Settings.from_environment(environ)


def test_without_secrets__everything_set__says_all_but_them(tmp_path: Path) -> None:
    settings = Settings.from_environment({**PRODUCTION, "MMS_HOME": str(tmp_path)})
    secrets = [field.name for field in fields(Settings) if re.search("secret|token|pin", field.name)]
    addresses = [field.name for field in fields(Settings) if field.name.endswith("_url")]
    hushed = replace(settings, **{name: "hush" for name in secrets if name != "seal_pins"})
    hushed = replace(hushed, **{name: f"https://u:hush@{name}.ge" for name in addresses})
    hushed = replace(hushed, seal_pins=(("keda", "hush"),), has_own_cluster=False)
    hushed = replace(
        hushed,
        database_url="postgresql://u:hush@database.ge/mms",
        database_owner_url="postgresql://owner:hush@database.ge/mms",
    )

    said = hushed.without_secrets()

    assert "hush" not in str(said)
    assert {f"https://{name}.ge" for name in addresses if not name.startswith("database")} <= set(
        said.values()
    )
    assert said["DATABASE_URL"] == "user=u dbname=mms host=database.ge"
    assert said["DATABASE_OWNER_URL"] == "user=owner dbname=mms host=database.ge"
    assert said["MMS_UPLOADS"] == settings.as_environment()["MMS_UPLOADS"]


def test_owner__address_without_that_of_the_login__is_refused(tmp_path: Path) -> None:
    environ = {"MMS_MODE": "demo", "MMS_HOME": str(tmp_path), "DATABASE_OWNER_URL": "postgresql://o@h/mms"}

    with pytest.raises(SettingsError, match="DATABASE_OWNER_URL is set, but DATABASE_URL"):
        Settings.from_environment(environ)


def test_owner__own_database__is_known_without_a_setting(tmp_path: Path) -> None:
    settings = Settings.from_environment({"MMS_MODE": "demo", "MMS_HOME": str(tmp_path)})

    assert (LOGIN in settings.database_url, OWNER in settings.owner_url) == (True, True)
    assert settings == Settings.from_environment(settings.as_environment())


def test_owner__programs_that_serve_people__do_not_get_the_address(tmp_path: Path) -> None:
    environ = {**PRODUCTION, "MMS_HOME": str(tmp_path), "DATABASE_OWNER_URL": "postgresql://o:hush@h/mms"}
    settings = Settings.from_environment(environ)

    said = serve._surroundings(settings)

    assert "hush" not in str(said)
    assert Settings.from_environment(said).database_owner_url is None

"""The page of settings names every variable that is read, and says what is secret and required."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import settings_doc

from engine.environment import SEAL_PIN, SettingsError
from engine.settings import Settings
from engine.settings_list import SETTINGS

ALL = {setting.name: setting for settings in SETTINGS.values() for setting in settings}


def test_page__of_settings__is_what_the_list_says() -> None:
    page = settings_doc.PAGE.read_text(encoding="utf-8")

    assert page == settings_doc.generated(), "run .venv/bin/python tools/settings_doc.py"


def test_list__of_settings__is_what_another_process_is_given() -> None:
    settings = Settings(mode="demo", home=Path("/home"), database_url="", secret="s")
    read = set(replace(settings, seal_pins=(("keda", "1"),)).as_environment())

    assert read - {f"{SEAL_PIN}KEDA"} == ALL.keys() - {f"{SEAL_PIN}<CODE>"}


def test_secrets__of_the_list__stay_out_of_a_backup() -> None:
    environment = dict.fromkeys(("DATABASE_URL", "DATABASE_OWNER_URL"), "postgresql://u:hidden@h/d")
    environment |= {
        name: "hidden-hidden-hidden-hidden-hidden"
        for name, one in ALL.items()
        if one.is_secret and "URL" not in name
    }
    environment |= {"MMS_SMTP_URL": "smtp://u:hidden@h", "MMS_MODE": "demo", "MMS_FILES": "s3://bucket/x"}
    environment |= {"MMS_FILES_ENDPOINT": "https://h", "MMS_FILES_KEY": "k"}
    kept = Settings.from_environment(environment).without_secrets()

    assert [name for name, value in kept.items() if "hidden" in value] == []


@pytest.mark.parametrize("name", [name for name, setting in ALL.items() if setting.is_required])
def test_production__without_a_required_setting__does_not_start(name: str, tmp_path: Path) -> None:
    complete = {
        "MMS_HOME": str(tmp_path),
        "DATABASE_URL": "postgresql://u@h/d",
        "MMS_SECRET": "s" * 48,
        "MMS_PUBLIC_URL": "https://mms.example",
        "MMS_PROXIES": "1",
        "MMS_SMTP_URL": "smtp://h",
        "MMS_CIVIL_REGISTRY_URL": "https://registry.example",
    }
    assert Settings.from_environment(complete).mode == "production"

    with pytest.raises(SettingsError) as refused:
        Settings.from_environment({key: value for key, value in complete.items() if key != name})
    assert name in str(refused.value)

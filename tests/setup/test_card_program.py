"""The card program's wheel, as set-up builds it, and what it does to the browsers of an account."""

from __future__ import annotations

import json
import subprocess
import zipfile
from pathlib import Path

import pytest

from engine.texts import LANGUAGES
from signing.agent import VERSION, install, places
from signing.agent.words import words
from signing.extension.build import DEMO_SITES, GECKO_ID, build, chromium_id
from tests.cards.desk import SYSTEM_PYTHON

ROOT = Path(__file__).resolve().parents[2]
SITE = "https://mms.example.ge"
needs_build = pytest.mark.skipif(
    not list((ROOT / "web/static/card").glob("*.whl")), reason="the wheel is not built"
)


@pytest.fixture
def account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home of somebody on Linux."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@needs_build
def test_wheel__that_set_up_built__holds_what_runs_beside_the_reader_and_no_more() -> None:
    [wheel] = (ROOT / "web/static/card").glob("*.whl")

    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
        [about] = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        metadata = archive.read(about).decode()

    expected = {
        str(path.relative_to(ROOT))
        for part in ("cards", "agent", "extension")
        for path in (ROOT / "signing" / part).rglob("*")
        if path.suffix in (".py", ".json", ".js")
    }
    assert names == expected | {"signing/__init__.py"}
    assert wheel.name == f"mms_card-{VERSION}-py3-none-any.whl"
    needs = [
        line for line in metadata.splitlines() if line.startswith("Requires-Dist") and "extra" not in line
    ]
    assert needs == ["Requires-Dist: pyscard>=2.2"]


def test_install__for_a_site__makes_each_browser_know_the_program(account: Path) -> None:
    assert command("install", "--site", SITE).returncode == 0

    manifests = {
        "chromium": ".config/chromium/NativeMessagingHosts/mms_card.json",
        "chrome": ".config/google-chrome/NativeMessagingHosts/mms_card.json",
        "firefox": ".mozilla/native-messaging-hosts/mms_card.json",
    }
    said = {browser: json.loads((account / path).read_text()) for browser, path in manifests.items()}
    assert {manifest["path"] for manifest in said.values()} == {str(account / ".local/share/mms-card/host")}
    assert said["chromium"]["allowed_origins"] == [f"chrome-extension://{chromium_id()}/"]
    assert said["firefox"]["allowed_extensions"] == [GECKO_ID]
    program = account / ".local/share/mms-card/host"
    assert program.stat().st_mode & 0o777 == 0o755
    assert "--demo" not in program.read_text()
    assert install.is_installed() and not places.was_called()


@pytest.mark.parametrize("options", [[], ["--site", "mms.example.ge"], ["--site", f"{SITE}/x"]])
def test_install__without_a_site__asks_for_one(account: Path, options: list[str]) -> None:
    done = command("install", "--language", "ka", *options)

    assert done.returncode == 2
    assert "--site" in done.stderr
    assert not install.is_installed()


def test_doctor__of_a_computer_without_card_service__says_so_in_both_languages(
    account: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PCSCLITE_CSOCK_NAME", "/nonexistent/pcscd.comm")

    done = command("doctor")

    assert done.returncode == 1
    georgian, english = done.stdout.splitlines()[:3], done.stdout.splitlines()[3:]
    assert english == [
        words("en")["what"]["card.no_service"],
        words("en")["what"]["agent.not_installed"],
        f"Next step: {words('en')['next']['card.no_service']}",
    ]
    assert georgian[0] == words("ka")["what"]["card.no_service"]


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the program in the Python that has the driver of readers."""
    told = [SYSTEM_PYTHON, "-m", "signing.agent", *arguments]
    return subprocess.run(told, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("browser", ["chromium", "firefox"])
def test_extension__built_for_a_browser__runs_on_the_sites_it_was_built_for(
    tmp_path: Path, browser: str
) -> None:
    build(tmp_path / "made", browser=browser, sites=[f"{SITE}:8443", *DEMO_SITES])

    manifest = json.loads((tmp_path / "made" / "manifest.json").read_text())
    [script] = manifest["content_scripts"]
    assert script["matches"] == ["https://mms.example.ge/*", "http://127.0.0.1/*", "http://localhost/*"]
    assert manifest["permissions"] == ["nativeMessaging"] and "host_permissions" not in manifest
    named = [
        *script["js"],
        *manifest["background"].get("scripts", [manifest["background"].get("service_worker")]),
    ]
    assert all((tmp_path / "made" / name).is_file() for name in named)
    assert ("key" in manifest) is (browser == "chromium")
    assert {path.name for path in (tmp_path / "made" / "_locales").iterdir()} == set(LANGUAGES)
    assert chromium_id().isalpha() and len(chromium_id()) == 32

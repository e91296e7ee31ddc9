"""Set-up: what it looks at before it changes anything, and when it does nothing."""

from __future__ import annotations

import ast
import configparser
import os
import re
import shutil
import subprocess
import sys
import venv
import zipfile
from hashlib import sha256
from pathlib import Path

import install
import pytest
from installing import front_end, python, system
from installing.progress import Stopped, run

ROOT = Path(__file__).resolve().parents[2]


def pins(name: str) -> dict[str, str]:
    """Return each pinned line of a lock with the text below it."""
    parts = re.split(
        r"^(?=[a-zA-Z0-9])", (ROOT / "requirements" / f"{name}.txt").read_text(), flags=re.MULTILINE
    )
    return {part.split(" \\", 1)[0]: part for part in parts if "==" in part.split("\n", 1)[0]}


@pytest.mark.parametrize("name", ["server", "test"])
def test_lock__every_package__has_hashes_and_names_no_place(name: str) -> None:
    locked = pins(name)

    assert len(locked) > 30
    assert [pin for pin, text in locked.items() if "--hash=sha256:" not in text] == []
    assert not re.search(r"://|--index-url|--find-links", "".join(locked.values()))


def test_lock__of_tests__contains_what_servers_run() -> None:
    assert pins("server").keys() <= pins("test").keys()


@pytest.mark.parametrize("name", ["server", "test"])
def test_lock__card_driver__is_in_no_lock(name: str) -> None:
    assert not [pin for pin in pins(name) if pin.startswith("pyscard")]


@pytest.mark.parametrize("folder", ["web/frontend", "tests/feel/feelin"])
def test_npm_lock__every_package__has_a_digest_and_names_no_place(folder: str) -> None:
    text = (ROOT / folder / "package-lock.json").read_text()

    assert '"integrity": "sha512-' in text
    assert '"resolved"' not in text


def test_python_versions__written_in_three_places__agree() -> None:
    configuration = configparser.ConfigParser()
    configuration.read(ROOT / "setup.cfg")

    assert (install.OLDEST, install.NEWEST) == (python.OLDEST, python.NEWEST)
    oldest, newest = install.OLDEST[1], install.NEWEST[1]
    assert configuration["options"]["python_requires"] == f">=3.{oldest},<3.{newest + 1}"


def test_install__read_by_an_older_python__is_no_syntax_error() -> None:
    ast.parse((ROOT / "tools" / "install.py").read_text(), feature_version=(3, 7))


def wheel(folder: Path, name: str, version: str, *headers: str) -> str:
    """Write an empty package and return its line of a lock."""
    path = folder / f"{name}-{version}-py3-none-any.whl"
    about = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(path, "w") as file:
        metadata = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}", *headers]
        file.writestr(f"{about}/METADATA", "\n".join(metadata) + "\n")
        file.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        file.writestr(f"{about}/RECORD", "")
    return f"{name}=={version} --hash=sha256:{sha256(path.read_bytes()).hexdigest()}"


def test_lock__newer_release_of_a_package_asked_for_with_extras__is_not_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheels, lock = tmp_path / "wheels", tmp_path / "requirements" / "test.txt"
    wheels.mkdir()
    lock.parent.mkdir()
    extra = ("Provides-Extra: woff",)
    pinned = [
        wheel(wheels, "printer", "1", "Requires-Dist: fonts[woff]>=1"),
        wheel(wheels, "fonts", "1", *extra),
    ]
    wheel(wheels, "fonts", "2", *extra)
    lock.write_text("\n".join(pinned) + "\n")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheels))
    venv.create(tmp_path / "environment", with_pip=True)
    inside = tmp_path / "environment" / "bin" / "python"

    python._install_locked(inside, lock)

    listed = subprocess.run([inside, "-m", "pip", "freeze"], capture_output=True, text=True, check=True)
    assert listed.stdout.split() == ["fonts==1", "printer==1"]


def test_install__unknown_kind__is_refused() -> None:
    assert install.main(["everything"]) == 2


@pytest.mark.parametrize("name", ["system-packages.txt", "test-packages.txt", "debian-packages.txt"])
def test_system_packages__each_line__gives_a_name_and_a_reason(name: str) -> None:
    path = ROOT / "tools" / name
    lines = [line for line in path.read_text().splitlines() if line and not line.startswith("#")]

    assert [line for line in lines if len(line.split()) < 3] == []
    assert system.read(path) == [line.split()[0] for line in lines]


def test_missing__one_installed_and_one_unknown__is_the_unknown() -> None:
    assert system.missing(["dpkg", "no-such-package-of-mms"]) == ["no-such-package-of-mms"]


def test_ensure__without_power__stops_with_the_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "list.txt").write_text("no-such-package-of-mms  it is needed\n")
    query = shutil.which("dpkg-query")
    assert query is not None
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "dpkg-query").symlink_to(query)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    with pytest.raises(Stopped) as stopped:
        system.ensure([tmp_path / "list.txt"])

    commands = [line.strip() for line in str(stopped.value).splitlines() if "apt-get" in line]
    assert len(commands) == 1
    assert commands[0].endswith("apt-get install -y --no-install-recommends no-such-package-of-mms'")


def test_ensure__not_debian__names_what_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "list.txt").write_text("some-package  it is needed\n")
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(Stopped, match=f"some-package(.|\n)*{system.ASSUME}=present"):
        system.ensure([tmp_path / "list.txt"])


def test_environment__not_ours_and_broken__is_left_alone(tmp_path: Path) -> None:
    mine = tmp_path / ".venv" / "mine"
    mine.parent.mkdir()
    mine.write_text("kept")

    with pytest.raises(Stopped, match="Move it away"):
        python.ensure(tmp_path, "server")

    assert mine.read_text() == "kept"


def test_environment__ours_and_its_python_gone__is_removed(tmp_path: Path) -> None:
    environment = tmp_path / ".venv"
    environment.mkdir()
    (environment / python.STAMP).write_text("{}")

    python._remove(environment)

    assert not environment.exists()


def a_checkout(top: Path, *, kind: str) -> Path:
    """Make files like those of a checkout, and an environment in which `kind` has been installed."""
    (top / "requirements").mkdir()
    for name in ("requirements/server.txt", "requirements/test.txt", "setup.cfg", "pyproject.toml"):
        (top / name).write_text(name)
    venv.create(top / ".venv", symlinks=True)
    stamp = f'{{"kind": "{kind}", "digest": "{python.digest(python._inputs(top, kind))}"}}'
    (top / ".venv" / python.STAMP).write_text(stamp)
    return top


@pytest.mark.parametrize(
    ("installed", "wanted", "complete"),
    [("server", "server", True), ("test", "server", True), ("test", "test", True), ("server", "test", False)],
)
def test_environment__installed_for_one_kind__serves_what_it_contains(
    tmp_path: Path, installed: str, wanted: str, complete: bool
) -> None:
    assert python.is_complete(a_checkout(tmp_path, kind=installed), wanted) is complete


@pytest.mark.parametrize("changed", ["requirements/server.txt", "setup.cfg", "pyproject.toml"])
def test_environment__lock_or_metadata_changed__is_not_complete(tmp_path: Path, changed: str) -> None:
    top = a_checkout(tmp_path, kind="server")

    (top / changed).write_text("changed")

    assert not python.is_complete(top, "server")


def test_front_end__nothing_changed__starts_no_program(tmp_path: Path) -> None:
    source, built = tmp_path / "web" / "frontend", tmp_path / "web" / "static" / "built"
    for folder in (source / "src", source / "node_modules", built):
        folder.mkdir(parents=True)
    for name in ("package.json", "package-lock.json", "build.mjs", "src/app.css"):
        (source / name).write_text(name)
    locked = [source / "package-lock.json", source / "package.json"]
    (source / "node_modules" / front_end.STAMP).write_text(python.digest(locked))
    sources = [source / "package-lock.json", source / "build.mjs", source / "src" / "app.css"]
    (built / front_end.STAMP).write_text(python.digest(sources))

    front_end.ensure(tmp_path, Path("/no/such/python"))
    (source / "src" / "made").mkdir()
    (source / "src" / "made" / "daily.css").write_text("the bundler's own")
    front_end.ensure(tmp_path, Path("/no/such/python"))
    (source / "src" / "app.css").write_text("changed")

    with pytest.raises(FileNotFoundError):
        front_end.ensure(tmp_path, Path("/no/such/python"))


def test_run__program_fails__shows_its_last_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Stopped, match="the reason"):
        run("Trying", [sys.executable, "-c", "import sys; sys.exit('the reason')"], cwd=tmp_path)

    assert "Trying" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["help"])
def test_make__without_installation__answers(name: str) -> None:
    done = subprocess.run(["make", "--silent", name], cwd=ROOT, capture_output=True, text=True, check=True)

    assert "make run" in done.stdout

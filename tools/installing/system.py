"""Packages of the operating system: which are missing, and who may install them.

As root, or with sudo that asks nothing, set-up installs them itself. Otherwise it stops before it
has changed anything and prints the one line that somebody with that power has to run.
"""

from __future__ import annotations

import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from installing.progress import Stopped, run, say

ASSUME = "MMS_SYSTEM_PACKAGES"


def ensure(lists: Sequence[Path]) -> None:
    """Install the packages of these lists that are missing, or stop and say how."""
    wanted = [package for path in lists for package in read(path)]
    if importlib.util.find_spec("ensurepip") is None:
        # Debian ships the venv module apart; a Python from elsewhere has it.
        wanted.insert(0, f"python3.{sys.version_info.minor}-venv")
    if os.environ.get(ASSUME) == "present":
        say(f"System packages: not checked, because {ASSUME}=present says so: {' '.join(wanted)}")
        return
    if shutil.which("dpkg-query") is None:
        raise Stopped(
            "This is not Debian or Ubuntu. Install what your system calls these Debian packages:\n\n"
            f"  {' '.join(wanted)}\n\nand run the same command again with {ASSUME}=present.\n"
            "Nothing was changed."
        )
    if absent := missing(wanted):
        _install(absent)
        if still := missing(wanted):
            raise Stopped(f"These system packages are still missing: {' '.join(still)}")


def read(path: Path) -> list[str]:
    """Return the package names of a list: the first word of each line that is no comment."""
    lines = (line.split("#", 1)[0].split() for line in path.read_text(encoding="utf-8").splitlines())
    return [words[0] for words in lines if words]


def missing(packages: Sequence[str]) -> list[str]:
    """Return those that are not installed, in their order."""
    answer = subprocess.run(
        ["dpkg-query", "--show", "--showformat", "${Package} ${db:Status-Status}\n", *packages],
        capture_output=True,
        text=True,
        check=False,  # it fails as soon as one of them is unknown
    )
    present = {line.split()[0] for line in answer.stdout.splitlines() if line.endswith(" installed")}
    return [package for package in packages if package not in present]


def one_line(packages: Sequence[str]) -> str:
    """Return the command that installs them on a machine whose package lists may be empty."""
    # A semicolon, because one unreachable source among many makes the first command fail.
    inner = f"apt-get update; apt-get install -y --no-install-recommends {shlex.join(packages)}"
    return f"sudo sh -c '{inner}'" if shutil.which("sudo") else f"su -c '{inner}'"


def _install(packages: Sequence[str]) -> None:
    power = _power()
    if power is None:
        raise Stopped(
            f"These system packages are missing: {' '.join(packages)}\n"
            f"Run this one line, then the same command again:\n\n  {one_line(packages)}\n\n"
            "Nothing was changed."
        )
    say(f"System packages: {' '.join(packages)}")
    apt = [*power, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]
    here = Path("/")
    try:
        run("Reading the package lists", [*apt, "update"], cwd=here)
    except Stopped:
        # One unreachable source is common and rarely the one that has our packages: installing will tell.
        say("    not every package list could be read; going on with those that could")
    install = [*apt, "install", "-y", "--no-install-recommends", *packages]
    run(
        "Installing", install, cwd=here, progress=lambda line: line if line.startswith("Setting up") else None
    )


def _power() -> list[str] | None:
    """Return what to put before a command to run it as root; None without that power."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    asks_nothing = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    return ["sudo", "-n"] if asks_nothing else None

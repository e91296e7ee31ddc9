"""Runs of the scenarios of a draft, in a process of its own and on a throwaway database.

Like validation: the draft is laid out beside the catalogue, and `mms scenario` runs it. Refuses to know SQL.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from engine.fork_server.ask import ROOT
from engine.studio.judging import BPMN, lay_out

LONGEST: Final = 900  # seconds


def run_scenarios(code: str, files: Mapping[str, bytes], bpmn: Path = BPMN) -> dict[str, Any]:
    """Return how each scenario came out, and what none of them takes.

    `is_good` says that all went as expected. Where they could not be run at all, `scenarios` is empty.
    """
    with TemporaryDirectory(prefix="mms-sandbox-") as directory:
        # The throwaway PostgreSQL runs under an account of its own where this one is root.
        Path(directory).chmod(0o755)
        folder = lay_out(code, files, Path(directory), bpmn, is_alone=False)
        command = [
            sys.executable,
            "-m",
            "engine.cli",
            "scenario",
            str(folder),
            "--coverage",
            "--format",
            "json",
        ]
        try:
            done = subprocess.run(
                ["nice", "-n", "10", *command],
                capture_output=True,
                timeout=LONGEST,
                cwd=ROOT,
                env={name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
                | {"LANG": "C.UTF-8"},
                check=False,
            )
            said: dict[str, Any] = json.loads(done.stdout)
        except (subprocess.TimeoutExpired, ValueError):
            return {"is_good": False, "scenarios": [], "coverage": None}
    scenarios = said["services"][0]["scenarios"] if said["services"] else []
    is_good = bool(scenarios) and not any(scenario["differences"] for scenario in scenarios)
    return {"is_good": is_good, "scenarios": scenarios, "coverage": said["coverage"].get(code)}

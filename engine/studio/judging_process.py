"""The child process that judges drafts: reads which folder in JSON, answers with the findings in JSON.

Whoever starts it sets its limits (`engine.studio.judging`). Refuses to know databases and pages.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from engine.catalogue.check import ValidationCache, check_folder, words


def main() -> None:
    """Answer the question on the standard input."""
    about = json.load(sys.stdin)
    cache = ValidationCache.below(Path(about["cache"]))
    findings = check_folder(Path(about["folder"]), cache=cache)
    json.dump([words.as_data(finding) for finding in findings], sys.stdout)


if __name__ == "__main__":
    main()

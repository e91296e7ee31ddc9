"""`mms`: the commands an operator types.

Parses words, builds the engine of this installation, and turns an error into one sentence and an
exit code. Refuses to do any work itself. Each file holds the commands of one matter.

To change a command of `mms` for operators: the file of its matter in `engine/cli/`, listed in its `__init__`;
what it does lies elsewhere; `docs/operations.md`. `tests/setup`.
"""

from __future__ import annotations

import click

from engine.cli import (
    audits,
    backups,
    data,
    databases,
    diagrams,
    installation,
    keys,
    mails,
    numbers,
    offices,
    programs,
    readiness,
    renewals,
    seals,
    services,
    verification,
    versions,
)
from engine.memory import raise_gc_thresholds


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mms", prog_name="mms")
def main() -> None:
    """MMS: municipal services as diagrams. Settings come from the environment (MMS_MODE, MMS_HOME, …)."""
    raise_gc_thresholds()


for _matter in (
    programs,
    data,
    databases,
    diagrams,
    services,
    versions,
    backups,
    installation,
    keys,
    mails,
    numbers,
    offices,
    readiness,
    renewals,
    seals,
    verification,
    audits,
):
    for _name, _command in vars(_matter).items():
        # What begins with an underscore belongs to a group of its matter.
        if isinstance(_command, click.Command) and not _name.startswith("_"):
            main.add_command(_command)

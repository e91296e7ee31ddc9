"""Mutation testing of services: they are changed on purpose, and who notices is said.

`make mutations` runs it: every change of the tables, or with COUNT some of diagrams and tables alike; with
SCENARIOS, too, some of what analysts get wrong in any file, judged by validation before scenarios.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from engine.cli.plain import plain_errors
from engine.installation import loading
from engine.scenarios.folders import to_run
from mutation.draw import draw
from mutation.explained import (
    OF_DIAGRAMS,
    Account,
    account_for,
    account_for_drawn,
    counted,
    read_survivors,
)
from mutation.judging import ScenarioFails
from mutation.mutant import Verdict
from mutation.report import written
from mutation.run import verdicts
from mutation.run_drawn import verdicts_on
from mutation.validated import shown, verdicts_by_validation


def mutated(folders: Sequence[Path]) -> bool:
    """Judge every mutant of the tables of services; tell whether all that survives is explained."""
    with plain_errors():
        found = _judged(verdicts(folders))
    if found is None:
        return False
    for service, fates in counted(found).items():
        click.echo(f"{service}: " + ", ".join(f"{number} {fate}" for fate, number in fates.items()))
    known = read_survivors(folders[0].parent.parent) if folders else {}
    return _said(account_for(found, known, [f"{folder.parent.name}.{folder.name}" for folder in folders]))


def mutated_by_chance(
    folders: Sequence[Path], *, count: int, seed: int, report: Path | None, scenarios: int | None = None
) -> bool:
    """Judge drawn changes of diagrams and tables; tell whether what matters is noticed, and nothing else.

    With a number of `scenarios`: changes as analysts make them by mistake, judged by validation, and that
    many of what it lets pass by scenarios.
    """
    is_typed = scenarios is not None
    with plain_errors():
        drawn = draw(folders, count=count, seed=seed, only_typed=is_typed)
        found = _judged(
            verdicts_on(drawn) if scenarios is None else verdicts_by_validation(drawn, scenarios=scenarios)
        )
    if not found:
        return found is not None
    bpmn = folders[0].parent.parent
    account = account_for_drawn(found, {**read_survivors(bpmn), **read_survivors(bpmn, OF_DIAGRAMS)})
    page = written(found, account, seed=seed, options=f" SCENARIOS={scenarios}" if is_typed else "")
    if report is not None:
        report.write_text(page, "utf-8")
    for line in shown(found):
        click.echo(line)
    click.echo(page)
    return _said(account)


def _judged(verdicts: Iterable[Verdict]) -> list[Verdict] | None:
    try:
        return list(verdicts)
    except ScenarioFails as error:
        click.echo(f"BAD   {error}")
        return None


def _said(account: Account) -> bool:
    for what, names in (("SURVIVED", account.unexplained), ("explained", account.explained)):
        click.echo("".join(f"{what}  {name}\n" for name in names), nl=False)
    click.echo("".join(f"STALE  survives no more: {name}\n" for name in account.stale), nl=False)
    return account.is_good


@click.command()
@click.argument("folders", nargs=-1, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--count", type=click.IntRange(min=1), help="The number of changes to draw.")
@click.option("--seed", type=int, default=1, show_default=True, help="With --count: what is drawn.")
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    help="With --count: where the table of what became of them is written.",
)
@click.option(
    "--scenarios",
    type=click.IntRange(min=0),
    help="With --count: change names, values, kinds, words; ask validation, and scenarios about this number.",
)
def main(
    folders: tuple[Path, ...], count: int | None, seed: int, report: Path | None, scenarios: int | None
) -> None:
    """Judge changes of services; without any, of all of bpmn/.

    Ends with code 1 if there is a change that nothing notices and bpmn/survivors.json does not explain.
    """
    services = to_run(folders or (loading.BPMN,))
    if count is None:
        is_good = mutated(services)
    else:
        is_good = mutated_by_chance(services, count=count, seed=seed, report=report, scenarios=scenarios)
    sys.exit(not is_good)


if __name__ == "__main__":
    main()

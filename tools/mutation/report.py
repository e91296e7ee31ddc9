"""What became of drawn changes, by operator, as a table to be read. Refuses to know how they were judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from mutation.explained import Account
from mutation.mutant import Verdict

_HEADS = (
    "Operator",
    "Made",
    "Refused by validation",
    "Failed a scenario",
    "Harmless by a rule",
    "Survived, explained",
    "Not noticed",
    "Passed validation, no scenario asked",
)
_HARMLESS_HEADS = ("Operator", "Made", "Nothing reported", "Reported")


def written(verdicts: Iterable[Verdict], account: Account, *, seed: int, options: str = "") -> str:
    """Return the whole page; `options` are those of the run beside its number and its seed."""
    found = tuple(verdicts)
    return "\n".join(
        (
            "# Services changed by chance",
            "",
            f"Written by `make mutations COUNT={len(found)} SEED={seed}{options}`. Each line is an operator"
            " of `tools/mutation`, applied at places drawn over all services and blocks.",
            "",
            *_table(_HEADS, _rows([verdict for verdict in found if not verdict.is_harmless], account)),
            "",
            *_of_no_consequence([verdict for verdict in found if verdict.is_harmless]),
            *_named("Survived, and why that is right (`bpmn/survivors.json`)", account.explained),
            *_named("Not as it should be", account.unexplained),
            *_named(
                "Passed validation, no scenario asked",
                [verdict.mutant for verdict in found if verdict.fate == "passed"],
            ),
        )
    )


def _of_no_consequence(verdicts: list[Verdict]) -> Iterator[str]:
    if verdicts:
        yield from ("## What must not be noticed", "")
        yield from (*_table(_HARMLESS_HEADS, _harmless_rows(verdicts)), "")


def _rows(verdicts: list[Verdict], account: Account) -> Iterator[tuple[str, ...]]:
    unexplained = set(account.unexplained)
    for operator, own in _by_operator(verdicts).items():
        fates = Counter(verdict.fate for verdict in own)
        open_ones = sum(verdict.mutant in unexplained for verdict in own)
        noticed = fates["refused"], fates["failed"], fates["harmless"]
        numbers = len(own), *noticed, fates["survived"] - open_ones, open_ones, fates["passed"]
        yield operator, *map(str, numbers)


def _harmless_rows(verdicts: list[Verdict]) -> Iterator[tuple[str, ...]]:
    for operator, own in _by_operator(verdicts).items():
        quiet = sum(verdict.fate == "survived" for verdict in own)
        yield operator, str(len(own)), str(quiet), str(len(own) - quiet)


def _by_operator(verdicts: list[Verdict]) -> Mapping[str, list[Verdict]]:
    found: dict[str, list[Verdict]] = {}
    for verdict in sorted(verdicts, key=lambda verdict: verdict.operator):
        found.setdefault(verdict.operator, []).append(verdict)
    return found


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    for row in (heads, ("---",) * len(heads), *rows):
        yield f"| {' | '.join(row)} |"


def _named(heading: str, names: Sequence[str]) -> Iterator[str]:
    if names:
        yield from (f"## {heading}", "", *(f"- `{name}`" for name in sorted(names)), "")

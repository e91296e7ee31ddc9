"""Writes what was measured as tables."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from bench.completions import PerCase, Round
from bench.inbox import Inbox
from bench.loops import Loops
from bench.pages import CLERKS, Pages
from bench.registers import Asked
from bench.replays import Replays
from bench.timers import Timers
from bench.workload import COMPLETIONS

DOCUMENT: Final = Path(__file__).parents[1] / "docs" / "performance.md"


def completions(rounds: Sequence[Round]) -> str:
    """Return the table of the rounds: medians, by number of workers."""
    lines = [
        "| workers | completions/s | × L1 | × L5 | p50 / p95 ms | cases/s | CPU ms client + server "
        "| RSS MB worker + backend | L1/s | L5/s | unsteady rounds |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for count in sorted({measured.workers for measured in rounds}):
        these = [measured for measured in rounds if measured.workers == count]

        def median(name: str, these: list[Round] = these) -> float:
            return statistics.median(getattr(measured, name) for measured in these)

        l1 = statistics.median(rate for measured in these for rate in measured.l1)
        unsteady = sum(measured.is_unsteady for measured in these)
        lines.append(
            f"| {count} | {median('rate'):,.0f} | **{median('to_l1'):.2f}** | {median('to_l5'):.2f} "
            f"| {median('p50'):.2f} / {median('p95'):.2f} | {median('rate') / COMPLETIONS:.1f} "
            f"| {median('client'):.2f} + {median('server'):.2f} "
            f"| {median('resident') / 1024:.0f} + {median('backend') / 1024:.0f} "
            f"| {l1:,.0f} | {median('l5'):,.0f} | {unsteady} of {len(these)} |"
        )
    each = ", ".join(
        f"{measured.to_l1:.2f}{'*' if measured.is_unsteady else ''}"
        for measured in rounds
        if measured.workers == 1
    )
    lines += ["", f"One worker, × L1 round by round: {each} (* pgbench itself spread over 20 %)."]
    return "\n".join(lines)


def storage(found: PerCase) -> str:
    """Say what a case leaves on the disk."""
    return (
        f"A case from its filing to its end: {found.table_bytes / 1024:.0f} KB in tables and indexes, "
        f"{found.wal_bytes / 1024:.0f} KB of WAL."
    )


def loops(found: Sequence[Loops]) -> str:
    """Return the table of the loops."""
    levels = sorted(found[0].milliseconds)
    lines = [
        f"| ms a loop-back (two completions) after | {' | '.join(map(str, levels))} | last : 10 | CPU |",
        f"|---|{'---:|' * (len(levels) + 2)}",
    ]
    for kind in found:
        cells = " | ".join(f"{kind.milliseconds[level]:.2f}" for level in levels)
        used = kind.processor[levels[-1]] / kind.processor[10]
        lines.append(f"| {kind.kind} | {cells} | **{kind.ratio:.2f}** | {used:.2f} |")
    total = sum(kind.completions for kind in found)
    lines += [
        "",
        f"Every case reached its end, after exactly the completions it had to take ({total:,} in all).",
    ]
    return "\n".join(lines)


def inbox(found: Sequence[Inbox]) -> str:
    """Return the table of the inbox."""
    lines = [
        "| open tasks | first page, p50 / p95 ms | page after it | counts of the tabs |",
        "|---:|---:|---:|---:|",
    ]
    for size in found:
        cells = " | ".join(
            f"{p50:.2f} / **{p95:.2f}**" for p50, p95 in (size.first_page, size.next_page, size.counts)
        )
        lines.append(f"| {size.tasks:,} | {cells} |")
    return "\n".join(lines)


def registers(entries: int, found: Sequence[Asked]) -> str:
    """Return the table of a register."""
    lines = [f"A register of {entries:,} entries.", "", "| asked | p50 / p95 ms |", "|---|---:|"]
    lines += [f"| {page.what} | {page.took[0]:.1f} / **{page.took[1]:.1f}** |" for page in found]
    return "\n".join(lines)


def pages(found: Sequence[Pages]) -> str:
    """Return the table of the lists over HTTP."""
    lines = [
        f"{CLERKS} clerks, each opens a page of a list every second.",
        "",
        "| open tasks | a list, p50 / p95 ms | anybody's page, p50 / p95 | × anybody's | pages | KB each |",
        "|---:|---:|---:|---:|---:|---:|",
    ]
    for size in found:
        (p50, p95), (other, most) = size.lists, size.anybodys
        lines.append(
            f"| {size.tasks:,} | {p50:.0f} / **{p95:.0f}** | {other:.0f} / {most:.0f} | {size.ratio:.1f} "
            f"| {size.number:,} | {size.bytes / 1024:.0f} |"
        )
    lines += ["", f"p95 with most beside p95 with fewest: **{found[-1].lists[1] / found[0].lists[1]:.2f}**."]
    return "\n".join(lines)


def timers(found: Timers) -> str:
    """Say how timers went."""
    return (
        f"{found.due:,} due timers of {found.waiting:,}, each with its step: {found.fired_per_second:,.0f}/s "
        f"beside {found.completions_per_second:,.0f} completions/s, ratio **{found.ratio:.2f}**."
    )


def replays(found: Replays) -> str:
    """Say how past decisions went."""
    return (
        f"{found.decisions:,} past decisions, each answered by its own table and by a draft's: "
        f"**{found.per_second:,.0f}/s**, the longest turn {found.longest_turn:.1f} s, "
        f"{found.megabytes:.0f} MB more memory."
    )


def write(name: str, text: str) -> None:
    """Put the text between the document's markers of that name."""
    start, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    document = DOCUMENT.read_text("utf-8")
    before, found, rest = document.partition(start)
    after = rest.partition(end)
    if not found or not after[1]:
        raise RuntimeError(f"{DOCUMENT.name} has no place for {name}")
    DOCUMENT.write_text(f"{before}{start}\n{text}\n{end}{after[2]}", "utf-8")

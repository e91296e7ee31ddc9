"""Review copy of all acts and letters, as scenarios of their services fill them, in both languages: one PDF.

    PYTHONPATH=tools python -m letters [--to FILE.pdf] [FOLDER...]

`make letters` writes var/letters.pdf. A template comes once for each set of what its conditions said; above
each page stand the service, the template, the language and the scenario. Beside it lies the same as text.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from html import escape
from multiprocessing import get_context
from pathlib import Path

import click
from lxml import etree
from lxml import html as pages

from engine.catalogue.folder import read_service
from engine.documents.pdf import render_pdf
from engine.installation import loading
from engine.scenarios.folders import to_run
from engine.scenarios.papers import Paper, Papers
from engine.scenarios.run import prepared_database, run_one

PROCESSES = 2
BLOCKS = ("p", "h1", "h2", "h3", "li", "td", "th", "div")


@dataclass(frozen=True)
class Copy:
    """A page as it was filled, and where."""

    service: str
    scenario: str
    name: str
    language: str
    title: str
    html: str

    @property
    def heading(self) -> str:
        return f"{self.service} · {self.name} · {self.language} · {self.scenario}"


def copies_of(folder: Path) -> tuple[list[Copy], list[str]]:
    """Return the pages that the scenarios of a service fill, and the scenarios that fail."""
    service, failed = read_service(folder), []
    seen: dict[tuple[str, str, frozenset[tuple[str, bool]]], Copy] = {}
    with prepared_database(folder, service) as built:
        for scenario in sorted(service.scenarios):
            papers = Papers()
            result = run_one(built, folder, service, scenario, papers=papers)
            if not result.is_good:
                failed.append(result.name)
            for paper in papers.all:
                key = (paper.name, paper.page.language, paper.page.conditions)
                seen.setdefault(key, _copy(service.code, scenario, paper))
    return sorted(seen.values(), key=lambda copy: (copy.name, copy.scenario, copy.language)), failed


def _copy(service: str, scenario: str, paper: Paper) -> Copy:
    page = paper.page
    return Copy(service, scenario, paper.name, page.language, page.title, page.html)


def _body(copy: Copy) -> pages.HtmlElement:
    body: pages.HtmlElement | None = pages.document_fromstring(copy.html).find("body")
    assert body is not None, "a template without a body is refused"
    return body


def as_html(copies: list[Copy]) -> str:
    """Return all pages as one, each on paper of its own."""

    def sections() -> Iterator[str]:
        for copy in copies:
            inner = "".join(etree.tostring(part, encoding="unicode", method="html") for part in _body(copy))
            head = f'<p style="border-bottom: 1px solid; font-size: 8pt">{escape(copy.heading)}</p>'
            yield f'<section lang="{copy.language}" style="break-after: page">{head}{inner}</section>'

    return f'<html lang="ka"><head><title>MMS</title></head><body>{"".join(sections())}</body></html>'


def as_text(copies: list[Copy]) -> str:
    """Return all pages as plain text, a block of the page a line."""
    found = []
    for copy in copies:
        blocks = (
            part for part in _body(copy).iter(*BLOCKS) if next(part.iterdescendants(*BLOCKS), None) is None
        )
        lines = [" ".join(part.text_content().split()) for part in blocks]
        found.append("\n".join((f"=== {copy.heading}", f"[{copy.title}]", *filter(None, lines))))
    return "\n\n".join(found) + "\n"


@click.command()
@click.option("--to", type=click.Path(path_type=Path), default=Path("var/letters.pdf"))
@click.argument("folders", nargs=-1, type=click.Path(exists=True, path_type=Path))
def main(to: Path, folders: tuple[Path, ...]) -> None:
    """Write the review copy; ends with 1 where a scenario fails."""
    copies: list[Copy] = []
    failed: list[str] = []
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        for found, bad in pool.map(copies_of, to_run(folders or (loading.BPMN,))):
            copies += found
            failed += bad
    to.parent.mkdir(parents=True, exist_ok=True)
    to.with_suffix(".txt").write_text(as_text(copies), "utf-8")
    drawn = render_pdf(as_html(copies), title="MMS", language="ka")
    to.write_bytes(drawn.content)
    click.echo(f"{to}: {len(copies)} letters and acts on {drawn.pages} pages")
    if failed:
        click.echo(f"scenarios that fail: {', '.join(failed)}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()

"""Letters and acts as a scenario filled them, with the places where nothing stands.

A letter is filled in every language that the service has, also where the municipality does not write in it.
Refuses to know what a scenario expects.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from engine.documents.filled import Rendered
from engine.scenarios.reading import EmptyPlaceholder
from engine.scope import Filling
from engine.texts import LANGUAGES


@dataclass(frozen=True)
class Paper:
    """A letter or act in one language; `home` is the process in whose folder its template lies."""

    case_id: UUID
    name: str
    home: str | None
    page: Rendered


@dataclass
class Papers:
    """Papers that were filled, in order; a page that was shown and then made is there twice."""

    _found: list[Paper] = field(default_factory=list)
    templates: dict[tuple[str, str], bytes] = field(default_factory=dict)  # by name and language

    def note(self, filling: Filling) -> None:
        """Keep a page that was filled, and the same in the languages that nobody writes in there."""
        world, name, element = filling.world, filling.name, filling.element
        version = world.published
        home = version.home_of(name, element)
        unspoken = (
            world.filled(version.template(name, language, element), filling.more)
            for language in LANGUAGES
            if language not in world.languages and version.has_template(name, language, element)
        )
        for page in (filling.page, *unspoken):
            if version.has_template(name, page.language, element):
                self.templates[name, page.language] = version.template(name, page.language, element)
            self._found.append(Paper(world.case.id, name, home, page))

    @property
    def all(self) -> tuple[Paper, ...]:
        """Every page that was filled, in order."""
        return tuple(self._found)

    @property
    def gaps(self) -> tuple[EmptyPlaceholder, ...]:
        """The placeholders in whose place nothing stands, each once."""
        found = (
            EmptyPlaceholder(f"{paper.name}, {paper.page.language}, line {gap.line}", gap.expression, None)
            for paper in self._found
            for gap in paper.page.gaps
        )
        return tuple(dict.fromkeys(found))

    @property
    def letters(self) -> frozenset[tuple[str, str]]:
        """The templates of services and blocks that were filled: the process, and the name."""
        return frozenset((paper.home, paper.name) for paper in self._found if paper.home is not None)

    def conditions_of(self, case_id: UUID) -> dict[str, dict[str, bool]]:
        """Return what the conditions of each page said as it was filled last, by name and text.

        Left out is what is not the same in all languages, or said both in one page.
        """
        last = {
            (paper.name, paper.page.language): _in_one_line(paper.page.conditions)
            for paper in self._found
            if paper.case_id == case_id
        }
        found: dict[str, frozenset[tuple[str, bool]]] = {}
        for (name, _), conditions in last.items():
            found[name] = found.get(name, conditions) & conditions
        return {
            name: {text: value for text, value in sorted(conditions) if (text, not value) not in conditions}
            for name, conditions in found.items()
        }

    def last_of(self, case_id: UUID) -> dict[str, dict[str, str]]:
        """Return each page of a case as it was filled last, by name and language."""
        found: dict[str, dict[str, str]] = {}
        for paper in self._found:
            if paper.case_id == case_id:
                found.setdefault(paper.name, {})[paper.page.language] = paper.page.html
        return found


def _in_one_line(conditions: frozenset[tuple[str, bool]]) -> frozenset[tuple[str, bool]]:
    """Return conditions without the breaks and blanks of their file."""
    return frozenset((" ".join(text.split()), value) for text, value in conditions)

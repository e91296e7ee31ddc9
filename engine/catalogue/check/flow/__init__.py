"""Data flow analysis: what a case knows on each path, what conditions say, how the clock stands.

Follows the flow of control with what is certain, so that a finding has a path that shows it. Two
conditions on the same value are known to go together; everything else is a free choice.
"""

from collections.abc import Iterator

from engine.catalogue.check.findings import Finding
from engine.catalogue.check.flow.beside import check_decided_beside
from engine.catalogue.check.flow.data import check_data
from engine.catalogue.check.flow.loops import check_loops
from engine.catalogue.check.flow.paths import follow
from engine.catalogue.check.flow.second_person import check_done_before
from engine.catalogue.check.flow.terms import check_terms
from engine.catalogue.check.subject import Subject


def check_paths(subject: Subject) -> Iterator[Finding]:
    """Yield what is wrong on the paths of a service; they are followed once for all that is asked of them."""
    if subject.version is None:
        return
    paths = follow(subject.version)
    yield from check_loops(subject)
    yield from check_data(subject, paths)
    yield from check_terms(subject, paths)
    yield from check_done_before(subject, paths)
    yield from check_decided_beside(subject)

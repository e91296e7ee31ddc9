"""Replays of decisions: what a drafted table would have said where a case was decided.

A step keeps what its decision read (`explaining.grounds`). The drafted table answers over the same facts at
the same instant, but only where the table of then still gives the answer that was kept: otherwise the record
is no ground for anything. What can't be answered truthfully says why. Refuses to know how answers are counted
and who reads them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from engine.cases.explaining import LawThen, read_by
from engine.catalogue.blocks import folder_of
from engine.catalogue.folder_rules import below
from engine.catalogue.published import Published
from engine.catalogue.shelf import Shelf, read_shelf
from engine.clock import ZONE, local_date
from engine.db.pool import Transaction
from engine.decisions import DecisionError, DecisionResult, Decisions, RuleMatch, load_decisions, sources
from engine.decisions.explain.words import Words
from engine.errors import Broken
from engine.lawbook import Lawbook, LawOfDay
from engine.process import Element
from engine.process.parser import ProcessFile
from engine.scope import FUNCTIONS
from engine.texts import LANGUAGES
from feel import FeelError

THEN, TODAY = "then", "today"
LAWS: Final = (THEN, TODAY)
MONTHS: Final = (3, 6, 12, 24, 60)  # whole periods, so that nobody is found as the difference of two
USUAL: Final = 12
DIAGRAM: Final = "process.bpmn"
AROUND: Final = frozenset({"subProcess", "callActivity"})  # what they are given is seen by what lies in them
# Why a decision can't be answered anew.
OLD_RECORD, VERSION, UNLIKE, GONE = "old_record", "version", "unlike", "gone"
INPUT, NOT_KEPT, ERROR = "input", "not_kept", "error"

Names = Mapping[str, str]
Inputs = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class KeptDecision:
    """An event `decision.evaluated`, with what of its case it takes to answer it anew."""

    version_id: int
    filed_at: datetime
    at: datetime
    body: Mapping[str, Any]


@dataclass(frozen=True)
class Answer:
    """Answer of a table, and its rules: as they are compared, and as people read them."""

    rules: tuple[str, ...]
    result: Any
    matched: tuple[RuleMatch, ...] = field(compare=False)
    words: Mapping[str, Words] = field(compare=False, repr=False)

    @classmethod
    def of(cls, result: DecisionResult, words: Mapping[str, Words]) -> Answer:
        rules = tuple(f"{rule.table} {rule.rule_id or rule.index}" for rule in result.matched)
        return cls(rules, result.value, result.matched, words)

    def said(self) -> dict[str, Any]:
        """Return it in every language; a rule is told by what people call it, else by its note."""
        return {
            language: {
                "rules": [
                    {
                        "number": rule.index,
                        "note": words.labels.get(f"rules.{rule.rule_id}")
                        or " ".join(text for text in rule.annotations if text),
                    }
                    for rule in self.matched
                ],
                "result": words.value(self.result),
            }
            for language, words in self.words.items()
        }


@dataclass(frozen=True)
class Outcome:
    """Outcome of a replay: decision then, and decision now; without `now` why not, and what that is about."""

    decision: str
    names: Names
    then: Answer | None = None
    now: Answer | None = None
    why_not: str | None = None
    what: str = ""

    @property
    def is_same(self) -> bool:
        """Say whether the result is the same, by whatever rule."""
        return self.then is not None and self.now is not None and self.then.result == self.now.result


@dataclass(frozen=True)
class Drafted:
    """The tables of a draft, compiled, and what its diagram gives them."""

    code: str
    shelf: Shelf = field(repr=False)
    files: Mapping[str, str]  # the file of each decision
    elements: tuple[Element, ...] = field(repr=False)

    @classmethod
    def read(cls, code: str, files: Mapping[str, bytes]) -> Drafted:
        """Compile a draft's files, by their path in its folder. Raises `DecisionError`, `DiagramError`."""
        folder = folder_of(code)
        placed = {f"{folder}/{path}": content for path, content in files.items() if is_needed(path)}
        models = below(placed, f"{folder}/", ".dmn")
        imports = sources({f"{name}.dmn": content for name, content in models.items()})
        found = {
            decision: f"{name}.dmn"
            for name, content in models.items()
            for decision in load_decisions(content, imports=imports).ids
        }
        scopes = ProcessFile(files[DIAGRAM]).scopes() if DIAGRAM in files else ()
        elements = tuple(element for scope in scopes for element in scope.elements)
        return cls(code, read_shelf(placed, code), found, elements)

    @cached_property
    def words(self) -> Mapping[str, Mapping[str, str]]:
        return {language: self.shelf.labels(language) for language in LANGUAGES}

    def names_of(self, decision_id: str) -> Names | None:
        """Return what people call a decision; None where the draft has none of this id."""
        model = self.shelf.decisions.get(decision_id)
        if model is None:
            return None
        drawn = model.source.nodes[decision_id].name or decision_id
        return {
            language: self.shelf.texts.find(language, f"decisions.{decision_id}") or drawn
            for language in LANGUAGES
        }


def is_needed(path: str) -> bool:
    """Say whether a file of a draft takes part in its decisions: the tables, their words, the diagram."""
    return path == DIAGRAM or path.endswith(".dmn") or (path.startswith("texts/") and path.endswith(".json"))


@dataclass
class Replay:
    """The decisions of one municipality, answered by a draft within one transaction."""

    tx: Transaction
    municipality_id: int
    drafted: Drafted
    law: str  # by which parameters the draft answers: of then or of today
    _changed: dict[tuple[int, str], str | None] = field(default_factory=dict)
    _known: dict[tuple[int, str, bool], Mapping[str, Words]] = field(default_factory=dict)

    def outcome(self, kept: KeptDecision, version: Published) -> Outcome:
        """Answer a decision of the service's own tables anew."""
        body, of = kept.body, str(kept.body["decision"])
        names = self.drafted.names_of(of) or version.names_of_decision(of)
        if "facts" not in body:
            return Outcome(of, names, why_not=OLD_RECORD)
        then = self._then(kept, version)
        if then is None:
            return Outcome(of, names, why_not=UNLIKE)
        model = self.drafted.shelf.decisions.get(of)
        if model is None:
            return Outcome(of, names, then, why_not=GONE)
        try:
            why_not, what = self._hindered(kept, version, model)
            if why_not:
                return Outcome(of, names, then, why_not=why_not, what=what)
            result = self._decided(model, of, kept, self._law_now(kept))
        except (DecisionError, FeelError, Broken) as error:
            return Outcome(of, names, then, why_not=ERROR, what=code_of(error))
        words = self._words(kept.version_id, of, version, is_drafted=True)
        return Outcome(of, names, then, Answer.of(result, words))

    def _then(self, kept: KeptDecision, version: Published) -> Answer | None:
        """Return what was said, if the record still says so by itself."""
        of = str(kept.body["decision"])
        try:
            model, name = version.decision(of)
            result = self._decided(model, name, kept, self._law_then(kept))
        except (DecisionError, FeelError, Broken):
            return None
        if result.value != kept.body["result"]:
            return None
        return Answer.of(result, self._words(kept.version_id, of, version, is_drafted=False))

    def _hindered(self, kept: KeptDecision, version: Published, model: Decisions) -> tuple[str | None, str]:
        """Return why the facts that were kept are not those that the draft would ask for."""
        of, facts = str(kept.body["decision"]), kept.body["facts"]
        if changed := self._changed_input(kept.version_id, of, version, model):
            return INPUT, changed
        reads, read_then = read_by(model, of), read_by(version.decision(of)[0], of)
        if read_then is None:
            return None, ""  # everything was kept
        missing = ["…"] if reads is None else sorted(set(reads) - set(read_then) - set(facts))
        return (NOT_KEPT, missing[0]) if missing else (None, "")

    def _changed_input(self, version_id: int, of: str, version: Published, model: Decisions) -> str | None:
        """Return the first name that the draft's diagram gives the decision in another way."""
        key = (version_id, of)
        if key not in self._changed:
            reads = read_by(model, of)
            then = inputs_of(version.definition.elements.values(), of, reads, version.code)
            now = inputs_of(self.drafted.elements, of, reads, version.code)
            self._changed[key] = min((target for target, _ in then ^ now), default=None)
        return self._changed[key]

    def _decided(self, model: Decisions, name: str, kept: KeptDecision, law: Lawbook) -> DecisionResult:
        now = datetime.fromisoformat(kept.body["now"]).astimezone(ZONE)
        with law.current():
            return model.evaluate(name, kept.body["facts"], functions=FUNCTIONS, now=now)

    def _law_then(self, kept: KeptDecision) -> Lawbook:
        told = kept.body.get("settlements", {})
        day = local_date(kept.filed_at)
        return LawThen(self.tx, self.municipality_id, day, instant=kept.at, settlements=told)

    def _law_now(self, kept: KeptDecision) -> Lawbook:
        if self.law == THEN:
            return self._law_then(kept)
        return LawOfDay(self.tx, self.municipality_id, local_date(self.tx.now))

    def _words(
        self, version_id: int, of: str, version: Published, *, is_drafted: bool
    ) -> Mapping[str, Words]:
        """Return the words of an answer; what the draft has none for is called as in the version."""
        key = (version_id, of, is_drafted)
        if key not in self._known:
            over: Mapping[str, Mapping[str, str]] = self.drafted.words if is_drafted else {}
            self._known[key] = {
                language: Words(language, {**version.labels(of, language), **over.get(language, {})})
                for language in LANGUAGES
            }
        return self._known[key]


def inputs_of(elements: Iterable[Element], of: str, reads: tuple[str, ...] | None, process: str) -> Inputs:
    """Return what a diagram gives a decision besides the case: name and expression, as far as it is read."""
    return frozenset(
        (mapping.target, mapping.source)
        for element in elements
        if element.process == process and (element.decision_id == of or element.kind in AROUND)
        for mapping in element.inputs
        if reads is None or mapping.target.partition(".")[0] in reads
    )


def code_of(error: Exception) -> str:
    """Return the stable code of what went wrong."""
    return str(getattr(error, "error_code", None) or getattr(error, "code", "") or type(error).__name__)

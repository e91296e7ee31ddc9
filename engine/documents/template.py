"""Templates of documents and letters: XHTML with FEEL in `{{ }}`, `mms:if` and `mms:for`.

A template is compiled once and filled many times. Values become text nodes of a tree, so that
nothing a citizen wrote can become markup. A value that is absent leaves a gap and is reported;
whether a document with gaps may leave the house is the caller's decision. How a page looks and
where it goes is unknown here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from lxml import etree

from engine.documents import placeholders
from engine.documents.filled import Missing, Rendered
from engine.documents.markup import TemplateInvalid, attribute_name, line_of, local_name, read_markup
from engine.documents.placeholders import PlaceholderOpen, ValueUnprintable, printed, put_together
from engine.errors import Broken
from engine.texts import LANGUAGES
from feel import FeelError, Functions, SharedBudget, compile_expression, tree

MAX_ELEMENTS = 50_000
MAX_TEXT = 2_000_000
MAX_STEPS = 500_000  # of all expressions together

Role = Literal["printed", "condition", "items"]

_FOR = re.compile(r"\s*([^\W\d]\w*)\s+in\s+=(.+)", re.DOTALL)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]|[\ud800-\udfff]")


def _no_labels(expression: TemplateExpression, language: str) -> Mapping[str, str]:
    return {}


class DocumentUnprintable(Broken):
    """The template and the case data do not fit each other."""

    code = "document.unprintable"


@dataclass(frozen=True)
class TemplateExpression:
    """An expression of a template: printed, a condition, or the items of a loop.

    `around` are the loops it stands in, the outermost first: the name that each binds, and its items.
    """

    text: str
    line: int
    compiled: Any = field(repr=False)
    role: Role
    around: Loops = field(repr=False)

    @property
    def may_be_empty(self) -> bool:
        """Tell whether it says itself that it may print nothing: a branch of its `if` is the empty text."""
        node = self.compiled.tree
        while isinstance(node, tree.If):
            if _is_empty_text(node.then) or _is_empty_text(node.otherwise):
                return True
            node = node.otherwise
        return False


Loops = tuple[tuple[str, TemplateExpression], ...]
Labels = Callable[[TemplateExpression, str], Mapping[str, str]]
_Text = tuple[str | TemplateExpression, ...]


@dataclass(frozen=True)
class _Element:
    name: str
    attributes: tuple[tuple[str, _Text], ...]
    children: tuple[_Element | _Text, ...]
    condition: TemplateExpression | None
    loop: tuple[str, TemplateExpression] | None


@dataclass(frozen=True)
class Template:
    """A compiled template; `paths` are the case data it reads, without its loops' own names."""

    language: str
    paths: frozenset[tuple[str, ...]]
    expressions: tuple[TemplateExpression, ...] = field(repr=False)
    _root: _Element = field(repr=False)

    def render(
        self,
        scope: Mapping[str, Any],
        now: datetime | None = None,
        labels: Labels = _no_labels,
        *,
        within: SharedBudget | None = None,
    ) -> Rendered:
        """Fill the template; raise `DocumentUnprintable` where data can't become text.

        `labels` gives the words that people read for the texts an expression may give, by text. The document
        has a budget of its own, which is taken from that of the step it is filled in.
        """
        with (within or SharedBudget(MAX_STEPS)).part(MAX_STEPS) as budget:
            filling = _Filling(now, self.language, labels, budget=budget)
            (root,) = filling.element(self._root, scope)
        title = " ".join("".join(root.findtext("head/title") or "").split())
        html = etree.tostring(root, method="html", encoding="unicode", doctype="<!DOCTYPE html>")
        missing, gaps = (tuple(dict.fromkeys(found)) for found in (filling.missing, filling.gaps))
        return Rendered(html, title, self.language, missing, gaps, frozenset(filling.conditions))


def compile_template(
    source: bytes, *, functions: Functions | None = None, names: Collection[str] | None = None
) -> Template:
    """Compile a template, or raise `TemplateInvalid`.

    With `names`, the roots an expression may read, a misspelt name is found now and not in a letter.
    """
    root = read_markup(source)
    language = next((str(v) for k, v in root.attrib.items() if attribute_name(str(k)) == "lang"), "")
    if language not in LANGUAGES:
        raise TemplateInvalid("document.template.language_missing", line=line_of(root))
    compiling = _Compiling(functions or Functions.standard(), names)
    compiled = compiling.element(root, ())
    if not any(local_name(child) == "title" for head in root[:1] for child in head):
        raise TemplateInvalid("document.template.title_missing", line=line_of(root))
    return Template(language, frozenset(compiling.paths), tuple(compiling.expressions), compiled)


def _is_empty_text(node: tree.Node) -> bool:
    return isinstance(node, tree.Literal) and node.value == ""


class _Compiling:
    """Turns the tree of a source into the tree that is filled."""

    def __init__(self, functions: Functions, names: Collection[str] | None) -> None:
        self._functions = functions
        self._names = names
        self.paths: set[tuple[str, ...]] = set()
        self.expressions: list[TemplateExpression] = []

    def element(self, source: etree._Element, around: Loops) -> _Element:
        line = line_of(source)
        written = {attribute_name(str(key)): str(value) for key, value in source.attrib.items()}
        loop = None
        if (text := written.pop("mms:for", None)) is not None:
            loop = self._loop(text, line, around)
            around = (*around, loop)
        condition = None
        if (text := written.pop("mms:if", None)) is not None:
            condition = self._condition(text, line, around)
        return _Element(
            name=local_name(source) or "",
            attributes=tuple((name, self._text(value, line, around)) for name, value in written.items()),
            children=tuple(self._children(source, around)),
            condition=condition,
            loop=loop,
        )

    def _children(self, source: etree._Element, around: Loops) -> Iterator[_Element | _Text]:
        yield self._text(source.text or "", line_of(source), around)
        for child in source:
            yield self.element(child, around)
            yield self._text(child.tail or "", line_of(child), around)

    def _loop(self, text: str, line: int, around: Loops) -> tuple[str, TemplateExpression]:
        match = _FOR.fullmatch(text)
        if match is None:
            raise TemplateInvalid("document.template.loop_malformed", line=line, found=text)
        return match[1], self._expression(match[2], line, around, role="items")

    def _condition(self, text: str, line: int, around: Loops) -> TemplateExpression:
        if not text.startswith("="):
            raise TemplateInvalid("document.template.condition_malformed", line=line, found=text)
        return self._expression(text[1:], line, around, role="condition")

    def _text(self, text: str, line: int, around: Loops) -> _Text:
        try:
            pieces = list(placeholders.split(text))
        except PlaceholderOpen:
            raise TemplateInvalid("document.template.placeholder_open", line=line) from None
        return tuple(self._expression(piece, line, around) if is_feel else piece for is_feel, piece in pieces)

    def _expression(self, text: str, line: int, around: Loops, role: Role = "printed") -> TemplateExpression:
        own = {name for name, _ in around}
        known = None if self._names is None else {*self._names, *own}
        try:
            compiled = compile_expression(text, functions=self._functions, names=known)
        except FeelError as failed:
            raise TemplateInvalid(
                "document.template.expression_invalid", line=line, expression=text, feel=failed.code
            ) from None
        self.paths.update(path for path in compiled.paths if path[0] not in own)
        self.expressions.append(TemplateExpression(text, line, compiled, role, around))
        return self.expressions[-1]


class _Filling:
    """Builds the output tree within bounds: of elements, of letters, of the steps of all its expressions."""

    def __init__(self, now: datetime | None, language: str, labels: Labels, *, budget: SharedBudget) -> None:
        self._now = now
        self._language = language
        self._labels = labels
        self._elements = 0
        self._letters = 0
        self._budget = budget
        self.missing: list[Missing] = []
        self.gaps: list[Missing] = []
        self.conditions: set[tuple[str, bool]] = set()

    def element(self, source: _Element, scope: Mapping[str, Any]) -> Iterator[etree._Element]:
        """Yield the element as often as its loop and condition say."""
        for inner in self._rounds(source, scope):
            if source.condition is None or self._holds(source.condition, inner):
                yield self._build(source, inner)

    def _rounds(self, source: _Element, scope: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
        if source.loop is None:
            yield scope
            return
        name, expression = source.loop
        items = self._value(expression, scope)
        if items is None:
            return
        if not isinstance(items, list | tuple):
            raise self._unprintable(expression, "not_a_list")
        for item in items:
            yield {**scope, name: item}

    def _build(self, source: _Element, scope: Mapping[str, Any]) -> etree._Element:
        self._elements += 1
        if self._elements > MAX_ELEMENTS or self._letters > MAX_TEXT:
            raise DocumentUnprintable("document.too_long", max_elements=MAX_ELEMENTS, max_text=MAX_TEXT)
        built = etree.Element(source.name)
        for name, value in source.attributes:
            built.set(name, self._text(value, scope))
        last: etree._Element | None = None
        for child in source.children:
            if isinstance(child, _Element):
                for last in self.element(child, scope):
                    built.append(last)
            elif last is None:
                built.text = (built.text or "") + self._text(child, scope)
            else:
                last.tail = (last.tail or "") + self._text(child, scope)
        return built

    def _text(self, parts: _Text, scope: Mapping[str, Any]) -> str:
        text = put_together(
            part if isinstance(part, str) else (self._printed(part, scope),) for part in parts
        )
        self._letters += len(text)
        return text

    def _printed(self, expression: TemplateExpression, scope: Mapping[str, Any]) -> str:
        value = self._value(expression, scope)
        if isinstance(value, str):
            value = self._labels(expression, self._language).get(value, value)
        try:
            text = _CONTROL.sub("", printed(value, self._language))
        except ValueUnprintable as failed:
            raise self._unprintable(expression, str(failed)) from None
        if not text.strip() and (value is None or not expression.may_be_empty):
            self.gaps.append(Missing(expression.text, expression.line))
        return text

    def _holds(self, expression: TemplateExpression, scope: Mapping[str, Any]) -> bool:
        value = self._value(expression, scope)
        if value is None or isinstance(value, bool):
            self.conditions.add((expression.text, bool(value)))
            return bool(value)
        raise self._unprintable(expression, "not_a_condition")

    def _value(self, expression: TemplateExpression, scope: Mapping[str, Any]) -> Any:
        try:
            value = self._budget.evaluate(expression.compiled, scope, now=self._now)
        except FeelError as failed:
            raise self._unprintable(expression, failed.code) from None
        if value is None:
            self.missing.append(Missing(expression.text, expression.line))
        return value

    def _unprintable(self, expression: TemplateExpression, reason: str) -> DocumentUnprintable:
        return DocumentUnprintable(expression=expression.text, line=expression.line, reason=reason)

"""The words of a choice where a letter or a text of a form prints it: the label of the option, not its value.

A letter that says `{{ application.sex }}` prints what the form calls the option, in the letter's language. So
does one that says it under the name that an output, or the call of a block, gave it. Where the value is
computed, or comes through a table, nobody knows the words, and validation refuses the letter.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from engine.catalogue.origins import Place, places
from feel import tree

if TYPE_CHECKING:
    from engine.documents.template import Loops
    from forms import Field, Form

# The form whose answers a case keeps under a name, with what its version calls it; None where there is none.
FormAt = Callable[[str], tuple[str, "Form"] | None]
OF: Final = ": "  # between a form and its field, in the name of a list of options


def _itself(place: Place) -> tuple[Place, ...]:
    return (place,)


@dataclass(frozen=True)
class Words:
    """The words of the options of some forms, in one language; `origins` says where a value comes from."""

    form_at: FormAt
    origins: Callable[[Place], tuple[Place, ...]] = _itself

    def of(self, node: tree.Node, around: Loops = ()) -> dict[str, str]:
        """Return the words for the values that an expression may print, by value."""
        fields = self._choices_in(node, around).values()
        return {option.value: option.label for field in fields for option in field.options}

    def know(self, choices: frozenset[str], node: tree.Node, around: Loops = ()) -> bool:
        """Tell whether the words of each of these choices, lists of options by their names, are known."""
        found = self._choices_in(node, around)
        options = {(option.value, option.label) for field in found.values() for option in field.options}
        return choices <= found.keys() and len(options) == len({value for value, _ in options})

    def on(self, form: Form) -> Form:
        """Return the form with the words of the options that its texts print."""
        return replace(form, fields=tuple(self._on(field) for field in form.fields))

    def _on(self, field: Field) -> Field:
        if field.type == "text":
            found = {
                text: self.of(rule.expression.tree)
                for text, rule in field.expressions.items()
                if rule.expression is not None
            }
            return replace(field, words={text: words for text, words in found.items() if words})
        return replace(field, fields=tuple(self._on(inner) for inner in field.fields))

    def _choices_in(self, node: tree.Node, around: Loops) -> Mapping[str, Field]:
        """Return the choices whose values an expression prints as they are, by the names of their lists."""
        found: dict[str, Field] = {}
        for place in places(node, around):
            for root, *names in self.origins(place):
                asked = self.form_at(root)
                if asked is None:
                    continue
                form_id, form = asked
                path = ".".join(names)
                for field in form.walk():
                    if field.key and field.path == path and field.options:
                        found[f"{form_id}{OF}{path}"] = field
        return found

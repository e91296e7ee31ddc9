"""The words of a choice where a letter prints it: the label of the option, not its value.

A letter that says `{{ application.sex }}` prints what the form calls the option, in the letter's language.
Where the value comes another way (through a table, or an output under another name) nobody knows the words,
and validation refuses the letter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from feel import tree

if TYPE_CHECKING:
    from engine.documents.template import Loops, TemplateExpression
    from forms import Field, Form

# The form whose answers a case keeps under a name, with what its version calls it; None where there is none.
FormAt = Callable[[str], tuple[str, "Form"] | None]
OF: Final = ": "  # between a form and its field, in the name of a list of options


def labels_of(expression: TemplateExpression, form_at: FormAt) -> dict[str, str]:
    """Return the words for the values that an expression may print, by value, in the forms' language."""
    fields = _choices_in(expression, form_at).values()
    return {option.value: option.label for field in fields for option in field.options}


def is_labelled(expression: TemplateExpression, form_at: FormAt, choices: frozenset[str]) -> bool:
    """Tell whether the words are known for each of these choices, by the names of their lists of options."""
    found = _choices_in(expression, form_at)
    options = {(option.value, option.label) for field in found.values() for option in field.options}
    return choices <= found.keys() and len(options) == len({value for value, _ in options})


def _choices_in(expression: TemplateExpression, form_at: FormAt) -> Mapping[str, Field]:
    """Return the choices whose values an expression prints as they are, by the names of their lists."""
    found: dict[str, Field] = {}
    for root, *names in _places(expression.compiled.tree, expression.around):
        asked = form_at(root)
        if asked is None:
            continue
        form_id, form = asked
        path = ".".join(names)
        for field in form.walk():
            if field.key and field.path == path and field.options:
                found[f"{form_id}{OF}{path}"] = field
    return found


def _places(node: tree.Node, around: Loops) -> Iterator[tuple[str, ...]]:
    """Yield the places in the data of a case whose value an expression gives unchanged."""
    match node:
        case tree.Name(name=name):
            for place in range(len(around) - 1, -1, -1):
                if around[place][0] == name:
                    yield from _places(around[place][1].compiled.tree, around[:place])
                    return
            yield (name,)
        case tree.Path(base=base, name=name):
            yield from ((*place, name) for place in _places(base, around))
        case tree.Filter(base=base):
            yield from _places(base, around)
        case tree.If(then=then, otherwise=otherwise):
            yield from _places(then, around)
            yield from _places(otherwise, around)

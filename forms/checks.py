"""Validation of readable answers: required, limits, options, files.

Responsible for what depends on the form's rules and on other answers. Refuses to know formats (`fields`
has read them) and words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import feel
from forms import parts
from forms.conditions import NOTHING, Rule, Scope
from forms.definition import CHOICES, SHOWN_ONLY, Field, Option
from forms.errors import FieldError
from forms.formats import Refused, show_money, show_number
from forms.moments import KINDS as MOMENTS
from forms.moments import check_period
from forms.problems import Problem
from forms.settle import Place, Settled, is_blank
from forms.signed import CONTAINERS, VALID, takes_containers

_NOT_ASKED = SHOWN_ONLY | {"expression"}
# A photo is kept in another format than some telephones make, and two endings mean the same.
_KEPT_AS: Mapping[str, tuple[str, ...]] = {
    ".jpg": ("image/jpeg",),
    ".jpeg": ("image/jpeg",),
    ".heic": ("image/jpeg",),
    ".heif": ("image/jpeg",),
    ".webp": ("image/jpeg", "image/png"),
}
_MEGABYTE = 1_048_576
_MISSING = {"checkbox": "must_confirm", "radio": "choose", "select": "choose", "filepicker": "file_required"}


def refusals(settled: Settled, problems: Mapping[str, Problem], *, language: str) -> Iterator[FieldError]:
    """Yield one error for every answer that can't be accepted, in the order of the form."""
    seen: set[str] = set()
    for place in settled.places:
        seen.add(place.path)
        if place.path in settled.failed:
            continue
        problem = _problem(place, problems)
        if problem is not None:
            yield error_at(place, problem, language)
    for place in settled.failed.values():
        yield error_at(place, Problem("cannot_check"), language)
    for path, problem in problems.items():
        if path not in seen and not _is_under(path, settled.hidden):
            yield FieldError(path, problem.code, dict(problem.params), language=language)


def error_at(place: Place, problem: Problem, language: str) -> FieldError:
    """Give a problem its place, its label and the analyst's own sentence."""
    label = ", ".join((*place.titles, place.field.label)) if place.field.label else ""
    own = place.field.messages
    message = own.get(problem.params.get("rule", problem.code)) or own.get("any", "")
    return FieldError(place.path, problem.code, {**problem.params, "label": label}, message, language)


def options_of(field: Field, scope: Scope) -> tuple[Option, ...]:
    """The options of a choice: its own, those the context offers under a name, or computed ones."""
    if field.options:
        return field.options
    if field.part:
        return tuple(parts.options(field.part, scope.around, scope.lookups, scope.language))
    if field.options_from:
        offered = scope.context.get("options")
        raw = offered.get(field.options_from) if isinstance(offered, Mapping) else None
    else:
        raw = field.rules.options.value_or_none(scope)
    if not isinstance(raw, list | tuple):
        return ()
    found = (_option(item) for item in raw)
    return tuple(option for option in found if option is not None)


def offered_options(field: Field, scope: Scope) -> tuple[Option, ...]:
    """The options of a choice that can be chosen now. Raises `FeelError` where nobody can say which."""
    options, rule = options_of(field, scope), field.rules.offered
    if rule is NOTHING:
        return options
    offered = rule.value(scope)
    values = {value for value in offered if isinstance(value, str)} if isinstance(offered, list) else set()
    return tuple(option for option in options if option.value in values)


def shown_options(field: Field, scope: Scope) -> tuple[Option, ...]:
    """The options that are shown; where nobody can say which are offered none is, and the check says so."""
    try:
        return offered_options(field, scope)
    except feel.FeelError:
        return ()


def _option(raw: Any) -> Option | None:
    if isinstance(raw, str):
        return Option(raw, raw)
    if not isinstance(raw, Mapping) or not isinstance(raw.get("value"), str):
        return None
    return Option(raw["value"], str(raw.get("label", raw["value"])), str(raw.get("group", "")))


def _problem(place: Place, problems: Mapping[str, Problem]) -> Problem | None:
    """Return the first problem of one answer; what the applicant can't change isn't held against them."""
    if place.field.type in _NOT_ASKED or place.is_readonly:
        return None
    if place.path in problems:
        return problems[place.path]
    try:
        _check(place)
        _agree(place)
    except feel.FeelError:
        return Problem("cannot_check")
    except Refused as refused:
        found = refused.messages[0]
        return found if isinstance(found, Problem) else Problem("wrong_type")
    return None


def _check(place: Place) -> None:
    field, value, rules = place.field, place.value, place.field.rules
    if is_blank(value):
        if rules.required.value(place.scope) is True:
            raise _missing(field)
        if field.type not in ("dynamiclist", "filepicker"):
            return
    if field.type == "dynamiclist":
        _count(place, "rows")
    elif field.type == "filepicker":
        _files(place)
    elif field.kind in ("choice", "settlement", "choices"):
        _options(place)
    elif field.kind in ("number", "money"):
        _size(place)
    elif field.kind in MOMENTS:
        _period(place)
    elif isinstance(value, str):
        _length_and_pattern(place)
        if field.kind == "register_entry":
            _entry(place)


def _agree(place: Place) -> None:
    """A rule that the form itself states holds only when it is exactly true; the first broken one is told."""
    if is_blank(place.value):
        return
    for code, rule in place.field.checks.items():
        if rule.value(place.scope) is not True:
            raise Refused("check", rule=code)


def _missing(field: Field) -> Refused:
    if field.type == "dynamiclist":
        return Refused("too_few_rows", min=1)
    if field.type in CHOICES:
        return Refused("choose_some")
    return Refused(_MISSING.get(field.type, "required"))


def _length_and_pattern(place: Place) -> None:
    field, value = place.field, place.value
    shortest = _number(field.rules.shortest, place.scope)
    longest = _number(field.rules.longest, place.scope)
    if shortest is not None and len(value) < shortest:
        raise Refused("too_short", min=int(shortest))
    if longest is not None and len(value) > longest:
        raise Refused("too_long", max=int(longest))
    # As bytes, or RE2's Python side counts for every match where its characters lie.
    if field.pattern is not None and field.pattern.search(value.encode()) is None:
        raise Refused("pattern")


def _entry(place: Place) -> None:
    """What the asker may not see is not there, and is refused with the same words."""
    lookups = place.scope.lookups
    found = None if lookups is None else lookups.has_entry(place.field.register, place.value)
    if found is None:
        raise Refused("cannot_check")
    if not found:
        raise Refused("entry_unknown")


def _size(place: Place) -> None:
    show = show_money if place.field.kind == "money" else show_number
    least = _number(place.field.rules.minimum, place.scope)
    most = _number(place.field.rules.maximum, place.scope)
    if least is not None and place.value < least:
        raise Refused("too_small", min=show(_plain(least)))
    if most is not None and place.value > most:
        raise Refused("too_large", max=show(_plain(most)))


def _period(place: Place) -> None:
    rules = place.field.rules
    first, last = rules.minimum.value(place.scope), rules.maximum.value(place.scope)
    check_period(place.field.kind, place.value, first=first, last=last)


def _options(place: Place) -> None:
    chosen = place.value if isinstance(place.value, list) else [place.value]
    options = offered_options(place.field, place.scope)
    if not options:
        raise Refused("no_options")
    if not {option.value for option in options}.issuperset(chosen):
        raise Refused("not_an_option")
    if isinstance(place.value, list):
        _count(place, "choices")


def _count(place: Place, what: str) -> None:
    least = _number(place.field.rules.minimum, place.scope)
    most = _number(place.field.rules.maximum, place.scope)
    if least is not None and len(place.value) < least:
        raise Refused(f"too_few_{what}", min=int(least))
    if most is not None and len(place.value) > most:
        raise Refused(f"too_many_{what}", max=int(most))


def _files(place: Place) -> None:
    field = place.field
    known = place.scope.context.get("files")
    for file in place.value or ():
        if isinstance(known, Mapping):
            if file["document"] not in known:
                raise Refused("file_unknown")
            # What the store knows replaces what the request says about a file.
            file.update(_described(known[file["document"]]))
        name, kind = str(file.get("name", "")).lower(), str(file.get("type", "")).lower()
        if kind in CONTAINERS and not takes_containers(field):
            raise Refused("file_container")
        if field.accept and not any(_accepts(entry, name, kind) for entry in field.accept):
            raise Refused("file_type", accept=", ".join(field.accept))
        if field.must_be_signed and isinstance(known, Mapping) and file.get("signed") != VALID:
            raise Refused(f"file_signature_{file.get('signed', 'missing')}")
        if field.most_megabytes and file.get("size", 0) > field.most_megabytes * _MEGABYTE:
            raise Refused("file_size", max=field.most_megabytes)
    if not field.is_multiple and len(place.value or ()) > 1:
        raise Refused("too_many_files", max=1)
    if place.value:
        _count(place, "files")


def _described(known: Any) -> dict[str, Any]:
    if not isinstance(known, Mapping):
        return {}
    return {key: known[key] for key in ("name", "size", "type", "signed") if key in known}


def _accepts(entry: str, name: str, kind: str) -> bool:
    if entry.startswith("."):
        return name.endswith(entry) or kind in _KEPT_AS.get(entry, ())
    return kind == entry or (entry.endswith("/*") and kind.startswith(entry[:-1]))


def _number(rule: Rule, scope: Scope) -> int | Decimal | None:
    """Return a numeric limit; null is no limit, anything else means that nobody can check."""
    value = rule.value(scope)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise Refused("cannot_check")
    return value


def _plain(value: int | Decimal) -> Any:
    return int(value) if value == int(value) else value


def _is_under(path: str, places: set[str]) -> bool:
    return any(path == place or path.startswith(f"{place}.") for place in places)

"""Translation of one form-js component into a field.

Responsible for properties: their names, types and expressions. What would silently mean something else
here than in the public editor's preview is refused. Refuses to know the file as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import re2
from marshmallow import ValidationError

import feel
from forms.conditions import NOTHING
from forms.definition import Field, Option, Rules
from forms.errors import FormError
from forms.fields import answer_field
from forms.limits import check_limits
from forms.properties import Properties
from forms.shown import READERS
from forms.signed import CONTAINER_ENDINGS
from forms.vocabulary import (
    COMPONENTS,
    CONTAINERS,
    DEFAULT_KIND,
    INPUTS,
    KINDS,
    REFUSED,
    SHOWN_ONLY,
    WITH_OPTIONS,
)

RESERVED = frozenset(
    {"case", "applicant", "municipality", "known", "answers", "csrf_token",
     "this", "parent", "i", "_this_", "_parent_", "_i_"}
)  # fmt: skip
_KEY = re.compile(r"[A-Za-z\u10d0-\u10ff_][A-Za-z0-9\u10d0-\u10ff_]{0,63}")
_ID = re.compile(r"[A-Za-z0-9_\u10d0-\u10ff][A-Za-z0-9_\u10d0-\u10ff.\-]{0,127}")
_FILE_KINDS: Mapping[str, tuple[str, ...]] = {
    "pdf": (".pdf",),
    "photo": (".jpg", ".jpeg", ".png", ".heic", ".webp"),
    "container": CONTAINER_ENDINGS,
}
MOST_OPTIONS = 1_000
LONGEST_PATTERN = 1_000
_SUBTYPES: Mapping[str, str] = {"date": "date", "time": "time", "datetime": "date_time"}


def read_component(raw: Mapping[str, Any], place: str, *, prefix: str, functions: feel.Functions) -> Field:
    """Return the field of one component, without what it contains."""
    read = Properties(raw, place, functions)
    component = read.string("type")
    if component in REFUSED:
        raise FormError("refused_component", place, type=component)
    if component not in COMPONENTS:
        raise FormError("unknown_component", place, type=component)
    key = _key(read, component)
    item_id = read.string("id") or key
    if not item_id or not _ID.fullmatch(item_id):
        raise FormError("component_id", place)
    _refuse_unsupported(read)
    field = Field(
        type=component,
        kind=_kind(read, component),
        key=key,
        id=item_id,
        path=prefix + (key or item_id),
        label=_label(read, component),
        description=read.words("description"),
        rules=_rules(read, component),
        checks=read.checks(asked=component in INPUTS - {"expression"} | {"dynamiclist"}),
        messages=read.messages(),
        attributes=read.attributes(),
        register=_register(read),
        is_fixed=raw.get("disabled") is True,
        use=_one_of(read, "use", "people", "post"),
        special=_one_of(read, "special", "health"),
        page=_one_of(read, "page", "new", "same"),
        begins=read.begins(asked=component in (INPUTS - {"expression"}) | CONTAINERS),
    )
    if not field.label and component in (INPUTS - {"expression"}) | {"dynamiclist"}:
        raise FormError("label_missing", place)
    special = _SPECIAL.get(component)
    field = special(read, field) if special else field
    check_limits(field, place)
    _check_default(field, place)
    return field


def _check_default(field: Field, place: str) -> None:
    """A fixed default is an answer like any other: one nobody could give is a mistake of the file."""
    default = field.rules.default.constant
    if default is None or not field.key or field.type in CONTAINERS | {"expression"}:
        return
    try:
        value = answer_field(field).deserialize(default)
    except ValidationError:
        raise FormError("default_type", place, key=field.key) from None
    chosen = value if isinstance(value, list) else [value]
    if (
        field.options
        and value is not None
        and not {option.value for option in field.options}.issuperset(chosen)
    ):
        raise FormError("default_type", place, key=field.key)


def _one_of(read: Properties, name: str, *allowed: str) -> str:
    """A custom property with few values: "use" says who uses an answer, if nobody but people who look at it;
    "page" where a long form is split; "special" which data of a special category it is."""
    value = read.mms(name)
    if value not in ("", *allowed):
        raise FormError("property_type", read.place, property=f"mms:{name}")
    return value


def _register(read: Properties) -> str:
    """The register whose entry is named; the answer is its key."""
    register = read.mms("register")
    if bool(register) is not (read.mms("type") == "register_entry") or not re.fullmatch(
        r"[a-z0-9_]*", register
    ):
        raise FormError("property_type", read.place, property="mms:register")
    return register


def _label(read: Properties, component: str) -> str:
    """The editor has a label of its own for the day and for the time."""
    own = {"image": "alt", "documentPreview": "title"}.get(component, "dateLabel")
    return read.words("label") or read.words(own) or read.words("timeLabel")


def _key(read: Properties, component: str) -> str:
    key = read.string("path" if component in CONTAINERS else "key")
    if component in SHOWN_ONLY or (component == "group" and not key):
        return ""
    if not _KEY.fullmatch(key):
        raise FormError("key", read.place, key=key)
    if key in RESERVED or key.startswith("__"):
        raise FormError("reserved_key", read.place, key=key)
    return key


def _kind(read: Properties, component: str) -> str:
    wanted = read.mms("type")
    if component == "datetime":
        kind = _SUBTYPES.get(read.string("subtype") or "date")
        if kind is None or wanted not in ("", kind):
            raise FormError("unsupported", read.place, property="subtype")
        return kind
    if not wanted:
        if component == "textfield" and read.nested("validate", "validationType") in ("email", "phone"):
            return str(read.nested("validate", "validationType"))
        return DEFAULT_KIND.get(component, component)
    if wanted not in KINDS.get(component, frozenset()):
        raise FormError("unknown_kind", read.place, kind=wanted, type=component)
    return wanted


def _refuse_unsupported(read: Properties) -> None:
    if read.raw.get("serializeToString"):
        raise FormError("unsupported", read.place, property="serializeToString")
    if read.raw.get("isRepeating") is False:
        raise FormError("unsupported", read.place, property="isRepeating")
    # Moments are stored with the offset of Georgia; the other ways of the editor would lose it.
    stored = ("utc_offset", "no_timezone") if read.raw.get("subtype") == "time" else ("utc_offset",)
    if read.string("timeSerializingFormat") not in ("", *stored):
        raise FormError("unsupported", read.place, property="timeSerializingFormat")


def _rules(read: Properties, component: str) -> Rules:
    check = read.section("validate")
    return Rules(
        hidden=read.condition(read.section("conditional").get("hide"), "conditional.hide"),
        required=read.condition(check.get("required"), "validate.required"),
        readonly=read.condition(read.raw.get("readonly"), "readonly"),
        default=read.rule(read.raw.get("defaultValue"), "defaultValue"),
        minimum=read.limit("min", check.get("min")),
        maximum=read.limit("max", check.get("max")),
        shortest=read.length(check.get("minLength"), "validate.minLength"),
        longest=read.length(check.get("maxLength"), "validate.maxLength"),
        computed=read.computed() if component == "expression" else NOTHING,
        options=read.expression_only("valuesExpression"),
        offered=read.offered(can_choose=component in WITH_OPTIONS and bool(read.raw.get("values"))),
    )


def _with_pattern(read: Properties, field: Field) -> Field:
    """Patterns run on RE2: a pattern can't make the server think for minutes. Search, as in form-js."""
    pattern = read.nested("validate", "pattern")
    if not pattern:
        return field
    if not isinstance(pattern, str) or len(pattern) > LONGEST_PATTERN:
        raise FormError("bad_pattern", read.place, detail="")
    options = re2.Options()
    options.log_errors = False
    try:
        compiled = re2.compile(pattern, options)
    except (re2.error, UnicodeEncodeError) as error:
        raise FormError("bad_pattern", read.place, detail=str(error)[:200]) from None
    return replace(field, pattern=compiled)


def _with_options(read: Properties, field: Field) -> Field:
    source = read.mms("options") or read.string("valuesKey")
    if field.kind == "settlement" and not source:
        source = "settlements"
    raw = read.raw.get("values") or []
    if not isinstance(raw, list) or len(raw) > MOST_OPTIONS:
        raise FormError("options", read.place)
    options = tuple(_option(item, read.place) for item in raw)
    if len({option.value for option in options}) != len(options):
        raise FormError("duplicate_option", read.place)
    has_other_source = bool(source) or field.rules.options is not NOTHING
    if bool(options) == has_other_source:
        raise FormError("options", read.place)
    return replace(field, options=options, options_from=source)


def _option(raw: Any, place: str) -> Option:
    value, label = (raw.get("value"), raw.get("label")) if isinstance(raw, dict) else (None, None)
    if not isinstance(value, str) or value != value.strip() or not value or not isinstance(label, str):
        raise FormError("options", place)
    return Option(value, label)


def _number(read: Properties, field: Field) -> Field:
    return replace(field, decimals=read.whole("decimalDigits", 0, 12))


def _file(read: Properties, field: Field) -> Field:
    accept = [part.strip().lower() for part in read.string("accept").split(",") if part.strip()]
    for kind in read.mms("kinds").replace(",", " ").split():
        if kind not in _FILE_KINDS:
            raise FormError("property_type", read.place, property="mms:kinds")
        accept += _FILE_KINDS[kind]
    return replace(
        field,
        accept=tuple(dict.fromkeys(accept)),
        is_multiple=read.raw.get("multiple") is True,
        most_megabytes=read.whole_text("megabytes"),
        must_be_signed=_one_of(read, "signed", "yes") == "yes",
    )


def _list(read: Properties, field: Field) -> Field:
    rows = read.whole("defaultRepetitions", 0, 20)
    return replace(
        field,
        rows_shown=1 if rows is None else rows,
        can_change_rows=read.raw.get("allowAddRemove") is not False,
    )


def _moment(read: Properties, field: Field) -> Field:
    """The editor's own property against days that are over is a limit like any other."""
    if read.raw.get("disallowPassedDates") is not True or field.kind == "time":
        return field
    if field.rules.minimum is not NOTHING:
        raise FormError("unsupported", read.place, property="disallowPassedDates")
    return replace(field, rules=replace(field.rules, minimum=read.rule("=today()", "disallowPassedDates")))


_SPECIAL: Mapping[str, Callable[[Properties, Field], Field]] = {
    "textfield": _with_pattern,
    "textarea": _with_pattern,
    "number": _number,
    "filepicker": _file,
    "dynamiclist": _list,
    "datetime": _moment,
    **READERS,
    **dict.fromkeys(WITH_OPTIONS, _with_options),
}

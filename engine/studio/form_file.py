"""A form's file as an analyst changes it: components by their ids, added, moved, removed.

What is said of one component is `form_properties`. Whether the form is right is validation's business; here
nothing is lost that a page knows no field for. Refuses to know SQL, pages and answers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from engine.errors import NotFound, Rejected
from forms.vocabulary import COMPOSITE, CONTAINERS

Component = dict[str, Any]
# What can be added: how the component begins. Choices begin with answers; without one they are wrong.
_YES_NO: Final = [{"label": "კი", "value": "yes"}, {"label": "არა", "value": "no"}]
NEW: Final[dict[str, Component]] = {
    "group": {"showOutline": False, "components": []},
    "dynamiclist": {
        "showOutline": True,
        "isRepeating": True,
        "allowAddRemove": True,
        "defaultRepetitions": 1,
        "components": [],
    },
    "textfield": {"validate": {"required": True}},
    "textarea": {"validate": {"required": True}},
    "number": {"validate": {"required": True, "min": 0}, "decimalDigits": 0},
    "datetime": {"subtype": "date", "validate": {"required": True}},
    "radio": {"validate": {"required": True}, "values": _YES_NO},
    "select": {"validate": {"required": True}, "values": _YES_NO},
    "checklist": {"values": _YES_NO},
    "checkbox": {"validate": {"required": True}},
    "filepicker": {
        "accept": ".pdf,.jpg,.jpeg,.png",
        "multiple": True,
        "properties": {"mms:megabytes": "10", "mms:max": "20"},
    },
    "text": {},
}
_KEY: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")
MOST_COMPONENTS: Final = 300


class KeyUnusable(Rejected):
    """The name of an answer is Latin letters, digits and underscores."""

    code = "service_draft.key_unusable"


class KeyTaken(Rejected):
    """Another question of the form has this name."""

    code = "service_draft.key_taken"


@dataclass(frozen=True)
class Row:
    """A component as the list of a form shows it; `place` and `path` are what validation calls it by."""

    id: str
    place: str
    path: str
    type: str
    key: str
    label: str
    depth: int
    is_first: bool
    is_last: bool
    component: Component

    @property
    def is_required(self) -> bool:
        rules = self.component.get("validate")
        return isinstance(rules, dict) and rules.get("required") is True

    @property
    def is_conditional(self) -> bool:
        return bool(self.component.get("conditional"))


class FormFile:
    """The document of one form."""

    def __init__(self, content: bytes) -> None:
        document = json.loads(content)
        self.document: dict[str, Any] = document if isinstance(document, dict) else {}
        self.document.setdefault("components", [])

    @classmethod
    def new(cls, name: str, title: str) -> FormFile:
        """Return a form with one section and no question yet."""
        form = cls(b"{}")
        form.document = {
            "schemaVersion": 19,
            "type": "default",
            "id": name,
            "executionPlatform": "Camunda Cloud",
            "executionPlatformVersion": "8.6.0",
            "components": [],
        }
        form.add("group", f"{name}_group", title, inside=None)
        return form

    @property
    def id(self) -> str:
        return str(self.document.get("id", ""))

    def content(self) -> bytes:
        """Return the file as ours are written."""
        return f"{json.dumps(self.document, ensure_ascii=False, indent=2)}\n".encode()

    def rows(self) -> tuple[Row, ...]:
        """Return every component, containers before what they contain."""
        return tuple(self._rows(self.document, depth=0, place="", path=""))

    def containers(self) -> tuple[Row, ...]:
        """Return what a component can be put into."""
        return tuple(row for row in self.rows() if row.type in CONTAINERS and not is_composite(row.component))

    def find(self, component_id: str) -> Row:
        """Return the component of this id, or raise `NotFound`."""
        for row in self.rows():
            if row.id == component_id:
                return row
        raise NotFound

    def add(self, kind: str, key: str, label: str, *, inside: str | None) -> str:
        """Add a component at the end of a container, or of the form; return its id."""
        if kind not in NEW or len(self.rows()) >= MOST_COMPONENTS:
            raise NotFound
        self.check_key(key, besides=None)
        component_id = self._free_id(key)
        component: Component = {"type": kind, "id": component_id}
        if kind == "text":
            component["text"] = label
        else:
            component["dateLabel" if kind == "datetime" else "label"] = label
        if kind == "dynamiclist":
            component["path"] = key
        elif kind not in ("group", "text"):
            component["key"] = key
        component |= json.loads(json.dumps(NEW[kind]))
        home = self.document if inside is None else self.find(inside).component
        home.setdefault("components", []).append(component)
        return component_id

    def move(self, component_id: str, step: int) -> None:
        """Move a component among those beside it."""
        beside, place = self._place_of(component_id)
        goal = place + step
        if 0 <= goal < len(beside):
            beside.insert(goal, beside.pop(place))

    def put_into(self, component_id: str, container_id: str | None) -> None:
        """Move a component to the end of a container, or of the form."""
        beside, place = self._place_of(component_id)
        inner = {row.id for row in self._rows(beside[place], depth=0, place="", path="")}
        if container_id == component_id or container_id in inner:
            raise NotFound
        home = self.document if container_id is None else self.find(container_id).component
        home.setdefault("components", []).append(beside.pop(place))

    def remove(self, component_id: str) -> None:
        """Remove a component with everything in it."""
        beside, place = self._place_of(component_id)
        del beside[place]

    def home_of(self, component_id: str) -> str | None:
        """Return the id of what a component lies in; None where it lies in the form itself."""
        for row in self.containers():
            if any(component.get("id") == component_id for component in _components(row.component)):
                return row.id
        return None

    def check_key(self, key: str, *, besides: str | None) -> None:
        """Raise `KeyUnusable` or `KeyTaken` unless a question may have this name."""
        if not _KEY.fullmatch(key):
            raise KeyUnusable(key=key[:64])
        if any(row.key == key and row.id != besides for row in self.rows()):
            raise KeyTaken(key=key)

    def _free_id(self, key: str) -> str:
        taken = {row.id for row in self.rows()}
        wanted = f"{self.id}_{key}"
        names = (wanted, *(f"{wanted}_{number}" for number in range(2, MOST_COMPONENTS + 3)))
        return next(name for name in names if name not in taken)

    def _rows(self, home: Component, *, depth: int, place: str, path: str) -> Iterator[Row]:
        inside = _components(home)
        for number, component in enumerate(inside):
            key = str(component.get("key") or component.get("path") or "")
            row = Row(
                id=str(component.get("id", "")),
                place=f"{place}components.{number}",
                path=f"{path}{key}",
                type=str(component.get("type", "")),
                key=key,
                label=str(
                    component.get("label") or component.get("dateLabel") or component.get("text") or ""
                ),
                depth=depth,
                is_first=number == 0,
                is_last=number == len(inside) - 1,
                component=component,
            )
            yield row
            below = f"{row.path}." if key else path
            yield from self._rows(component, depth=depth + 1, place=f"{row.place}.", path=below)

    def _place_of(self, component_id: str) -> tuple[list[Component], int]:
        for home in (self.document, *(row.component for row in self.rows())):
            beside = _components(home)
            for place, component in enumerate(beside):
                if component.get("id") == component_id:
                    return beside, place
        raise NotFound


def is_composite(component: Component) -> bool:
    """Tell whether the parts of a component are ours, such as those of an address."""
    properties = component.get("properties")
    return isinstance(properties, dict) and properties.get("mms:type") in COMPOSITE


def _components(home: Component) -> list[Component]:
    found = home.get("components")
    return (
        found if isinstance(found, list) and all(isinstance(component, dict) for component in found) else []
    )

"""Typed access to the properties of one component of a `.form` file.

Responsible for types and for compiling FEEL, with the place in every refusal. Refuses to know what a
property is for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import feel
from forms.conditions import NOTHING, Rule
from forms.errors import FormError
from forms.vocabulary import BEGINNINGS, is_check

LONGEST_WORDS = 20_000
TEMPLATE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_MESSAGE = "mms:message"
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9:Z+\-]{4,20})?|[0-9]{2}:[0-9]{2}(:[0-9]{2})?")
_CHECK = re.compile(r"check(\.[a-z][a-z0-9_]{0,39})?")
_AUTOCOMPLETE = re.compile(r"[a-z][a-z0-9\- ]{0,60}")
_INPUT_MODES = frozenset({"none", "text", "decimal", "numeric", "tel", "search", "email", "url"})


def compile_rule(value: Any, name: str, *, place: str, functions: feel.Functions) -> Rule:
    """A constant, or FEEL where the text begins with "="."""
    if value is None or value == "":
        return NOTHING
    if not isinstance(value, str) or not value.startswith("="):
        return Rule(constant=value)
    try:
        return Rule(expression=feel.compile_expression(value[1:], functions=functions))
    except feel.FeelError as error:
        position = error.position
        raise FormError(
            "bad_expression", place, property=name, detail=str(error), position=position
        ) from error


def compile_text(text: str, *, place: str, functions: feel.Functions) -> Mapping[str, Rule]:
    """Return the {{ expressions }} of a text by their source."""
    return {
        source: compile_rule("=" + source, "text", place=place, functions=functions)
        for source in {match[1] for match in TEMPLATE.finditer(text)}
    }


class Properties:
    """The properties of one component."""

    def __init__(self, raw: Mapping[str, Any], place: str, functions: feel.Functions) -> None:
        self.raw = raw
        self.place = place
        self.functions = functions

    def string(self, name: str) -> str:
        value = self.raw.get(name)
        if value is None:
            return ""
        if not isinstance(value, str) or len(value) > LONGEST_WORDS:
            raise FormError("property_type", self.place, property=name)
        return value

    def words(self, name: str) -> str:
        """A label or description. form-js allows expressions here; we don't, they would be shown raw."""
        value = self.string(name).strip()
        if value.startswith("=") or "{{" in value:
            raise FormError("unsupported", self.place, property=name)
        return value

    def section(self, name: str) -> Mapping[str, Any]:
        value = self.raw.get(name)
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise FormError("property_type", self.place, property=name)
        return value

    def nested(self, section: str, name: str) -> Any:
        return self.section(section).get(name)

    def mms(self, name: str) -> str:
        """A custom property of ours; the editor keeps custom properties as texts."""
        value = self.section("properties").get(f"mms:{name}", "")
        if not isinstance(value, str):
            raise FormError("property_type", self.place, property=f"mms:{name}")
        return value.strip()

    def whole(self, name: str, least: int, most: int) -> int | None:
        value = self.raw.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise FormError("property_type", self.place, property=name)
        return value

    def whole_text(self, name: str) -> int | None:
        value = self.mms(name)
        if value and not re.fullmatch(r"[0-9]{1,6}", value):
            raise FormError("property_type", self.place, property=f"mms:{name}")
        return int(value) if value else None

    def rule(self, value: Any, name: str) -> Rule:
        return compile_rule(value, name, place=self.place, functions=self.functions)

    def condition(self, value: Any, name: str) -> Rule:
        """True, false or FEEL; any other text would be a condition that never holds."""
        rule = self.rule(value, name)
        if rule.expression is None and rule.constant is not None and not isinstance(rule.constant, bool):
            raise FormError("property_type", self.place, property=name)
        return rule

    def expression_only(self, name: str) -> Rule:
        value = self.string(name)
        if value and not value.startswith("="):
            raise FormError("property_type", self.place, property=name)
        return self.rule(value, name)

    def offered(self, *, can_choose: bool) -> Rule:
        """Which of the field's own options are offered now: FEEL that gives a list of their values."""
        value = self.mms("offered")
        if value and not (can_choose and value.startswith("=")):
            raise FormError("property_type", self.place, property="mms:offered")
        return self.rule(value, "mms:offered")

    def computed(self) -> Rule:
        rule = self.expression_only("expression")
        if rule is NOTHING:
            raise FormError("property_type", self.place, property="expression")
        return rule

    def checks(self, *, asked: bool) -> Mapping[str, Rule]:
        """What an answer has to be besides, by the code of its sentence: "check", "check.twice".

        No general sentence says what is wrong, so the analyst does, of each check by itself.
        """
        found: dict[str, Rule] = {}
        for name in self.section("properties"):
            code = name.removeprefix("mms:")
            if not name.startswith("mms:") or not is_check(code):
                continue
            rule = self.condition(self.mms(code), name)
            if rule is NOTHING:
                continue
            if not asked or not _CHECK.fullmatch(code):
                raise FormError("property_type", self.place, property=name)
            if not {code, "any"} & self.messages().keys():
                raise FormError("property_type", self.place, property=f"{_MESSAGE}.{code}")
            found[code] = rule
        for code in self.messages().keys() - found.keys():
            # A sentence that nothing leads to is a misspelt name.
            if is_check(code):
                raise FormError("property_type", self.place, property=f"{_MESSAGE}.{code}")
        return found

    def begins(self, *, asked: bool) -> str:
        """How a question begins when its step comes back; what is only shown or computed has no beginning."""
        value = self.mms("begins")
        if value and (value not in BEGINNINGS or not asked):
            raise FormError("begins", self.place, value=value)
        return value

    def length(self, value: Any, name: str) -> Rule:
        rule = self.rule(value, name)
        constant = rule.constant
        if rule.expression is None and constant is not None and not _is_whole(constant):
            raise FormError("property_type", self.place, property=name)
        return rule

    def limit(self, name: str, value: Any) -> Rule:
        """`validate.min` or, where the editor has no such property, `mms:min`."""
        own = self.mms(name)
        rule = self.rule(own or value, f"mms:{name}" if own else f"validate.{name}")
        constant = rule.constant
        if isinstance(constant, str):
            if re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,9})?", constant):
                number = Decimal(constant)
                return Rule(constant=int(number) if number == int(number) else number)
            if not _MOMENT.fullmatch(constant):
                raise FormError("property_type", self.place, property=f"mms:{name}")
        elif constant is not None and (isinstance(constant, bool) or not isinstance(constant, int | Decimal)):
            raise FormError("property_type", self.place, property=f"validate.{name}")
        return rule

    def messages(self) -> Mapping[str, str]:
        """The analyst's own sentences: "mms:message" for every error, "mms:message.required" for one."""
        found: dict[str, str] = {}
        for name, value in self.section("properties").items():
            if name == _MESSAGE or name.startswith(f"{_MESSAGE}."):
                if not isinstance(value, str) or not value.strip():
                    raise FormError("property_type", self.place, property=name)
                found[name.removeprefix(_MESSAGE).removeprefix(".") or "any"] = value.strip()
        pattern = self.nested("validate", "patternErrorMessage")
        if isinstance(pattern, str) and pattern.strip():
            found.setdefault("pattern", pattern.strip())
        return found

    def attributes(self) -> Mapping[str, str]:
        """HTML attributes an analyst may choose, from closed lists."""
        found: dict[str, str] = {}
        autocomplete, inputmode = self.mms("autocomplete"), self.mms("inputmode")
        if autocomplete and not _AUTOCOMPLETE.fullmatch(autocomplete):
            raise FormError("property_type", self.place, property="mms:autocomplete")
        if inputmode and inputmode not in _INPUT_MODES:
            raise FormError("property_type", self.place, property="mms:inputmode")
        if autocomplete:
            found["autocomplete"] = autocomplete
        if inputmode:
            found["inputmode"] = inputmode
        adorners = self.section("appearance")
        for side, name in (("prefix", "prefixAdorner"), ("suffix", "suffixAdorner")):
            value = adorners.get(name)
            if isinstance(value, str) and value:
                found[side] = value
        return found


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 100_000

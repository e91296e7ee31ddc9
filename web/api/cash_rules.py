"""API of cash rules, whether centres take cash for a municipality, for its administrator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from marshmallow import fields, validate

from engine.cash.commands import SetCashRule
from engine.cash.queries import finance as cash_views
from engine.cash.queries.finance import RuleEntry
from engine.queries.views import Names
from web.api.administration import PATH, SEES, SETS
from web.api.callers import Who
from web.api.operations import operation
from web.api.sending import send
from web.api.shapes import shape
from web.api.shared import Strict, code_field, day, text
from web.auth import current_actor
from web.engine_access import engine


@dataclass(frozen=True)
class PaidService:
    """A service that costs something."""

    code: str
    names: Names


@dataclass(frozen=True)
class CashRules:
    """List of the rules about cash, the last entered first, and the services that a rule can be for."""

    items: tuple[RuleEntry, ...]
    services: tuple[PaidService, ...]


class NewCashRule(Strict):
    """A centre takes cash or not, from a day on; without a service, of all."""

    center = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=32_767))
    service = code_field(required=False, load_default="")
    is_taken = fields.Boolean(required=True, truthy={True}, falsy={False})
    act = text(500)
    first_on = day()


@operation(
    "GET",
    f"{PATH}/cash-rules",
    Who.OFFICE,
    does=("რომელი ცენტრი იღებს ნაღდ ფულს", "See which centres take cash"),
    pages=("admin.cash",),
    gives=shape(CashRules),
    **SEES,
)
def list_cash_rules(code: str) -> CashRules:
    with engine().read(current_actor()) as tx:
        page = cash_views.rules(tx, code)
    return CashRules(page.entries, tuple(PaidService(*service) for service in page.services))


@operation(
    "POST",
    f"{PATH}/cash-rules",
    Who.OFFICE,
    does=("ცენტრისთვის ნაღდი ფულის მიღების დადგენა", "Let a centre take cash, or not"),
    pages=("admin.set_cash_rule",),
    takes=NewCashRule,
    **SETS,
)
def set_cash_rule(body: dict[str, Any], code: str) -> None:
    send(SetCashRule(code, valid_from=body.pop("first_on"), **body))

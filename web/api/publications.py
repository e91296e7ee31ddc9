"""Publishing: requested with a draft, approved by a second person who was told what differs, taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from engine.comparing import Change
from engine.queries.service_views import Standing
from engine.studio.commands.publish_requests import (
    ApprovePublication,
    DeclinePublication,
    PublicationRequested,
    RequestPublication,
)
from engine.studio.commands.publishing import ServicePublished, ServiceTakenBack, TakeBackPublication
from engine.studio.queries import comparisons, publish_requests, service_drafts, versions
from engine.studio.queries.comparisons import Side
from engine.studio.queries.publish_requests import PublishRequest
from engine.studio.queries.service_drafts import NewerVersion
from web.api.callers import Who
from web.api.operations import operation
from web.api.sending import send
from web.api.shapes import shape
from web.api.shared import Strict, code_field, day, text, words
from web.api.studio import APPROVES, CHANGES, DECIDES, DRAFT, DRAWS, SERVICE
from web.auth import current_actor
from web.engine_access import engine

PUBLICATION = "/studio/publications/<uuid:request_id>"
MOST_PLACES, MOST_LAWS, MOST_GROUPS = 200, 60, 200


class Law(Strict):
    """An act, and its article."""

    act = words()
    article = text(200, required=False, load_default=None, allow_none=True)


class NewPublication(Strict):
    """From which day a draft is to be in force, why, where (nowhere named: everywhere) and by which law.

    Without `law` that of the service's settings counts. `undoes` are the digests of versions in force there
    that the draft knows nothing of, and that are meant to be undone.
    """

    effective_from = day()
    note = text()
    municipalities = fields.List(code_field(), load_default=list, validate=validate.Length(max=MOST_PLACES))
    law = fields.List(
        fields.Nested(Law),
        load_default=None,
        allow_none=True,
        validate=validate.Length(min=1, max=MOST_LAWS),
    )
    undoes = fields.List(text(64), load_default=list, validate=validate.Length(max=MOST_GROUPS))


class MunicipalityGroup(Strict):
    """A group of municipalities in which the same was in force."""

    group = fields.Integer(load_default=1, validate=validate.Range(min=1, max=10**4))


class Approval(Strict):
    """`seen` of the differences of each group, and why it is published although scenarios have failed."""

    seen = fields.List(text(64), required=True, validate=validate.Length(max=MOST_GROUPS))
    despite = text(required=False, load_default="")


class Reason(Strict):
    """Reason for refusing a publish request, or for withdrawing one's own."""

    reason = text()


class PublicationWithdrawal(Reason):
    """The act that counts no more, by its `id` among the versions, and why."""

    publication = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=2**31 - 1))


@dataclass(frozen=True)
class Publishing:
    """Versions in force by place, newer versions unknown to the draft, and the draft's publish requests."""

    standings: tuple[Standing, ...]
    newer: tuple[NewerVersion, ...]
    requests: tuple[PublishRequest, ...]


@dataclass(frozen=True)
class RequestDifferences:
    """Differences in a group of municipalities; whoever approves names `seen`, which is theirs alone."""

    old: Side | None
    new: Side
    changes: tuple[Change, ...]
    diagram: str
    seen: str


@operation(
    "GET",
    f"{DRAFT}/publications",
    Who.OFFICE,
    does=(
        "სად რა მოქმედებს და რა მოითხოვეს ამ სამუშაო ვერსიით",
        "See what is in force where, and what was asked for with a draft",
    ),
    pages=("studio.publish",),
    gives=shape(Publishing),
    **DRAWS,
)
def get_publishing(draft_id: UUID) -> Publishing:
    with engine().read(current_actor()) as tx:
        draft = service_drafts.draft(tx, draft_id)
        return Publishing(
            versions.standings(tx, draft.code),
            service_drafts.newer(tx, draft_id),
            publish_requests.of_draft(tx, draft_id),
        )


@operation(
    "POST",
    f"{DRAFT}/publications",
    Who.OFFICE,
    does=("სამუშაო ვერსიის გამოქვეყნების მოთხოვნა", "Request the publication of a draft"),
    pages=("studio.request_publication",),
    takes=NewPublication,
    gives=shape(PublicationRequested),
    status=201,
    **CHANGES,
)
def request_publication(body: dict[str, Any], draft_id: UUID) -> PublicationRequested:
    requested: PublicationRequested = send(
        RequestPublication(
            draft_id,
            body["effective_from"],
            body["note"],
            municipalities=tuple(body["municipalities"]),
            law=body["law"],
            undoes=tuple(body["undoes"]),
        )
    )
    return requested


@operation(
    "GET",
    f"{PUBLICATION}/differences",
    Who.OFFICE,
    does=("რით განსხვავდება მოქმედისგან", "See what differs from what is in force"),
    pages=("studio.request_differences",),
    asks=MunicipalityGroup,
    gives=shape(RequestDifferences),
    **APPROVES,
)
def compare_publication(asked: dict[str, int], request_id: UUID) -> RequestDifferences:
    group, secret = asked["group"], engine().settings.secret
    with engine().read(current_actor()) as tx:
        found = comparisons.of_request(tx, request_id, group)
        seen = publish_requests.seal_of(tx, request_id, group, secret=secret)
    return RequestDifferences(found.old, found.new, found.changes, found.diagram, seen)


@operation(
    "POST",
    f"{PUBLICATION}/approval",
    Who.OFFICE,
    does=("გამოქვეყნების დამტკიცება მეორე პირად", "Approve a publication as the second person"),
    pages=("studio.approve",),
    takes=Approval,
    gives=shape(ServicePublished),
    **DECIDES,
)
def approve_publication(body: dict[str, Any], request_id: UUID) -> ServicePublished:
    done: ServicePublished = send(ApprovePublication(request_id, body["despite"], tuple(body["seen"])))
    return done


@operation(
    "POST",
    f"{PUBLICATION}/refusal",
    Who.OFFICE,
    does=(
        "გამოქვეყნების უარყოფა, ან საკუთარი მოთხოვნის უკან გაწვევა",
        "Refuse a publication, or withdraw one's own",
    ),
    pages=("studio.decline",),
    takes=Reason,
    **DECIDES,
)
def decline_publication(body: dict[str, str], request_id: UUID) -> None:
    send(DeclinePublication(request_id, body["reason"]))


@operation(
    "POST",
    f"{SERVICE}/withdrawal",
    Who.OFFICE,
    does=("გამოქვეყნების აქტის უკან გაწვევა", "Take an act of publication back"),
    pages=("studio.take_back",),
    takes=PublicationWithdrawal,
    gives=shape(ServiceTakenBack),
    **DECIDES,
)
def take_back_publication(body: dict[str, Any], service: str) -> ServiceTakenBack:
    done: ServiceTakenBack = send(TakeBackPublication(service, body["reason"], body["publication"]))
    return done

"""Writing to the applicant: a letter in the portal, with a copy by e-mail.

The letter counts when it is recorded with the step. Its e-mail copy is queued in the same
commit and goes out on its own: a mail server that is down never holds a case up, and a copy
sent twice carries the same Message-ID.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from engine.db.pool import as_json
from engine.operations.operation import Operation
from engine.operations.outside import Outside
from engine.stores import papers, work

if TYPE_CHECKING:
    from engine.steps import OpenCase

RECEIPT = "receipt"  # the template of the letter that confirms receipt (General Administrative Code, art. 79)


def write(outside: Outside, inputs: dict[str, Any]) -> dict[str, Any]:
    """Render the letter in the language of the application."""
    with outside.world() as world:
        source = world.published.template(str(inputs["template"]), world.case.language, outside.element)
        page = world.fill(source, {})
    return {
        "template": inputs["template"],
        "subject": page.title,
        "body": page.html,
        "document": inputs.get("document"),
    }


def write_now(case: OpenCase, template: str, document: Mapping[str, Any]) -> None:
    """Write a letter in the commit of a step, over data that the step is only about to record."""
    page = case.world.fill(case.published.template(template, case.row.language), document)
    put(case, template, template=template, subject=page.title, body=page.html)


def record(case: OpenCase, job: Any, result: Mapping[str, Any]) -> dict[str, Any]:
    """Put the letter into the portal and queue its e-mail copy."""
    content = {name: result[name] for name in ("template", "subject", "body", "document")}
    return put(case, job.token, **content)


def put(
    case: OpenCase, token: str, *, template: str, subject: str, body: str, document: str | None = None
) -> dict[str, Any]:
    """Put a letter into the portal; one token has one letter."""
    letter_id = case.id_of("letter", token)
    papers.add_letter(
        case.tx,
        id=letter_id,
        case_id=case.row.id,
        municipality_id=case.row.municipality_id,
        applicant_id=case.row.applicant_id,
        template=template,
        language=case.row.language,
        subject=subject,
        body=body,
        document=document and bytes.fromhex(document),
    )
    case.note("letter.sent", subject=subject, letter=str(letter_id))
    # Whether and how a copy goes out is the applicant's choice at the moment of sending.
    args = as_json({"letter_id": str(letter_id), "municipality_id": case.row.municipality_id})
    work.queue(case.tx, "send_mail", lock=f"letter:{letter_id}", args=args)
    return {"letter": str(letter_id), "sent_at": case.tx.now.isoformat()}


SEND = Operation(
    "letter.send",
    inputs=("template", "document"),
    outputs=("letter", "sent_at"),
    required=("template",),
    perform=write,
    record=record,
)

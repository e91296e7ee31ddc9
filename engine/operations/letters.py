"""Writing to the applicant: a letter in the portal, in the languages of the municipality, and an e-mail copy.

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
from engine.texts import LANGUAGES

if TYPE_CHECKING:
    from engine.scope import World
    from engine.steps import OpenCase

Texts = Mapping[str, Mapping[str, str]]  # by language: subject and body

RECEIPT = "receipt"  # the template of the letter that confirms receipt (General Administrative Code, art. 79)


def write(outside: Outside, inputs: dict[str, Any]) -> dict[str, Any]:
    """Render the letter in every language in which the municipality speaks and the service has it."""
    name = str(inputs["template"])
    with outside.world() as world:
        languages = [
            language
            for language in world.languages
            if world.published.has_template(name, language, outside.element)
        ]
        sources = {
            language: world.published.template(name, language, outside.element)
            for language in languages or (world.case.language,)
        }
        texts = in_languages(world, name, sources, element=outside.element)
    return {"template": name, "texts": texts, "document": inputs.get("document")}


def write_now(case: OpenCase, template: str, document: Mapping[str, Any]) -> None:
    """Write a letter in the commit of a step, over data that the step is only about to record."""
    there = [language for language in case.world.languages if case.published.has_template(template, language)]
    sources = {
        language: case.published.template(template, language) for language in there or (case.row.language,)
    }
    put(
        case,
        template,
        template=template,
        texts=in_languages(case.world, template, sources, dict.fromkeys(sources, document)),
    )


def in_languages(
    world: World,
    name: str,
    sources: Mapping[str, bytes],
    more: Mapping[str, Mapping[str, Any]] | None = None,
    *,
    element: str | None = None,
) -> Texts:
    """Return subject and body in each language; `more` is what a language's template sees beside the case."""
    pages = {
        spoken: world.fill(name, source, (more or {}).get(spoken, {}), element=element)
        for spoken, source in sources.items()
    }
    return {spoken: {"subject": page.title, "body": page.html} for spoken, page in pages.items()}


def record(case: OpenCase, job: Any, result: Mapping[str, Any]) -> dict[str, Any]:
    """Put the letter into the portal and queue its e-mail copy."""
    return put(
        case, job.token, template=result["template"], texts=result["texts"], document=result["document"]
    )


def put(
    case: OpenCase, token: str, *, template: str, texts: Texts, document: str | None = None
) -> dict[str, Any]:
    """Put a letter into the portal, in the language that its applicant chose; one token has one letter."""
    letter_id, chosen = case.id_of("letter", token), papers.language_of_letters(case.tx, case.row.id)
    language = chosen if chosen in texts else next(iter(texts))
    said = texts[language]
    papers.add_letter(
        case.tx,
        id=letter_id,
        case_id=case.row.id,
        municipality_id=case.row.municipality_id,
        applicant_id=case.row.applicant_id,
        template=template,
        language=language,
        **said,
        others=as_json({spoken: text for spoken, text in texts.items() if spoken != language}),
        document=document and bytes.fromhex(document),
    )
    case.record("letter.sent", subject=said["subject"], letter=str(letter_id))
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
    templates_in=LANGUAGES,
)

"""The page that is signed: an act over the case as the step will leave it, or the filled form of the step.

What a signer sees is this page, and the PDF made of it is what the card signs. At its foot stand who signs,
and the code by which anybody can check the act. Refuses to know who signs with what.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import segno
from markupsafe import Markup

from engine import canonical
from engine.answers.context import form_context
from engine.catalogue.offers import language_of
from engine.catalogue.published import Published
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.documents.certificate import grouped
from engine.documents.pdf import Embedded, render_pdf
from engine.formats import full_name, show_date
from engine.notifications.common import TEXTS
from engine.operations.documents import Incomplete
from engine.signatures.signers import Signer
from engine.stores import people
from engine.texts import LANGUAGES, OFFICIAL
from forms import summarise

if TYPE_CHECKING:
    from engine.steps import OpenCase

Names = Mapping[str, str]
END = "</body>"


@dataclass(frozen=True)
class SigningPage:
    """A page, and what it is called in each language."""

    html: str
    titles: Names
    language: str

    @property
    def title(self) -> str:
        return self.titles[self.language]


def of_act(case: OpenCase, task: Any, template: str, answers: Mapping[str, Any]) -> SigningPage:
    """Return the act as the step will make it. What the step would write is taken back."""
    document = case.rehearse(task.token, dict(answers))
    element = task.element
    titles: dict[str, str] = {}
    for language in LANGUAGES:
        if case.published.has_template(template, language, element):
            source = case.published.template(template, language, element)
            page = case.world.fill(template, source, {**document, "draft": False}, element=element)
            titles[language] = page.title
            if language == OFFICIAL:
                if page.missing:
                    raise Incomplete(expression=page.missing[0].expression, line=page.missing[0].line)
                html = page.html
    return SigningPage(html, {OFFICIAL: titles[OFFICIAL], **titles}, OFFICIAL)


def of_form(case: OpenCase, task: Any, answers: Mapping[str, Any]) -> SigningPage:
    """Return the filled form of the step, in the language of the case."""
    language, row = case.row.language, case.row
    reserved = case.world.reserved()
    context = form_context(
        case.tx,
        case.published,
        row.municipality_id,
        language,
        filed_on=case.world.filed_on,
        document={**row.document, **reserved},
    )
    rows = summarise(case.published.form(task.form_id, language), answers, language=language, context=context)
    head = [
        (_word("case", language), row.number),
        (_word("service", language), case.published.names[language]),
        (_word("applicant", language), f"{reserved['applicant']['name'][language]}, {row.personal_number}"),
    ]
    titles = dict(case.published.names_of(task.element))
    place = reserved["municipality"][f"official_{language}"]
    table = [*head, *((row.label, row.value) for row in rows)]
    return _filled(titles, place, case.world.today, table, language)


def of_application(
    tx: Transaction, version: Published, municipality: Any, answers: Mapping[str, Any], *, language: str
) -> SigningPage:
    """Return the filled form of an application that has no case yet."""
    language = language_of(tx, municipality.id, language)
    context = form_context(tx, version, municipality.id, language)
    rows = summarise(version.start_form(language), answers, language=language, context=context)
    applicant = people.person(tx, tx.actor.party_id or 0)
    head = [(_word("applicant", language), f"{full_name(applicant)[language]}, {applicant.personal_number}")]
    table = [*head, *((row.label, row.value) for row in rows)]
    place = municipality.names[language]
    return _filled(dict(version.names), place, local_date(tx.now), table, language)


def _filled(titles: Names, place: str, day: date, table: list[tuple[str, str]], language: str) -> SigningPage:
    body = Markup("").join(
        Markup("<tr><th>{}</th><td>{}</td></tr>").format(label, value) for label, value in table
    )
    html = Markup(
        '<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title></head>'
        '<body><div class="letterhead"><p>{place}</p></div><h1>{title}</h1><p>{day}</p>'
        "<table>{body}</table></body></html>"
    ).format(
        language=language, title=titles[language], place=place, day=show_date(day.isoformat()), body=body
    )
    return SigningPage(str(html), titles, language)


def with_foot(
    page: SigningPage, tx: Transaction, signers: Sequence[Signer], *, code: str, address: str
) -> SigningPage:
    """Return the page with its signer and the address where it can be verified."""
    language = page.language
    named = {person for signer in signers for person in (signer.person_id, signer.official_id) if person}
    names = people.names(tx, named)
    lines = Markup("").join(
        Markup("<p>{}</p>").format(
            ", ".join(
                part for part in (names[signer.person_id][language], _office(signer, names, language)) if part
            )
        )
        for signer in signers
    )
    picture = Markup(segno.make(address, error="m").svg_inline(scale=2, border=2, omitsize=False))
    foot = Markup(
        '<div class="signature"><p>{signs}</p>{lines}</div>'
        '<div class="note"><p>{check}</p><p>{address}<br>{code}</p>{picture}</div>'
    ).format(
        signs=_word("signs", language),
        lines=lines,
        check=_word("check", language),
        address=address,
        code=grouped(code),
        picture=picture,
    )
    before, _, after = page.html.rpartition(END)
    return SigningPage(f"{before}{foot}{END}{after}", page.titles, language)


def as_pdf(signing: Any) -> bytes:
    """Return the file that is signed, the answers embedded: equal each time it is made."""
    answers = canonical.dumps(signing.answers)
    return _rendered(signing.page, signing.title, signing.language, signing.opened_at, answers)


# A file is looked at, prepared and handed out within minutes, and fifty are signed at once.
@lru_cache(maxsize=64)
def _rendered(page: str, title: str, language: str, opened_at: datetime, answers: bytes) -> bytes:
    embedded = Embedded("answers.json", _word("answers", language), answers, opened_at)
    rendered = render_pdf(page, title=title, language=language, created_at=opened_at, embedded=(embedded,))
    return rendered.content


def _word(name: str, language: str) -> str:
    return TEXTS.get(language, f"signature.page.{name}")


def _office(signer: Signer, names: Mapping[int, Mapping[str, str]], language: str) -> str | None:
    if signer.role is None:
        return None
    role = TEXTS.get(language, f"roles.{signer.role}")
    if not signer.is_acting:
        return role
    if signer.official_id is None:
        return TEXTS.get(language, "signature.page.acting", role=role)
    official = names[signer.official_id][language]
    return TEXTS.get(language, "signature.page.acting_for", role=role, official=official)

"""A form with what a person has put into it, and its way from the request to the engine.

Chosen files are stored as soon as the form arrives, whatever becomes of the form: a person who
has to correct a field never chooses a file twice. A file that is refused becomes an error of its
field. Whether answers are right is the forms' validator's knowledge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from flask import request, url_for
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from engine.commands.applications import StoredDocument, StoreDocument
from engine.documents.names import clean_name
from engine.errors import NotFound, Rejected, Unavailable
from engine.queries import documents
from forms import (
    DISPUTES,
    FieldError,
    Form,
    InvalidAnswers,
    Page,
    Survey,
    asks_for_containers,
    disputing,
    merged,
    parse_html,
    part_of,
    render,
    render_errors,
    survey,
    validate,
)
from web import rate_limits
from web.auth import current_actor
from web.engine_access import engine
from web.form_outside import PageLinks, asking
from web.i18n import current_language, t
from web.words import error_words

Files = dict[str, dict[str, Any]]
UPLOADING = Markup(
    '<div data-upload="{address}" data-sending="{sending}" data-kept="{kept}" data-failed="{failed}"'
    ' data-again="{again}" data-remove="{remove}">{fields}</div>'
)
DIGEST = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True)
class FilledForm:
    """A form, the answers so far as typed or stored, and the errors found."""

    form: Form
    context: Mapping[str, Any]
    answers: Mapping[str, Any]
    errors: tuple[FieldError, ...] = ()
    files: Files = field(default_factory=dict)
    wants_another_look: bool = False  # a button inside the form was pressed: show, don't judge
    case_id: UUID | None = None  # whose documents the form may show
    page: Page | None = None  # the one that is shown, of a form that is asked page by page

    def fields(self) -> Markup:
        """Return the fields as HTML, with what a script needs to send files at once."""
        return UPLOADING.format(
            fields=self._fields(),
            address=url_for("citizen.upload"),
            sending=t("upload.sending"),
            kept=t("upload.kept"),
            failed=t("upload.failed"),
            again=t("upload.again"),
            remove=t("upload.remove"),
        )

    def _fields(self) -> Markup:
        return render(
            self.form,
            self.answers,
            errors=self.errors,
            language=current_language(),
            context=self._context(),
            files=self.files,
            now=engine().clock.now(),
            only=self.page.fields if self.page else None,
            links=PageLinks(self.context.get("shown_at"), self.case_id),
        )

    def error_summary(self) -> Markup:
        return render_errors(self.form, self.errors, current_language())

    def checked(self) -> dict[str, Any]:
        """Return the answers in normal form, or raise `InvalidAnswers` with every error."""
        try:
            answers = validate(self.form, self.answers, context=self._context(), now=engine().clock.now())
        except InvalidAnswers as refused:
            raise InvalidAnswers((*self.errors, *refused.errors)) from None
        if self.errors:
            raise InvalidAnswers(self.errors)
        return answers

    def survey(self) -> Survey:
        """Look over the pages of the form, with the errors on each; refused files are on the page shown."""
        found = survey(self.form, self.answers, context=self._context(), now=engine().clock.now())
        if self.page is None or not self.errors:
            return found
        errors = (*self.errors, *found.errors.get(self.page.id, ()))
        return replace(found, errors={**found.errors, self.page.id: errors})

    def _context(self) -> dict[str, Any]:
        return disputing(self.form, {**self.context, "files": self.files}, self.answers)

    def refused(self, errors: tuple[FieldError, ...]) -> FilledForm:
        """Return the same form with the errors to show."""
        return replace(self, errors=errors, wants_another_look=False)


def with_answers(
    form: Form, context: Mapping[str, Any], answers: Mapping[str, Any], *, page: Page | None = None
) -> FilledForm:
    """Return a form, or a page of it, filled with stored answers."""
    return FilledForm(form, asking(context), answers, files=_described(answers), page=page)


def read_form(
    form: Form,
    context: Mapping[str, Any],
    *,
    municipality: str,
    kept: Mapping[str, Any] | None = None,
    page: Page | None = None,
    disputes: Mapping[str, str] | None = None,
) -> FilledForm:
    """Read the form of this request, or a page of it.

    `kept` are stored answers: their files are known already, and those of other pages stay. `disputes`
    are comments, by path, on what was known before the person answered.
    """
    values: MultiDict[str, str] = MultiDict(request.form.items(multi=True))
    known = _described(kept or {})
    errors: list[FieldError] = []
    for name, stored in _stored(form, municipality, values, errors):
        known[stored.document] = stored.as_answer()
        if stored.document not in values.getlist(name):
            values.add(name, stored.document)
    answers = parse_html(form if page is None else part_of(form, page), values)
    _describe(answers, known)
    if disputes:
        answers[DISPUTES] = dict(disputes)
    whole = answers if page is None else merged(kept or {}, page, answers)
    return FilledForm(
        form,
        asking(context),
        whole,
        tuple(errors),
        known,
        wants_another_look=answers.pressed is not None,
        page=page,
    )


def _stored(
    form: Form, municipality: str, values: MultiDict[str, str], errors: list[FieldError]
) -> Iterator[tuple[str, StoredDocument]]:
    """Store the files that came along; note an error for each that is refused or can't be kept now."""
    beside = [value for _, value in values.items(multi=True) if DIGEST.fullmatch(value)]
    for name, upload in request.files.items(multi=True):
        if not upload.filename:
            continue
        command = StoreDocument(
            upload.read(),
            upload.filename,
            municipality,
            request.path[:200],
            tuple(beside),
            asks_for_containers(form),
        )
        try:
            rate_limits.hit("uploads")
            stored = engine().send(command, actor=current_actor())
        except NotFound:
            raise
        except (Rejected, Unavailable) as refused:
            language = current_language()
            sentence = error_words(refused) or t("error.422.body")
            said = t("form.file_refused", file=clean_name(upload.filename), why=sentence)
            errors.append(FieldError(name, "file_type", {"accept": ""}, said, language))
        else:
            beside.append(stored.document)
            yield name, stored


def _references(answers: Any) -> Iterator[dict[str, Any]]:
    if isinstance(answers, dict):
        if isinstance(answers.get("document"), str):
            yield answers
        for value in answers.values():
            yield from _references(value)
    elif isinstance(answers, list):
        for value in answers:
            yield from _references(value)


def _described(answers: Mapping[str, Any]) -> Files:
    return {
        reference["document"]: dict(reference)
        for reference in _references(dict(answers))
        if "size" in reference
    }


def _describe(answers: dict[str, Any], known: Files) -> None:
    """Complete the references of a form, which carries digests only, with name, size and type."""
    for reference in _references(answers):
        digest = reference["document"]
        if digest not in known:
            own = _own_upload(digest)
            if own is None:
                continue  # somebody else's or nobody's: the validator says that it is unknown
            known[digest] = own
        reference.update(known[digest])


def _own_upload(digest: str) -> dict[str, Any] | None:
    with engine().read(current_actor()) as tx:
        return documents.own_upload(tx, digest)

"""What an application says of its files is not believed: what was stored is held to the form's limits."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from engine.answers.named_files import DEEPEST, documents_in
from engine.commands.applications import FileApplication
from engine.documents.limits import UploadLimits
from engine.errors import InvalidForm, Rejected
from engine.studio.commands.publishing import PublishService
from engine.tenancy import system
from tests.documents.made_files import a_pdf
from tests.engine.kit import CITIZEN, OTHER_CITIZEN, Office
from tests.engine.services import PLAIN, write_service
from tests.engine.test_uploads import picture, sent, under

FILES = {
    "type": "filepicker",
    "id": "application_files",
    "key": "files",
    "label": "ფაილები",
    "accept": ".png",
    "multiple": True,
    "properties": {"mms:megabytes": "1", "mms:max": "3"},
}
CLAIMED = {"name": "a.png", "type": "image/png", "size": 10}


@pytest.fixture
def with_files(plain: Office, tmp_path: Path) -> Office:
    """An office whose application takes up to three pictures of a megabyte."""
    folder = write_service(tmp_path / "with_files", body=PLAIN)
    path = folder / "forms" / "application.form"
    form = json.loads(path.read_text())
    path.write_text(json.dumps({**form, "components": [*form["components"], FILES]}))
    english = json.loads((folder / "texts" / "en.json").read_text())
    english["forms"]["application"]["files"] = {"label": "Files"}
    (folder / "texts" / "en.json").write_text(json.dumps(english))
    plain.engine.send(PublishService(folder, "tests"), actor=system())
    return plain


def file_with(office: Office, *digests: str) -> Any:
    files = [{"document": digest, **CLAIMED} for digest in digests]
    command = FileApplication("permits.note", "keda", {"note": "n", "files": files})
    return office.engine.send(command, actor=office.person(CITIZEN))


def refusal(office: Office, *digests: str) -> tuple[str, str]:
    with pytest.raises(InvalidForm) as refused:
        file_with(office, *digests)
    (error,) = refused.value.errors
    return error.path, error.code


def noise(width: int, height: int) -> bytes:
    target = io.BytesIO()
    Image.frombytes("L", (width, height), os.urandom(width * height)).save(target, "PNG")
    return target.getvalue()


def test_filing__small_pictures__are_taken_with_what_is_known_of_them(with_files: Office) -> None:
    stored = sent(with_files, picture())

    filed = file_with(with_files, stored.document)

    assert with_files.observe(filed.case_id).document["application"]["files"] == [stored.as_answer()]


def test_filing__file_that_is_larger_than_it_says__is_refused(with_files: Office) -> None:
    large = sent(with_files, noise(1400, 1000)).document

    assert refusal(with_files, large) == ("files", "file_size")


def test_filing__file_of_another_kind_than_it_says__is_refused(with_files: Office) -> None:
    document = sent(with_files, a_pdf()).document

    assert refusal(with_files, document) == ("files", "file_type")


@pytest.mark.parametrize("theirs", [True, False])
def test_filing__file_of_nobody_or_somebody_else__is_refused(with_files: Office, theirs: bool) -> None:
    digest = sent(with_files, picture(), by=OTHER_CITIZEN).document if theirs else "ab" * 32

    assert refusal(with_files, digest) == ("files", "file_unknown")


@pytest.mark.parametrize(
    ("limits", "code"),
    [({"form_files": 2}, "document.form_full"), ({"form_mb": 1}, "document.form_too_large")],
)
def test_filing__more_than_a_form_may_bring__is_refused_though_each_was_sent_alone(
    with_files: Office, limits: dict[str, int], code: str
) -> None:
    digests = [sent(with_files, noise(900, 600)).document for _ in range(3)]

    with under(with_files, uploads=UploadLimits(**limits)) as narrow, pytest.raises(Rejected) as refused:
        file_with(narrow, *digests)

    assert refused.value.error_code == code


def test_files_in_answers__nested_without_end__are_looked_for_to_a_depth() -> None:
    answers: dict[str, Any] = {"document": "deep"}
    for _ in range(DEEPEST + 1):
        answers = {"a": answers}

    assert list(documents_in({"document": "near", "rows": [{"document": "row"}], "a": answers})) == [
        "near",
        "row",
    ]

"""PDFs are read back with poppler, which knows nothing of how they were made."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from lxml import etree

from engine.documents.pdf import Embedded, GlyphMissing, Pdf, ResourceRefused, render_pdf
from engine.documents.sniff import PDF
from engine.documents.uploads import take_in
from engine.errors import Rejected
from tests.documents.made_files import pdf_with, zeros

WORDS = "მაღალმთიან დასახლებაში მუდმივად მცხოვრები პირი — №4036, „კანონი“, 1 234,50 ₾, Keda"


def a_page(body: str = f"<p>{WORDS}</p>", *, language: str = "ka") -> str:
    return f'<!DOCTYPE html>\n<html lang="{language}"><head><title>x</title></head><body>{body}</body></html>'


def a_pdf(html: str | None = None, **options: object) -> Pdf:
    return render_pdf(html or a_page(), **({"title": "ბრძანება № 5", "language": "ka"} | options))


def asked(program: str, pdf: Pdf, *arguments: str) -> str:
    """What a poppler program says about the file."""
    command = [program, *arguments, "-", *(["-"] if program == "pdftotext" else [])]
    done = subprocess.run(command, input=pdf.content, capture_output=True, check=True)
    return done.stdout.decode()


def unpacked(content: bytes) -> bytes:
    """The file's objects in the open."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)
    return content + b"".join(zlib.decompressobj().decompress(stream) for stream in streams)


def test_pdf__georgian_text__reads_back_letter_by_letter() -> None:
    text = asked("pdftotext", a_pdf())

    assert WORDS in " ".join(text.split())


def test_pdf__long_text__has_numbered_pages() -> None:
    pdf = a_pdf(a_page("<p>აბზაცი</p>" * 200))

    text = asked("pdftotext", pdf, "-layout")

    assert pdf.pages > 2
    for number, page in enumerate(text.split("\f")[: pdf.pages], 1):
        assert f"{number}/{pdf.pages}" in page.replace(" ", "")


def test_pdf__metadata__states_title_language_and_kind_of_file() -> None:
    pdf = a_pdf(created_at=datetime(2026, 3, 2, 8, 30, tzinfo=UTC))

    told = asked("pdfinfo", pdf, "-isodates")
    meta = asked("pdfinfo", pdf, "-meta")

    assert re.search(r"Title: +ბრძანება № 5", told)
    assert re.search(r"CreationDate: +2026-03-02T08:30:00Z", told)
    assert re.search(r"Tagged: +yes", told)
    assert re.search(r"A4", told)
    assert b"/Lang (ka)" in unpacked(pdf.content)
    description = etree.fromstring(meta.encode()).find(
        ".//{*}Description[@{http://www.aiim.org/pdfa/ns/id/}part]"
    )
    assert description.get("{http://www.aiim.org/pdfa/ns/id/}part") == "3"
    assert description.get("{http://www.aiim.org/pdfa/ns/id/}conformance") == "U"


def test_pdf__fonts__are_all_embedded_with_their_letters() -> None:
    lines = asked("pdffonts", a_pdf()).splitlines()[2:]

    assert any("Georgian" in line for line in lines)
    for line in lines:
        embedded, subset, unicode = line.split()[-5:-2]
        assert (embedded, subset, unicode) == ("yes", "yes", "yes")


def test_pdf__same_input_at_another_time_in_another_process__is_the_same_file() -> None:
    program = (
        "import sys; from tests.documents.test_pdf import a_pdf, an_embedded;"
        "sys.stdout.buffer.write(a_pdf(draft=True, embedded=(an_embedded(),)).content)"
    )
    here = a_pdf(draft=True, embedded=(an_embedded(),)).content
    time.sleep(1.1)

    environment = os.environ | {"PYTHONHASHSEED": "7", "TZ": "America/New_York"}
    there = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, env=environment)

    assert there.stdout == here


def test_pdf__other_words__is_another_file_with_another_identifier() -> None:
    first, second = (a_pdf(a_page(f"<p>{word}</p>")).content for word in "აბ")

    identifiers = [re.search(rb"/ID\s*\[.*?\]", content, re.DOTALL) for content in (first, second)]

    assert identifiers[0] and identifiers[1]
    assert identifiers[0][0] != identifiers[1][0]


@pytest.mark.parametrize(("language", "word"), [("ka", "პროექტი"), ("en", "DRAFT")])
def test_pdf__draft__says_so_on_every_page_and_the_final_one_nowhere(language: str, word: str) -> None:
    html = a_page("<p>ა</p><p style='page-break-before: always'>ბ</p>", language=language)

    drafted, final = (a_pdf(html, language=language, draft=draft) for draft in (True, False))

    pages = asked("pdftotext", drafted).split("\f")[:2]
    for page in pages:
        assert set(word) <= set(page)
    assert not set(word) <= set(asked("pdftotext", final))


def test_pdf__title_with_control_characters__is_one_clean_line() -> None:
    pdf = a_pdf(title="ბრძანება\n\x00\x0b № 5 <&>")

    etree.fromstring(asked("pdfinfo", pdf, "-meta").encode())
    assert re.search(r"Title: +ბრძანება № 5 <&>\n", asked("pdfinfo", pdf))


def test_pdf__many_at_once__are_the_same_files_as_one_by_one() -> None:
    pages = [a_page(f"<p>{WORDS} {number}</p>" * 30) for number in range(6)]
    alone = [a_pdf(page, draft=True) for page in pages]

    with ThreadPoolExecutor(max_workers=4) as pool:
        together = list(pool.map(lambda page: a_pdf(page, draft=True), pages))

    assert together == alone


def an_embedded() -> Embedded:
    modified_at = datetime(2026, 3, 2, tzinfo=UTC)
    return Embedded("answers.json", "განცხადების პასუხები", b'{"months":9}', modified_at)


def test_pdf__embedded_file__comes_out_as_it_went_in(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(a_pdf(embedded=(an_embedded(),)).content)

    subprocess.run(["pdfdetach", "-saveall", "-o", str(tmp_path), str(file)], check=True, capture_output=True)

    assert (tmp_path / "answers.json").read_bytes() == b'{"months":9}'
    assert b"/AFRelationship /Data" in unpacked(file.read_bytes())


@pytest.mark.parametrize(
    "body",
    [
        "<img src='file:///etc/hostname'>",
        "<img src='http://127.0.0.1:1/a.png'>",
        "<img src='data:image/png;base64,AAAA'>",
        "<p style='background: url(http://127.0.0.1:1/a)'>ა</p>",
        "<link rel='stylesheet' href='http://127.0.0.1:1/a.css'>",
        "<style>@import 'file:///etc/hostname';</style>",
        "<object data='file:///etc/hostname'></object>",
    ],
)
def test_pdf__page_that_names_something_outside__is_refused(body: str) -> None:
    with pytest.raises(ResourceRefused):
        a_pdf(a_page(body))


def test_pdf__sign_that_no_font_draws__is_refused_and_named() -> None:
    with pytest.raises(GlyphMissing) as failed:
        a_pdf(a_page("<p>სახელი \U000f0000 ა \U000f0001</p>"))

    assert failed.value.params["signs"] == ["\U000f0000", "\U000f0001"]


def test_pdf__own_file__is_accepted_as_an_upload() -> None:
    assert take_in(a_pdf().content, "ბრძანება.pdf", max_bytes=10**7).media_type == PDF


def test_pdf__own_file_with_its_answers__is_accepted_as_it_is() -> None:
    signed = a_pdf(embedded=(an_embedded(),)).content

    assert take_in(signed, "ბრძანება.pdf", max_bytes=10**7).content == signed


def test_pdf__embedded_data_that_unpack_without_end__are_refused() -> None:
    def bomb(pdf: pikepdf.Pdf) -> None:
        pdf.attachments["a.json"] = b"{}"
        stream = next(
            part for part in pdf.objects if isinstance(part, pikepdf.Stream) and part.read_bytes() == b"{}"
        )
        stream.write(zeros(256), filter=pikepdf.Name.FlateDecode)

    with pytest.raises(Rejected):
        take_in(pdf_with(bomb), "a.pdf", max_bytes=10**8)

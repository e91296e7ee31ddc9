"""What is kept of an upload, and what is refused in which words. Nothing here harms the process it is in."""

from __future__ import annotations

import io
import resource
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context

import pikepdf
import pytest
from PIL import Image

from engine.documents.sniff import JPEG, PDF, PNG
from engine.documents.uploads import Upload, take_in
from engine.errors import Rejected
from tests.documents.made_files import (
    ACTING,
    EICAR,
    a_pdf,
    a_picture,
    drawn,
    heic,
    many_pages,
    of_a_telephone,
    pdf_bomb,
    pdf_of_endless_pages,
    pdf_with,
    png_of,
    png_with_bomb_in_text,
    zeros,
)

MB = 2**20


def taken(content: bytes, name: str = "a") -> Upload:
    return take_in(content, name, max_bytes=10 * MB)


def refusal(content: bytes) -> str:
    with pytest.raises(Rejected) as failed:
        taken(content)
    return failed.value.error_code.removeprefix("document.")


def seen(upload: Upload) -> Image.Image:
    picture = Image.open(io.BytesIO(upload.content))
    picture.load()
    return picture


def is_black(picture: Image.Image, at: tuple[int, int]) -> bool:
    value = picture.convert("L").getpixel(at)
    assert isinstance(value, int)
    return value < 60


def test_picture__of_a_telephone__stands_upright_and_tells_nothing_else() -> None:
    upload = taken(of_a_telephone(), "IMG_1.JPG")

    picture = seen(upload)
    assert (upload.media_type, upload.name) == (JPEG, "IMG_1.JPG")
    assert picture.size == (30, 40)
    assert is_black(picture, (28, 2))  # what was at the top left is at the top right
    assert not picture.getexif()
    for trace in (b"TELEPHONE", b"REMARK", b"Exif", b"http://"):
        assert trace not in upload.content


def test_picture__heic__becomes_a_jpeg() -> None:
    upload = taken(heic(), "IMG_0001.HEIC")

    assert (upload.media_type, upload.name) == (JPEG, "IMG_0001.jpg")
    assert b"TELEPHONE" not in upload.content
    assert sorted(seen(upload).size) == [48, 64]


@pytest.mark.parametrize(
    ("content", "media_type", "mode"),
    [
        (a_picture("PNG"), PNG, "RGB"),
        (a_picture("PNG", mode="1"), PNG, "L"),
        (a_picture("PNG", mode="RGBA"), PNG, "RGBA"),
        (a_picture("PNG", mode="I;16"), PNG, "L"),
        (a_picture("JPEG", mode="L"), JPEG, "L"),
        (a_picture("JPEG", mode="CMYK"), JPEG, "RGB"),
        (a_picture("WEBP"), JPEG, "RGB"),
        (a_picture("WEBP", mode="RGBA"), PNG, "RGBA"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_picture__of_any_kind__keeps_what_the_eye_sees(content: bytes, media_type: str, mode: str) -> None:
    upload = taken(content)

    picture = seen(upload)
    assert (upload.media_type, picture.mode, picture.size) == (media_type, mode, (40, 30))
    assert is_black(picture, (2, 2)) or mode == "L"
    assert not is_black(picture, (38, 28))


def test_picture__larger_than_a_careful_scan__is_drawn_smaller() -> None:
    assert seen(taken(a_picture("JPEG", (9000, 300)))).size == (7016, 234)


def test_picture__taken_twice__is_the_same_file() -> None:
    assert taken(of_a_telephone()).content == taken(of_a_telephone()).content


def test_picture__kept_and_taken_again__keeps_its_size() -> None:
    once = taken(heic())

    assert seen(taken(once.content)).size == seen(once).size


def test_pdf__harmless__stays_to_the_byte() -> None:
    upload = taken(a_pdf(), "ცნობა.pdf")

    assert upload == Upload(a_pdf(), PDF, "ცნობა.pdf")


def test_pdf__with_a_link_and_a_form_to_fill_in__is_taken() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        link = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://example.org"))
        pdf.Root.OpenAction = pikepdf.Array([pdf.pages[0].obj, pikepdf.Name.Fit])
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[])
        pdf.pages[0].Annots = pikepdf.Array([pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=link)])

    assert taken(pdf_with(change)).media_type == PDF


@pytest.mark.parametrize("what", sorted(ACTING))
@pytest.mark.parametrize("packed", [False, True])
def test_pdf__that_does_more_than_show__is_refused(what: str, packed: bool) -> None:
    change, refused = ACTING[what]
    mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable

    assert refusal(pdf_with(change, object_stream_mode=mode)) == refused


@pytest.mark.parametrize("password", ["", "secret"])
def test_pdf__encrypted__is_refused(password: str) -> None:
    locked = pdf_with(lambda pdf: None, encryption=pikepdf.Encryption(owner="owner", user=password))

    assert refusal(locked) == "encrypted"


def test_pdf__of_too_many_pages__is_refused() -> None:
    assert refusal(many_pages(2001)) == "too_many_pages"


@cache
def bombs() -> dict[str, tuple[bytes, str]]:
    """Return pictures that are made to fill a server's memory or time, and the refusal they get."""
    return {
        "a PNG of a billion dots": (png_of(2**15, 2**15, content=zeros(8)), "picture_too_large"),
        "a PNG that claims four billion dots": (png_of(2**16, 2**16), "picture_too_large"),
        "a PNG as wide as it can be": (png_of(2**31 - 1, 1), "picture_too_large"),
        "a JPEG that claims four billion dots": (claiming(a_picture("JPEG"), 65535), "picture_too_large"),
    }


def claiming(picture: bytes, side: int) -> bytes:
    at = picture.index(b"\xff\xc0")
    return picture[: at + 5] + side.to_bytes(2) * 2 + picture[at + 9 :]


def largest_child() -> tuple[dict[str, str], str, int]:
    """Show the bombs to children of this process; return the refusals and the most KB that one took."""
    found = {name: refusal(content) for name, (content, _) in bombs().items()}
    return found, refusal(pdf_bomb()), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss


def test_bombs__of_every_kind__are_refused_and_no_child_outgrows_its_limit() -> None:
    # In a process of its own: the system remembers the largest of all children that a process ever had.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        found, of_pdf, most = pool.submit(largest_child).result()

    assert found == {name: refused for name, (_, refused) in bombs().items()}
    # Either its memory ends first, which the parser takes for damage, or its time.
    assert of_pdf in ("damaged", "too_complex")
    assert most < 1.1 * 2**20  # kilobytes: a gigabyte


def test_bomb__in_a_remark_of_a_picture__is_refused_or_gone() -> None:
    try:
        assert taken(png_with_bomb_in_text()).size < MB
    except Rejected as refused:
        assert refused.error_code in ("document.damaged", "document.too_complex")


@pytest.mark.parametrize(
    ("content", "refused"),
    [
        (b"", "empty"),
        (EICAR, "type_refused"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 500, "damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 500, "damaged"),
        (b"%PDF-1.7\n" + b"x" * 500 + b"\nstartxref\n9\n%%EOF", "damaged"),
        (a_picture("PNG").replace(b"IDAT", b"IDAX"), "damaged"),
        (heic()[:400] + bytes(len(heic()) - 400), "damaged"),
        (pdf_of_endless_pages(), "damaged"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_upload__broken_or_foreign__is_refused(content: bytes, refused: str) -> None:
    assert refusal(content) == refused


def test_upload__one_byte_over_the_limit__is_refused() -> None:
    page = a_pdf()

    assert take_in(page, "a.pdf", max_bytes=len(page))
    with pytest.raises(Rejected) as failed:
        take_in(page, "a.pdf", max_bytes=len(page) - 1)
    assert failed.value.error_code == "document.too_large"


def test_picture__every_way_a_telephone_can_lie__is_turned_upright() -> None:
    # The corner that is black in the sensor's picture, where it belongs on the screen.
    where = {1: (2, 2), 2: (37, 2), 3: (37, 27), 4: (2, 27), 5: (2, 2), 6: (27, 2), 7: (27, 37), 8: (2, 37)}

    for orientation, corner in where.items():
        assert is_black(seen(taken(of_a_telephone(orientation=orientation))), corner), orientation
    assert is_black(drawn(), (2, 2))

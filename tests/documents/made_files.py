"""Files of all kinds for the tests, made by the programs that make them in life, and then spoilt."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import cache

import pikepdf
import pillow_heif
import weasyprint
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageDraw

# The text every virus scanner knows; nothing in it runs, and it is not stored in one piece.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE" + b"!$H+H*"
_GPS, _ORIENTATION, _MAKE = 0x8825, 0x0112, 0x010F


def drawn(size: tuple[int, int] = (40, 30), mode: str = "RGB") -> Image.Image:
    """A white picture with a black corner at the top left, to see which way is up."""
    picture = Image.new("RGB", size, "white")
    ImageDraw.Draw(picture).rectangle((0, 0, size[0] // 4, size[1] // 4), fill="black")
    if mode == "I;16":
        return picture.convert("L").point(lambda value: value * 257, "I").convert(mode)
    if mode == "RGBA":
        picture.putalpha(Image.linear_gradient("L").resize(size))
    return picture.convert(mode)


def a_picture(kind: str, size: tuple[int, int] = (40, 30), *, mode: str = "RGB", **options: object) -> bytes:
    target = io.BytesIO()
    drawn(size, mode).save(target, kind, **options)
    return target.getvalue()


def of_a_telephone(*, orientation: int = 6) -> bytes:
    """A JPEG as telephones make them: lying on its side, with place, maker, comment and thumbnail."""
    exif = Image.Exif()
    exif[_ORIENTATION] = orientation
    exif[_MAKE] = "TELEPHONE-MAKER"
    exif.get_ifd(_GPS)[2] = (41.0, 43.0, 12.5)
    return a_picture("JPEG", exif=exif.tobytes(), comment=b"REMARK-OF-THE-CAMERA")


def heic(size: tuple[int, int] = (64, 48)) -> bytes:
    target = io.BytesIO()
    pillow_heif.from_pillow(drawn(size)).save(target, quality=90, exif=_exif_of(of_a_telephone()))
    return target.getvalue()


def _exif_of(picture: bytes) -> bytes:
    found = Image.open(io.BytesIO(picture)).info["exif"]
    assert isinstance(found, bytes)
    return found


@cache
def a_pdf() -> bytes:
    content: bytes = weasyprint.HTML(string="<p>განცხადება</p>").write_pdf()
    return content


def pdf_with(change: Callable[[pikepdf.Pdf], object], **options: object) -> bytes:
    """A PDF of one page, changed."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(a_pdf())) as pdf:
        change(pdf)
        pdf.save(target, **options)
    return target.getvalue()


def _on_opening(pdf: pikepdf.Pdf, **action: object) -> None:
    pdf.Root.OpenAction = Dictionary(**action)


def _attached(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["a.exe"] = b"MZ"


def _annotated(pdf: pikepdf.Pdf, **annotation: object) -> None:
    pdf.pages[0].Annots = Array([Dictionary(Type=Name.Annot, Rect=[0, 0, 9, 9], **annotation)])


def _deep(pdf: pikepdf.Pdf) -> None:
    inner = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    for _ in range(50):
        inner = Dictionary(Next=Array([inner]))
    pdf.pages[0].AA = Dictionary(O=inner)


def _forgotten(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=[String("x"), pdf.make_indirect(
        Dictionary(S=Name.JavaScript, JS=pdf.make_stream(b"app.alert(1)")))]))  # fmt: skip


def _as_program(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(XFA=String("<xdp/>"))


def _attached_to_a_page(pdf: pikepdf.Pdf) -> None:
    _annotated(pdf, Subtype=Name.FileAttachment, FS=Dictionary(EF=Dictionary(F=pdf.make_stream(b"MZ"))))


def _embedded(pdf: pikepdf.Pdf, name: str, content: bytes) -> None:
    pdf.attachments[name] = content


def _embedded_twice(pdf: pikepdf.Pdf) -> None:
    """The file that viewers for old systems would take is a program."""
    _embedded(pdf, "a.json", b"{}")
    for found in pdf.objects:
        if isinstance(found, Dictionary) and "/EF" in found:
            found.EF.DOS = pdf.make_stream(b"MZ")


def _data_on_a_page(pdf: pikepdf.Pdf) -> None:
    stream = pdf.make_stream(b"{}")
    _annotated(pdf, Subtype=Name.FileAttachment, FS=Dictionary(F=String("a.json"), EF=Dictionary(F=stream)))


def _portfolio(pdf: pikepdf.Pdf) -> None:
    _embedded(pdf, "a.json", b"{}")
    pdf.Root.Collection = Dictionary(View=Name.D)


SCRIPT = {"S": Name.JavaScript, "JS": String("app.alert(1)")}
SENT = Dictionary(S=Name.SubmitForm)
OPENED = Dictionary(S=Name.GoToR)
# What it has, and the refusal it deserves.
ACTING: dict[str, tuple[Callable[[pikepdf.Pdf], object], str]] = {
    "a script on opening": (lambda p: _on_opening(p, **SCRIPT), "pdf_script"),
    "a named script": (_forgotten, "pdf_script"),
    "a script fifty levels deep": (_deep, "pdf_script"),
    "a form that is a program": (_as_program, "pdf_script"),
    "a program to launch": (lambda p: _on_opening(p, S=Name.Launch, F=String("cmd.exe")), "pdf_action"),
    "a form that sends itself": (lambda p: _annotated(p, Subtype=Name.Link, A=SENT), "pdf_action"),
    "another file to open": (lambda p: _annotated(p, Subtype=Name.Link, A=OPENED), "pdf_action"),
    "an attached file": (_attached, "pdf_attachment"),
    "a file on a page": (_attached_to_a_page, "pdf_attachment"),
    "a program that is called data": (lambda p: _embedded(p, "a.json", b"MZ"), "pdf_attachment"),
    "data that is called a program": (lambda p: _embedded(p, "a.json.exe", b"{}"), "pdf_attachment"),
    "data with a name that reads backwards": (
        lambda p: _embedded(p, "a\u202eexe.json", b"{}"),
        "pdf_attachment",
    ),
    "data that is no more than a word": (lambda p: _embedded(p, "a.json", b'"<script>"'), "pdf_attachment"),
    "data without end": (lambda p: _embedded(p, "a.json", b"[" * 10**6), "pdf_attachment"),
    "data beside a program under another name": (_embedded_twice, "pdf_attachment"),
    "data on a page": (_data_on_a_page, "pdf_attachment"),
    "a portfolio": (_portfolio, "pdf_attachment"),
    "a film": (
        lambda p: _annotated(p, Subtype=Name.RichMedia, RichMediaContent=Dictionary()),
        "pdf_attachment",
    ),
}


def png_of(width: int, height: int, *, content: bytes = b"") -> bytes:
    """A PNG that claims a size."""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", content) + _chunk(b"IEND", b"")


def png_with_bomb_in_text() -> bytes:
    """A small PNG whose compressed remark is half a gigabyte."""
    packed = zeros(32)
    plain = a_picture("PNG")
    return plain[:33] + _chunk(b"zTXt", b"Comment\0\0" + packed) + plain[33:]


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def pdf_bomb() -> bytes:
    """A PDF whose table of contents unpacks to four gigabytes."""
    packed = zeros(256)
    entry = f"<</Type/XRef/Size 400000000/W[1 4 2]/Root 2 0 R/Filter/FlateDecode/Length {len(packed)}>>"
    table = b"1 0 obj" + entry.encode() + b"stream\n" + packed + b"\nendstream\nendobj\n"
    return b"%PDF-1.7\n" + table + b"startxref\n9\n%%EOF\n"


def zeros(times: int) -> bytes:
    """Many times 16 MB of zeros, packed: one packed piece, repeated."""
    packer = zlib.compressobj(9)
    piece = packer.compress(bytes(2**24)) + packer.flush(zlib.Z_FULL_FLUSH)
    head, piece = piece[:2], piece[2:]
    checksum = struct.pack(">HH", times * 2**24 % 65521, 1)
    return head + piece * times + b"\x03\0" + checksum


def pdf_of_endless_pages() -> bytes:
    """A PDF whose tree of pages contains itself."""

    def turn(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Pages.Kids = Array([pdf.Root.Pages])

    return pdf_with(turn)


def many_pages(count: int) -> bytes:
    target = io.BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(count):
            pdf.add_blank_page()
        pdf.save(target)
    return target.getvalue()


def a_zip(**members: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return target.getvalue()


def pdf_and_zip() -> bytes:
    """A PDF that unpacks as an archive: its end is the remark of a ZIP directory."""
    archive, page = a_zip(a=b"MZ" * 99), a_pdf()
    tail = page[page.rindex(b"startxref") :]
    directory = archive.rindex(b"PK\x05\x06")
    ending = archive[directory:-2] + struct.pack("<H", len(tail)) + tail
    return page[: page.rindex(b"startxref")] + archive[:directory] + ending

"""Request bodies and their limits: bytes, parts and fields, for every way in which a body is read.

Whoever reads a body does it here or through Flask's `request.form` and `request.files`, which read as it is
written here. A parser made by hand has no limits (CVE-2023-25577): `tests/structure/test_bodies.py` finds it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from io import BytesIO
from time import thread_time
from typing import IO, TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl

from flask import Flask, Request, request
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

from engine import canonical

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

MAX_REQUEST: Final = 26 * 1024 * 1024  # bytes: a form with a few photographs of a telephone
MAX_TEXT: Final = 4 * 1024 * 1024  # bytes of fields, and of JSON: what is held in memory and taken apart
MAX_PARTS: Final = 2000  # fields and files of one form, names of one object in JSON
MAX_VALUES: Final = 200_000  # of a body in JSON: a table of property has its cells in it

READING: Final = 1.0  # seconds of processor time for taking chunks of a body off their frames (RFC 9112, 7.1)

_CHUNK: Final = 64 * 1024  # bytes read at once
MULTIPART: Final = "multipart/form-data"
Parsed = tuple[IO[bytes], MultiDict[str, str], MultiDict[str, FileStorage]]


class LimitedFormParser(FormDataParser):
    """Werkzeug's parser of forms, limited for URL-encoded ones too; the files of a refused one are closed."""

    def _parse_multipart(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str]
    ) -> Parsed:
        opened: list[IO[bytes]] = []
        make = self.stream_factory

        def tracked(*given: Any, **named: Any) -> IO[bytes]:
            opened.append(make(*given, **named))
            return opened[-1]

        self.stream_factory = tracked
        try:
            return super()._parse_multipart(stream, mimetype, content_length, options)
        except (HTTPException, ValueError):
            for file in opened:
                file.close()
            raise

    def _parse_urlencoded(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str]
    ) -> Parsed:
        """Read a form of fields; too long or too many, they are refused before they are parsed."""
        most, parts = self.max_form_memory_size or MAX_TEXT, self.max_form_parts or MAX_PARTS
        content = _read(stream, most, content_length)
        if content.count(b"&") >= parts:
            raise RequestEntityTooLarge
        # Werkzeug keeps each byte that is no UTF-8, one call for one byte; browsers and its parser of parts
        # replace them (WHATWG URL, application/x-www-form-urlencoded parsing).
        fields = parse_qsl(content.decode(errors="replace"), keep_blank_values=True, errors="replace")
        return BytesIO(), MultiDict(fields), MultiDict()


class _Input:
    """The server's stream of a body, with an error of reading for a malformed chunk and a budget of time.

    A body of chunks of one byte costs the server more than anything that is done with it. Raises
    `RequestEntityTooLarge` once reading has taken too much processor time.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._spent = 0.0

    def read(self, size: int = -1) -> bytes:
        began = thread_time()
        try:
            return self._stream.read(size)
        except (OSError, ValueError):
            raise
        except Exception as malformed:  # gunicorn has errors of its own for it; PEP 3333 names none
            raise OSError from malformed
        finally:
            self._spent += thread_time() - began
            if self._spent > READING:
                raise RequestEntityTooLarge


class LimitedRequest(Request):
    """A request whose forms are read within the limits."""

    form_data_parser_class = LimitedFormParser

    def __init__(self, environ: WSGIEnvironment, *given: Any, **named: Any) -> None:
        if "wsgi.input" in environ:
            environ["wsgi.input"] = _Input(environ["wsgi.input"])
        super().__init__(environ, *given, **named)


def init(app: Flask, *, parts: int = MAX_PARTS) -> None:
    """Let every request of an application be read within the limits."""
    app.request_class = LimitedRequest
    app.config.update(MAX_CONTENT_LENGTH=MAX_REQUEST, MAX_FORM_MEMORY_SIZE=MAX_TEXT, MAX_FORM_PARTS=parts)


def raw(most: int = MAX_TEXT) -> bytes:
    """Return the body as it came. Raises `RequestEntityTooLarge` beyond `most` bytes."""
    return _read(request.stream, most, request.content_length)


def json() -> Any:
    """Return the JSON of the body.

    Raises `canonical.NotCanonical`, and `RequestEntityTooLarge` beyond what is looked at field by field.
    """
    value = canonical.loads(raw())
    if _is_too_wide(value):
        raise RequestEntityTooLarge
    return value


def _is_too_wide(value: Any) -> bool:
    waiting, count = [value], 0
    while waiting:
        found = waiting.pop()
        if isinstance(found, dict):
            if len(found) > MAX_PARTS:
                return True
            inside = list(found.values())
        elif isinstance(found, list):
            inside = found
        else:
            continue
        count += len(inside)
        if count > MAX_VALUES:
            return True
        waiting += inside
    return False


@contextmanager
def files_within(boundary: str) -> Iterator[MultiDict[str, FileStorage]]:
    """Open the files of a multipart body whose boundary the header does not name as RFC 2046 wants it."""
    parser = request.make_form_data_parser()
    _, _, files = parser.parse(request.stream, MULTIPART, request.content_length, {"boundary": boundary})
    with ExitStack() as opened:
        for file in files.values():
            opened.callback(file.close)
        yield files


def _read(stream: IO[bytes], most: int, announced: int | None) -> bytes:
    """Return all of the stream, which may announce its length or, in chunks, not."""
    if announced is not None and announced > most:
        raise RequestEntityTooLarge
    content = bytearray()
    while chunk := stream.read(min(_CHUNK, most + 1 - len(content))):
        content += chunk
        if len(content) > most:
            raise RequestEntityTooLarge
    return bytes(content)

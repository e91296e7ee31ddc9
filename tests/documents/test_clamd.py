"""Only what a real scanner calls clean is clean."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest

from engine.connectors.clamd import Clamd, ScannerUnavailable, is_address
from tests.documents.made_files import EICAR, a_pdf, pdf_with
from tests.documents.scanner import MARK, a_clamd


@pytest.fixture(scope="module")
def scanner() -> Iterator[Clamd]:
    with a_clamd() as address:
        yield Clamd(address)


def marked_pdf() -> bytes:
    return pdf_with(lambda pdf: pdf.pages[0].contents_add(b"%" + MARK + b"\n"), compress_streams=True)


def test_scanner__clean_files__are_clean(scanner: Clamd) -> None:
    assert [scanner.infection_of(content) for content in (a_pdf(), b"x", b"\0" * 600_000)] == [None] * 3


def test_scanner__known_virus__is_named(scanner: Clamd) -> None:
    assert scanner.infection_of(EICAR) == "Mms.Test.Eicar.UNOFFICIAL"


def test_scanner__virus_inside_a_compressed_stream_of_a_pdf__is_found(scanner: Clamd) -> None:
    content = marked_pdf()
    assert MARK not in content

    assert scanner.infection_of(content) == "Mms.Test.Mark.UNOFFICIAL"


def test_scanner__file_larger_than_its_own_limit__is_not_called_clean(scanner: Clamd) -> None:
    with pytest.raises(ScannerUnavailable):
        scanner.infection_of(bytes(2**21))


def test_scanner__many_at_once__answers_each(scanner: Clamd) -> None:
    found: list[str | None] = []
    contents = [EICAR, b"clean"] * 8
    threads = [
        threading.Thread(target=lambda content=content: found.append(scanner.infection_of(content)))
        for content in contents
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(map(str, found)) == ["Mms.Test.Eicar.UNOFFICIAL"] * 8 + ["None"] * 8


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"stream: OK",
        b"stream: ok\0",
        b"ERROR\0",
        b"INSTREAM size limit exceeded. ERROR\0",
        b"\xff" * 9000,
    ],
)
def test_scanner__answers_anything_but_a_clear_ok__is_unavailable(answer: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            link, _ = server.accept()
            with link:
                link.recv(100)
                link.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        with pytest.raises(ScannerUnavailable):
            Clamd(f"tcp://127.0.0.1:{server.getsockname()[1]}").infection_of(b"x")
        thread.join()


@pytest.mark.parametrize("address", ["unix:/nonexistent/clamd.ctl", "tcp://127.0.0.1:1", "tcp://x:99999"])
def test_scanner__nobody_there__is_unavailable(address: str) -> None:
    with pytest.raises(ScannerUnavailable):
        Clamd(address).infection_of(b"x")


def test_address__of_a_socket_or_a_port__is_known() -> None:
    good = ("unix:/run/clamav/clamd.ctl", "tcp://scanner.example.ge:3310", "tcp://[::1]:3310")
    bad = ("", "unix:clamd", "http://x", "tcp://x", "tcp://x:y")

    assert all(map(is_address, good))
    assert not any(map(is_address, bad))

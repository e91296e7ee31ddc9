"""A telephone company for demonstrations: accepts every short message over HTTP and keeps it as a file.

`python -m demo.sms --port 8026 --dir var/sms`. Port 0 takes a free one; the first line of output names the
address. Messages go nowhere else. Numbers that end in 99 are refused for good and those that end in 98 for
now, so that both kinds of failure can be seen.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound
from werkzeug.wrappers import Request, Response

from demo.serving import serve

_LARGEST = 16 * 1024
_ID = re.compile(r"[A-Za-z0-9-]{1,80}")
_NUMBER = re.compile(r"\+9955[0-9]{8}")


class Gateway:
    """Keeps each accepted message as one text file, under its id: handed in twice, it is one."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        directory.mkdir(parents=True, exist_ok=True)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        request = Request(environ)
        request.max_content_length = _LARGEST
        try:
            response = self._answer(request)
        except HTTPException as refused:
            response = _said(refused.code or 500, refused.name)
        return response(environ, start_response)

    def _answer(self, request: Request) -> Response:
        if request.path == "/health":
            return _said(200, "ok")
        if request.path != "/sms/v1/messages":
            raise NotFound
        if request.method != "POST":
            raise MethodNotAllowed(["POST"])
        message = _message(request.get_data())
        if message is None:
            return _said(400, "malformed")
        if message["to"].endswith("99"):
            return _said(422, "number_refused")
        if message["to"].endswith("98"):
            return _said(503, "try_again_later")
        (self._directory / f"{message['id']}.txt").write_text(f"{message['to']}\n{message['text']}\n")
        return _said(202, "accepted")


def _message(body: bytes) -> dict[str, str] | None:
    try:
        read: Any = json.loads(body)
        message = {name: str(read[name]) for name in ("id", "to", "text")}
    except (ValueError, TypeError, KeyError):
        return None
    fits = _ID.fullmatch(message["id"]) and _NUMBER.fullmatch(message["to"]) and message["text"]
    return message if fits else None


def _said(status: int, word: str) -> Response:
    return Response(json.dumps({"status": word}), status=status, mimetype="application/json")


def main(arguments: list[str] | None = None) -> int:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(prog="demo.sms", description="Gateway that keeps messages as files")
    parser.add_argument("--port", type=int, required=True, help="0 takes a free port")
    parser.add_argument("--dir", type=Path, required=True, help="directory for .txt files")
    options = parser.parse_args(arguments)
    return serve("sms", Gateway(options.dir), port=options.port)


if __name__ == "__main__":
    sys.exit(main())

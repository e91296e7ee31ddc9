"""A real S3 server for tests, with a door before it that can be shut and that can cut an answer short.

The server is that of moto: it comes from PyPI, speaks the protocol over HTTP, checks signatures where it is
told to, and knows conditional writes. It keeps objects in memory: what a disk does to a store is not tried.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import httpx
from botocore.config import Config
from botocore.session import get_session

from engine.documents.location import StoreLocation
from engine.installation.programs import free_port

BUCKET = "documents"
_CHUNK = 65_536


class Door:
    """A TCP proxy on a port of its own."""

    def __init__(self, behind: int) -> None:
        self.bytes_of_answers: int | None = None  # after which every connection is cut
        self.is_shut = False
        self._behind = behind
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        self._open: set[socket.socket] = set()
        threading.Thread(target=self._accept, daemon=True).start()

    def shut(self) -> None:
        """Cut every connection and let nobody in."""
        self.is_shut = True
        self.cut()

    def cut(self) -> None:
        """Cut what is connected: the next request comes by a new connection."""
        for connection in tuple(self._open):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self.cut()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                if self.is_shut:
                    client.close()
                    continue
                server = socket.create_connection(("127.0.0.1", self._behind))
                self._open |= {client, server}
                threading.Thread(target=self._carry, args=(client, server, False), daemon=True).start()
                threading.Thread(target=self._carry, args=(server, client, True), daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket, is_answer: bool) -> None:
        left = self.bytes_of_answers if is_answer else None
        with suppress(OSError):
            while chunk := source.recv(_CHUNK):
                target.sendall(chunk if left is None else chunk[:left])
                if left is not None:
                    left -= len(chunk)
                    if left <= 0:
                        break
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self._open.discard(source)
        source.close()


class ObjectStore:
    """The server, its bucket, and the client of somebody who is not MMS."""

    def __init__(self, port: int, door: Door) -> None:
        self.door = door
        self._address = f"http://127.0.0.1:{port}"
        self.client = self._client("anybody", "anything")
        self._door = f"http://127.0.0.1:{door.port}"

    def location(self, prefix: str = "mms", **changed: str) -> StoreLocation:
        usual = {"endpoint": self._door, "key": "anybody", "secret": "anything"}
        return StoreLocation(f"s3://{changed.pop('bucket', BUCKET)}/{prefix}", **{**usual, **changed})

    @contextmanager
    def checking_credentials(self) -> Iterator[tuple[str, str]]:
        """Let the server check signatures in the block; give a key and a secret that it knows."""
        iam = self._client("anybody", "anything", service="iam")
        iam.create_user(UserName="mms")
        every = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
        iam.put_user_policy(UserName="mms", PolicyName="all", PolicyDocument=json.dumps(every))
        made = iam.create_access_key(UserName="mms")["AccessKey"]
        iam.close()
        self._let_unchecked("0")
        try:
            yield made["AccessKeyId"], made["SecretAccessKey"]
        finally:
            self._let_unchecked("inf")

    def objects(self) -> list[str]:
        listed = self.client.list_objects_v2(Bucket=BUCKET)
        return [found["Key"] for found in listed.get("Contents", ())]

    def put(self, key: str, content: bytes) -> None:
        self.client.put_object(Bucket=BUCKET, Key=key, Body=content)

    def get(self, key: str) -> bytes:
        content: bytes = self.client.get_object(Bucket=BUCKET, Key=key)["Body"].read()
        return content

    def _let_unchecked(self, requests: str) -> None:
        address = f"{self._address}/moto-api/reset-auth"
        httpx.post(address, content=requests, trust_env=False).raise_for_status()

    def _client(self, key: str, secret: str, service: str = "s3") -> Any:
        return get_session().create_client(
            service,
            endpoint_url=self._address,
            region_name="us-east-1",
            aws_access_key_id=key,
            aws_secret_access_key=secret,
            config=Config(proxies={}),
        )


@contextmanager
def an_object_store() -> Iterator[ObjectStore]:
    """Run the server with an empty bucket."""
    port = free_port()
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    door = Door(port)
    try:
        _wait_for(port, process)
        store = ObjectStore(port, door)
        store.client.create_bucket(Bucket=BUCKET)
        yield store
        store.client.close()
    finally:
        door.close()
        process.kill()
        process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5):
            return
        assert process.poll() is None, "the object store did not start"
        time.sleep(0.1)
    raise AssertionError("the object store does not answer")

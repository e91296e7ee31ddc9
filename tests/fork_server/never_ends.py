"""A program for the fork server that says nothing and never ends by itself."""

from __future__ import annotations

import signal


def main() -> None:
    while True:
        signal.pause()

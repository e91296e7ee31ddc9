"""A program for the fork server that runs the code it is given as its argument."""

from __future__ import annotations

import sys


def main() -> None:
    exec(sys.argv[1], {})

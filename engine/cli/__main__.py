"""`python -m engine.cli` is `mms`."""

from engine.cli import main

main(prog_name="mms")

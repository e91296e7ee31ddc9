"""The words of the field: no name, docstring, page or document says what only this project would say."""

from __future__ import annotations

import io
import re
import subprocess
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROSE = {"docs/decisions/0081-a-centre-takes-people-by-its-hours.md"}  # its name is its title
# A word of our own, and the word somebody would search for. Case does not matter.
WORDS = {
    r"key[ _]?ring\b(?<!keyring)": "keyring",
    r"\brings? of keys\b": "keyring",
    r"\bjournals?\b": "WAL",
    r"\bgates?\b": "validation",
    r"\bsweep\w*|\bswept\b": "poller, poll",
    r"\bstand-ins?\b|\bStandIns?\b": "simulator, fake",
    r"\bcircles?\b": "cycle, loop",
    r"step(s|ped|ping)? aside": "recusal, conflict of interest",
    r"\btrays?\b": "signing queue",
    r"\blost[ _]places\b": "de-listed settlements",
    r"\bmade-up system": "simulator",
    r"\brestand\b|\bcase\.stand\(": "save the step without moving",
    r"\btx\.become\(": "switch principal",
    r"\bone door\b": "command bus",
    r"\bcase\.note\(": "case.record",
    r"\bconsumers? (is|are) told\b|\bStatusConsumer\b": "subscriber",
    r"\btaken over file by file\b|\bTakeOverVersion\b": "rebase",
    r"\bprograms? that (is|are) nobody's\b": "service account",
    r"\b(for|to) who\b(?!( in|,))": "for whoever, or a noun",
}
LOOKED_AT = ("*.py", "*.md", "*.html", "*.json", "*.toml", "*.js", "*.cfg", "Makefile")
# What records the past, what others have written, and what is stored.
LEFT_OUT = (
    "CHANGELOG.md",
    "engine/db/migrations/",
    "tests/golden/",
    "package-lock.json",
    "web/frontend/package-lock.json",
    "tests/structure/test_words.py",
)
# Where the word has another meaning, that of the dictionary.
ALLOWED = {
    r"\bcircles?\b": (r"<circle|circle\(|\.circle|traffic circle|rect, circle",),
    r"\bjournals?\b": (r"legal journal",),
}


def tracked() -> Iterator[Path]:
    listed = subprocess.run(
        ["git", "ls-files", *LOOKED_AT], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    for name in listed.splitlines():
        if not name.startswith(LEFT_OUT):
            yield ROOT / name


def found(word: str, text: str) -> list[str]:
    """Return the lines of a text that say a word of our own."""
    allowed = [re.compile(pattern, re.IGNORECASE) for pattern in ALLOWED.get(word, ())]
    pattern = re.compile(word, re.IGNORECASE)
    return [
        line.strip()
        for line in text.splitlines()
        if pattern.search(line) and not any(exception.search(line) for exception in allowed)
    ]


def said_in(word: str) -> Iterator[Path]:
    """Yield the files that say a word somewhere; git looks through the tree in no time."""
    grep = ["git", "grep", "--files-with-matches", "-I", "--ignore-case", "--perl-regexp", "-e", word, "--"]
    listed = subprocess.run([*grep, *LOOKED_AT], cwd=ROOT, capture_output=True, text=True, check=False)
    assert listed.returncode in (0, 1), listed.stderr
    for name in listed.stdout.splitlines():
        if not name.startswith(LEFT_OUT):
            yield ROOT / name


def test_files__looked_at__are_there() -> None:
    assert len(list(tracked())) > 1000
    assert Path(__file__).with_name("test_sizes.py") in said_in(r"\bdef _OF\b")


@pytest.mark.parametrize("word", WORDS)
def test_tree__says_it_in_the_words_of_the_field(word: str) -> None:
    files = {str(path.relative_to(ROOT)): path for path in said_in(word)}
    told = {name: lines for name, path in files.items() if (lines := found(word, path.read_text()))}

    assert told == {}, f"say {WORDS[word]}"


def test_word_of_our_own__is_found() -> None:
    assert found(r"\bgates?\b", "ok\n# The gate says no.\n") == ["# The gate says no."]


def test_loop_variables__are_named_for_what_they_are() -> None:
    """`for task in tasks`, and never `for one in tasks`."""
    files = {str(path.relative_to(ROOT)): path for path in said_in(r"\bfor one in\b") if path.suffix == ".py"}
    unnamed = {
        name: lines for name, path in files.items() if (lines := found(r"\bfor one in\b", path.read_text()))
    }

    assert unnamed == {}, "name the variable for what it is"
    assert found(r"\bfor one in\b", "[one for one in tasks]") == ["[one for one in tasks]"]


def test_identifiers_and_files__of_community_centres__are_spelt_center() -> None:
    """A community centre is a center in names, and a centre in words that people read."""
    paths = {str(path.relative_to(ROOT)) for path in tracked()}
    files = {path for path in paths if "centre" in path.rpartition("/")[2].lower()} - PROSE
    names = {
        f"{path}: {token.string}"
        for path in paths
        if path.endswith(".py") and "centre" in (text := (ROOT / path).read_text()).lower()
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type == tokenize.NAME and "centre" in token.string.lower()
    }

    assert files | names == set()

"""Speaks a short text with the programs of this machine: espeak-ng gives a voice, lame makes it small.

What was spoken is kept in memory alone, never on disk: a text may be somebody's case. The programs
run in children with little time and memory, and few at once, because anybody may ask. Which page a
text comes from is unknown here.
"""

from __future__ import annotations

import subprocess
import threading
from collections import OrderedDict
from collections.abc import Sequence
from hashlib import sha256

from engine.errors import Rejected, Unavailable

LONGEST_TEXT = 600  # characters; about 40 seconds of speech
VOICES = {"ka": "ka", "en": "en-gb"}
WORDS_PER_MINUTE = 155
KEPT_BYTES = 16 * 1024 * 1024
AT_ONCE = 2
WAIT_SECONDS = 5.0
_SECONDS, _MEMORY = 10, 512 * 1024 * 1024


class NothingToSay(Rejected):
    """The text is empty or longer than one piece may be."""

    code = "speech.text"


class NoVoice(Rejected):
    """The language has no voice."""

    code = "speech.language"


class Busy(Unavailable):
    """Too many texts are being spoken, or the programs failed."""

    code = "speech.busy"


class Speaker:
    """Gives speech as MP3; equal texts are spoken once while they are remembered."""

    def __init__(self, *, kept_bytes: int = KEPT_BYTES, at_once: int = AT_ONCE) -> None:
        self._kept: OrderedDict[bytes, bytes] = OrderedDict()
        self._kept_bytes, self._room = 0, kept_bytes
        self._lock = threading.Lock()
        self._places = threading.BoundedSemaphore(at_once)
        self.spoken = 0

    def speak(self, text: str, *, language: str) -> bytes:
        """Return the text as speech (MP3, mono).

        Raises NothingToSay, NoVoice, or Busy when no place came free in time or a program failed.
        """
        words = " ".join(text.split())
        if not words or len(words) > LONGEST_TEXT:
            raise NothingToSay(limit=LONGEST_TEXT)
        if language not in VOICES:
            raise NoVoice()
        name = sha256(f"{language}\0{words}".encode()).digest()
        return self._remembered(name) or self._remember(name, self._make(words, VOICES[language]))

    def _make(self, words: str, voice: str) -> bytes:
        if not self._places.acquire(timeout=WAIT_SECONDS):
            raise Busy()
        try:
            # espeak-ng takes what stands in double brackets for phonemes: part them.
            plain = words.replace("[[", "[ [").encode()
            rate = str(WORDS_PER_MINUTE)
            sound = _run(["espeak-ng", "-v", voice, "-s", rate, "-b", "1", "--stdin", "--stdout"], plain)
            made = _run(["lame", "--quiet", "-m", "m", "-b", "32", "-", "-"], sound)
        finally:
            self._places.release()
        self.spoken += 1
        return made

    def _remembered(self, name: bytes) -> bytes | None:
        with self._lock:
            if name in self._kept:
                self._kept.move_to_end(name)
            return self._kept.get(name)

    def _remember(self, name: bytes, made: bytes) -> bytes:
        with self._lock:
            if name not in self._kept:
                self._kept[name] = made
                self._kept_bytes += len(made)
            while self._kept_bytes > self._room and self._kept:
                self._kept_bytes -= len(self._kept.popitem(last=False)[1])
        return made


def _run(program: Sequence[str], given: bytes) -> bytes:
    limits = ["prlimit", f"--cpu={_SECONDS}", f"--as={_MEMORY}", "--"]
    try:
        done = subprocess.run(
            [*limits, *program], input=given, capture_output=True, timeout=_SECONDS, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise Busy() from error
    if not done.stdout:
        raise Busy()
    return done.stdout

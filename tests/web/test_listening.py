"""A piece of a page as speech: what is spoken, what is refused, what is remembered."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.speech import LONGEST_TEXT, Speaker
from engine.speech.speaker import Busy
from tests.web.browser import Browser


def ask(browser: Browser, text: str) -> tuple[int, bytes, str]:
    token = str(browser.get("/").html.select_one("[data-listen]")["data-token"])  # type: ignore[index]
    answer = browser.client.post("/speech", data={"text": text, "csrf_token": token})
    return answer.status_code, answer.get_data(), answer.headers["Content-Type"]


@pytest.mark.parametrize(
    ("language", "text"), [("ka", "მუნიციპალური სერვისები"), ("en", "Municipal services")]
)
def test_speech__text_in_the_page_s_language__is_a_sound_as_long_as_speech(
    browser: Callable[[], Browser], tmp_path: Path, language: str, text: str
) -> None:
    person = browser()
    person.get(f"/?language={language}")

    status, sound, kind = ask(person, text)

    assert (status, kind) == (200, "audio/mpeg")
    (tmp_path / "a.mp3").write_bytes(sound)
    decoded = subprocess.run(
        ["lame", "--quiet", "--decode", str(tmp_path / "a.mp3"), "-"], capture_output=True, check=True
    ).stdout
    samples = memoryview(decoded[44:]).cast("h")
    assert len(samples) > 22050 * 0.8
    assert max(samples) > 3000, "it is silent"


def test_speech__other_text__sounds_otherwise() -> None:
    speaker = Speaker()

    assert speaker.speak("[[f]] is a letter", language="en") != speaker.speak("is a letter", language="en")


@pytest.mark.parametrize("text", ["", " \n ", "ა" * (LONGEST_TEXT + 1)])
def test_speech__nothing_or_too_much__is_refused_in_words(browser: Callable[[], Browser], text: str) -> None:
    status, body, _ = ask(browser(), text)

    assert status == 422
    assert f"{LONGEST_TEXT}" in body.decode()


def test_speech__without_the_page_s_token__is_refused(browser: Callable[[], Browser]) -> None:
    assert browser().post("/speech", {"text": "a"}).status == 400


def test_speaker__text_that_looks_like_an_option_or_markup__is_only_text() -> None:
    speaker = Speaker()

    assert speaker.speak("--version -f /etc/passwd <audio src='/etc/passwd'/>", language="en")


def test_speaker__equal_text__is_spoken_once() -> None:
    speaker = Speaker()

    first = speaker.speak("Submit  the form", language="en")
    second = speaker.speak("Submit the\nform", language="en")

    assert first == second
    assert speaker.spoken == 1


def test_speaker__more_than_it_may_keep__forgets_the_oldest() -> None:
    speaker = Speaker(kept_bytes=15_000)
    for number in range(6):
        speaker.speak(f"Text number {number}", language="en")

    speaker.speak("Text number 5", language="en")
    speaker.speak("Text number 0", language="en")

    assert speaker.spoken == 7


def test_speaker__program_missing__says_to_try_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")

    with pytest.raises(Busy):
        Speaker().speak("text", language="en")

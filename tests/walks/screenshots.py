"""Pictures of every page, narrow and wide, on one sheet each: `python -m tests.walks.screenshots`.

For the eyes of whoever changes the pages; nothing is compared. The pictures go to
`var/screenshots/<language>`. A page wider than its screen is named on the terminal.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import Browser

from tests.walks.installation import running
from tests.walks.person import Person, chromium
from tests.walks.story import apply, ask_for_missing, decide
from web.i18n import LANGUAGES

HOME = Path(__file__).parents[2] / "var" / "screenshots"
WIDTHS = (320, 1280)
LONGEST_ON_SHEET = 1800
COLUMNS = {320: 12, 1280: 4}


class Album:
    """Takes pictures of pages and puts them on sheets."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.names: list[str] = []
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)

    def look(self, person: Person, name: str) -> None:
        self.names.append(name)
        person.page.wait_for_load_state()
        for width in WIDTHS:
            person.page.set_viewport_size({"width": width, "height": 900})
            person.page.screenshot(path=self._file(name, width), full_page=True)
            wider = person.page.evaluate("document.documentElement.scrollWidth - innerWidth")
            if wider > 0:
                print(f"{name} is {wider} px wider than {width}")

    def sheets(self) -> list[Path]:
        """Put the pictures of each width on one sheet."""
        return [self._sheet(width) for width in WIDTHS]

    def _file(self, name: str, width: int) -> Path:
        return self.home / f"{name}-{width}.png"

    def _sheet(self, width: int) -> Path:
        pictures = [Image.open(self._file(name, width)).convert("RGB") for name in self.names]
        scale = 0.5 if width > 600 else 1.0
        small = [one.resize((int(one.width * scale), int(one.height * scale))) for one in pictures]
        rows = [small[start : start + COLUMNS[width]] for start in range(0, len(small), COLUMNS[width])]
        heights = [min(LONGEST_ON_SHEET, max(one.height for one in row)) + 30 for row in rows]
        cell = max(one.width for one in small) + 20
        sheet = Image.new("RGB", (cell * min(COLUMNS[width], len(small)), sum(heights)), "#777777")
        draw, top = ImageDraw.Draw(sheet), 0
        names = iter(self.names)
        for row, height in zip(rows, heights, strict=True):
            for column, picture in enumerate(row):
                draw.text((column * cell + 10, top + 8), next(names), fill="white")
                sheet.paste(
                    picture.crop((0, 0, picture.width, min(picture.height, height - 30))),
                    (column * cell + 10, top + 28),
                )
            top += height
        path = self.home.parent / f"sheet-{self.home.name}-{width}.png"
        sheet.save(path)
        return path


def take(browser: Browser, address: str, album: Album, *, language: str) -> None:
    """Go through the whole story once and look at every page on the way."""
    citizen = Person(browser, address, language=language)
    case = apply(citizen, album.look)
    citizen.go(case)
    album.look(citizen, "case")
    ask_for_missing(browser, address, album.look, language=language)
    citizen.go(case)
    citizen.wait_for_one("main a[href^='/tasks/']")
    album.look(citizen, "case-waiting")
    citizen.go("/cases")
    album.look(citizen, "cases")
    citizen.go(f"{case}/withdraw")
    album.look(citizen, "withdraw")
    citizen.go(case)
    citizen.page.locator("main a[href^='/tasks/']").click()
    album.look(citizen, "notice")
    citizen.fill({"statement": "აი, ფოტოები."})
    citizen.press("task.send_answer")
    decide(browser, address, album.look, language=language)
    citizen.go(case)
    citizen.wait_for_one(".documents a")
    album.look(citizen, "case-decided")
    clerk = Person(browser, address, language=language)
    clerk.sign_in("00000002002")
    clerk.go(f"/inbox{case}")
    album.look(clerk, "clerk-case-decided")
    clerk.go("/nothing")
    album.look(clerk, "not-found")
    citizen.go("/inbox")
    album.look(citizen, "forbidden")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("languages", nargs="*", default=LANGUAGES, help="ka, en or both")
    for language in parser.parse_args().languages:
        with running() as installation, chromium() as browser:
            album = Album(HOME / language)
            take(browser, installation.address, album, language=language)
            print(*album.sheets(), sep="\n")


if __name__ == "__main__":
    main()

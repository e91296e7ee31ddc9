"""Pictures of every page, narrow and wide, on one sheet each: `python -m tests.e2e.screenshots`.

For the eyes of whoever changes the pages; nothing is compared. The pictures go to
`var/screenshots/<language>`. A page wider than its screen is named on the terminal.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from PIL import Image, ImageDraw

from tests.e2e.installation import running
from tests.e2e.look import WIDER
from tests.e2e.person import Person, chromium
from tests.e2e.tour.visit import Tour
from tests.e2e.tour.whole import AROUND_A_CASE, BEHIND_IT
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
            for wider in person.page.evaluate(WIDER):
                print(f"{name} at {width} px: {wider}")

    def sheets(self) -> list[Path]:
        """Put the pictures of each width on one sheet."""
        return [self._sheet(width) for width in WIDTHS]

    def _file(self, name: str, width: int) -> Path:
        return self.home / f"{name}-{width}.png"

    def _sheet(self, width: int) -> Path:
        pictures = [Image.open(self._file(name, width)).convert("RGB") for name in self.names]
        scale = 0.5 if width > 600 else 1.0
        small = [
            picture.resize((int(picture.width * scale), int(picture.height * scale))) for picture in pictures
        ]
        rows = [small[start : start + COLUMNS[width]] for start in range(0, len(small), COLUMNS[width])]
        heights = [min(LONGEST_ON_SHEET, max(picture.height for picture in row)) + 30 for row in rows]
        cell = max(picture.width for picture in small) + 20
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("languages", nargs="*", default=LANGUAGES, help="ka, en or both")
    for language in parser.parse_args().languages:
        with running() as installation, chromium() as browser:
            album = Album(HOME / language)
            for half in (AROUND_A_CASE, BEHIND_IT):
                half.walk(Tour(installation, browser, album.look, language))
            print(*album.sheets(), sep="\n")


if __name__ == "__main__":
    main()

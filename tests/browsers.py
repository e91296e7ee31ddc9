"""The browsers of the tests, as Debian packages them.

Pages are tested in the headless shell, which draws them as Chromium does and has no windows, tabs and panels
of its own: these cost more than most of our pages. Whole Chromium is for extensions and cameras.
"""

from typing import Final

HEADLESS: Final = "/usr/bin/chromium-headless-shell"
WHOLE: Final = "/usr/bin/chromium"

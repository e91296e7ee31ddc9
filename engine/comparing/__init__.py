"""Two states of a service compared: what was added, removed and changed, element by element.

Each kind of file is read into things with facts (`elements`, `tables`, `fields`, `settings`, `letters`), and
things are held against each other in one place. Refuses to know SQL, pages, and where the files come from.

To change what a comparison says of a kind of file, and how much a change weighs: `engine/comparing/`: its
reader, `changes.py` for the weights; words under `compare` in `web/texts/<language>/compare.json`.
`tests/comparing`.
"""

from engine.comparing.changes import Change, Detail, Thing, Weight
from engine.comparing.files import compare, diagram_in_words, things

__all__ = ["Change", "Detail", "Thing", "Weight", "compare", "diagram_in_words", "things"]

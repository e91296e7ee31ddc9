"""The child process of layouts: reads a diagram and its texts in JSON, answers with it laid out anew.

Its limits are set by whoever starts it. Refuses to know databases and pages.
"""

from __future__ import annotations

import base64
import sys

from engine import canonical
from engine.catalogue.tidying import laid_out
from engine.studio.shared_blocks import blocks


def main() -> None:
    """Answer the question on the standard input."""
    asked = canonical.loads(sys.stdin.buffer.read())
    texts = {language: base64.b64decode(content) for language, content in asked["texts"].items()}
    diagrams = {block.code: block.diagram for block in blocks()}
    settings = base64.b64decode(asked["settings"])
    written = laid_out(base64.b64decode(asked["diagram"]), diagrams, texts, settings)
    sys.stdout.buffer.write(canonical.dumps({"diagram": base64.b64encode(written).decode()}))


if __name__ == "__main__":
    main()

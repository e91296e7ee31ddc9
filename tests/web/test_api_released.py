"""Names that programs rely on: none goes.

    python -m tests.web.test_api_released

writes the list anew, with what a release adds. A line that is missing from the description breaks somebody's
program: give it another address instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from engine.settings import Settings
from web.api.application import of_pages
from web.app import create_app

LIST = Path(__file__).parents[1] / "golden" / "api" / "v1.txt"


def names(told: dict[str, Any]) -> Iterator[str]:
    """Yield each address with what it takes and gives, and each name of each shape."""
    for path, methods in told["paths"].items():
        common = methods.get("parameters", [])
        for method, one in methods.items():
            if method != "parameters":
                yield f"{method.upper()} {path}"
                for each in (*common, *one.get("parameters", [])):
                    needed = " required" if each.get("required") else ""
                    yield f"{method.upper()} {path} {each['in']} {each['name']}{needed}"
    for shape, schema in told["components"]["schemas"].items():
        for name in schema.get("properties", ()):
            yield f"{shape}.{name}{' required' if name in schema.get('required', ()) else ''}"


def described() -> list[str]:
    """Return the names of the API as it is, without a database."""
    settings = Settings(mode="demo", home=Path(), database_url="postgresql:///none", secret="s" * 48)
    engine: Any = SimpleNamespace(settings=settings)
    told = of_pages(create_app(engine, TESTING=True))
    return sorted(set(names(told)))


def test_names__that_were_released__are_all_there() -> None:
    assert set(LIST.read_text().splitlines()) - set(described()) == set()


def main() -> None:
    """Write the list, with what is new."""
    LIST.parent.mkdir(parents=True, exist_ok=True)
    LIST.write_text("\n".join(described()) + "\n")


if __name__ == "__main__":
    main()

"""The template cache: compiled once for all processes, and never taken from other code or from others."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from web import template_cache as module
from web.template_cache import TemplateCache, template_cache


def rendered(cache: TemplateCache | None, source: str = "{{ 1 + 1 }}") -> tuple[str, int]:
    """Return what a new process would show of a page, and how often it compiled something."""
    compiled = 0

    class Counting(Environment):
        def _compile(self, source: str, filename: str) -> object:
            nonlocal compiled
            compiled += 1
            return super()._compile(source, filename)

    environment = Counting(loader=DictLoader({"page.html": source}), bytecode_cache=cache)
    return environment.get_template("page.html").render(), compiled


def test_page__compiled_by_another_process__is_not_compiled_again(tmp_path: Path) -> None:
    assert rendered(template_cache(tmp_path)) == ("2", 1)
    assert rendered(template_cache(tmp_path)) == ("2", 0)


def test_page__changed__is_compiled(tmp_path: Path) -> None:
    rendered(template_cache(tmp_path))

    assert rendered(template_cache(tmp_path), "{{ 1 + 2 }}") == ("3", 1)


def test_page__of_another_release_of_our_code__is_compiled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered(template_cache(tmp_path))

    monkeypatch.setattr(module, "CODE", "another")

    assert rendered(template_cache(tmp_path)) == ("2", 1)


def test_directory__that_others_may_write_to__is_not_used(tmp_path: Path) -> None:
    directory = tmp_path / "templates"
    directory.mkdir()
    directory.chmod(0o777)

    assert template_cache(tmp_path) is None


def test_page__where_nothing_can_be_written__is_shown(tmp_path: Path) -> None:
    cache = template_cache(tmp_path)
    (tmp_path / "templates").rmdir()

    assert rendered(cache) == ("2", 1)

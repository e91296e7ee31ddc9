"""Builders of templates for tests."""

from __future__ import annotations

from typing import Any

import pytest

from engine.documents.filled import Rendered
from engine.documents.markup import TemplateInvalid
from engine.documents.template import Template, compile_template


def a_source(
    body: str = "<p>ა</p>", *, head: str = "<title>ბრძანება</title>", root: str = 'lang="ka"'
) -> bytes:
    return f"<!DOCTYPE html>\n<html {root}><head>{head}</head><body>{body}</body></html>".encode()


def a_template(body: str, **options: Any) -> Template:
    return compile_template(a_source(body), **options)


def rendered(body: str, **scope: Any) -> Rendered:
    return a_template(body).render(scope)


def body_of(page: Rendered) -> str:
    return page.html.partition("<body>")[2].partition("</body>")[0]


def refusal(source: bytes, **options: Any) -> TemplateInvalid:
    with pytest.raises(TemplateInvalid) as failed:
        compile_template(source, **options)
    return failed.value

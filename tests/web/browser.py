"""A browser without JavaScript: it reads pages, fills in their forms and follows redirects.

It sends what the page's form holds, hidden fields included, as a real browser would. So a test
that passes here passes without a script.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import Any

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

# What every browser says when a form is sent, and no script.
NAVIGATION = {"Accept": "text/html,application/xhtml+xml", "Sec-Fetch-Mode": "navigate"}


@dataclass(frozen=True)
class Page:
    """A page as it was answered, after redirects."""

    response: TestResponse
    path: str

    @property
    def status(self) -> int:
        return self.response.status_code

    @cached_property
    def html(self) -> BeautifulSoup:
        """The page's elements, read once; who changes them changes them for all who look later."""
        return BeautifulSoup(self.response.get_data(as_text=True), "lxml")

    @cached_property
    def text(self) -> str:
        return " ".join(self.html.get_text(" ").split())

    def form(self, containing: str | None = None) -> Tag:
        """Return the form of the main part; `containing` picks one by a part of its HTML."""
        found = next((form for form, html in self._forms if containing is None or containing in html), None)
        assert found is not None, f"no form with {containing!r} on {self.path}:\n{self.text[:800]}"
        return found

    @cached_property
    def _forms(self) -> list[tuple[Tag, str]]:
        """The forms of the main part, each with its HTML as it came."""
        return [(form, str(form)) for form in self.html.select("main form")]


class Browser:
    """One person's browser."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.headers = NAVIGATION

    def get(self, path: str) -> Page:
        return self._page(self.client.get(path, follow_redirects=True, buffered=True))

    def post(self, path: str, data: Mapping[str, Any] | None = None) -> Page:
        """Send data as they are, without a page before."""
        answer = self.client.post(
            path, data=data or {}, headers=self.headers, follow_redirects=True, buffered=True
        )
        return self._page(answer)

    def submit(
        self,
        page: Page,
        values: Mapping[str, Any] | None = None,
        *,
        form: Tag | None = None,
        button: tuple[str, str] | None = None,
        files: Mapping[str, tuple[bytes, str]] | None = None,
    ) -> Page:
        """Send a form of the page with other values in it."""
        form = form or page.form()
        data = fields_of(form)
        for name, value in (values or {}).items():
            data.setlist(name, value if isinstance(value, list) else [value])
        if button:
            data.add(*button)
        for name, (content, file_name) in (files or {}).items():
            data.add(name, (BytesIO(content), file_name))
        path = str(form.get("action") or page.path)
        answer = self.client.post(
            path,
            data=data,
            content_type="multipart/form-data",
            headers=self.headers,
            follow_redirects=True,
            buffered=True,
        )
        return self._page(answer)

    def _page(self, response: TestResponse) -> Page:
        # A page of errors has an address of its own; it is still the page of its form.
        query = "&".join(
            part
            for part in response.request.query_string.decode().split("&")
            if not part.startswith("_again=")
        )
        return Page(response, response.request.path + (f"?{query}" if query else ""))


def fields_of(form: Tag) -> MultiDict[str, Any]:
    """Return what the form would send if nobody touched it."""
    data: MultiDict[str, Any] = MultiDict()
    for field in form.find_all(("input", "textarea", "select"), attrs={"name": True}):
        name, kind = str(field["name"]), str(field.get("type", ""))
        if field.name == "textarea":
            data.add(name, field.get_text().removeprefix("\n"))
        elif field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            data.add(name, str(chosen["value"]) if chosen else "")
        elif kind in ("checkbox", "radio"):
            if field.has_attr("checked"):
                data.add(name, str(field.get("value", "on")))
        elif kind not in ("file", "submit"):
            data.add(name, str(field.get("value", "")))
    return data

"""Common part of every editor of a file: its words, the languages of findings; a file is begun."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from flask import current_app, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from engine.errors import NotAllowed, NotFound, Rejected
from engine.studio.commands.service_drafts import SaveServiceFile
from engine.studio.queries import service_drafts
from engine.texts import LANGUAGES
from web.auth import current_actor
from web.engine_access import engine
from web.errors import status_of, words_of
from web.i18n import TEXTS, current_language, format_instant, name_of, t
from web.studio.drafts import draft_page
from web.words import error_words

JSON = "application/json"
NO_FILE = "?"  # of a page that is of no file: no finding is of its own
Made = Callable[[str], tuple[str, bytes]]


def told(path: str, *, words: Mapping[str, str] | None = None, **more: Any) -> dict[str, Any]:
    """Return what the script of an editor is told of the file at `path`."""
    here = current_language()
    return {
        "path": path,
        "owner": _owner(),
        "languages": [here, *(language for language in LANGUAGES if language != here)],
        "words": {**TEXTS.under(here, "studio.script"), **(words or {})},
        **more,
    }


def viewer_words() -> dict[str, str]:
    """Return the words of a diagram that is only looked at."""
    here = current_language()
    opener, inside = "editor.open_element_", "inside"
    return {
        opener: TEXTS.under(here, "drawing.script")[opener],
        inside: TEXTS.under(here, "compare.mark")[inside],
    }


def _owner() -> str:
    """Return a name of the person that says nothing about them: under it the browser keeps what is unsent."""
    said = f"studio {current_actor().person_id}".encode()
    return hmac.new(current_app.config["SECRET_KEY"].encode(), said, "sha256").hexdigest()[:32]


def begin_file(draft_id: UUID, made: Made, endpoint: str) -> ResponseReturnValue:
    """Keep the file that is made for the draft's service, and open it in its editor."""
    with engine().read(current_actor()) as tx:
        draft = service_drafts.draft(tx, draft_id)
    try:
        path, content = made(draft.code)
        engine().send(SaveServiceFile(draft_id, path, content, 0), actor=current_actor())
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return draft_page(draft_id, refused)
    name = PurePosixPath(path).name.partition(".")[0]
    return redirect(url_for(endpoint, draft_id=draft_id, name=name), 303)


def is_script() -> bool:
    """Say whether the page's script keeps what is typed, and not a press of a button."""
    return request.accept_mimetypes.best == JSON


def refused_to_script(refused: Rejected, *, seen: str | None = None) -> ResponseReturnValue:
    """Answer why nothing was kept; where somebody was faster who it was, and how it stands now."""
    said: dict[str, Any] = {"message": error_words(refused) or words_of(refused).body}
    if "revision" in refused.params:
        said["revision"] = refused.params["revision"] if seen is None else seen
        who = name_of(refused.params["who"]) or t("error.stale.somebody")
        said["message"] = f"{who}, {format_instant(refused.params['at'])}. {said['message']}"
    return jsonify(said), 409 if "revision" in said else status_of(refused)

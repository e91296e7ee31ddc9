"""The content of a draft's diagram for the script of its editor: with the names of every language, and back.

The official names are the diagram's, the others are texts beside it: what the script sends is parted, and
both files are saved or neither. Somebody else's words in these texts, such as those of a form, stand in
nobody's way: what counts as seen there is the names. Refuses to know how names and diagram are one document.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from engine.errors import Rejected
from engine.process import DiagramError
from engine.roles import Right
from engine.studio import element_names
from engine.studio.commands.service_drafts import OtherFile, SaveServiceFile
from engine.studio.element_names import DIAGRAM, OTHERS, PartedDiagram
from engine.studio.packages import SETTINGS
from engine.studio.queries import service_drafts
from web import access
from web.auth import current_actor
from web.blueprints import studio as blueprint
from web.engine_access import engine
from web.i18n import current_language, format_instant
from web.keys import revisions_in
from web.studio.editor import refused_to_script
from web.studio.texts import path_of

NO_TEXTS = b"{}"
UNSEEN = 0  # no file that there is has this revision
Files = Mapping[str, tuple[bytes, int]]  # content and revision by path


@blueprint.get("/drafts/<uuid:draft_id>/diagram/content")
@access.right(Right.DRAW_SERVICES)
def diagram_content(draft_id: UUID) -> ResponseReturnValue:
    """Return the diagram as it is drawn in the page's language, with what was seen of its files."""
    files = _files(draft_id)
    drawn = with_names({path: content for path, (content, _) in files.items()})
    return jsonify(content=drawn, revision=_seen(files))


@blueprint.post("/drafts/<uuid:draft_id>/diagram/content")
@access.right(Right.DRAW_SERVICES)
def save_diagram(draft_id: UUID) -> ResponseReturnValue:
    """Save the diagram and the names of its elements; a refusal says in words why, and who was faster."""
    # Forms of browsers end lines their own way; files have the plain end.
    content = request.form.get("content", "").replace("\r\n", "\n").encode()
    try:
        seen, at = _saved(draft_id, element_names.parted(content), request.form.get("seen", ""))
    except Rejected as refused:
        is_rival = "revision" in refused.params
        return refused_to_script(refused, seen=_seen(_files(draft_id)) if is_rival else None)
    return jsonify(revision=seen, at=format_instant(at))


def with_names(contents: Mapping[str, bytes], drawing: bytes | None = None) -> str:
    """Return a draft's diagram, or another drawing of it, for the editor; what nobody can read as it is."""
    names = {
        language: element_names.names_in(contents.get(path_of(language), NO_TEXTS)) for language in OTHERS
    }
    diagram = contents[DIAGRAM] if drawing is None else drawing
    try:
        called = _service_names(contents.get(SETTINGS, b"{}"))
        return element_names.joined(diagram, names, current_language(), called).decode()
    except DiagramError:
        return diagram.decode(errors="replace")


def _service_names(settings: bytes) -> dict[str, str]:
    """Return the names of the service itself; none where its settings can't be read, as validation says."""
    try:
        names = json.loads(settings)["names"]
        return {language: name for language, name in names.items() if isinstance(name, str)}
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


def _files(draft_id: UUID) -> Files:
    with engine().read(current_actor()) as tx:
        service_drafts.file(tx, draft_id, DIAGRAM)
        return service_drafts.states(tx, draft_id)


def _saved(draft_id: UUID, sent: PartedDiagram, seen: str) -> tuple[str, datetime]:
    """Save a diagram with its names, if both are as they were seen; return what is seen now, and the time."""
    files = dict(_files(draft_id))
    revision, *digests = seen.split("-")
    changed = [] if sent.names is None else _texts(files, sent, dict(zip(OTHERS, digests, strict=False)))
    (number,) = revisions_in(revision) or (UNSEEN,)
    saved = engine().send(
        SaveServiceFile(draft_id, DIAGRAM, sent.diagram, number, tuple(changed)), actor=current_actor()
    )
    files[DIAGRAM] = (sent.diagram, saved.revision)
    files |= {file.path: (file.content, now) for file, now in zip(changed, saved.others, strict=True)}
    return _seen(files), saved.saved_at


def _texts(files: Files, sent: PartedDiagram, digests: Mapping[str, str]) -> list[OtherFile]:
    """Return the texts in which a name becomes another one, or that of an element that is gone."""
    drawn = {*element_names.elements_in(files[DIAGRAM][0]), *element_names.elements_in(sent.diagram)}
    found = []
    for language, names in (sent.names or {}).items():
        path = path_of(language)
        known, revision = files.get(path, (NO_TEXTS, UNSEEN))
        content = element_names.with_names(known, names, drawn=drawn)
        if content != known:
            is_as_seen = digests.get(language) == _digest(known)
            found.append(OtherFile(path, content, revision if is_as_seen else UNSEEN))
    return found


def _seen(files: Files) -> str:
    """Return what is seen of these files: the diagram's revision, and which names there are beside."""
    digests = (_digest(files.get(path_of(language), (NO_TEXTS, UNSEEN))[0]) for language in OTHERS)
    return "-".join((str(files[DIAGRAM][1]), *digests))


def _digest(texts: bytes) -> str:
    said = json.dumps(element_names.names_in(texts), sort_keys=True)
    return sha256(said.encode()).hexdigest()[:16]

"""Examples of forms: what no file of a form may hold, and what nobody could answer."""

from __future__ import annotations

import json

from tests.catalogue.edits.shape import Example, example, written

SERVICE, DRAFTED, DRAFT = "general/question", "high_mountain/suspend", "forms/draft_act.form"
NEW = '"values": [{"label": "ახალი", "value": "new"},'
FORM, CHOICE = "forms/application.form", "forms/direct.form"
SUBJECT, HIDDEN, MOST = '"key": "subject",', '"conditional": {"hide": "=true"},', '"maxLength": 200'
IMAGE = '{"type": "image", "id": "map", "alt": "Map", "source": "images/map.png"}'
LINES = [{"type": "separator", "id": f"line_{number}"} for number in range(301)]


def deep(levels: int) -> str:
    """Groups inside each other."""
    inner = '{"type": "separator", "id": "line"}'
    for level in range(levels):
        inner = f'{{"type": "group", "id": "group_{level}", "components": [{inner}]}}'
    return inner


def edited(code: str, before: str, after: str, file: str = FORM) -> Example:
    return example(code, SERVICE, (file, before, after))


def beside(code: str, component: str, shown: str = "") -> Example:
    """An example of a component added in front of the others."""
    return example(code, SERVICE, (FORM, '"components": [', f'"components": [{component},'), shown=shown)


EXAMPLES: list[Example] = [
    edited("form.not_json", '"schemaVersion": 19,', '"schemaVersion": 19'),
    edited("form.not_a_form", '"type": "default"', '"type": "process"'),
    edited("form.schema_version", '"schemaVersion": 19', '"schemaVersion": 99'),
    edited("form.form_id", '"id": "application",', '"id": "2 application",'),
    edited("form.components_missing", '"components": [', '"fields": ['),
    edited("form.not_a_component", '"components": [', '"components": ["subject",'),
    edited("form.unknown_component", '"type": "textarea"', '"type": "video"'),
    edited("form.refused_component", '"type": "textfield"', '"type": "iframe"'),
    edited("form.unknown_property", MOST, '"maxlength": 200'),
    edited("form.duplicate_property", SUBJECT, f"{SUBJECT} {SUBJECT}"),
    edited("form.hostile_property", SUBJECT, f'{SUBJECT} "constructor": "Subject",'),
    edited("form.property_type", MOST, '"maxLength": "long"'),
    edited("form.begins", '"mms:type": "phone"', '"mms:type": "phone", "mms:begins": "empty"'),
    edited("form.number_size", MOST, '"maxLength": 1e99'),
    edited("form.bad_text", '"label": "რას ეხება"', '"label": "რას \\u0007 ეხება"'),
    edited("form.bad_pattern", MOST, f'{MOST}, "pattern": "[a-z"'),
    edited("form.bad_expression", '"=notify_by != \\"email\\""', '"=notify_by !="'),
    edited("form.unsupported", '"label": "რას ეხება"', '"label": "=question"'),
    edited("form.component_id", '"id": "application_subject"', '"id": "application subject"'),
    edited("form.duplicate_id", '"id": "application_subject"', '"id": "application_text"'),
    edited("form.key", '"key": "subject"', '"key": "the subject"'),
    edited("form.reserved_key", '"key": "subject"', '"key": "case"'),
    edited("form.duplicate_key", '"key": "subject"', '"key": "question"'),
    edited("form.key_of_browser", '"key": "phone"', '"key": "submit"'),
    edited("form.label_missing", '"label": "რას ეხება"', '"label": ""'),
    edited("form.unknown_kind", '"mms:type": "email"', '"mms:type": "mail"'),
    edited("form.options", '"value": "lawyer"', '"value": ""', CHOICE),
    edited("form.duplicate_option", '"value": "lawyer"', '"value": "specialist"', CHOICE),
    edited(
        "form.default_type", '"key": "answered_by",', '"key": "answered_by", "defaultValue": "mayor",', CHOICE
    ),
    edited("form.limit_type", '"mms:max": "5"', '"mms:max": "2026-01-01"'),
    edited("form.limits_cross", '"mms:max": "5"', '"mms:max": "5", "mms:min": "6"'),
    edited("form.rule_kind", '"mms:max": "5"', '"mms:max": "=subject"'),
    example("form.offered_unknown", DRAFTED, (DRAFT, '"value": "wrong_state"', '"value": "wrong_status"')),
    example("form.option_never_offered", DRAFTED, (DRAFT, '"key": "refusal_reason"', '"values": [', NEW)),
    edited("form.hidden_always", SUBJECT, f"{SUBJECT} {HIDDEN}"),
    example(
        "form.cyclic",
        SERVICE,
        (FORM, SUBJECT, f'{SUBJECT} "conditional": {{"hide": "=question = null"}},'),
        (FORM, '"key": "question",', '"key": "question", "conditional": {"hide": "=subject = null"},'),
    ),
    edited(
        "form.parts_given",
        '"id": "application_contact",',
        '"id": "application_contact", "path": "contact", "properties": {"mms:type": "person"},',
    ),
    edited(
        "form.register_unknown",
        '"mms:type": "phone"',
        '"mms:type": "register_entry", "mms:register": "residents"',
    ),
    beside("form.columns", '{"type": "table", "id": "rows", "dataSource": "=[]", "columns": []}'),
    beside("form.alt_missing", IMAGE.replace('"alt": "Map", ', "")),
    beside("form.image_source", IMAGE.replace("images/", "https://example.org/")),
    beside("form.picture_missing", IMAGE),
    beside("form.too_deep", deep(5), shown="groups five times inside each other"),
    beside("form.too_many_components", json.dumps(LINES)[1:-1], shown="a form of more than 300 fields"),
    example("form.too_large", SERVICE, written(FORM, 262_145 * " "), shown="a file of more than 256 KB"),
]

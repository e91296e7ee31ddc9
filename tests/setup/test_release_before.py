"""The release before works on the schema after: machines are brought over one by one."""

from __future__ import annotations

import psycopg
import pytest

from tests.golden import schema

ADVICE = """Release {release} would not work on this schema any more: machines that have not been brought over
yet go on with it. First add what is new beside what was, with a default or empty (expand); take away what
{release} uses one release later, when nobody runs {release} any more (contract). If {release} has not been
released yet, remove tests/golden/schema/{release}.txt and run: python -m tests.golden.schema {release}
{wrong}"""


def test_schema__of_this_tree__has_what_the_release_before_needs(database_url: str) -> None:
    release, before = schema.newest()

    with psycopg.connect(database_url) as connection:
        wrong = schema.broken(before, schema.listed(connection))

    assert len(before) > 1000
    assert wrong == [], ADVICE.format(release=release, wrong="\n".join(wrong))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("alter table letters drop column subject", "column letters.subject is gone"),
        ("alter table letters rename column subject to title", "column letters.subject is gone"),
        ("drop table feedback", "column feedback.comment is gone"),
        (
            "alter table letters alter column subject type varchar(80)",
            "column letters.subject was text and is character varying(80)",
        ),
        (
            "alter table letters add column weight int not null",
            "column letters.weight is new and must be filled",
        ),
        (
            "alter table letters alter column read_at set not null",
            "column letters.read_at must be filled now",
        ),
        ("alter table letters alter column others drop default", "column letters.others must be filled now"),
        ("drop function is_bank_money(text)", "function is_bank_money(p_reference text) boolean"),
        ("revoke select on letters from mms_app", "right letters select"),
        ("revoke update (seen_at) on case_messages from mms_app", "right case_messages.seen_at update"),
        ("revoke delete on drafts from mms_app", "right drafts delete"),
    ],
)
def test_change__that_the_release_before_cannot_bear__is_named(
    database_url: str, change: str, said: str
) -> None:
    with psycopg.connect(database_url) as connection:
        before = schema.listed(connection)
        connection.execute(change.encode())

        wrong = schema.broken(before, schema.listed(connection))

        connection.rollback()
    assert said in wrong


@pytest.mark.parametrize(
    "change",
    [
        "grant update on case_messages to mms_app",
        "create table leaflets (id int primary key, title text not null)",
        "alter table letters add column weight int, add column copies int not null default 1",
        "alter table letters alter column subject drop not null",
        "create function is_heavy(p_letter uuid) returns boolean language sql as 'select false'",
    ],
)
def test_change__that_only_adds__is_no_difference(database_url: str, change: str) -> None:
    with psycopg.connect(database_url) as connection:
        before = schema.listed(connection)
        connection.execute(change.encode())

        wrong = schema.broken(before, schema.listed(connection))

        connection.rollback()
    assert wrong == []

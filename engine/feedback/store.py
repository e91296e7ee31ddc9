"""The store of feedback: what people have said of pages and services."""

from __future__ import annotations

from datetime import date
from typing import Any

from engine.db.pool import Transaction

ADD = """
insert into feedback (id, kind, page, service_code, municipality_id, rating, comment, language, given_on)
values (:id, :kind, :page, :service_code, :municipality_id, :rating, :comment, :language, :given_on)
"""
COUNTS = """
select kind, service_code, case when kind = 'page' then page end as page, count(*) as number,
       count(*) filter (where rating >= 4) as good, avg(rating) as average
from feedback where given_on >= :since
group by kind, service_code, case when kind = 'page' then page end
order by kind desc, number desc, service_code, page limit 200
"""
COMMENTS = """
select * from feedback where comment <> '' and given_on >= :since order by given_on desc, id limit 100
"""


def add(tx: Transaction, **columns: Any) -> None:
    tx.run(ADD, **columns)


def counts(tx: Transaction, since: date) -> list[Any]:
    return tx.all(COUNTS, since=since)


def comments(tx: Transaction, since: date) -> list[Any]:
    return tx.all(COMMENTS, since=since)

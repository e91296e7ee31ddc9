"""What came of a run: counted, judged, and printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from tests.chaos.book import Book
from tests.chaos.fault_injection import FaultInjection
from tests.chaos.installation import Installation

# What a fault must never cause: a case that needs a person to mend it.
GIVEN_UP = """
select (select count(*) from jobs where state = 'incident' or error_code is not null)
     + (select count(*) from events where kind = 'incident.opened')
     + (select count(*) from procrastinate_jobs where status = 'failed' and task_name <> 'recover_stalled')
"""
# Messages that outlived their time, or whose time is not over though nothing else is to be done.
LEFT_LYING = """
select (select count(*) from messages where state = 'kept' and expires_at < now() - interval '30 seconds')
     + (select count(*) from signal_deliveries where state = 'queued')
"""
TOLD = """
select 'message ' || state || case when waited and state = 'delivered' then ', early' else '' end, count(*)
from (select state, published_at < settled_at as waited from messages) m group by 1
union all select 'signal ' || state, count(*) from signal_deliveries group by 1
"""
MONEY = "select 'order ' || state, count(*) from payment_attempts group by 1"
STUCK = """
select count(*) from cases c where c.closed_at is null and not exists
    (select from tasks t where t.case_id = c.id and t.state = 0)
"""


def summed_up(
    installation: Installation, book: Book, faults: FaultInjection, *, complaints: Counter[str], rested: bool
) -> bool:
    """Print what happened; return whether everything that was promised was kept."""
    _table("faults", faults.counted)
    if faults.missed:
        _table("faults without a victim at that moment", faults.missed)
    _table("started again by the supervisor", installation.restarts())
    _table("acknowledged", book.told)
    _table("told between cases", dict(installation.rows(TOLD)))
    _table("money", dict(installation.rows(MONEY)))
    _table("two who decided at once", book.rivals)
    _table("answers", book.answers)
    _table("slowest answer of each kind, in seconds", {k: f"{v:.1f}" for k, v in book.slowest.items()})
    if book.surprises or complaints:
        _table("surprises", book.surprises + complaints)
    from_key = installation.answered_from_key(book.repeated)
    print(
        f"{len(book.repeated)} commands were answered only when sent again, {book.moved} by the other web "
        f"node; {from_key} of them had been done by an attempt whose answer got lost"
    )
    print(f"{book.same_again} commands were sent again after their answer, and answered the same")
    print(f"longest outage that a client saw: {book.longest_outage:.1f} s")
    hung = [answer for answer in book.slow if not faults.explain(answer[1], began=answer[2], ended=answer[3])]
    for what, node, start, end in hung:
        print(f"  {what} from {node} took {end - start:.1f} s, though nothing but the database was disturbed")
    again = sum(number for what, number in book.surprises.items() if " again: " in what)
    away = installation.away()
    for line in away:
        print(f"  {line}")
    bad = {
        "programs are not up again by themselves": len(away),
        "things are still to be done": 0 if rested else 1,
        "jobs were given up, or incidents opened": installation.asks(GIVEN_UP),
        "open cases wait for nobody": installation.asks(STUCK),
        "answers to a repeated command were not the first one": again,
        "messages or signals were left lying": installation.asks(LEFT_LYING),
        "rivals were told what they may not be told": len(book.wrong),
    }
    for what, number in bad.items():
        if number:
            print(f"BAD   {number} {what}")
    result = installation.reconcile(book.file)
    print(result.stdout + result.stderr)
    return result.returncode == 0 and not any(bad.values())


def _table(title: str, counted: Mapping[str, object]) -> None:
    print(f"{title}:")
    for name, number in sorted(counted.items()):
        print(f"  {number!s:>6}  {name}")

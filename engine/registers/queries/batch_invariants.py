"""Invariants of batches: every chosen entry was settled once, and every case opened is the batch's own.

Refuses to change anything.
"""

from __future__ import annotations

from engine.queries.rules import Rule, any_of

BY_BATCH = "events where kind = 'case.opened_by_batch'"

RULES = (
    Rule(
        "batches",
        "select format('%s batches, %s entries', (select count(*) from runs), count(*)) from run_entries",
        any_of(
            # The case is of the batch's service, about the entry's person, in the batch's municipality.
            """
            select format('batch %s: case %s is of another service, person or municipality', r.id, c.number)
            from run_entries o join runs r on r.id = o.run_id join cases c on c.id = o.case_id
            join register_entries e on e.id = o.entry_id
            where c.service_code <> r.service_code or c.municipality_id <> r.municipality_id
               or o.municipality_id <> r.municipality_id or e.municipality_id <> r.municipality_id
               or e.register <> r.register or c.applicant_id is distinct from e.person_id
            """,
            # An entry has one case in a batch, and such a case says that it came from one.
            f"""
            select format('batch %s: case %s does not say that a batch opened it', o.run_id, c.number)
            from run_entries o join cases c on c.id = o.case_id
            where not exists (select from {BY_BATCH} and case_id = c.id)
            """,
            f"""
            select format('case %s was opened by a batch that knows nothing of it', c.number)
            from cases c where exists (select from {BY_BATCH} and case_id = c.id)
              and not exists (select from run_entries o where o.case_id = c.id)
            """,
            """
            select format('batch %s: %s cases were opened about one person', o.run_id, count(*))
            from run_entries o where o.outcome = 'opened' group by o.run_id, o.person_id having count(*) > 1
            """,
            """
            select format('batch %s is over and %s entries wait', r.id, count(*))
            from runs r join run_entries o on o.run_id = r.id
            where r.state in ('done', 'stopped') and o.outcome = 'waiting' group by r.id
            """,
            """
            select format('batch %s goes on and nothing will work on it', r.id) from runs r
            where r.state in ('choosing', 'running') and not exists (
                select from procrastinate_jobs q where q.args->>'run_id' = r.id::text
                  and q.task_name in ('choose_run_entries', 'work_run') and q.status in ('todo', 'doing'))
            """,
        ),
    ),
)

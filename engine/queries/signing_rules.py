"""Invariants of steps that were signed. Refuses to change anything."""

from __future__ import annotations

from engine.queries.rules import Rule, any_of, told

RULES = (
    Rule(
        "signings",
        """
        select format('%s signings, %s done', count(*), count(*) filter (where state = 'done')) from signings
        """,
        any_of(
            """
            select format('case %s: a step counts as signed without %s signatures', g.case_number, count(*))
            from signings g join signers s on s.signing_id = g.id
            where g.state = 'done' and s.signed_at is null group by g.id, g.case_number
            """,
            """
            select format('case %s: a signed file is not among its documents', g.case_number) from signings g
            where g.state = 'done' and not exists (
                select from documents d where d.case_id = g.case_id and d.digest = g.document)
            """,
            """
            select format('case %s: a step was signed and is not done', g.case_number)
            from signings g join tasks t on t.id = g.task_id where g.state = 'done' and t.state <> 1
            """,
            """
            select format('case %s: a sealed act is not among its documents', g.case_number) from signings g
            where g.sealed is not null and not exists (
                select from documents d where d.case_id = g.case_id and d.digest = g.sealed)
            """,
            told("sealed acts", events="kind = 'act.sealed'", rows="signings where seal = 'set'"),
        ),
    ),
)

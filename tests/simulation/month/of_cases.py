"""What has to be equal of cases, terms, registers and letters: each equation is two statements."""

from __future__ import annotations

from typing import Final

EQUATIONS: Final = {
    # Who came.
    "applications kept = cases": (
        "select count(*) from submissions",
        "select count(*) from cases",
    ),
    "numbers given to cases = cases": (
        "select sum(last) from number_series where series like 'case:%'",
        "select count(distinct number) from cases",
    ),
    "cases that were announced to somebody = cases": (
        "select count(distinct case_id) from letters where template = 'receipt'",
        "select count(*) from cases",
    ),
    "what happened, by case = what happened, by event": (
        "select sum(event_count) from cases",
        "select count(*) from told",
    ),
    # How it ended.
    "cases with an outcome = outcomes told": (
        "select count(*) from cases where decided_on is not null",
        "select count(*) from told where kind like 'case.decided.%'",
    ),
    "cases with an outcome = cases told of one": (
        "select count(*) from cases where decided_on is not null",
        "select count(distinct case_id) from told where kind like 'case.decided.%'",
    ),
    "closed cases = cases that came to an end": (
        "select count(*) from cases where closed_at is not null",
        "select count(distinct case_id) from told where kind = 'case.finished'",
    ),
    "numbers given to acts = cases with an act + numbers given up": (
        "select coalesce(sum(last), 0) from number_series where series like 'order:%'",
        """select (select count(distinct order_number) from cases
                   where order_number is not null and order_number not like '%/%')
                + (select count(*) from reserved_numbers where state <> 'used')""",
    ),
    "tasks opened = tasks done, open and taken away": (
        "select count(*) from told where kind = 'task.opened'",
        "select count(*) from tasks",
    ),
    "open cases = open cases that wait for something": (
        "select count(*) from cases where closed_at is null",
        """select count(*) from cases c where c.closed_at is null and exists (
               select from tasks where case_id = c.id and state = 0
               union all select from timers where case_id = c.id and token is not null
               union all select from messages_awaited where case_id = c.id
               union all select from jobs where case_id = c.id and state = 'queued')""",
    ),
    # By one order, and by tables.
    "places of orders that grant many = cases with such a number": (
        "select count(*) from collective_items where state = 'decided'",
        "select count(*) from cases where order_number like '%/%'",
    ),
    "extracts drawn up = cases with such a number": (
        "select count(distinct case_id) from documents where titles->>'en' like 'Extract of the order%'",
        "select count(*) from cases where order_number like '%/%'",
    ),
    "decided by tables = decisions by tables told": (
        "select count(*) from automatic_decisions",
        "select count(*) from told where kind = 'quality.by_tables'",
    ),
    # Terms.
    "silence that counts = silence that was told": (
        "select count(*) from clocks where deemed_outcome is not null",
        "select count(*) from told where kind ~ 'expired.(refusal|consent)_by_silence'",
    ),
    "decided after the last day = of these, whose silence was told": (
        """select count(*) from cases c join clocks k on k.case_id = c.id and k.name = 'case'
           where c.decided_on > k.last_day""",
        """select count(*) from cases c join clocks k on k.case_id = c.id and k.name = 'case'
           where c.decided_on > k.last_day and exists
               (select from told e where e.case_id = c.id and e.kind like 'clock.expired.%')""",
    ),
    # Registers.
    "entries of registers = entries told": (
        "select count(*) from register_entries",
        "select count(*) from told where kind in ('register.entered', 'register.changed', 'register.undone')",
    ),
    "people with the status = grants of the status": (
        "select count(distinct person_id) from register_entries where register = 'residents'",
        """select count(distinct applicant_id) from cases where reason = 'granted'
           and service_code = 'high_mountain.grant'""",
    ),
    "aid entered = aid granted": (
        "select count(distinct case_id) from register_entries where register = 'aid'",
        "select count(*) from cases where reason = 'granted' and service_code = 'social.apply'",
    ),
    "entries with the number of an act = entries by the act of their case": (
        "select count(*) from register_entries where order_number is not null",
        """select count(*) from register_entries e join cases c on c.id = e.case_id
           where e.order_number = c.order_number or exists (  -- or by the act that took its force away
               select from act_changes a where a.case_id = c.id and a.order_number = e.order_number)""",
    ),
    "granted by services that keep registers = cases that entered something": (
        """select count(*) from cases where reason = 'granted'
           and service_code ~ '^(high_mountain|construction|social)[.]'
           and service_code <> 'social.collective'""",
        """select count(distinct c.id) from register_entries e join cases c on c.id = e.case_id
           where e.order_number = c.order_number""",
    ),
    # Letters.
    "letters = letters told": (
        "select count(*) from letters",
        "select count(*) from told where kind = 'letter.sent'",
    ),
    "cases with an act = cases whose act was brought to somebody": (
        # An order that grants many is brought to each of them, by an extract in the own case.
        """select count(*) from cases where order_number is not null and closed_at is not null
           and service_code <> 'social.collective'""",
        """select count(*) from cases c where order_number is not null and closed_at is not null and exists
               (select from letters l where l.case_id = c.id and l.sent_at::date >= c.decided_on)""",
    ),
    # Beside the cases.
    "complaints about a case = cases complained of": (
        """select count(*) from cases where service_code = 'general.complaint'
           and document->'application'->>'about' is not null""",
        """select count(*) from case_links l join cases c on c.id = l.case_id
           where l.kind = 'about' and c.service_code = 'general.complaint'""",
    ),
    "cases that follow a stage = stages told": (
        "select count(*) from case_links where kind = 'stage'",
        "select count(*) from told where kind = 'case.follows_stage'",
    ),
    "deaths the registry told = deaths followed": (
        "select count(*) from registry_events where kind = 'death'",
        "select count(distinct event_id) from registry_events_followed",
    ),
    "proceedings that cases asked for = proceedings opened for them": (
        "select count(*) from told where kind in ('case.opened_another', 'case.takes_up_anew')",
        "select count(*) from procrastinate_jobs where task_name = 'open_proceeding'"
        " and status = 'succeeded'",
    ),
    "what workers gave up = nothing": (
        "select count(*) from procrastinate_jobs where status = 'failed'",
        "select 0",
    ),
    "what stopped = nothing": (
        "select count(*) from incidents where state = 'open'",
        "select 0",
    ),
}

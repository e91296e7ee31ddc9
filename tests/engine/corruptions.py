"""Corruptions to inject into a database, each with the check that must turn red."""

from __future__ import annotations

# Corruptions, each with the check that must turn red and a part of the sentence that names it.
CORRUPTIONS: dict[str, tuple[str, str, str]] = {
    "an event is altered": (
        "update step_events set kinds[3] = 'case.closed' where first_seq = 1",
        "hash chains of cases",
        "event 3",
    ),
    "a body is altered": (
        "update step_events set bodies[2] = '{}' where first_seq = 1",
        "hash chains of cases",
        "content was altered",
    ),
    "an event is lost": (
        "update step_events set kinds = kinds[1:1] || kinds[3:], digests = digests[1:1] || digests[3:],"
        " hashes = hashes[1:1] || hashes[3:], salts = salts[1:1] || salts[3:],"
        " bodies = bodies[1:1] || bodies[3:] where first_seq = 1",
        "hash chains of cases",
        "event 2: it does not follow",
    ),
    "a step's events are lost": (
        "delete from step_events where first_seq > 1 and first_seq + cardinality(kinds) - 1 <"
        " (select event_count from cases where id = case_id)",
        "hash chains of cases",
        "missing before",
    ),
    "the last events are lost": (
        "delete from step_events using cases c where c.id = case_id"
        " and first_seq + cardinality(kinds) - 1 = event_count",
        "hash chains of cases",
        "as many events",
    ),
    "events have no case": (
        "insert into step_events select gen_random_uuid(), first_seq, municipality_id, at, actor_id, kinds,"
        " digests, hashes, salts, bodies from step_events limit 1",
        "hash chains of cases",
        "that does not exist",
    ),
    "nobody did a step": (
        "update step_events set actor_id = -1 where first_seq = 1",
        "hash chains of cases",
        "by somebody who does not exist",
    ),
    "a task has no case": (
        "update tasks set case_id = gen_random_uuid() where state = 1",
        "waiting",
        "that does not exist",
    ),
    "nobody did a task": (
        "update tasks set closed_by = -1 where state = 1",
        "waiting",
        "was done by somebody who does not exist",
    ),
    "a head is altered": ("update cases set chain_head = sha256('x')", "hash chains of cases", "head names"),
    "a stream is cut": ("delete from stream_events", "other hash chains", "as many events"),
    "a diagram is altered": (
        "update service_files set content = content || ' ' where path like '%/process.bpmn'",
        "versions",
        "not those that were published",
    ),
    "a file of a version is lost": (
        "delete from service_files where path like '%/told.ka.html'",
        "versions",
        "not those that were published",
    ),
    "a publication is lost": ("delete from service_publications", "versions", "no publication"),
    "a task is lost": ("delete from tasks where state = 0", "waiting", "no task says so"),
    "a task is kept": (
        "update tasks set state = 0, closed_at = null, answers = null where state = 1",
        "waiting",
        "has no token",
    ),
    "a case is closed early": ("update cases set closed_at = now()", "waiting", "tokens left"),
    "a state is cut": ("update cases set state = substring(state for 9)", "waiting", "can't be restored"),
    "a case number is skipped": (
        "update number_series set last = last + 1 where series like 'case:%'",
        "numbers",
        "is missing",
    ),
    "a case number is beyond": (
        "update number_series set last = last - 1 where series like 'case:%'",
        "numbers",
        "has counted to",
    ),
    "an order number is given twice": (
        "update cases set order_number = (select max(order_number) from cases)",
        "numbers",
        "given 2 times",
    ),
    "a number is strange": (
        "update cases set number = 'X' where number like '%1'",
        "numbers",
        "does not follow",
    ),
    "a submission is lost": ("delete from submissions", "submissions", "has no submission"),
    "a submission is altered": ("update submissions set answers = '{}'", "submissions", "digest"),
    "a key names no case": ("update cases set number = number || '9'", "keys", "does not exist"),
    "a key has no result": ("update command_keys set result = null", "keys", "has no result"),
    "two keys name one case": (
        "insert into command_keys select actor, gen_random_uuid(), command, digest, result, at"
        " from command_keys where command = 'FileApplication' limit 1",
        "keys",
        "is the result of 2 keys",
    ),
    "a task was done twice": (
        "insert into tasks select gen_random_uuid(), case_id, municipality_id, applicant_id, 'review:9',"
        " element, form_id, role, unit_code, person_id, claimed_by, state, opened_at, due_at, term,"
        " deadline_at, closed_at, closed_by, answers from tasks where state = 1 limit 1",
        "tasks",
        "completed tasks",
    ),
    "a clock has no timer": ("delete from timers where token is null", "clocks", "missing"),
    "a clock ends on another day": (
        "update clocks set last_day = last_day + 1 where state = 'running'",
        "deadlines",
        "counted anew",
    ),
    "a clock was extended by nobody": (
        "insert into clock_changes select case_id, name, 1, 'extended', started_on,"
        " jsonb_set(term, '{number}', '2'), '', now() from clocks where state = 'running'",
        "deadlines",
        "counted anew 2026-11-02",
    ),
    "a case is due on another day": (
        "update cases set due_at = due_at + interval '1 day'",
        "deadlines",
        "the case is due",
    ),
    "a reminder was moved": (
        "update timers set due_at = due_at + interval '1 day' where share is not null",
        "deadlines",
        "other timers",
    ),
    "a stopped clock has a timer": (
        "insert into timers (id, case_id, municipality_id, clock, due_at) select gen_random_uuid(), c.id,"
        " municipality_id, 'case', now() from cases c where decided_on is not null",
        "deadlines",
        "is stopped and has a timer",
    ),
    "a notice is not queued": (
        "insert into staff_notices select gen_random_uuid(), c.id, municipality_id, applicant_id, 'expired',"
        " 'case', null, '2026-09-01', now() from cases c limit 1",
        "staff notices",
        "nothing will mail it",
    ),
    "a clock is lost": ("delete from clocks", "clocks", "has no clock"),
    "a job is not queued": (
        "delete from procrastinate_jobs where task_name = 'run_job'",
        "jobs",
        "in the queue 0",
    ),
    "a job is queued twice": (
        "insert into procrastinate_jobs (queue_name, task_name, args) select queue_name, task_name, args"
        " from procrastinate_jobs where task_name = 'run_job'",
        "jobs",
        "in the queue 2",
    ),
    "a job came back twice": (
        "update jobs set state = 'done', error_code = 'x' where state = 'queued'",
        "jobs",
        "jobs that failed",
    ),
    "a queue entry is orphaned": (
        "update procrastinate_jobs set args = '{\"job_id\": \"x\"}' where task_name = 'run_job'",
        "jobs",
        "does not exist",
    ),
    "a message is kept though a case waits": (
        "insert into messages (id, municipality_id, name, correlation_key, digest, published_at, expires_at)"
        " select gen_random_uuid(), municipality_id, name, correlation_key, '', awaited_at, awaited_at"
        " from messages_awaited",
        "messages",
        "nothing will bring it",
    ),
    "a message is taken twice": (
        "insert into messages (id, municipality_id, name, correlation_key, digest, published_at, expires_at,"
        " state, case_id, token, settled_at) select gen_random_uuid(), municipality_id, 'm', number, '',"
        " now(), now(), 'delivered', id, 't:1', now() from cases",
        "messages",
        "received messages",
    ),
    "a signal is on its way to nobody": (
        "insert into signals select id, municipality_id, 's', null, null, now() from cases limit 1;"
        " insert into signal_deliveries select id, id, municipality_id from signals",
        "signals",
        "nothing will bring it",
    ),
    "a job has stopped unseen": ("update jobs set state = 'incident'", "incidents", "no incident says so"),
    "a timer has stopped unseen": ("update timers set retry_at = due_at", "incidents", "no incident says so"),
    "an incident is untold": (
        "insert into incidents (id, case_id, municipality_id, kind, subject, token, code, params, attempts,"
        " opened_at, failed_at) select id, case_id, municipality_id, 'step', id, token, 'c', '{}', 1, now(),"
        " now() from tasks where state = 0",
        "incidents",
        "events tell of incidents",
    ),
    "an incident outlives its step": (
        "insert into incidents (id, case_id, municipality_id, kind, subject, token, code, params, attempts,"
        " opened_at, failed_at) select id, case_id, municipality_id, 'job', id, token, 'c', '{}', 1, now(),"
        " now() from jobs where state = 'done'",
        "incidents",
        "has not stopped",
    ),
    "a decision is not recorded": ("update cases set decided_on = null", "decisions", "a decision"),
    "an entry is not granted": ("update cases set reason = 'refused'", "register entries", "not granted"),
    "an entry is lost": ("delete from register_entries", "register entries", "0 exist"),
    "an entry cites another order": (
        "update register_entries set order_number = 'O'",
        "register entries",
        "another order",
    ),
    "a letter is lost": ("delete from letters", "letters", "0 exist"),
    "a mail is not queued": (
        "delete from procrastinate_jobs where task_name = 'send_mail'",
        "letters",
        "nothing will mail it",
    ),
    "a mail is queued twice": (
        "insert into procrastinate_jobs (queue_name, task_name, args) select queue_name, task_name, args"
        " from procrastinate_jobs where task_name = 'send_mail'",
        "letters",
        "mailing 2 times",
    ),
    "a document without an event": (
        "insert into documents select gen_random_uuid(), sha256('x'), municipality_id, id, null, 'order',"
        " 'n', 't', 'application/pdf', 1, now() from cases limit 1",
        "rendered documents",
        "1 exist",
    ),
    "a document without a file": (
        "insert into documents select gen_random_uuid(), sha256('x'), municipality_id, id, null, 'upload',"
        " 'n', 't', 'application/pdf', 1, now() from cases limit 1",
        "files",
        "is missing",
    ),
    "a letter without a mail": ("update letters set mailed_at = now()", "mailbox", "did not arrive"),
}

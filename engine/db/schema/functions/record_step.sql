-- One statement writes a whole step of a case: fence, state, what it wrote into the document, what closed, what
-- opened, timers, jobs with their queue entries, awaited messages and signals, what incidents it ends, events with
-- their chain, and what the command's key brought. It brings its principal, so that it can be a transaction of its
-- own. Lists that are null cost nothing.
-- Whether the principal may write at all is decided once, at the case's own row, as its policy says; all the rest
-- belongs to that case. So the function runs as its owner, and nobody else may add to the events of a case.
-- Open tasks and incidents are asked for in words that no partial index is made of: by a plan that was made while
-- the table was empty, a step would look for its own task among all that are open.
-- Nobody else opens or ends tasks or writes events: so what constraints would say of these rows is said here once.
-- A task without a deadline sorts behind all others: the year 9999, which drivers can read, unlike infinity.
-- Returns the new version, or null when somebody else was faster, or the calendar is another one (the fence).
create or replace function record_step(
    p_municipalities text, p_person text,
    p_case uuid, p_expected int, p_state bytea, p_written jsonb, p_patch jsonb,
    p_acted text, p_actor bigint, p_answers jsonb, p_closed text[], p_now timestamptz,
    p_tasks jsonb, p_timers jsonb, p_jobs jsonb, p_messages jsonb,
    p_kinds text[], p_digests bytea[], p_hashes bytea[], p_salts bytea[], p_bodies bytea[],
    p_key_actor text, p_key uuid, p_command text, p_command_digest bytea, p_result bytea, p_counted_with xid8
) returns int language plpgsql security definer set search_path = public, pg_temp as $$
declare
    v_version int; v_municipality smallint; v_applicant bigint; v_due timestamptz; v_events int;
    v_task uuid; v_is_drafted boolean;
begin
    if (p_acted is not null and p_answers is null) or cardinality(p_digests) <> cardinality(p_kinds)
        or cardinality(p_hashes) <> cardinality(p_kinds) or cardinality(p_salts) <> cardinality(p_kinds)
        or cardinality(p_bodies) <> cardinality(p_kinds) then
        raise exception 'a task without answers, or an event without a part' using errcode = 'check_violation';
    end if;
    -- Before the case's own row, in the order in which a publisher takes them.
    if p_messages is not null then perform lock_awaited(p_case, p_messages); end if;
    -- A deadline holds if nobody declares a day off before it is stored: see hold_calendar.
    if p_counted_with is not null then
        perform hold_calendar();
        if p_counted_with <> (select r.version from reference_state r) then return null; end if;
    end if;
    update cases set
        version = version + 1, state = p_state,
        document = case when p_written is null then document else document || p_written end,
        status = coalesce(p_patch->>'status', status), reason = coalesce(p_patch->>'reason', reason),
        order_number = coalesce(p_patch->>'order_number', order_number),
        decided_on = coalesce((p_patch->>'decided_on')::date, decided_on),
        closed_at = coalesce((p_patch->>'closed_at')::timestamptz, closed_at),
        due_at = case when p_patch ? 'due_at' then (p_patch->>'due_at')::timestamptz else due_at end,
        event_count = event_count + cardinality(p_kinds),
        chain_head = coalesce(p_hashes[cardinality(p_hashes)], chain_head)
    where id = p_case and version = p_expected
      and (municipality_id = any (p_municipalities::int[]) or applicant_id = nullif(p_person, '')::bigint)
    returning version, municipality_id, applicant_id, due_at, event_count - cardinality(p_kinds)
    into v_version, v_municipality, v_applicant, v_due, v_events;
    if v_version is null then return null; end if;

    if p_acted is not null then
        update tasks set state = 1, closed_at = p_now, closed_by = p_actor, answers = p_answers
        where case_id = p_case and token = p_acted and state < 1
        returning id, is_drafted into v_task, v_is_drafted;
        if v_is_drafted then delete from task_drafts where task_id = v_task; end if;
    end if;
    if p_closed is not null then
        with ended as (
            update tasks set state = 2, closed_at = p_now
            where case_id = p_case and token = any (p_closed) and state < 1 returning id, is_drafted
        ) delete from task_drafts d using ended where ended.is_drafted and d.task_id = ended.id;
        delete from timers where case_id = p_case and token = any (p_closed);
        update jobs set state = 'cancelled', finished_at = p_now
        where case_id = p_case and token = any (p_closed) and state in ('queued', 'incident');
        delete from messages_awaited where case_id = p_case and token = any (p_closed);
    end if;
    -- What had stopped there is over: the person did the step after all, or the case went another way.
    update incidents set state = 'resolved', resolved_at = p_now, resolved_by = p_actor,
        how = case when token = p_acted then 'retried' else 'overtaken' end
    where case_id = p_case and token = any (p_acted || p_closed) and state <> 'resolved';

    if p_patch ? 'due_at' then
        update tasks set deadline_at = least(due_at, v_due, '9999-12-31 00:00Z'::timestamptz)
        where case_id = p_case and state < 1;
    end if;

    if p_tasks is not null then
        insert into tasks (id, case_id, municipality_id, applicant_id, token, element, form_id, role, unit_code,
                           person_id, rank, opened_at, due_at, term, deadline_at, instance)
        select t.id, p_case, v_municipality, v_applicant, t.token, t.element, t.form_id, t.role, t.unit,
               t.person_id, case when t.priority is null then 50 when t.priority between 0 and 100 then 100 - t.priority end,
               p_now, t.due_at, t.term,
               least(t.due_at, v_due, '9999-12-31 00:00Z'::timestamptz), t.instance
        from jsonb_to_recordset(p_tasks) as t(id uuid, token text, element text, form_id text, role text,
                                              unit text, person_id bigint, priority smallint, due_at timestamptz,
                                              term jsonb, instance text);
    end if;
    if p_timers is not null then
        insert into timers (id, case_id, municipality_id, token, due_at, term, started_on)
        select t.id, p_case, v_municipality, t.token, t.due_at, t.term, t.started_on
        from jsonb_to_recordset(p_timers) as t(id uuid, token text, due_at timestamptz, term jsonb,
                                               started_on date);
    end if;
    if p_messages is not null then
        insert into messages_awaited (case_id, municipality_id, token, kind, name, correlation_key, awaited_at)
        select p_case, v_municipality, t.token, t.kind, t.name, t.key, p_now
        from jsonb_to_recordset(p_messages) as t(token text, kind text, name text, key text);
        perform meet_messages(p_case, v_municipality, p_messages, p_now);
    end if;
    if p_jobs is not null then
        insert into jobs (id, case_id, municipality_id, token, operation, inputs, state, created_at)
        select t.id, p_case, v_municipality, t.token, t.operation, t.inputs, 'queued', p_now
        from jsonb_to_recordset(p_jobs) as t(id uuid, token text, operation text, inputs jsonb);
        perform procrastinate_defer_jobs_v1(array_agg(row(
            'cases', 'run_job', 0, 'case:' || p_case, null,
            jsonb_build_object('job_id', t.id, 'municipality_id', v_municipality), null
        )::procrastinate_job_to_defer_v1))
        from jsonb_to_recordset(p_jobs) as t(id uuid);
    end if;

    if cardinality(p_kinds) > 0 then
        insert into step_events (case_id, first_seq, municipality_id, at, actor_id, kinds, digests, hashes, salts, bodies)
        values (p_case, v_events + 1, v_municipality, p_now, p_actor, p_kinds, p_digests, p_hashes, p_salts, p_bodies);
    end if;
    if p_key is not null then
        insert into command_keys (actor, key, command, digest, result, at)
        values (p_key_actor, p_key, p_command, p_command_digest, p_result, p_now) on conflict do nothing;
        -- Another request brought the same key meanwhile: take all back, look again.
        if not found then raise exception 'the key was used meanwhile' using errcode = 'serialization_failure'; end if;
    end if;
    return v_version;
end $$;
alter function record_step set enable_seqscan = off;
alter function record_step set plan_cache_mode = force_generic_plan;
grant execute on function record_step to mms_app;

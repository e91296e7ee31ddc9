-- The one statement that reads all a completion needs: the state of the reference data, what the idempotency key has
-- brought, the task, and its case with people and place. It is one snapshot, so a task that the same request closed
-- a moment ago is never found closed without the key that closed it.
-- Whether the principal may see it is decided once, at the case, as the policy of `cases` says. So the function runs
-- as its owner, and foreign equals absent.
-- A plan made while a table is small reads all of it, and kept by a connection it reads every case for each step until
-- the table is analysed again. What this looks for it finds by an index, whatever the size; so no plan is made anew for
-- a step either.
create or replace function open_task(p_municipalities text, p_person text, p_actor text, p_key uuid, p_task uuid)
returns table (
    reference xid8, known_digest bytea, known_result bytea,
    task_id uuid, task_case_id uuid, task_municipality_id smallint, token text, element text, form_id text, role text,
    unit_code text, person_id bigint, claimed_by bigint, task_state smallint, is_aside boolean,
    id uuid, municipality_id smallint, municipality_code text, municipality_names jsonb, number text,
    service_code text, version_id int, applicant_id bigint, personal_number text, given_name jsonb, family_name jsonb,
    email text, phone text, language text, channel text, status text, reason text, order_number text, decided_on date,
    filed_at timestamptz, closed_at timestamptz, due_at timestamptz, version int, state bytea, document jsonb,
    event_count int, chain_head bytea, has_open_clock boolean, representative jsonb
) language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return query select r.version, k.digest, k.result,
        t.id, t.case_id, t.municipality_id, t.token, t.element, t.form_id, t.role,
        t.unit_code, t.person_id, t.claimed_by, t.state,
        exists (select from stepped_aside a
            where a.case_id = t.case_id and a.person_id = nullif(p_person, '')::bigint), c.*
    from reference_state r
    left join command_keys k on k.actor = p_actor and k.key = p_key
    left join (tasks t join open_cases c on c.id = t.case_id) on t.id = p_task
        and (c.municipality_id = any (p_municipalities::int[]) or c.applicant_id = nullif(p_person, '')::bigint)
        and (c.applicant_id = nullif(p_person, '')::bigint or -c.municipality_id = any (p_municipalities::int[])
            or not exists (select from restricted_cases h where h.case_id = c.id));
end $$;
alter function open_task set enable_seqscan = off;
alter function open_task set plan_cache_mode = force_generic_plan;
grant execute on function open_task to mms_app;

-- The one statement that reads all a completion needs. Row-level security looks at the principal when a query
-- begins, so the principal is set by a statement of its own, before the query, within the function.
create function become(p_municipalities text, p_person text, p_system text) returns void language plpgsql as $$
begin
    perform set_config('mms.municipalities', p_municipalities, true),
            set_config('mms.person', p_person, true), set_config('mms.system', p_system, true);
end $$;

-- A case with its people and place, as a step reads it.
create view open_cases with (security_invoker = true) as
select c.id, c.municipality_id, m.code as municipality_code, m.names as municipality_names, c.number,
       c.service_code, c.version_id, c.applicant_id, p.personal_number, p.given_name, p.family_name, p.email,
       p.phone, c.language, c.channel, c.status, c.reason, c.order_number, c.decided_on, c.filed_at,
       c.closed_at, c.due_at, c.version, c.state, c.document, c.event_count, c.chain_head
from cases c join municipalities m on m.id = c.municipality_id join people p on p.id = c.applicant_id;
grant select on open_cases to mms_app;

-- The task, its case, the state of the reference data, and what the idempotency key has brought. The key comes
-- last: each query sees what was committed before it, so a task that the same request closed a moment ago is
-- never found closed without the key that closed it.
create function open_task(
    p_municipalities text, p_person text, p_system text, p_actor text, p_key uuid, p_task uuid
) returns table (known command_keys, task tasks, opened open_cases, reference xid8) language plpgsql as $$
begin
    perform become(p_municipalities, p_person, p_system);
    select t.* into task from tasks t where t.id = p_task;
    select c.* into opened from open_cases c where c.id = task.case_id;
    select r.version into reference from reference_state r;
    if p_key is not null then
        select k.* into known from command_keys k where k.actor = p_actor and k.key = p_key;
    end if;
    return next;
end $$;
grant execute on function become, open_task to mms_app;

-- Throws a signal: one delivery for each case that waits for it, queued in the same commit. A case may throw in
-- its own municipality, whoever takes the step; otherwise the municipality's own people and the system may. What a step
-- may do for its applicant it may do for one at the desk.
create or replace function throw_signal(
    p_id uuid, p_municipality smallint, p_name text, p_payload jsonb, p_case uuid, p_now timestamptz
) returns int language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare v_reached int;
begin
    if not (p_municipality = any (my_municipalities())
            or exists (select from cases c where c.id = p_case and c.municipality_id = p_municipality
                       and c.applicant_id = coalesce(my_person(), my_visitor()))) then
        return null;
    end if;
    insert into signals (id, municipality_id, name, payload, thrown_by, thrown_at)
    values (p_id, p_municipality, p_name, p_payload, p_case, p_now);
    insert into signal_deliveries (signal_id, case_id, municipality_id)
    select distinct p_id, a.case_id, p_municipality from messages_awaited a
    where a.municipality_id = p_municipality and a.kind = 'signal' and a.name = p_name
      and a.case_id is distinct from p_case;
    get diagnostics v_reached = row_count;
    if v_reached > 0 then
        perform procrastinate_defer_jobs_v1(array_agg(row(
            'cases', 'deliver_signal', 0, 'messages-of:' || d.case_id, null,
            jsonb_build_object('signal_id', p_id, 'case_id', d.case_id, 'municipality_id', p_municipality), null
        )::procrastinate_job_to_defer_v1)) from signal_deliveries d where d.signal_id = p_id;
    end if;
    return v_reached;
end $$;

-- What others read in one's own cases, newest first. A function, because the policy of the streams would look
-- at every case for every event; the person is that of the principal and can't be asked for another.
-- Whoever looks who looked at their data also sees what was asked of state registers about them: in their own cases
-- (each enquiry is a job), and by forms and desks elsewhere (noted in a stream of the person's own). There too stands who
-- looked at an entry about them in a register that a municipality keeps here.
create or replace function reads_of_own_cases(p_before timestamptz, p_stream text, p_seq int, p_limit int, p_operations text[])
returns table (stream text, seq int, at timestamptz, kind text, body bytea, case_id uuid, case_number text,
               version_id int, municipality jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
    with me as (select id, coalesce(personal_number, claimed_number) as number from people where id = my_person()),
    looked as (
        select s.stream, s.seq, s.at, s.kind, s.body, c.id, c.number, c.version_id, m.names
        from cases c join stream_events s on s.stream = 'reads/' || c.id
            join municipalities m on m.id = c.municipality_id
        where c.applicant_id = my_person() and s.actor_id is distinct from my_person()
          and (s.at, s.stream, s.seq) < (p_before, p_stream, p_seq)
        order by s.at desc, s.stream desc, s.seq desc limit p_limit),
    asked as (
        select 'jobs/' || j.id, 0, coalesce(j.finished_at, j.created_at), 'registry.asked',
               convert_to(jsonb_build_object('operation', j.operation)::text, 'UTF8'),
               c.id, c.number, c.version_id, m.names
        from me join cases c on c.applicant_id = me.id join jobs j on j.case_id = c.id
            join municipalities m on m.id = c.municipality_id
        where j.operation = any (p_operations) and j.state <> 'cancelled'
          and coalesce(j.inputs->>'personal_number', me.number) = me.number
          and (coalesce(j.finished_at, j.created_at), 'jobs/' || j.id, 0) < (p_before, p_stream, p_seq)
        order by 3 desc, 1 desc limit p_limit),
    asked_elsewhere as (
        select s.stream, s.seq, s.at, s.kind, s.body, null::uuid, null::text,
               (convert_from(s.body, 'UTF8')::jsonb->>'version')::int, m.names
        from stream_events s left join municipalities m
            on m.id = (convert_from(s.body, 'UTF8')::jsonb->>'municipality')::int
        where s.stream = 'enquiries-about/' || my_person() and s.body is not null
          and (s.at, s.stream, s.seq) < (p_before, p_stream, p_seq)
        order by s.at desc, s.seq desc limit p_limit)
    select * from looked union all select * from asked union all select * from asked_elsewhere
    order by 3 desc, 1 desc, 2 desc limit p_limit
$$;
revoke execute on function reads_of_own_cases from public;
grant execute on function reads_of_own_cases to mms_app;

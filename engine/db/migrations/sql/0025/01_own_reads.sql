-- What others read in one's own cases, newest first. A function, because the policy of the streams would look
-- at every case for every event; the person is that of the principal and can't be asked for another.
create function reads_of_own_cases(p_before timestamptz, p_stream text, p_seq int, p_limit int)
returns table (stream text, seq int, at timestamptz, kind text, body bytea, case_id uuid, case_number text,
               version_id int, municipality jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
    select s.stream, s.seq, s.at, s.kind, s.body, c.id, c.number, c.version_id, m.names
    from cases c join stream_events s on s.stream = 'reads/' || c.id join municipalities m on m.id = c.municipality_id
    where c.applicant_id = my_person() and s.actor_id is distinct from my_person()
      and (s.at, s.stream, s.seq) < (p_before, p_stream, p_seq)
    order by s.at desc, s.stream desc, s.seq desc limit p_limit
$$;
revoke execute on function reads_of_own_cases(timestamptz, text, int, int) from public;
grant execute on function reads_of_own_cases(timestamptz, text, int, int) to mms_app;
create index case_messages_waiting on case_messages (municipality_id, sent_at)
    where seen_at is null and not is_from_office;

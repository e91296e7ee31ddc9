-- A case becomes that of the person who had filed it as a guest: everywhere where a table names the applicant. Signers
-- name the applicant and not the case: they are found by what is signed.
create or replace function give_case_to(p_case uuid, p_person bigint) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare t text; v_guest bigint; v_name jsonb;
begin
    if not is_system() then return false; end if;
    select c.applicant_id into v_guest from cases c join people g on g.id = c.applicant_id
        join people p on p.id = p_person and p.personal_number = g.claimed_number
        where c.id = p_case for update of c;
    if v_guest is null then return false; end if;
    select full_name(p.given_name, p.family_name) into v_name from people p where p.id = p_person;
    update cases set applicant_id = p_person, applicant_name = v_name where id = p_case;
    for t in select c.table_name from information_schema.columns c join information_schema.tables i
            using (table_schema, table_name)
            where c.table_schema = 'public' and c.column_name = 'applicant_id' and i.table_type = 'BASE TABLE'
              and c.table_name not in ('cases', 'signers') loop
        execute format('update %I set applicant_id = $1 where case_id = $2', t) using p_person, p_case;
    end loop;
    update signers s set applicant_id = p_person from signings g where g.id = s.signing_id and g.case_id = p_case;
    update tasks set person_id = p_person where case_id = p_case and person_id = v_guest;
    return true;
end $$;
revoke execute on function give_case_to from public;
grant execute on function give_case_to to mms_app;

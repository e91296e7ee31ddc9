-- A name in each language in which the person has one: which languages there are, the programs know alone.
create function full_name(given jsonb, family jsonb) returns jsonb language sql immutable parallel safe as $$
    select jsonb_object_agg(key, btrim(value || ' ' || coalesce(family->>key, ''))) from jsonb_each_text(given)
$$;
create or replace function person_names(ids bigint[]) returns table (id bigint, names jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
    select p.id, full_name(p.given_name, p.family_name) from people p where p.id = any (ids)
$$;
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
              and c.table_name <> 'cases' loop
        execute format('update %I set applicant_id = $1 where case_id = $2', t) using p_person, p_case;
    end loop;
    update tasks set person_id = p_person where case_id = p_case and person_id = v_guest;
    return true;
end $$;

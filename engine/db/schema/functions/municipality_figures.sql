-- Figures of each municipality within a period, for the national administrator: numbers, and nobody's case. A count of
-- one to four is null: so few could be recognised. A share that would tell such a count is a bound (`is_least`) or null.
-- Days are working days of the country, by their running numbers since `p_day_first`. The row without a code is the
-- country: sums of the counts that are told, share and median of all.
create or replace function municipality_figures(
    p_first date, p_last date, p_service text, p_day_first date, p_day_numbers int[], p_today date)
returns table (code text, names jsonb, filed bigint, decided bigint, in_time int, is_least boolean, median int,
    refused int, contested bigint, open bigint, overdue bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    with counted as (
        select c.municipality_id, (c.filed_at at time zone 'Asia/Tbilisi')::date between p_first and p_last as is_filed,
            coalesce(c.decided_on between p_first and p_last, false) as is_decided,
            k.last_day is null or c.decided_on <= k.last_day as is_in_time, c.reason = 'refused' as is_refused,
            p_day_numbers[c.decided_on - p_day_first + 1]
                - p_day_numbers[(c.filed_at at time zone 'Asia/Tbilisi')::date - p_day_first + 1] as took,
            exists (select from case_links l where l.about_id = c.id and l.kind = 'about') as is_contested,
            c.closed_at is null as is_open,
            c.closed_at is null and (c.due_at at time zone 'Asia/Tbilisi')::date <= p_today as is_overdue
        from cases c left join clocks k on k.case_id = c.id and k.name = 'case'
        where (p_service is null or c.service_code = p_service)
          and exists (select from role_grants g where g.person_id = my_writer() and g.role = 'national_admin'
              and g.municipality_id is null and g.valid_from <= p_today
              and (g.valid_until is null or g.valid_until > p_today))),
    summed as (
        select municipality_id, count(*) filter (where is_filed) as filed,
            count(*) filter (where is_decided) as decided,
            count(*) filter (where is_decided and not is_in_time) as late,
            count(*) filter (where is_decided and is_refused) as refused,
            count(*) filter (where is_decided and is_contested) as contested,
            count(*) filter (where is_open) as open, count(*) filter (where is_overdue) as overdue,
            percentile_disc(0.5) within group (order by took) filter (where is_decided)::int as median
        from counted group by grouping sets ((municipality_id), ())),
    told as (
        select s.*, case when s.filed between 1 and 4 then null else s.filed end as filed_told,
            case when s.decided between 1 and 4 then null else s.decided end as decided_told,
            case when s.contested between 1 and 4 then null else s.contested end as contested_told,
            case when s.open between 1 and 4 then null else s.open end as open_told,
            case when s.overdue between 1 and 4 then null else s.overdue end as overdue_told,
            s.late between 1 and 4 as is_least_told
        from summed s),
    sums as (
        select sum(filed_told)::bigint as filed, sum(decided_told)::bigint as decided,
            sum(contested_told)::bigint as contested, sum(open_told)::bigint as open, sum(overdue_told)::bigint as overdue
        from told where municipality_id is not null)
    select m.code, m.names, case when m.id is null then s.filed else t.filed_told end,
        case when m.id is null then s.decided else t.decided_told end,
        case when t.decided < 5 then null
            else 100 * (t.decided - case when t.is_least_told then 4 else t.late end) / t.decided end::int,
        t.decided >= 5 and t.is_least_told, case when t.decided < 5 then null else t.median end,
        case when t.decided < 5 or t.refused between 1 and 4 then null
            else round(100.0 * t.refused / t.decided) end::int,
        case when m.id is null then s.contested else t.contested_told end,
        case when m.id is null then s.open else t.open_told end,
        case when m.id is null then s.overdue else t.overdue_told end
    from told t cross join sums s left join municipalities m on m.id = t.municipality_id
    where t.municipality_id is not null or s.filed is not null or s.open is not null
    order by m.id is null, t.decided desc, m.names->>'ka'
$$;
revoke execute on function municipality_figures from public;
grant execute on function municipality_figures to mms_app;

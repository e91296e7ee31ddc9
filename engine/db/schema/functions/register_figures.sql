-- How many entries of a register of the principal's municipality began and ended in each month of a period, by place, and
-- (without a month) how many were in force before the period and are at its end: numbers, and nobody's entry. What goes on
-- in another entry of its key neither begins nor ends; `begun_there` and `ended_there` count it where the place is another.
-- What begins and what ends within the period are joined whole: an act may change thousands on one day.
create or replace function register_figures(p_register text, p_municipality int, p_first date, p_after date)
returns table (place text, month int, begun int, begun_there int, ended int, ended_there int, before int, standing int)
language sql stable security definer set search_path = public, pg_temp as $$
    with kept as not materialized (
        select e.place, e.key, e.valid_from, e.valid_until from register_entries e
        where p_municipality = any (my_municipalities()) and e.municipality_id = p_municipality
          and e.register = p_register and e.superseded_by is null and not e.is_final),
    begins as materialized (
        select distinct on (k.key, k.valid_from) k.key, k.valid_from as day, k.place from kept k
        where k.valid_from >= p_first and k.valid_from < p_after),
    ends as materialized (
        select distinct on (k.key, k.valid_until) k.key, k.valid_until as day, k.place from kept k
        where k.valid_until >= p_first and k.valid_until < p_after),
    begun as (
        select b.place, extract(month from b.day)::int as month, count(*) filter (where e.key is null) as whole,
               count(*) filter (where e.key is null or e.place is distinct from b.place) as there
        from begins b left join ends e on e.key = b.key and e.day = b.day group by 1, 2),
    ended as (
        select e.place, extract(month from e.day)::int as month, count(*) filter (where b.key is null) as whole,
               count(*) filter (where b.key is null or e.place is distinct from b.place) as there
        from ends e left join begins b on e.key = b.key and e.day = b.day group by 1, 2),
    counted as (
        select b.place, b.month, b.whole as begun, b.there as begun_there, 0 as ended, 0 as ended_there,
               0 as before, 0 as standing from begun b
        union all select d.place, d.month, 0, 0, d.whole, d.there, 0, 0 from ended d
        union all select k.place, null, 0, 0, 0, 0,
               count(*) filter (where k.valid_from < p_first and (k.valid_until is null or k.valid_until >= p_first)),
               count(*) filter (where k.valid_until is null or k.valid_until >= p_after)
            from kept k where k.valid_from < p_after group by 1)
    select c.place, c.month, sum(c.begun)::int, sum(c.begun_there)::int, sum(c.ended)::int, sum(c.ended_there)::int,
           sum(c.before)::int, sum(c.standing)::int
    from counted c group by 1, 2
$$;
revoke execute on function register_figures from public;
grant execute on function register_figures to mms_app;

-- In which languages a municipality offers its services, from which day on.
alter table municipality_settings drop constraint municipality_settings_name_check,
    add constraint municipality_settings_name_check check (name in ('letterhead', 'rollout', 'languages'));
insert into municipality_settings (municipality_id, name, content, valid_from, recorded_at)
select id, 'languages', jsonb_build_object('languages', data->'languages'),
    date '2024-01-01', timestamptz '2024-01-01 00:00+04' from municipalities where data ? 'languages';
update municipalities set data = data - 'languages';

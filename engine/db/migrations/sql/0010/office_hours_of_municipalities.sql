-- When the office of a municipality is open is one more thing that is set from a day on.
alter table municipality_settings drop constraint municipality_settings_name_check;
alter table municipality_settings add constraint municipality_settings_name_check
    check (name in ('letterhead', 'rollout', 'languages', 'court', 'hours'));

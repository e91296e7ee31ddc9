-- The court in which acts of a municipality are contested is one more thing that is set from a day on.
alter table municipality_settings drop constraint municipality_settings_name_check;
alter table municipality_settings add constraint municipality_settings_name_check
    check (name in ('letterhead', 'rollout', 'languages', 'court'));

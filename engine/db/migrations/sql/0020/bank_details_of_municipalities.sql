-- To which account people pay is one more thing that is set from a day on; another official approves it.
alter table municipality_settings drop constraint municipality_settings_name_check;
alter table municipality_settings add constraint municipality_settings_name_check
    check (name in ('letterhead', 'rollout', 'languages', 'court', 'hours', 'bank_details_proposed', 'bank_details'));

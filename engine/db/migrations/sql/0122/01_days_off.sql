-- By which act a day off was declared, and who entered it; those of laws and resolutions say it in their kind.
alter table holidays add column act text, add column recorded_by bigint references people,
    add column recorded_at timestamptz;

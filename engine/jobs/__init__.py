"""Workers: carrying out what cases parked, sending mail, polling due timers.

To add a scheduled job (work by the hour or by night), or change its hours: `engine/jobs/hourly.py`: a task
with its hours (cron, in UTC) and the command it sends. It acts for no municipality and so sees nothing of
any: a `security definer` function (`engine/db/schema/functions/`) does it for all
(`release_claims_of_former`) or names ids with their municipalities, each of which gets a command of its own
(`engine/jobs/applicant_notices.py`). What must not wait is a poll (`engine/jobs/timers.py`). Its line in
`tests/web/access/table.toml`.
"""

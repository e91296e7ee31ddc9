-- A timer of a step may follow a clock of the case, which its term names: while that clock stands still, or has not
-- begun, nobody knows when the timer is due.
alter table timers alter column due_at drop not null;
alter table timers add check (due_at is not null or (token is not null and term ? 'clock'));

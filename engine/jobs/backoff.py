"""Backoff of jobs: when a failed one is tried again: later each time, never too late, never all at once."""

from __future__ import annotations

import random
from dataclasses import dataclass

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.jobs import Job

LONGEST_SECONDS = 3600.0


@dataclass(frozen=True)
class Backoff(BaseRetryStrategy):
    """Doubles the wait up to a limit; a random part keeps a hundred jobs from knocking together.

    Without `most_attempts` a job is tried until the task itself gives it up. Errors that are not
    `passing` are not tried again, if any are named.
    """

    seconds: float
    most_attempts: int | None = None
    passing: tuple[type[Exception], ...] = ()

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if self.most_attempts is not None and job.attempts >= self.most_attempts:
            return None
        if self.passing and not isinstance(exception, self.passing):
            return None
        return RetryDecision(retry_in={"seconds": round(self.wait(job.attempts, random.random()))})

    def wait(self, attempts: int, chance: float) -> float:
        """Return the seconds to wait after a number of attempts; `chance` lies between 0 and 1."""
        longest = min(self.seconds * 2.0 ** min(attempts, 30), LONGEST_SECONDS)
        return longest * (0.5 + chance / 2)

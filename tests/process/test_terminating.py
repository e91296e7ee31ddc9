"""What a terminate event ends is told in the order of arrival, whatever of the history is still kept."""

from collections.abc import Callable

import pytest

from engine.process import moves as moves_module
from tests.process.kit import (
    FakeHost,
    begin,
    catch,
    end,
    gateway,
    job,
    line,
    message,
    process,
    start,
    terminate,
    user,
)


def diagram() -> bytes:
    return process(
        start(),
        gateway("parallel", "split"),
        job("slow", "op"),
        user("quick"),
        user("never"),
        catch("stopped", message("stop")),
        gateway("parallel", "join"),
        terminate("all_over"),
        end(),
        line("start", "split", "slow", "join", "end"),
        line("split", "quick", "join"),
        line("split", "never", "join"),
        line("split", "stopped", "all_over"),
        messages=("stop",),
    )


@pytest.mark.parametrize("compact", [moves_module.compact, lambda tokens: None])
def test_terminate__tokens_before_a_join__are_cancelled_in_the_order_of_their_arrival(
    compact: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moves_module, "compact", compact)
    run, _ = begin(diagram(), host=FakeHost(jobs=("op",)))
    run.finish_job("slow:1", {})
    run.complete("quick:1", {})

    step = run.deliver("stop")

    cancelled = [(visit.element, visit.ordinal) for visit in step.path if visit.what == "cancelled"]
    assert cancelled == [("never", 1), ("join", 1), ("join", 2)]
    assert step.finished

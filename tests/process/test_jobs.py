"""Operations: parked as jobs or done at once, thrown messages, decisions, errors of operations."""

import pytest

from engine.process import NotWaiting, RunBroken, ThrownError
from tests.process.kit import (
    FakeHost,
    again,
    begin,
    boundary,
    decision,
    end,
    error,
    error_end,
    job,
    line,
    message_end,
    message_throw,
    process,
    start,
    sub,
    tokens,
    user,
)


def asking(**options):
    """A service that asks a registry and catches its silence."""
    task = job(
        "ask", "civil_registry.person", inputs={"number": "=person"}, outputs={"found": "=result.name"}
    )
    return process(
        start(),
        task,
        boundary("silent", "ask", error("unavailable")),
        user("by_hand"),
        end("asked"),
        end("done_by_hand"),
        line("start", "ask", "asked"),
        line("silent", "by_hand", "done_by_hand"),
        errors=("unavailable",),
        **options,
    )


def test_job__parked__waits_with_its_inputs():
    run, step = begin(asking(), host=FakeHost(jobs=("civil_registry.person",)), document={"person": "0101"})

    (waiting,) = step.opened
    assert (waiting.token, waiting.kind, waiting.operation) == ("ask:1", "job", "civil_registry.person")
    assert waiting.inputs == {"number": "0101"}
    assert again(run).waiting == run.waiting
    assert not step.finished


def test_job__result_comes_back__goes_through_the_outputs_only():
    run, _ = begin(asking(), host=FakeHost(jobs=("civil_registry.person",)), document={"person": "0101"})

    run = again(run)
    step = run.finish_job("ask:1", {"name": "Demo", "secret": 1})

    assert run.document == {"person": "0101", "found": "Demo"}
    assert step.finished and step.end == "asked"


def test_job__delivered_twice__second_is_refused():
    diagram = process(start(), job("j", "op"), user("u"), end(), line("start", "j", "u", "end"))
    run, _ = begin(diagram, host=FakeHost(jobs=("op",)))
    run.finish_job("j:1", {"x": 1})

    with pytest.raises(NotWaiting):
        run.finish_job("j:1", {"x": 1})

    assert run.document == {}


def test_job__throws__boundary_takes_over():
    run, _ = begin(asking(), host=FakeHost(jobs=("civil_registry.person",)), document={"person": "0101"})

    step = again(run).throw("ask:1", "unavailable")

    assert step.closed == ("ask:1",)
    assert [w.token for w in step.opened] == ["by_hand:1"]
    assert ("ask", "cancelled") in [(v.element, v.what) for v in step.path]


def test_job__throws_what_nobody_catches__run_breaks():
    run, _ = begin(asking(), host=FakeHost(jobs=("civil_registry.person",)), document={"person": "0101"})

    with pytest.raises(RunBroken) as caught:
        run.throw("ask:1", "other")

    assert caught.value.code == "run.error_not_caught"


def test_inline__performed__in_the_same_step():
    asked = []

    def perform(inputs):
        asked.append(inputs)
        return {"name": "Demo"}

    run, step = begin(
        asking(), host=FakeHost(operations={"civil_registry.person": perform}), document={"person": "0101"}
    )

    assert asked == [{"number": "0101"}]
    assert run.document["found"] == "Demo"
    assert step.finished and step.opened == ()


def test_inline__ends_in_a_bpmn_error__boundary_takes_over():
    def perform(_):
        raise ThrownError("unavailable")

    run, step = begin(asking(), host=FakeHost(operations={"civil_registry.person": perform}))

    assert tokens(again(run)) == ["by_hand:1"]
    assert step.opened[0].element == "by_hand"


def test_inline__engine_refuses__its_error_passes_unchanged():
    class AlreadyHeld(Exception):
        pass

    def perform(_):
        raise AlreadyHeld

    with pytest.raises(AlreadyHeld):
        begin(asking(), host=FakeHost(operations={"civil_registry.person": perform}))


def test_error__thrown_deep_inside__nearest_scope_that_catches_it():
    diagram = process(
        start(),
        sub(
            "outer",
            start("s1"),
            sub("inner", start("s2"), job("j", "op"), end("e2"), line("s2", "j", "e2")),
            boundary("other", "inner", error("other")),
            end("e1"),
            end("e3"),
            line("s1", "inner", "e1"),
            line("other", "e3"),
        ),
        boundary("any", "outer", error(None)),
        end("fine"),
        user("repair"),
        end("repaired"),
        line("start", "outer", "fine"),
        line("any", "repair", "repaired"),
        errors=("other",),
    )
    run, _ = begin(diagram, host=FakeHost(jobs=("op",)))

    step = again(run).throw("j:1", "unknown")

    assert [w.token for w in step.opened] == ["repair:1"]


def test_error_end__inside_a_subprocess__caught_at_its_boundary():
    diagram = process(
        start(),
        sub("inner", start("s"), user("a"), error_end("bad", "refused"), line("s", "a", "bad")),
        boundary("on_refused", "inner", error("refused")),
        end("fine"),
        user("tell"),
        end("told"),
        line("start", "inner", "fine"),
        line("on_refused", "tell", "told"),
        errors=("refused",),
    )
    run, _ = begin(diagram)

    step = run.complete("a:1", {})

    assert tokens(again(run)) == ["tell:1"]
    assert step.end is None and not step.finished


@pytest.mark.parametrize("kind", ["sendTask", "serviceTask"])
def test_send__task__is_a_job(kind):
    diagram = process(start(), job("letter", "letter.send", kind=kind), end(), line("start", "letter", "end"))
    run, step = begin(diagram, host=FakeHost(jobs=("letter.send",)))

    assert [w.operation for w in step.opened] == ["letter.send"]
    assert again(run).finish_job("letter:1", {}).finished


def test_message_events__with_an_operation__are_jobs():
    diagram = process(
        start(),
        message_throw("invite", "letter.send", {"template": "invitation"}),
        message_end("tell", "letter.send"),
        line("start", "invite", "tell"),
    )
    run, step = begin(diagram, host=FakeHost(jobs=("letter.send",)))

    assert step.opened[0].inputs == {"template": "invitation"}
    run = again(run)
    step = run.finish_job("invite:1", {})
    assert [w.token for w in step.opened] == ["tell:1"] and step.end is None
    step = again(run).finish_job("tell:1", {})
    assert step.finished and step.end == "tell"


def test_decision__value__lies_under_the_result_variable():
    diagram = process(
        start(),
        decision("judge", "eligibility", "verdict"),
        user("u"),
        end(),
        line("start", "judge", "u", "end"),
    )
    host = FakeHost(decisions={"eligibility": lambda scope: {"granted": scope["months"] >= 6}})

    run, _ = begin(diagram, host=host, document={"months": 7})

    assert run.document["verdict"] == {"granted": True}


def test_decision__outputs__replace_the_result_variable():
    task = decision("judge", "eligibility", "verdict", {"is_granted": "=verdict.granted"})
    diagram = process(start(), task, user("u"), end(), line("start", "judge", "u", "end"))
    host = FakeHost(decisions={"eligibility": lambda _: {"granted": True}})

    run, _ = begin(diagram, host=host)

    assert run.document == {"is_granted": True}

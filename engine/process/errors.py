"""Errors of diagrams: what can go wrong with one or with a run of it.

Each error carries a stable `code` and `params`; the words live in the texts. This
module knows nothing of commands or of HTTP: the boundary above translates.
"""

from typing import Any, Final

# Every code this package raises; a test holds the list against the source, and the texts against it.
CODES: Final = frozenset(
    {
        "diagram.attribute_unknown",
        "diagram.block_has_another_id",
        "diagram.blocks_call_cyclically",
        "diagram.blocks_multiply",
        "diagram.boundary_never_happens",
        "diagram.boundary_without_host",
        "diagram.called_block_missing",
        "diagram.condition_missing",
        "diagram.condition_not_here",
        "diagram.condition_on_default",
        "diagram.decision_missing",
        "diagram.default_not_here",
        "diagram.doctype",
        "diagram.duplicate_id",
        "diagram.element_does_not_run",
        "diagram.element_twice",
        "diagram.error_missing",
        "diagram.error_must_interrupt",
        "diagram.escalation_missing",
        "diagram.escalation_needs_scope",
        "diagram.event_does_not_run",
        "diagram.event_gateway_needs_events",
        "diagram.event_gateway_no_boundary",
        "diagram.event_gateway_shared",
        "diagram.event_twice",
        "diagram.extension_attribute_unknown",
        "diagram.extension_not_here",
        "diagram.extension_unknown",
        "diagram.flow_into_beginning",
        "diagram.flow_leaves_its_level",
        "diagram.flow_out_of_end",
        "diagram.form_at_inner_start",
        "diagram.form_missing",
        "diagram.id_malformed",
        "diagram.input_hides_a_write",
        "diagram.loop_not_here",
        "diagram.loop_without_collection",
        "diagram.mapping_not_here",
        "diagram.message_missing",
        "diagram.no_way_out",
        "diagram.not_an_expression",
        "diagram.not_bpmn",
        "diagram.not_connected",
        "diagram.one_process_expected",
        "diagram.one_start_expected",
        "diagram.operation_at_a_plain_event",
        "diagram.operation_missing",
        "diagram.priority_out_of_range",
        "diagram.process_not_executable",
        "diagram.property_unknown",
        "diagram.reserved_name",
        "diagram.result_variable_missing",
        "diagram.results_half_named",
        "diagram.retries_not_a_number",
        "diagram.script_not_feel",
        "diagram.several_event_definitions",
        "diagram.several_flows_out",
        "diagram.signal_missing",
        "diagram.target_not_a_name",
        "diagram.text_too_long",
        "diagram.timer_cycle",
        "diagram.timer_missing",
        "diagram.timer_not_iso",
        "diagram.too_deep",
        "diagram.too_large",
        "diagram.too_many_attributes",
        "diagram.too_many_elements",
        "diagram.too_many_nodes",
        "diagram.wrong_encoding",
        "diagram.xml_malformed",
        "run.collection_not_a_list",
        "run.condition_not_boolean",
        "run.error_not_caught",
        "run.error_thrown",
        "run.expression_failed",
        "run.move_behind_event_gateway",
        "run.move_boundary_event",
        "run.move_inside_many",
        "run.move_other_level",
        "run.move_target_unknown",
        "run.move_to_beginning",
        "run.move_to_join",
        "run.no_way_taken",
        "run.not_waiting",
        "run.priority_out_of_range",
        "run.role_not_a_name",
        "run.state_of_another_diagram",
        "run.state_unreadable",
        "run.state_version",
        "run.step_too_long",
        "run.stuck",
        "run.target_not_an_object",
        "run.timer_without_value",
        "run.too_long",
        "run.too_many_items",
        "run.too_many_steps",
        "run.too_many_tokens",
        "run.value_not_json",
    }
)


class ProcessError(Exception):
    """Something about a diagram or a run of it was refused."""

    code = "process.failed"

    def __init__(self, code: str | None = None, element: str | None = None, **params: Any) -> None:
        self.code = code or type(self).code
        self.element = element
        self.params: dict[str, Any] = {"element": element, **params} if element else dict(params)
        super().__init__(self.code, self.params)


class DiagramError(ProcessError):
    """The diagram can not be run as it stands; `code` says why, `element` where."""

    code = "diagram.refused"


class HostSpent(ProcessError):
    """The host evaluates no more in this step; where the run is then, it does not know."""

    code = "run.too_long"


class RunBroken(ProcessError):
    """An invariant failed while the case moved: the caller rolls back and opens an incident."""

    code = "run.broken"


class ConditionNotBoolean(RunBroken):
    """A condition gave something other than true or false, so no path can be chosen."""

    code = "run.condition_not_boolean"


class NotWaiting(ProcessError):
    """The token does not wait (any more): somebody was faster, or it never existed."""

    code = "run.not_waiting"


class MoveRefused(ProcessError):
    """A supervisor may not move this token there; `code` says why."""

    code = "run.move_refused"


class StateError(ProcessError):
    """The stored state can not be read by this code or belongs to another diagram."""

    code = "run.state_unreadable"


class ThrownError(ProcessError):
    """Raised by an inline operation that ends in a BPMN error a boundary event may catch."""

    code = "run.error_thrown"

    def __init__(self, error_code: str) -> None:
        self.error_code = error_code
        super().__init__(error_code=error_code)

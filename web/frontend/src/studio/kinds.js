// What may be drawn, as data: lists of what our dialect runs, and where. `tools.js` offers it to the mouse,
// `elements.js` to the keyboard. Words come with the page, under the same keys.
const kind = (group, name, icon, event, more = {}) => ({
  group,
  icon: `bpmn-icon-${icon}`,
  attributes: {
    type: `bpmn:${name}`,
    ...(event && { eventDefinitionType: `bpmn:${event}EventDefinition` }),
    ...more,
  },
});

export const KINDS = {
  user_task: kind("steps", "UserTask", "user-task"),
  service_task: kind("steps", "ServiceTask", "service-task"),
  rule_task: kind("steps", "BusinessRuleTask", "business-rule-task"),
  block: kind("steps", "CallActivity", "call-activity"),
  script_task: kind("steps", "ScriptTask", "script-task"),
  receive_task: kind("steps", "ReceiveTask", "receive-task"),
  subprocess: kind("steps", "SubProcess", "subprocess-expanded", null, { isExpanded: true }),
  exclusive: kind("branches", "ExclusiveGateway", "gateway-xor"),
  parallel: kind("branches", "ParallelGateway", "gateway-parallel"),
  inclusive: kind("branches", "InclusiveGateway", "gateway-or"),
  event_gateway: kind("branches", "EventBasedGateway", "gateway-eventbased"),
  wait_timer: kind("waits", "IntermediateCatchEvent", "intermediate-event-catch-timer", "Timer"),
  wait_message: kind("waits", "IntermediateCatchEvent", "intermediate-event-catch-message", "Message"),
  wait_signal: kind("waits", "IntermediateCatchEvent", "intermediate-event-catch-signal", "Signal"),
  tell_message: kind("tells", "IntermediateThrowEvent", "intermediate-event-throw-message", "Message"),
  tell_signal: kind("tells", "IntermediateThrowEvent", "intermediate-event-throw-signal", "Signal"),
  tell_escalation: kind("tells", "IntermediateThrowEvent", "intermediate-event-throw-escalation", "Escalation"),
  end: kind("ends", "EndEvent", "end-event-none"),
  end_message: kind("ends", "EndEvent", "end-event-message", "Message"),
  end_signal: kind("ends", "EndEvent", "end-event-signal", "Signal"),
  end_escalation: kind("ends", "EndEvent", "end-event-escalation", "Escalation"),
  end_error: kind("ends", "EndEvent", "end-event-error", "Error"),
  end_all: kind("ends", "EndEvent", "end-event-terminate", "Terminate"),
  start: kind("before", "StartEvent", "start-event-none"),
};

const during = (event, cancelActivity = true) =>
  kind("during", "BoundaryEvent", "intermediate-event-catch-timer", event, { cancelActivity });

// What may come while a step is being done; without `_beside` it ends the step.
export const EVENTS = {
  timer: during("Timer"),
  timer_beside: during("Timer", false),
  message: during("Message"),
  message_beside: during("Message", false),
  signal: during("Signal"),
  signal_beside: during("Signal", false),
  escalation: during("Escalation"),
  escalation_beside: during("Escalation", false),
  error: during("Error"),
};

// Behind a branch that waits for the first event stand events alone.
export const AFTER_EVENTS = ["wait_timer", "wait_message", "wait_signal", "receive_task"];
export const BESIDE = ["user_task", "service_task", "block", "exclusive", "wait_timer", "end"];
export const IN_PALETTE = Object.keys(KINDS).filter(
  (key) => !["receive_task"].includes(key) && !key.startsWith("tell_") && !key.startsWith("end_"),
);

// Entries of the menu that changes an element; what is not here doesn't run.
const all = (ends, kinds) => kinds.map((one) => `replace-with-${one}-${ends}`);
export const CHANGES = new Set([
  ...all("task", ["user", "service", "send", "receive", "rule", "script"]),
  ...all("gateway", ["exclusive", "parallel", "inclusive", "exclusive-event-based"]),
  ...all("flow", ["sequence", "default", "conditional"]),
  ...all("end", ["none", "message", "error", "escalation", "signal", "terminate"]),
  ...all("boundary", ["timer", "message", "error", "escalation", "signal"]),
  ...all("boundary", ["timer", "message", "escalation", "signal"].map((one) => `non-interrupting-${one}`)),
  ...all("intermediate-catch", ["timer", "message", "signal"]),
  ...all("intermediate-throw", ["none", "message", "escalation", "signal"]),
  "replace-with-call-activity",
]);

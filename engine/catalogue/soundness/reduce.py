"""Makes a net smaller without changing whether it is sound.

Series become one flow, paths between the same two gateways become one, loops that only repeat
are dropped, gateways of one kind that follow each other become one. A well-nested diagram
shrinks to a single flow, so parallel branches do not multiply its states. Each rule keeps on
the remaining flow one story (what a token does on it) and all members (what may happen there).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from typing import Final

from engine.catalogue.soundness.net import Flow, Net, Node, Outcome

# Among more paths to one node only neighbours are compared.
MAX_PAIRED: Final = 30


def reduced(net: Net) -> Net:
    """Return a smaller net that is sound exactly if the given one is."""
    small = net.copy()
    rules: tuple[Callable[[Net, Node], bool], ...] = (
        _series,
        _fuse_twins,
        _drop_self_loop,
        _merge_joins,
        _merge_splits,
        _take_in_last,
    )
    changed = True
    while changed:
        changed = False
        for key in list(small.nodes):
            while key in small.nodes and any(rule(small, small.nodes[key]) for rule in rules):
                changed = True
    return small


def _plain_path(net: Net, node: Node) -> int | None:
    """Return the one flow that a node without any choice or side effect produces.

    Not the one to an end: two tokens before the node must still meet, and at an end they do not.
    """
    if node.is_instant or node.optional or node.clears or len(node.outcomes) != 1:
        return None
    flows = node.outcomes[0].flows
    if len(flows) != 1 or net.nodes[net.flows[flows[0]].target].is_instant:
        return None
    return flows[0]


def _append(flow: Flow, node: Node, outcome: Outcome, onward: Flow) -> None:
    flow.story = (*flow.story, *node.story, *outcome.story, *onward.story)
    flow.members |= node.members | outcome.members | {*outcome.story} | onward.members


def _replace_incoming(net: Net, target: str, old: int, new: list[int]) -> None:
    node = net.nodes[target]
    position = node.incoming.index(old)
    node.incoming[position : position + 1] = new
    for number in new:
        net.flows[number].target = target
    del net.flows[old]
    _settle(node)


def _settle(node: Node) -> None:
    """Drop the join of a node with one flow in, and the choice of one with one flow to choose."""
    if len(node.incoming) == 1:
        node.join = "any"
    if len(node.optional) == 1 and (node.default is not None or not node.always):
        flows = (node.optional[0],) if node.default is None else (node.optional[0], node.default)
        node.outcomes += [Outcome((*node.always, flow)) for flow in flows]
        node.always, node.optional, node.default = [], [], None


def _series(net: Net, node: Node) -> bool:
    """A node with one flow in and one out is part of a flow."""
    onward = _plain_path(net, node)
    if onward is None or node.is_armed or len(node.incoming) != 1 or node.incoming[0] == onward:
        return False
    entering = node.incoming[0]
    _append(net.flows[entering], node, node.outcomes[0], net.flows[onward])
    _replace_incoming(net, net.flows[onward].target, onward, [entering])
    del net.nodes[node.key]
    return True


def _merge_joins(net: Net, node: Node) -> bool:
    """A join that is followed by a join of its kind is part of that one."""
    onward = _plain_path(net, node)
    if onward is None or len(node.incoming) < 2:
        return False
    target = net.nodes[net.flows[onward].target]
    if target is node:
        return False
    if len(target.incoming) == 1:
        target.join = node.join
    if target.join != node.join or (node.join == "some" and len(target.incoming) > 1):
        return False
    for number in node.incoming:
        _append(net.flows[number], node, node.outcomes[0], net.flows[onward])
    _replace_incoming(net, target.key, onward, node.incoming)
    del net.nodes[node.key]
    return True


def _fuse_twins(net: Net, node: Node) -> bool:
    """Two paths between the same two nodes are one, if the join fits the split."""
    by_target: dict[str, list[int]] = {}
    for number in sorted(node.produced()):
        by_target.setdefault(net.flows[number].target, []).append(number)
    for twins in by_target.values():
        pairs = combinations(twins, 2) if len(twins) <= MAX_PAIRED else zip(twins, twins[1:], strict=False)
        if any(_fuse(net, node, first, second=second) for first, second in pairs):
            return True
    return False


def _fuse(net: Net, node: Node, first: int, *, second: int) -> bool:
    join = net.nodes[net.flows[first].target].join
    if _are_alternatives(node, first, second) and join in {"any", "some"}:
        _fuse_alternatives(net, node, kept=first, dropped=second)
    elif _are_together(node, first, second) and join in {"all", "some"}:
        _fuse_together(net, node, kept=first, dropped=second)
    elif {first, second} <= set(node.optional) and join == "some":
        node.optional.remove(second)
        _drop_flow(net, kept=first, dropped=second)
        _settle(node)
    else:
        return False
    return True


def _are_alternatives(node: Node, first: int, second: int) -> bool:
    paths = [outcome.flows for outcome in node.outcomes]
    free = {*node.always, *node.optional, node.default}
    produced = [flow for way in paths for flow in way]
    is_single = all((flow,) in paths and produced.count(flow) == 1 for flow in (first, second))
    return is_single and not {first, second} & free


def _are_together(node: Node, first: int, second: int) -> bool:
    sets = [*(outcome.flows for outcome in node.outcomes), node.always]
    free = {*node.optional, node.default}
    return not {first, second} & free and all((first in s) == (second in s) for s in sets)


def _drop_flow(net: Net, *, kept: int, dropped: int) -> None:
    net.flows[kept].members |= net.flows[dropped].members
    target = net.nodes[net.flows[dropped].target]
    target.incoming.remove(dropped)
    del net.flows[dropped]
    _settle(target)


def _fuse_alternatives(net: Net, node: Node, *, kept: int, dropped: int) -> None:
    gone = next(outcome for outcome in node.outcomes if outcome.flows == (dropped,))
    node.outcomes.remove(gone)
    net.flows[kept].members |= gone.members | {*gone.story}
    _drop_flow(net, kept=kept, dropped=dropped)


def _fuse_together(net: Net, node: Node, *, kept: int, dropped: int) -> None:
    node.outcomes = [
        replace(outcome, flows=tuple(flow for flow in outcome.flows if flow != dropped))
        for outcome in node.outcomes
    ]
    if dropped in node.always:
        node.always.remove(dropped)
    net.flows[kept].story += net.flows[dropped].story
    _drop_flow(net, kept=kept, dropped=dropped)


def _drop_self_loop(net: Net, node: Node) -> bool:
    """A way back to the same node changes nothing, if there is another path."""
    if node.join != "any" or len(node.outcomes) < 2 or node.optional or node.clears or node.is_armed:
        return False
    produced = [flow for outcome in node.outcomes for flow in outcome.flows]
    for outcome in node.outcomes:
        if len(outcome.flows) != 1 or produced.count(outcome.flows[0]) > 1:
            continue
        if net.flows[outcome.flows[0]].target == node.key:
            back = outcome.flows[0]
            node.outcomes.remove(outcome)
            node.members |= net.flows[back].members | outcome.members | {*outcome.story}
            node.incoming.remove(back)
            del net.flows[back]
            return True
    return False


def _merge_splits(net: Net, node: Node) -> bool:
    """A split that follows a split of its kind is part of that one."""
    produced = [flow for outcome in node.outcomes for flow in outcome.flows]
    for outcome in node.outcomes:
        for flow in outcome.flows:
            target = net.nodes[net.flows[flow].target]
            if target is node or produced.count(flow) > 1 or _terminates(net, outcome):
                continue
            if not _may_go_in(net, target):
                continue
            if len(outcome.flows) == 1 or len(target.outcomes) == 1:
                _put_in(net, node, outcome, flow=flow)
                return True
    return False


def _terminates(net: Net, outcome: Outcome) -> bool:
    """Tell whether a path puts a token where it ends the region at once, whatever else it produces."""
    targets = [net.nodes[net.flows[flow].target] for flow in outcome.flows]
    return any(target.is_instant and (target.produced() or target.outcomes[0].ends) for target in targets)


def _only_splits(node: Node) -> bool:
    is_plain = not (node.optional or node.clears or node.is_instant or node.is_armed)
    return is_plain and len(node.incoming) == 1


def _may_go_in(net: Net, node: Node) -> bool:
    """Tell whether a node only splits, and each way of it puts a token where it can be met."""
    if not _only_splits(node):
        return False
    return bool(node.outcomes) and all(
        any(not net.nodes[net.flows[flow].target].is_instant for flow in way.flows) for way in node.outcomes
    )


def _take_in_last(net: Net, node: Node) -> bool:
    """The last node before an end is part of the node before it, which is passed once only.

    Nothing waits for the token that is about to end. But a node that is passed again and again
    might send a second one after it, so it must not lie on a loop, or must send one token at a
    time and be entered where two would meet.
    """
    is_met = node.join == "all" or len(node.incoming) < 2
    has_joins = any(other.join == "some" for other in net.nodes.values())
    produced = [flow for outcome in node.outcomes for flow in outcome.flows]
    for outcome in node.outcomes:
        is_alone = len(outcome.flows) == 1 and is_met
        for flow in outcome.flows:
            target = net.nodes[net.flows[flow].target]
            if target is node or produced.count(flow) > 1 or _terminates(net, outcome):
                continue
            if not _only_splits(target) or not _is_last(net, target, with_others=not is_alone):
                continue
            if (is_alone and not has_joins) or (is_met and not _is_on_cycle(net, node)):
                _put_in(net, node, outcome, flow=flow)
                return True
    return False


def _is_last(net: Net, node: Node, *, with_others: bool) -> bool:
    """Tell whether only ends follow; beside other tokens they must be plain ones, without a choice."""
    targets = [net.nodes[net.flows[flow].target] for way in node.outcomes for flow in way.flows]
    if not node.outcomes or not all(target.is_instant for target in targets):
        return False
    if not with_others:
        return True
    is_plain = not any(target.produced() or target.outcomes[0].ends for target in targets)
    return is_plain and len(node.outcomes) == 1 and not node.outcomes[0].ends


def _is_on_cycle(net: Net, node: Node) -> bool:
    """Tell whether a token can come from a node back to it."""
    seen: set[str] = set()
    pending = [node]
    while pending:
        for flow in pending.pop().produced():
            target = net.nodes[net.flows[flow].target]
            if target is node:
                return True
            if target.key not in seen:
                seen.add(target.key)
                pending.append(target)
    return False


def _put_in(net: Net, node: Node, outcome: Outcome, *, flow: int) -> None:
    """Put the paths of the node behind a flow in the place of that flow."""
    between = net.flows.pop(flow)
    target = net.nodes.pop(between.target)
    rest = tuple(number for number in outcome.flows if number != flow)
    story = (*outcome.story, *between.story, *target.story)
    members = outcome.members | between.members | target.members
    paths = [
        replace(
            way,
            flows=(*rest, *way.flows),
            story=(*story, *way.story),
            members=members | way.members,
        )
        for way in target.outcomes
    ]
    position = node.outcomes.index(outcome)
    node.outcomes[position : position + 1] = paths

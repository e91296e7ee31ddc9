"""Every command has one route, beside its handler, and the route says what the handler brings."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from importlib import import_module
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pytest

import engine
from engine.command_registry import ROUTES
from engine.commands.base import Command
from engine.interceptors.idempotency import encode
from engine.routes import ForAnother, Route, Sender

# What a command brings and may not be given again: secrets, codes, what is known of people, counts.
NOT_KEPT = {
    "CodeAnswered",
    "CodeRequested",
    "IssuedCode",
    "ReturnCodeRequested",
    "TrackedCase",
    "bool",
    "int",
    "str",
}


def commands() -> set[type[Command]]:
    """Return every command that can be sent: those on which no other is built."""
    for module in pkgutil.walk_packages(engine.__path__, "engine."):
        if "commands" in module.name.split("."):
            import_module(module.name)
    found, left = set[type[Command]](), [Command]
    while left:
        subclasses = left.pop().__subclasses__()
        left += subclasses
        found |= {subclass for subclass in subclasses if not subclass.__subclasses__()}
    return found


def handler_of(route: Route) -> Callable[..., Any]:
    """Return the function beside which the route stands."""
    if route.handler is not None:
        return route.handler
    assert route.build is not None
    names = [name for name in route.build.__code__.co_names if name in route.build.__globals__]
    function = next(
        value
        for name in names
        if callable(value := route.build.__globals__[name]) and value.__module__ == route.build.__module__
    )
    assert callable(function)
    return function


def brought_by(route: Route) -> set[Any]:
    """Return the types that the handler says it returns, None left out."""
    returned = get_type_hints(handler_of(route))["return"]
    if route.build is not None:
        returned = get_args(returned)[1]
    kinds = get_args(returned) if get_origin(returned) is UnionType else (returned,)
    return set(kinds) - {None, NoneType}


def test_commands__every_one__has_a_route() -> None:
    assert commands() == set(ROUTES)


def test_handlers__every_module__is_in_the_registry() -> None:
    modules = {
        module.name
        for module in pkgutil.walk_packages(engine.__path__, "engine.")
        if not module.ispkg and "handlers" in module.name.split(".")
    }

    assert modules == {handler_of(route).__module__ for route in ROUTES.values()}


@pytest.mark.parametrize("route", ROUTES.values(), ids=lambda route: route.command.__name__)
def test_route__of_a_command__says_what_its_handler_brings(route: Route) -> None:
    brought = brought_by(route)
    if route.result is None:
        assert {kind.__name__ for kind in brought} <= NOT_KEPT
    else:
        assert brought == {route.result}


@pytest.mark.parametrize("route", ROUTES.values(), ids=lambda route: route.command.__name__)
def test_route__that_lets_in_more__is_one_of_people(route: Route) -> None:
    if route.guests or route.programs or route.for_another is not None or route.at_desk:
        assert route.sender is not Sender.SYSTEM
    if route.joint is not None:
        assert route.for_another is ForAnother.ACT


def test_route__without_a_handler_or_with_two__is_refused() -> None:
    with pytest.raises(TypeError):
        Route(Command)
    with pytest.raises(TypeError):
        Route(Command, encode, build=lambda use: encode)

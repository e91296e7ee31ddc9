"""What a service task may do. `ALL` is the whole list; a diagram can't name anything else.

Whoever changes what an operation does to a case raises `OPERATIONS` in `engine/catalogue/semantics.py`.
"""

from engine.operations import (
    acts,
    asset_rights,
    assets,
    auctions,
    budgets,
    clocks,
    decisions,
    delivery,
    documents,
    letters,
    messages,
    payments,
    payouts,
    persons,
    proceedings,
    register_notes,
    registers,
    state_registers,
    zoning,
)
from engine.operations.operation import Operation, Operations

ALL = Operations(
    (
        clocks.START,
        clocks.PAUSE,
        clocks.RESUME,
        clocks.EXTEND,
        clocks.RESTART,
        clocks.STOP,
        decisions.DECIDE,
        proceedings.START,
        persons.FIND,
        persons.ENTER,
        registers.ENTER,
        registers.CHANGE,
        registers.FIND,
        register_notes.NOTE,
        state_registers.CIVIL_REGISTRY_PERSON,
        state_registers.PROPERTY_OWNED,
        state_registers.PROPERTY_PLOT,
        state_registers.REVENUE_EMPLOYMENT,
        state_registers.EDUCATION_STUDIES,
        state_registers.SOCIAL_AGENCY_RATING,
        state_registers.HEALTH_AGENCY_COVERAGE,
        state_registers.DISPLACED_PERSONS_STATUS,
        state_registers.VETERANS_STATUS,
        documents.RENDER,
        acts.ISSUE,
        letters.SEND,
        delivery.DELIVERED,
        messages.PUBLISH,
        messages.TELL_CASES,
        payments.REQUEST,
        payments.CANCEL,
        assets.ENTER,
        assets.CHANGE,
        assets.FIND,
        asset_rights.RESERVE,
        asset_rights.GRANT,
        asset_rights.RELEASE,
        payouts.ORDER,
        payouts.ASK,
        auctions.ANNOUNCE,
        auctions.RESULT,
        budgets.RESERVE,
        budgets.SPEND,
        budgets.RELEASE,
        zoning.FIND,
    )
)

__all__ = ["ALL", "Operation", "Operations"]

"""Operations: what a service task may do. `ALL` is the whole list; a diagram can't name anything else.

Whoever changes what an operation does to a case raises `OPERATIONS` in `engine/catalogue/semantics.py`.

To add an operation that asks a register (another one, or another question): `_question` or an
`Operation` of its own with `asks_register` in `engine/operations/state_registers.py`; what it asks over HTTP
in `engine/connectors/state_registers.py`, its contract in `engine/connectors/contracts/`. A register that
nobody asks yet has a name in `REGISTERS` of `engine/settings.py`, words under `reads.register` in
`web/texts/<language>/my_data.json`, answers in `demo/facts.json` and `demo/registries/facts.py`. The rest as
of every operation:

To add an operation for diagrams: a function and its `Operation` in `engine/operations/` (`inline` inside the
step; `perform` and `record` for a job that waits for another system, as in `documents.py`), a line in its
`__init__`, its name and those of what it takes and brings in
`engine/texts/<language>/operations.json`, the words of each event that it notes in
`engine/texts/<language>/events.json`, an example in `tests/golden/operations.py`; then
`tools/diagrams_doc.py` and `python -m tests.golden.write`. What it does to a clock, to a register, to the
case or with a template it says in its traits (`engine/operations/traits.py`): validation, reconciling and the
portal follow these, and nobody else knows an operation by name. `tests/structure/test_operations.py`,
`test_events.py`, `tests/golden`.
"""

from engine.budgets import operations as budgets
from engine.collective import operations as collective
from engine.operations import (
    acts,
    clocks,
    decisions,
    delivery,
    documents,
    letters,
    messages,
    persons,
    proceedings,
    state_registers,
    zoning,
)
from engine.operations.operation import Operation, Operations
from engine.payments.operations import bank_receipts, payments, payouts
from engine.programmes import operations as programmes
from engine.property.operations import assets, auctions, inventories
from engine.property.operations import returns as asset_returns
from engine.property.operations import rights as asset_rights
from engine.property.operations import uses as asset_uses
from engine.quality import operations as quality
from engine.registers.operations import entries as registers
from engine.registers.operations import history as register_history
from engine.registers.operations import notes as register_notes
from engine.registers.operations import remedies

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
        remedies.FIND,
        remedies.CHANGE,
        remedies.ANEW,
        persons.FIND,
        persons.ENTER,
        registers.ENTER,
        registers.CHANGE,
        registers.FIND,
        register_history.OF_PEOPLE,
        register_notes.NOTE,
        state_registers.CIVIL_REGISTRY_PERSON,
        state_registers.CIVIL_REGISTRY_DEATH,
        state_registers.PROPERTY_OWNED,
        state_registers.PROPERTY_PLOT,
        state_registers.REVENUE_EMPLOYMENT,
        state_registers.EDUCATION_STUDIES,
        state_registers.SOCIAL_AGENCY_RATING,
        state_registers.HEALTH_AGENCY_COVERAGE,
        state_registers.DISPLACED_PERSONS_STATUS,
        state_registers.VETERANS_STATUS,
        state_registers.DISABILITY_STATUS,
        documents.RENDER,
        acts.ISSUE,
        letters.SEND,
        delivery.DELIVERED,
        messages.PUBLISH,
        messages.TELL_CASES,
        payments.REQUEST,
        payments.CANCEL,
        bank_receipts.BY_BANK,
        assets.ENTER,
        assets.CHANGE,
        assets.FIND,
        asset_rights.RESERVE,
        asset_rights.GRANT,
        asset_rights.RELEASE,
        asset_returns.TAKE_BACK,
        asset_uses.HELD_USE,
        inventories.LIST,
        inventories.CLOSE,
        payouts.ORDER,
        payouts.ASK,
        payouts.ENTER,
        auctions.ANNOUNCE,
        auctions.RESULT,
        budgets.RESERVE,
        budgets.SPEND,
        budgets.RELEASE,
        collective.OFFER,
        collective.LEAVE,
        collective.COLLECT,
        collective.SORT,
        collective.RELEASE,
        collective.ANNOUNCE,
        collective.DECIDE,
        programmes.BEGIN,
        programmes.SUBMIT,
        programmes.SEND_BACK,
        programmes.KEEP,
        programmes.GIVE_UP,
        programmes.ADOPT,
        quality.BY_TABLES,
        zoning.FIND,
    )
)

__all__ = ["ALL", "Operation", "Operations"]

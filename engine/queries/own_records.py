"""Records of the signed-in person in all tables, row by row, for taking them away (data portability).

Each table that names people or cases is in one of two lists: what is handed out, whole but for what is named,
or why it is not. A column that is added to a table is handed out by itself; a test demands that no table is
forgotten. Refuses to know how any of it is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine import canonical
from engine.db.pool import Transaction

MOST_ROWS: Final = 5_000

_MY_CASE = "case_id in (select id from cases where applicant_id = :person_id)"


@dataclass(frozen=True)
class PersonalRows:
    """Rows of a table that are the person's, columns that stay here, and columns of text kept as bytes."""

    where: str
    withheld: frozenset[str] = frozenset()
    as_bytes: frozenset[str] = frozenset()


HANDED_OUT: Final[Mapping[str, PersonalRows]] = {
    "people": PersonalRows("id = :person_id"),
    "contacts": PersonalRows("person_id = :person_id"),
    "notification_choices": PersonalRows("person_id = :person_id"),
    "unreachable": PersonalRows("person_id = :person_id"),
    # Whoever holds the digest of a token could look for the token.
    "sessions": PersonalRows("person_id = :person_id", frozenset({"token_hash"})),
    "openid_identities": PersonalRows("person_id = :person_id"),
    "access_tokens": PersonalRows("person_id = :person_id", frozenset({"token_hash"})),
    # The programs that the person answers for.
    "service_accounts": PersonalRows("responsible_id = :person_id"),
    "role_grants": PersonalRows("person_id = :person_id"),
    "absences": PersonalRows("person_id = :person_id or substitute_id = :person_id"),
    # By whom one is represented is told as well as whom one represents.
    "mandates": PersonalRows("representative_id = :person_id or represented_id = :person_id"),
    "mandate_answers": PersonalRows("representative_id = :person_id"),
    "drafts": PersonalRows("person_id = :person_id"),
    "task_drafts": PersonalRows("person_id = :person_id"),
    "list_looks": PersonalRows("person_id = :person_id"),
    "list_columns": PersonalRows("person_id = :person_id"),
    "kept_forms": PersonalRows("person_id = :person_id"),
    "uploads": PersonalRows("owner_id = :person_id"),
    # A digest over the number of somebody else.
    "person_enquiries": PersonalRows("asked_by = :person_id", frozenset({"subject"})),
    # By what the office finds it repeats the rest.
    "register_entries": PersonalRows("person_id = :person_id", frozenset({"label", "words", "place"})),
    "register_notes": PersonalRows("person_id = :person_id"),
    # Who of the office corrected it is the office's business, as with every look.
    "register_corrections": PersonalRows("person_id = :person_id", frozenset({"proposed_by", "ended_by"})),
    "told_changes": PersonalRows("person_id = :person_id"),
    "register_answers": PersonalRows("person_id = :person_id"),
    "registry_events": PersonalRows("person_id = :person_id"),
    "asset_rights": PersonalRows("holder_id = :person_id"),
    "responses": PersonalRows("person_id = :person_id"),
    "certificates": PersonalRows("person_id = :person_id"),
    "submissions": PersonalRows(_MY_CASE, as_bytes=frozenset({"answers"})),
    # What the office still drafts is told with the decision.
    "documents": PersonalRows(f"kind not in ('draft', 'package') and ({_MY_CASE} or owner_id = :person_id)"),
    "letters": PersonalRows("applicant_id = :person_id"),
    "case_messages": PersonalRows("applicant_id = :person_id"),
    "applicant_notices": PersonalRows("applicant_id = :person_id"),
    "tasks": PersonalRows("person_id = :person_id"),
    "signers": PersonalRows("person_id = :person_id"),
    "payments": PersonalRows(_MY_CASE),
    "budget_requests": PersonalRows(_MY_CASE),
    "payouts": PersonalRows(_MY_CASE),
    "payment_attempts": PersonalRows(_MY_CASE),
    "case_links": PersonalRows(_MY_CASE),
    "act_changes": PersonalRows(_MY_CASE),
    "case_announcements": PersonalRows(_MY_CASE),
    "appointments": PersonalRows("person_id = :person_id"),
    "clocks": PersonalRows(_MY_CASE),
    "clock_changes": PersonalRows(_MY_CASE),
    "clock_pauses": PersonalRows(_MY_CASE),
    "automatic_decisions": PersonalRows(_MY_CASE),
    "collective_items": PersonalRows(_MY_CASE),
}
NOT_HANDED_OUT: Final[Mapping[str, str]] = {
    "cases": "each case is handed out as its page shows it, which keeps the office's working papers apart",
    "step_events": "the timeline of each case is handed out with its page",
    "joint_filings": "of a company that several represent; all read it while they act for it; erased in days",
    "joint_confirmations": "who agreed to it; read beside it, and in the case that came of it",
    "joint_notices": "that it was told of; goes with it",
    "jobs": "what was asked of registers is told among who looked; the rest is about machines",
    "incidents": "what broke in a machine and who mended it",
    "messages": "from case to case; what came of it stands in the case",
    "messages_awaited": "where a case waits",
    "signal_deliveries": "which cases a broadcast reached",
    "signals": "a broadcast; what came of it stands in the case",
    "signings": "how a step was signed is told with its answers, on the page of the case",
    "preparations": "what a card is asked to sign, for minutes",
    "reserved_numbers": "numbers of acts that are not signed yet",
    "timers": "when a case goes on; the days are told by its clocks",
    "tracking_codes": "the digest of a code that its owner has",
    "national_holdings": "repeats the entries of the registers",
    "one_time_codes": "erased within days; keyed digests and the address, which is among the contacts",
    "holidays": "days on which nobody works; who entered one is the office's business",
    "stepped_aside": "who of the office takes no part in a case is the office's business",
    "staff_notices": "written to people of the office about their work",
    "asset_states": "what the municipality owns; rights to it are handed out to their holders",
    "lots": "what the municipality put up at auction; it names nobody",
    "asset_imports": "which table the office took over",
    "inventories": "which list of its property the office counts",
    "inventory_items": "what the office found of its property",
    "budget_changes": "which amount finance entered for a line of the budget",
    "service_account_secrets": "digests of secrets that programs of the office have",
    "adhoc_tasks": "what people of the office ask each other while they work on a case",
    "case_notes": "what people of the office write for each other while they work on a case",
    "case_words": "words of the case, by which the office finds it",
    "restricted_cases": "that few of the office see a case; the case itself is handed out",
    "cash_rules": "at which desk a municipality takes cash; who said so did so in office",
    "cash_receipts": "the payment that it settles is handed out; the receipt was given to whoever paid",
    "cash_voids": "which receipt was a mistake; the payment says that it is asked for again",
    "cash_counts": "what an operator counted in office",
    "cash_confirmations": "who confirmed it in office",
    "cash_deposits": "what was brought to the treasury in office",
    "center_entries": "where a centre is; who said so did so in office",
    "directory_entries": "what a partner offers; who said so did so in office",
    "center_hours": "when a centre is open; who said so did so in office",
    "center_days": "when a centre is closed; who said so did so in office",
    "queue_tickets": "numbers without names",
    "saved_filters": "which parts of lists somebody in office keeps under a name",
    "switches": "who switched a module on or off, which is an act of office",
    "register_exports": "which list of a register somebody took away in office",
    "runs": "what the office planned about many; who planned it did so in office",
    "registry_events_followed": "what an event led to; the case that came of it is handed out",
    "proofs": "when a signed document is renewed; the document is handed out, with its newest time stamps",
    "run_entries": "which list of the office named the person; the case that came of it is handed out",
    "service_drafts": "what an analyst draws for everybody",
    "service_draft_files": "what an analyst draws for everybody",
    "service_draft_states": "what an analyst draws for everybody",
    "service_comments": "what analysts say to each other about what they draw for everybody",
    "service_comment_turns": "what analysts say to each other about what they draw for everybody",
    "announcements": "what an office has published",
    "visits": "which visit an operator noted in office; it names no visitor",
    "zone_plans": "who proposed and approved zones of a plan did so in office",
    "yearly_programmes": "who closed the year of a programme did so in office",
    "sub_programme_changes": "who drafted a sub-programme did so in office",
    "quality_samples": "which decisions a head has reviewed in office",
    "quality_checks": "what the review of the office's own work found; a mistake leads to a proceeding",
    "settlement_lists": "who proposed and approved a list of settlements did so in office",
    "municipality_settings": "who set how papers of a municipality look did so in office",
    "parameters": "who entered a value of the law did so in office",
    "service_publications": "who published a service is a public act",
    "replays": "what an analyst has asked about many decisions at once; it names nobody else",
    "asked_publications": "what an analyst has asked to publish for everybody",
    "publication_looks": "who has looked at what differs before publishing",
    "publication_ends": "who took a publication back is a public act",
}


def own_records(tx: Transaction) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of every table that is handed out, by table."""
    return {table: _rows(tx, table, kept) for table, kept in HANDED_OUT.items()}


def _rows(tx: Transaction, table: str, kept: PersonalRows) -> list[dict[str, Any]]:
    query = f"select * from {table} where {kept.where} limit :most"
    found = tx.all(query, person_id=tx.actor.person_id, most=MOST_ROWS)
    return [
        {
            name: _plain(value, is_text=name in kept.as_bytes)
            for name, value in row._asdict().items()
            if name not in kept.withheld
        }
        for row in found
    ]


def _plain(value: Any, *, is_text: bool) -> Any:
    if not isinstance(value, bytes):
        return value
    return canonical.loads(value) if is_text else value.hex()

"""Operations as golden files: what a diagram may say to each, and what the inline ones do to a case.

An inline operation is done on a real case; its result, what it notes, and every row that is new or
gone afterwards are recorded. Ids are left out, for they are another's in each database.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from engine.budgets.commands import AddBudgetLine
from engine.canonical import dumps, loads
from engine.catalogue.semantics import OPERATIONS
from engine.commands.cases import WithdrawCase
from engine.db import migrate
from engine.db.cluster import UNSAFE_SETTINGS, Cluster
from engine.db.pool import Transaction
from engine.operations import ALL, Operation
from engine.settings import Settings
from engine.steps import OpenCase, open_case
from engine.stores import papers
from engine.studio.commands.publishing import PublishService
from engine.tenancy import system
from tests.conftest import demo_settings
from tests.engine.kit import CITIZEN, Office, an_office, furnish
from tests.engine.services import REVIEW, write_service

PART, VERSION = "operations", OPERATIONS
Asked = tuple[str, dict[str, Any]]
ENTRY = {"register": "notes", "key": CITIZEN, "person": CITIZEN, "fields": {"note": "n"}}
ENDED = {"register": "notes", "key": CITIZEN, "state": "ended", "ground": "asked", "fields": {"note": "m"}}
ENTERED: Asked = ("register.enter", {**ENTRY, "valid_from": "2026-09-01"})
GRANT: Asked = ("case.decide", {"outcome": "granted", "reason": "good", "law": "art. 1"})
PAUSE: Asked = ("clock.pause", {"reason": "documents"})
STAGE: Asked = ("clock.start", {"clock": "inspection"})
EXTENDED: Asked = ("clock.extend", {"clock": "case", "reason": "a study"})  # which is told by letter
LAST_ASSET, LAST_RIGHT = "<the last asset>", "<the last right>"
LAST_PAYMENT = "<the last payment>"
COUNTED_BEFORE = {
    "payment": LAST_PAYMENT,
    "receipt_number": "a 1",
    "paid_on": "2026-09-01",
    "statement": "t-1",
}
RECEIPT = ("payment.by_bank", COUNTED_BEFORE)
LAST_PROGRAMME: Final = "<the programme of the case>"
LAST_LETTER, LAST_REQUEST = "<the last letter>", "<the last request to the budget>"
STATEMENT = {
    "attempt": 1,
    "amount_tetri": 6000,
    "payee": "x",
    "payee_code": CITIZEN,
    "iban": "GE29NB0000000101904917",
    "state": "executed",
    "settled_on": "2026-09-01",
    "reference": "S-1",
}
WANTED: Asked = ("budget.reserve", {"line": "06 01", "amount_tetri": 6000})  # of 100 lari
OFFERED: Asked = (
    "collective.offer",
    {"group": "a", "amount_tetri": 5000, "title_ka": "დახმარება", "title_en": "aid"},
)
NEXT_YEAR: Asked = (
    "programme.begin",
    {"year": 2027, "kind": "year", "source": "last", "reason": "new amounts"},
)
SUBMITTED: Asked = ("programme.submit", {"programme": LAST_PROGRAMME})
RESOLUTION = {
    "programme": LAST_PROGRAMME,
    "act_number": "31",
    "act_on": "2026-09-01",
    "valid_from": "2026-09-03",
}
ROOM: Asked = (
    "asset.enter",
    {
        "kind": "immovable",
        "name": "room",
        "category": "additional",
        "cadastral_code": "21.03.32.001.01.501",
        "value_tetri": 100,
        "fields": {"area_m2": "20"},
        "valid_from": "2026-08-01",
        "ground": "order No. 1",
    },
)
HELD_BY_UNIT = {
    "kind": "movable",
    "name": "desk",
    "category": "basic",
    "fields": {"holder_unit": "Archive"},
    "valid_from": "2026-08-01",
    "ground": "order No. 1",
}
LISTED: Asked = ("inventory.list", {"on": "2026-08-01", "role": "commission"})
LISTED_ELSEWHERE: Final = "listed by the order of another case"
ORDERED = """
update collective_items set state = 'decided', place = 3, order_case_id =
    (select id from cases where order_number is not null and closed_at is null limit 1) where case_id = :id
"""
COUNTED: Final = "counted"  # what people do by a command of their own
MISSING = """
update inventory_items set result = 'missing', note = 'gone', counted_at = :now, version = 1
where case_id = :id
"""
LET: Asked = (
    "asset.reserve",
    {"asset": LAST_ASSET, "right": "lease", "valid_from": "2026-10-01", "valid_until": "2027-10-01"},
)
SALE: Asked = ("asset.reserve", {"asset": LAST_ASSET, "right": "ownership", "valid_from": "2026-10-01"})
HOLDER = {"right": LAST_RIGHT, "holder_name": "x", "holder_number": CITIZEN}
WINNER = {"number": "00000009999", "given_name": "x", "family_name": "y", "ground": "protocol No. 1"}
BUDGET = AddBudgetLine("keda", 2026, "06 01", {"ka": "x"}, 10_000, "resolution No. 1")
CLOCKS = {
    "clock": {
        "term": "gac.decision",
        "on_expiry": "refusal_by_silence",
        "extension": {"total": "gac.max_total"},
    },
    "clocks": {
        "inspection": {
            "names": {"ka": "დათვალიერება", "en": "Inspection"},
            "term": "gac.defect.min",
            "on_expiry": "escalate",
            "extension": {"by": "gac.defect.extension"},
        }
    },
}
ELSEWHERE: Final = "decided elsewhere"  # of another case than the example's
LAST_ACT: Final = "<the act of another case>"
ACT: Asked = (ELSEWHERE, {"outcome": "left_unconsidered", "reason": "no answer"})
ANNULS = {"about": LAST_ACT, "change": "annulled", "ground": "judgment No. 3", "law": "art. 60"}
# What each inline operation is asked, and what was done to the case before.
EXAMPLES: Mapping[str, tuple[tuple[dict[str, Any], tuple[Asked, ...]], ...]] = {
    "clock.pause": (
        ({"reason": "documents"}, ()),
        ({"reason": "again"}, (PAUSE,)),
        ({"clock": "inspection", "reason": "rain"}, (STAGE,)),
    ),
    "quality.by_tables": (({"decision": "automatic"}, (GRANT,)),),
    "collective.offer": ((OFFERED[1], ()), ({**OFFERED[1], "group": "b", "amount_tetri": 1}, ())),
    "collective.leave": (({}, (OFFERED,)), ({}, ())),
    "collective.collect": (({"group": "a", "most": 50}, ()),),
    "collective.sort": (({"later": ["1"], "alone": []}, ()),),
    "collective.release": (({}, ()),),
    "collective.decide": (
        (GRANT[1], (OFFERED, (ELSEWHERE, {"outcome": "granted"}), (LISTED_ELSEWHERE, {}))),
    ),
    "clock.resume": (({}, (PAUSE,)), ({}, ()), ({"clock": "case"}, (PAUSE,))),
    "clock.start": (({"clock": "inspection"}, ()), ({"clock": "inspection"}, (STAGE,))),
    "clock.stop": (({"clock": "inspection"}, (STAGE,)), ({"clock": "inspection"}, ())),
    "clock.extend": (
        ({"clock": "case", "reason": "a study"}, ()),
        ({"clock": "inspection", "reason": "rain"}, (STAGE,)),
    ),
    "clock.restart": (
        ({"clock": "case", "reason": "corrected"}, ()),
        ({"clock": "case", "reason": "r"}, (PAUSE,)),
    ),
    "act.find": (({"about": LAST_ACT}, (ACT,)), ({"about": None}, ())),
    "act.change": (
        (ANNULS, (ACT,)),
        ({**ANNULS, "change": "corrected", "since": "2026-09-02", "correction": "a for b"}, (ACT,)),
    ),
    "case.anew": (({"about": LAST_ACT}, (ACT,)),),
    "case.decide": (
        (GRANT[1], ()),
        ({"outcome": "refused"}, (PAUSE, STAGE)),
        ({"outcome": "left_unconsidered", "reason": "no answer"}, ()),
        ({"outcome": "withdrawn"}, ()),
    ),
    "register.enter": (
        ({**ENTRY, "valid_from": "2026-09-01"}, ()),
        ({**ENTRY, "valid_from": "2026-09-01"}, (GRANT,)),
    ),
    "register.change": (
        ({**ENDED, "valid_from": "2026-09-01"}, (ENTERED,)),
        ({**ENDED, "valid_from": "2026-09-10"}, (ENTERED,)),
    ),
    "register.find": (
        ({"register": "notes", "key": CITIZEN}, ()),
        ({"register": "notes", "key": CITIZEN}, (ENTERED,)),
    ),
    "register.of_people": (
        ({"register": "notes", "people": [CITIZEN], "since": "2026-01-01"}, (ENTERED,)),
        ({"register": "notes", "people": [], "since": "2026-01-01"}, (ENTERED,)),
    ),
    "register.note": (
        ({"register": "notes", "key": CITIZEN, "note": "seen"}, (ENTERED,)),
        ({"register": "notes", "key": CITIZEN, "note": "seen", "on": "2026-08-30"}, (ENTERED,)),
    ),
    "case.start": (
        ({"service": "permits.other", "person": CITIZEN, "answers": {"note": "n", "none": None}}, ()),
    ),
    "person.find": (({"number": CITIZEN}, ()), ({"number": "400000001"}, ())),
    "person.enter": (({**WINNER, "number": CITIZEN}, ()), (WINNER, ())),
    "message.tell_cases": (({"name": "withdrawn", "person": CITIZEN, "payload": {"day": "2026-09-01"}}, ()),),
    "message.publish": (
        ({"name": "paid", "key": "KEDA-N-2026-000001", "payload": {"tetri": 100}}, ()),
        ({"name": "paid", "key": "k", "lifetime": "P1D"}, ()),
    ),
    "payment.request": (
        ({"amount_tetri": 6000}, ()),
        ({"amount_tetri": 1, "until": "2026-10-01"}, (("payment.request", {"amount_tetri": 6000}),)),
    ),
    "letter.delivered": (({"letter": LAST_LETTER, "by": "post", "on": "2026-09-01"}, (EXTENDED,)),),
    "asset.enter": ((ROOM[1], ()), ({**ROOM[1], "inventory_no": "7", "state": "idle"}, ())),
    "asset.change": (
        (
            {"asset": LAST_ASSET, "name": "hall", "valid_from": "2026-09-01", "ground": "order No. 2"},
            (ROOM,),
        ),
        (
            {"asset": LAST_ASSET, "state": "written_off", "valid_from": "2026-09-01", "ground": "act"},
            (ROOM,),
        ),
    ),
    "asset.find": (({"inventory_no": "none"}, ()), ({"asset": LAST_ASSET}, (ROOM, LET))),
    "asset.held_use": (
        ({"inventory_no": "none"}, ()),
        (
            {"inventory_no": "7"},
            (("asset.enter", {**ROOM[1], "inventory_no": "7"}), LET, ("asset.grant", HOLDER)),
        ),
    ),
    "inventory.list": (
        (LISTED[1], (ROOM,)),
        ({**LISTED[1], "unit": "ARCHIVE"}, (("asset.enter", HELD_BY_UNIT), ROOM)),
    ),
    "inventory.close": (({}, (ROOM, LISTED, (COUNTED, {}))),),
    "asset.reserve": ((LET[1], (ROOM,)),),
    "asset.grant": (
        ({**HOLDER, "fee_tetri": 100, "fee_period": "month", "contract_no": "1"}, (ROOM, LET)),
        ({**HOLDER, "valid_from": "2026-11-01"}, (ROOM, SALE)),
    ),
    "asset.release": (
        ({"right": LAST_RIGHT, "ground": "failed"}, (ROOM, LET)),
        (
            {"right": LAST_RIGHT, "ground": "breach", "on": "2026-12-01"},
            (ROOM, LET, ("asset.grant", HOLDER)),
        ),
    ),
    "asset.take_back": (
        (
            {"right": LAST_RIGHT, "ground": "judgment", "valid_from": "2026-12-01"},
            (ROOM, SALE, ("asset.grant", HOLDER)),
        ),
        (
            {"right": LAST_RIGHT, "ground": "act", "valid_from": "2026-12-01", "state": "idle"},
            (ROOM, SALE, ("asset.grant", HOLDER)),
        ),
    ),
    "budget.reserve": (
        (WANTED[1], ()),
        (WANTED[1], (WANTED,)),
        ({"line": "06 01", "amount_tetri": 1, "year": 2026}, (WANTED,)),
    ),
    "budget.spend": (
        ({"request": LAST_REQUEST}, (WANTED,)),
        ({"request": LAST_REQUEST, "amount_tetri": 1}, (WANTED,)),
    ),
    "budget.release": (({"request": LAST_REQUEST}, (WANTED,)),),
    "payout.enter": (({**STATEMENT, "request": LAST_REQUEST}, (WANTED,)),),
    "programme.begin": (
        (NEXT_YEAR[1], ()),
        ({**NEXT_YEAR[1], "source": "nothing"}, ()),
        ({"year": 2026, "kind": "amendment", "reason": "new amounts"}, ()),
    ),
    "programme.submit": ((SUBMITTED[1], (NEXT_YEAR,)),),
    "programme.send_back": ((SUBMITTED[1], (NEXT_YEAR, SUBMITTED)),),
    "programme.keep": ((SUBMITTED[1], (NEXT_YEAR, SUBMITTED)),),
    "programme.give_up": ((SUBMITTED[1], (NEXT_YEAR,)),),
    "programme.adopt": ((RESOLUTION, (NEXT_YEAR, SUBMITTED)),),
    "zoning.find": (({"geometry": None}, ()),),
    "payment.by_bank": ((COUNTED_BEFORE, (("payment.request", {"amount_tetri": 6000}), RECEIPT)),),
    "payment.cancel": (({"payment": "00000000-0000-0000-0000-000000000000"}, ()),),
}
OPEN_ELSEWHERE = "select id from cases where id <> :id and closed_at is null order by filed_at limit 1"
_LAST = {
    "request": (LAST_REQUEST, "select id from budget_requests where case_id = :id"),
    "programme": (LAST_PROGRAMME, "select id from yearly_programmes where case_id = :id"),
    "payment": (LAST_PAYMENT, "select id from payments where case_id = :id"),
    "asset": (LAST_ASSET, "select asset_id from asset_states where case_id = :id limit 1"),
    "about": (LAST_ACT, "select number from cases where id <> :id and reason = 'left_unconsidered'"),
    "right": (LAST_RIGHT, "select id from asset_rights where case_id = :id and not is_own"),
}
TABLES = """
select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
and has_table_privilege(oid, 'select') order by relname
"""
REFERENCE = frozenset(
    {"municipalities", "units", "settlements", "switches", "centers", "holidays", "parameters"}
    | {"reference_state"}  # the number of a transaction
    | {"people", "role_grants", "sessions", "service_versions", "service_files", "service_publications"}
    | {"alembic_version", "procrastinate_workers", "procrastinate_events"}
)
# Another in each database, though the operation is the same.
_NUMBERED = frozenset({"id", "municipality_id", "person_id", "applicant_id", "version_id", "job_id"})
_CHAINED = frozenset({"chain_head", "digests", "hashes", "salts", "bodies"})
# Words may be mended: which letter and which term it is stands beside them.
_WORDED = frozenset({"body", "subject", "confidence"})
_LISTED = frozenset({"law", "words"})  # the law behind a sub-programme, the words that find it
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NUMBER = re.compile("-[0-9]{6}(?=$|/)")  # of a case, by how many were filed before


def recorded(office: Office) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the golden files of all operations."""
    for name in sorted(ALL.names):
        yield name, record(office, name)


def record(office: Office, name: str) -> dict[str, Any]:
    """Return what an operation takes, gives and does."""
    examples = [
        {
            "before": [list(earlier) for earlier in before],
            "asked": asked,
            "did": did(office, name, asked, before),
        }
        for asked, before in EXAMPLES.get(name, ())
    ]
    return {**contract(ALL.find(name)), "examples": examples}


def contract(operation: Operation) -> dict[str, Any]:
    """Return what a diagram may rely on."""
    return {
        "kind": "job" if operation.is_job else "inline",
        "inputs": list(operation.inputs),
        "outputs": list(operation.outputs),
        "gives_up_with": operation.gives_up_with,
    }


def did(office: Office, name: str, asked: dict[str, Any], before: Any) -> Any:
    """Do the operation on a new case and return what it did; the case is forgotten afterwards."""
    case_id = office.file().case_id
    database, now = office.engine.connections.database, office.clock.now()
    try:
        with database.transaction(system(office.place()), now=now) as tx:
            case = open_case(tx, ALL, case_id)
            for earlier, inputs in before:
                if earlier == COUNTED:
                    tx.run(MISSING, id=case_id, now=now)
                elif earlier == LISTED_ELSEWHERE:
                    tx.run(ORDERED, id=case_id)
                elif earlier == ELSEWHERE:
                    other = open_case(tx, ALL, tx.scalar(OPEN_ELSEWHERE, id=case_id))
                    ALL.inline("case.decide")(other, inputs)
                    other.save_beside()
                else:
                    ALL.inline(earlier)(case, _meant(tx, case, inputs))
            raise _Done(_observed(tx, case, name, asked))
    except _Done as done:
        return done.seen
    finally:
        office.engine.send(WithdrawCase(case_id), actor=office.person(CITIZEN))


def differences(office: Office, name: str, content: Mapping[str, Any]) -> list[str]:
    """Return what an operation does otherwise than its file says; it may take and give more."""
    if name not in ALL.names:
        return ["the operation is gone"]
    now, found = contract(ALL.find(name)), []
    found += [
        f"{part} was {content[part]}" for part in ("kind", "gives_up_with") if now[part] != content[part]
    ]
    for part in ("inputs", "outputs"):
        found += [f"{part}: {lost} is gone" for lost in content[part] if lost not in now[part]]
    for example in content["examples"]:
        after = did(office, name, example["asked"], example["before"])
        if not _agrees(example["did"], after):
            found.append(f"{example['asked']}\n  did  {example['did']}\n  does {after}")
    return found


@contextmanager
def office_at(settings: Settings) -> Iterator[Office]:
    """Fill a migrated database with a service that has every kind of clock, and give its office."""
    furnish(settings, REVIEW)
    folder = write_service(settings.home / "golden", body=REVIEW)
    declared = loads((folder / "service.json").read_bytes())
    (folder / "service.json").write_bytes(dumps({**declared, **CLOCKS}))
    with an_office(settings) as office:
        office.engine.send(PublishService(folder, "tests"), actor=system())
        office.engine.send(BUDGET, actor=office.staff("finance"))
        office.file()  # stays open beside the case of each example
        yield office


@contextmanager
def an_office_of_its_own() -> Iterator[Office]:
    """Give an office over a database that is gone afterwards."""
    home = Path(tempfile.mkdtemp(prefix="mms-golden-"))
    home.chmod(0o711)
    cluster = Cluster(home, settings=UNSAFE_SETTINGS)
    try:
        cluster.start()
        cluster.create_database("golden")
        migrate.upgrade(cluster.owner_url("golden"))
        settings = demo_settings(cluster.url("golden"), home)
        with office_at(settings) as office:
            yield office
    finally:
        cluster.stop()
        shutil.rmtree(home, ignore_errors=True)


class _Done(Exception):
    """Takes back what was done, and carries what was seen."""

    def __init__(self, seen: Any) -> None:
        self.seen = seen


def _observed(tx: Transaction, case: OpenCase, name: str, asked: dict[str, Any]) -> Any:
    rows, noted, changed = _rows(tx), len(case.events), dict(case.world.changes)
    result = ALL.inline(name)(case, _meant(tx, case, asked))
    after = _rows(tx)
    told = {
        "result": result,
        "notes": [[kind, dict(body)] for kind, body in case.events[noted:]],
        "changes": {k: v for k, v in case.world.changes.items() if k not in changed or changed[k] != v},
        "rows": {table: _moved(rows[table], after[table]) for table in after if after[table] != rows[table]},
    }
    return _anonymous(loads(dumps(_plain(told))), case.row.id)


def _meant(tx: Transaction, case: OpenCase, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is asked with the ids of what the case did last."""
    found = dict(asked)
    if found.get("letter") == LAST_LETTER:
        found["letter"] = str(papers.letters_of_case(tx, case.row.id)[-1].id)
    for name, (last, query) in _LAST.items():
        if found.get(name) == last:
            found[name] = str(tx.scalar(query, id=case.row.id))
    return found


def _moved(before: Counter[bytes], after: Counter[bytes]) -> dict[str, Any]:
    """Return the rows that are new and gone; of one row that has changed, only what has."""
    gone = [loads(row) for row in (before - after).elements()]
    new = [loads(row) for row in (after - before).elements()]
    if len(gone) == len(new) == 1:
        return {
            "changed": {
                name: [gone[0][name], new[0][name]] for name in new[0] if gone[0][name] != new[0][name]
            }
        }
    return {"new": new, "gone": gone}


def _rows(tx: Transaction) -> dict[str, Counter[bytes]]:
    tables = [row.relname for row in tx.all(TABLES) if row.relname not in REFERENCE]
    return {
        table: Counter(dumps(row.found) for row in tx.all(f"select to_jsonb(t) as found from {table} t"))
        for table in tables
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def _anonymous(value: Any, case_id: UUID, key: str = "") -> Any:
    if key in _NUMBERED | _CHAINED and value is not None:
        return "<id>"
    if (key in _WORDED and isinstance(value, str)) or (key in _LISTED and isinstance(value, dict)):
        return "<words>"
    if isinstance(value, dict):
        # The digest of a content that names the case's number.
        digested = {"digest": "<digest>"} if {"content", "digest"} <= value.keys() else {}
        return {name: _anonymous(item, case_id, name) for name, item in value.items()} | digested
    if isinstance(value, list):
        plain = [_anonymous(item, case_id) for item in value]
        # Rows lie in no order of their own.
        return sorted(plain, key=dumps) if key in ("new", "gone") else plain
    if isinstance(value, str):
        return _NUMBER.sub("-<number>", _UUID.sub("<id>", value.replace(str(case_id), "<case>")))
    return value


def _agrees(before: Any, after: Any) -> bool:
    """Say whether everything that was there is there: a table may have got a column since."""
    if isinstance(before, dict) and isinstance(after, dict):
        return before.keys() <= after.keys() and all(_agrees(before[name], after[name]) for name in before)
    if isinstance(before, list) and isinstance(after, list):
        return len(before) == len(after) and all(map(_agrees, before, after))
    if isinstance(before, str) and isinstance(after, str):
        return _NUMBER.sub("-<number>", before) == _NUMBER.sub("-<number>", after)
    return bool(before == after)

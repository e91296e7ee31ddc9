"""The hash that ties an event to its predecessor is that of canonical bytes."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from engine import canonical
from engine.audit.hash_chain import link


@given(
    st.binary(min_size=32, max_size=32),
    st.integers(1, 2**31 - 1),
    st.datetimes(timezones=st.just(UTC), min_value=datetime(2000, 1, 1), max_value=datetime(2200, 1, 1)),
    st.none() | st.integers(1, 2**63 - 1),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    st.binary(min_size=32, max_size=32),
)
def test_link__of_any_event__hashes_its_canonical_form(
    before: bytes, seq: int, at: datetime, actor_id: int | None, kind: str, digest: bytes
) -> None:
    head = canonical.dumps([seq, at.isoformat(), actor_id, kind, digest.hex()])

    assert link(before, seq, at, actor_id, kind, digest) == hashlib.sha256(before + head).digest()

"""Of an OpenID provider nobody takes more than who signed in, how surely, and the personal number.

No role or right comes from a claim, and issuer and subject are kept apart from the number.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

from engine.commands.openid import SignInByOpenId
from engine.identity.openid.configuration import Provider
from engine.stores import openid, people

ROOT = Path(__file__).parents[2]
OURS = (
    *sorted((ROOT / "engine" / "identity" / "openid").glob("*.py")),
    *(ROOT / "engine" / place / "openid.py" for place in ("commands", "connectors", "handlers", "stores")),
    ROOT / "web" / "sign_in" / "providers.py",
)
# Of a token and of what a provider says beside it; the personal number's name is in the configuration.
CLAIMS = {"iss", "sub", "aud", "azp", "nonce", "acr", "sid", "iat", "exp", "jti", "events"}
ANSWERED = {"id_token", "access_token", "error", "typ"}
DESCRIBED = {"issuer", "authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint"} | {
    "end_session_endpoint",
    "authorization_response_iss_parameter_supported",
}
SAYING = {"claims", "said", "header"}  # the names under which our modules hold what a provider says


def read_of_provider() -> Iterator[str]:
    """Yield every constant name that is looked up in what a provider says."""
    for path in OURS:
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Subscript(value=held, slice=ast.Constant(value=str(name))) if _is_said(held):
                    yield name
                case ast.Call(
                    func=ast.Attribute(value=held, attr="get"), args=[ast.Constant(value=str(name)), *_]
                ) if _is_said(held):
                    yield name
                case ast.Call(func=ast.Name(id="_text"), args=[_, ast.Constant(value=str(name))]):
                    yield name


def _is_said(held: ast.expr) -> bool:
    return getattr(held, "id", None) in SAYING or getattr(held, "attr", None) in SAYING


def test_claims__that_are_read__are_those_of_the_list() -> None:
    # The file of the configuration is ours, and has an issuer too.
    mine = {"providers"}

    assert set(read_of_provider()) - mine <= CLAIMS | ANSWERED | DESCRIBED


def test_claims_of_a_token__outside_its_modules__are_read_by_nobody() -> None:
    readers = {
        str(path.relative_to(ROOT))
        for place in ("engine", "web")
        for path in (ROOT / place).rglob("*.py")
        if path not in OURS and "node_modules" not in path.parts
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom)
        and node.module in ("engine.identity.openid.tokens", "joserfc", "joserfc.jwt")
    }

    assert readers == set()


def test_sign_in_by_a_provider__carries_no_role_or_right() -> None:
    carried = {field.name for field in fields(SignInByOpenId)} - {"command_id"}
    configured = {field.name for field in fields(Provider)}
    about = re.compile(r"role|right|grant|group|permission|municipalit")

    assert not [name for name in (*carried, *configured) if about.search(name)]
    # Who may hold an office at all is the configuration's word, never the token's.
    assert {"opens_offices", "is_for_staff_alone"} <= carried


def test_handler__of_people_and_roles__reads_alone() -> None:
    handler = ast.parse((ROOT / "engine" / "handlers" / "openid.py").read_text())
    used = {
        node.attr
        for node in ast.walk(handler)
        if isinstance(node, ast.Attribute)
        and getattr(node.value, "id", None) == people.__name__.split(".")[-1]
    }

    assert used == {"roles"}


def test_identity__of_a_provider__is_stored_apart_from_the_number() -> None:
    statements = [value for name, value in vars(openid).items() if name.isupper() and isinstance(value, str)]
    touched = {
        table
        for statement in statements
        for table in re.findall(r"(?:from|into|update|join)\s+([a-z_]+)", statement)
    }
    made = (ROOT / "engine" / "db" / "migrations" / "sql" / "0013" / "openid_identities.sql").read_text()
    table = made.partition("create table openid_identities (")[2].partition(");")[0]
    columns = {line.split()[0] for line in table.splitlines() if re.match(r"    [a-z_]+ ", line)}

    assert touched - {"set"} <= {"openid_identities", "openid_attempts", "openid_sign_outs", "sessions"}
    assert columns - {"unique"} == {"id", "issuer", "subject", "person_id", "linked_at", "used_at"}
    assert "personal_number" not in " ".join(statements)

"""A database server of one's own: its roles and rights, made by whoever administers it."""

from __future__ import annotations

import click
from click.core import ParameterSource

from engine.cli.plain import plain_errors
from engine.db import roles

ADMINISTRATOR = "DATABASE_ADMINISTRATOR_URL"
NOTHING = "Nothing to do: everything is as it has to be."
NEXT = """
What comes next:
  1. Who connects is known by a password, or by the account of the operating system (peer in pg_hba.conf;
     where it has another name than the role, pg_ident.conf says so). Passwords, in psql as administrator:
       \\password {owner}
       \\password {login}
  2. pg_hba.conf lets both into the database {database} from the machines that run MMS.
  3. DATABASE_OWNER_URL, an address of {owner}: for mms migrate, once for each release, by whoever keeps the
     database; also for mms reconcile, mms audit verify and mms prove.
  4. DATABASE_URL, an address of {login}: for mms run, mms web, mms worker, mms timers. Where mms run has
     DATABASE_OWNER_URL too, it migrates by itself; its programs do not get that address."""


@click.group()
def database() -> None:
    """A database server of your own; the one that MMS brings prepares itself."""


@database.command("prepare")
@click.option(
    "--administrator",
    envvar=ADMINISTRATOR,
    show_envvar=True,
    default="",
    metavar="ADDRESS",
    help="Who may make roles and databases; without it, as psql would connect. No password here.",
)
@click.option("--database", "name", default="mms", show_default=True, help="Name of the database.")
@click.option("--owner", default=roles.OWNER, show_default=True, help="Role that owns the schema.")
@click.option("--login", default=roles.LOGIN, show_default=True, help="Role of web, workers and timers.")
@click.option("--print", "is_printed", is_flag=True, help="Write a script for psql instead.")
@click.pass_context
def _prepare(
    context: click.Context, administrator: str, name: str, owner: str, login: str, is_printed: bool
) -> None:
    """Make roles, database and extension; say what was done. The second time nothing is left to do.

    With the owner one migrates. The login serves people: it owns nothing and may do nothing by itself.
    Several installations on one server take a database, an owner and a login each.
    """
    from engine.db import prepare

    with plain_errors():
        names = prepare.Names(name, owner, login)
        if is_printed:
            click.echo(prepare.script(names))
            return
        _refuse_typed_password(context, administrator)
        said: list[str] = []

        def say(line: str) -> None:
            said.append(line)
            click.echo(line)

        prepare.prepare(administrator, names, say=say)
    click.echo(NEXT.format(owner=owner, login=login, database=name) if said else NOTHING)


def _refuse_typed_password(context: click.Context, administrator: str) -> None:
    from engine.db import dsn

    try:
        has_password = "password" in dsn.parts(administrator)
    except dsn.AddressUnreadable as error:
        raise click.ClickException(f"--administrator: {error}") from error
    if has_password and context.get_parameter_source("administrator") is ParameterSource.COMMANDLINE:
        raise click.ClickException(
            "Everybody on this machine can read a password on the command line. Put the address into "
            f"{ADMINISTRATOR}, or the password alone into PGPASSWORD or ~/.pgpass."
        )

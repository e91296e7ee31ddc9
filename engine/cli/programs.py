"""The programs of an installation: everything at once, or each by itself.

Modules are imported by the command that needs them.
"""

from __future__ import annotations

import signal
import sys
import threading

import click

from engine.cli.plain import a_fitting_engine, an_engine, plain_errors
from engine.settings import Settings


@click.command()
def run() -> None:
    """Start everything on this machine and print the address; Ctrl-C stops it."""
    from engine.backup.errors import BackupError
    from engine.installation import serve

    with plain_errors():
        try:
            serve.run(Settings.from_environment())
        except (serve.AlreadyRunning, serve.ProgramFailed, BackupError) as error:
            raise click.ClickException(str(error)) from error


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--workers", default=2, show_default=True, help="Processes.")
@click.option("--threads", default=4, show_default=True, help="Threads of each.")
def web(host: str, workers: int, threads: int) -> None:
    """Serve the pages with gunicorn on PORT."""
    from gunicorn.app import wsgiapp

    with plain_errors(), a_fitting_engine() as engine:
        settings = engine.settings
    arguments = [
        "web.app:create_app()",
        "--config",
        "python:web.preloaded",
        "--bind",
        f"{host}:{settings.port}",
    ]
    arguments += ["--worker-class", "gthread", "--workers", str(workers), "--threads", str(threads)]
    # No access log: addresses of pages name cases. No control socket: it would lie in somebody's home.
    arguments += ["--graceful-timeout", "5", "--no-control-socket"]
    # In this process, which has imported most of what the pages need.
    sys.argv = ["gunicorn", *arguments]
    wsgiapp.run()


@click.command()
@click.option("--concurrency", default=4, show_default=True, help="Jobs carried out at once.")
def worker(concurrency: int) -> None:
    """Carry out queued jobs until SIGTERM."""
    from engine.backup.quarantine import wait_until_free
    from engine.jobs import app
    from engine.jobs import worker as working

    with plain_errors():
        wait_until_free(Settings.from_environment().home)
    with plain_errors(), a_fitting_engine() as engine:
        working.run(app.build(engine), concurrency=concurrency)


@click.command()
def timers() -> None:
    """Fire what is due, until SIGTERM."""
    from engine.backup.quarantine import wait_until_free
    from engine.jobs import timers as poller

    with plain_errors():
        wait_until_free(Settings.from_environment().home)

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with plain_errors(), a_fitting_engine() as engine:
        poller.run(engine, stop)


@click.command()
def status() -> None:
    """Say whether database, workers, timers and backup are well; exit code 1 if not."""
    from engine.installation.health import health, overall

    with plain_errors(), an_engine() as engine:
        parts = list(health(engine))
    click.echo("\n".join(map(str, parts)))
    raise SystemExit(0 if overall(parts) == "up" else 1)

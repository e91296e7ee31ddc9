"""The embedded PostgreSQL: starting, adopting, surviving, refusing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from engine.db import binaries, cluster, postmaster
from engine.db.binaries import Account, ClusterError
from engine.db.cluster import UNSAFE_SETTINGS, Cluster

pytestmark = pytest.mark.extended

PROGRAM = "import sys; from pathlib import Path; from engine.db.cluster import *; "
START = PROGRAM + "print(Cluster(Path(sys.argv[1]), settings=UNSAFE_SETTINGS).start(), flush=True)"


def ask(url: str, sql: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(sql).fetchone()
    assert row is not None
    return row[0]


def test_start__nothing_there__creates_and_then_only_starts(own_cluster: Cluster) -> None:
    first = own_cluster.start()
    own_cluster.stop()
    second = own_cluster.start()

    assert (first, second) == ("created", "started")


def test_start__already_running__adopts_the_same_server(own_cluster: Cluster) -> None:
    own_cluster.start()
    pid = own_cluster.pid

    assert own_cluster.start() == "adopted"
    assert own_cluster.pid == pid


def test_start__starter_was_killed__adopts_what_it_left(own_cluster: Cluster) -> None:
    stay = START + "; import time; time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", stay, own_cluster.home], stdout=subprocess.PIPE) as starter:
        assert starter.stdout is not None
        assert starter.stdout.readline() == b"created\n"
        starter.kill()

    assert own_cluster.start() == "adopted"


def test_start__left_behind_with_other_settings__starts_anew(own_cluster: Cluster) -> None:
    Cluster(own_cluster.home, settings={**UNSAFE_SETTINGS, "max_connections": "20"}).start()

    outcome = own_cluster.start()

    assert outcome == "started"
    assert ask(own_cluster.url("postgres"), "show max_connections") == "100"


def test_start__left_behind_without_its_socket__starts_anew(own_cluster: Cluster) -> None:
    own_cluster.start()
    for file in own_cluster.socket_directory.iterdir():
        file.unlink()

    assert own_cluster.start() == "started"
    assert ask(own_cluster.url("postgres"), "select 1") == 1


def test_start__two_at_once__one_creates_and_one_adopts(home: Path) -> None:
    command = [sys.executable, "-c", START, str(home)]
    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(lambda _: subprocess.check_output(command, text=True).strip(), range(2)))

    assert sorted(outcomes) == ["adopted", "created"]


def test_crash__killed_under_load__keeps_every_acknowledged_commit(home: Path) -> None:
    # Given a server with its safe settings, written to by two connections
    safe = Cluster(home)
    safe.start()
    with psycopg.connect(safe.url("postgres"), autocommit=True) as connection:
        connection.execute("create table kept (number int)")
    acknowledged: list[int] = []

    def write(first: int) -> None:
        with (
            suppress(psycopg.OperationalError),
            psycopg.connect(safe.url("postgres"), autocommit=True) as connection,
        ):
            for number in range(first, 1_000_000, 2):
                connection.execute("insert into kept values (%s)", [number])
                acknowledged.append(number)

    writers = [threading.Thread(target=write, args=[first]) for first in range(2)]
    for writer in writers:
        writer.start()
    while len(acknowledged) < 200:
        time.sleep(0.01)

    # When it is killed
    assert safe.pid is not None
    os.kill(safe.pid, signal.SIGKILL)
    for writer in writers:
        writer.join(timeout=20)
    outcome = safe.start()

    # Then nothing that was acknowledged is lost
    assert outcome == "started"
    with psycopg.connect(safe.url("postgres")) as connection:
        kept = {row[0] for row in connection.execute("select number from kept")}
    assert set(acknowledged) <= kept


def test_start__pid_file_names_a_stranger__starts(own_cluster: Cluster) -> None:
    own_cluster.start()
    file = own_cluster.data / "postmaster.pid"
    content = file.read_text()
    own_cluster.stop()
    file.write_text(content.replace(content.split("\n", 1)[0], str(os.getpid()), 1))

    assert own_cluster.pid is None
    assert own_cluster.start() == "started"


def test_start__initdb_was_interrupted__begins_again(own_cluster: Cluster) -> None:
    half = own_cluster.directory / "data.unfinished"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("17\n")

    assert own_cluster.start() == "created"


def test_start__data_of_another_major_version__refuses_and_changes_nothing(own_cluster: Cluster) -> None:
    own_cluster.start()
    own_cluster.stop()
    (own_cluster.data / "PG_VERSION").write_text("16\n")
    before = sorted(path.name for path in own_cluster.data.iterdir())

    with pytest.raises(ClusterError, match="were written by PostgreSQL 16"):
        own_cluster.start()

    assert sorted(path.name for path in own_cluster.data.iterdir()) == before


def test_start__data_lost_their_version__refuses_and_makes_nothing_over_them(own_cluster: Cluster) -> None:
    own_cluster.start()
    own_cluster.stop()
    (own_cluster.data / "PG_VERSION").unlink()
    before = sorted(path.name for path in own_cluster.data.iterdir())

    with pytest.raises(ClusterError, match="PG_VERSION is missing"):
        own_cluster.start()

    assert sorted(path.name for path in own_cluster.data.iterdir()) == before


def test_start__broken_settings__says_what_the_log_says(home: Path) -> None:
    with pytest.raises(ClusterError, match="shared_buffers"):
        Cluster(home, settings={"shared_buffers": "a lot"}).start()


@pytest.mark.parametrize("name", ["it's here", "საქართველო", "x" * 120])
def test_start__unusual_path__answers_on_a_socket_the_kernel_accepts(home: Path, name: str) -> None:
    unusual = Cluster(home / name, settings=UNSAFE_SETTINGS)

    unusual.start()

    assert ask(unusual.url("postgres"), "select 1") == 1
    assert len(os.fsencode(unusual.socket_directory / ".s.PGSQL.5432")) <= 107
    unusual.stop()
    assert not unusual.pid


def test_socket_directory__put_there_by_somebody_else__is_refused(home: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can make a directory that belongs to somebody else")
    foreign = Cluster(home / ("y" * 120))
    foreign.socket_directory.mkdir()
    os.chown(foreign.socket_directory, 12345, 12345)

    try:
        with pytest.raises(ClusterError, match="belongs to another account"):
            foreign.start()
    finally:
        foreign.socket_directory.rmdir()


def test_server__running__is_reachable_by_its_socket_only(own_cluster: Cluster) -> None:
    own_cluster.start()

    assert ask(own_cluster.url("postgres"), "show listen_addresses") == ""
    assert own_cluster.socket_directory.stat().st_mode & 0o777 == 0o700
    assert own_cluster.data.stat().st_mode & 0o777 == 0o700


def test_server__started_by_anybody__does_not_run_as_root(own_cluster: Cluster) -> None:
    own_cluster.start()

    assert Path(f"/proc/{own_cluster.pid}").stat().st_uid != 0


def test_server__created__sorts_and_searches_georgian_and_checks_its_pages(own_cluster: Cluster) -> None:
    own_cluster.start()
    url = own_cluster.url("postgres")

    sorted_words = ask(url, "select array_agg(x order by x) from unnest(array['ჰაერი', 'აბაშა', 'ბათუმი']) x")

    assert sorted_words == ["აბაშა", "ბათუმი", "ჰაერი"]
    assert ask(url, "select to_tsvector('simple', 'სოფელი ქედა') @@ to_tsquery('simple', 'ქედა')") is True
    assert ask(url, "show data_checksums") == "on"


def test_stop__running__leaves_no_process(own_cluster: Cluster) -> None:
    own_cluster.start()

    own_cluster.stop()

    assert own_cluster.pid is None
    assert postmaster._all_in(own_cluster.data) == []


def test_stop__not_running__does_nothing(own_cluster: Cluster) -> None:
    own_cluster.stop()

    assert not own_cluster.directory.exists()


def test_home_of_root__closed_to_others__keeps_data_and_programs_elsewhere(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root's installations are closed to the account that runs the server")
    # Given programs and a home below a directory that only root may enter
    monkeypatch.setattr(cluster, "SHARED_STATE", home / "shared")
    closed = home / "closed"
    closed.mkdir(mode=0o700)
    found = binaries.find()
    private = Cluster(closed / "var", binaries=replace(found, directory=_copied(found.installation, closed)))

    outcome = private.start()
    try:
        assert outcome == "created"
        assert private.directory.parent == home / "shared"
        assert ask(private.url("postgres"), "select 1") == 1
        assert Cluster(closed / "var", binaries=private._binaries).start() == "adopted"
    finally:
        private.stop()


def _copied(installation: Path, closed: Path) -> Path:
    subprocess.run(["cp", "-r", str(installation), str(closed / "pg")], check=True)
    return closed / "pg" / "bin"


def test_account__path_below_a_closed_directory__cannot_reach_it(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    (closed / "inside").mkdir(parents=True)
    closed.chmod(0o700)
    stranger = Account(uid=65_000, gid=65_000, name="stranger", is_other=True)
    owner = Account(uid=os.geteuid(), gid=os.getegid(), name="owner", is_other=True)

    assert not stranger.can_reach(closed / "inside")
    assert owner.can_reach(closed / "inside")


def test_find__directory_without_programs__says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ClusterError, match="MMS_POSTGRES_BIN"):
        binaries.find({"MMS_POSTGRES_BIN": str(tmp_path)})


def test_find__programs_of_another_major_version__names_them(tmp_path: Path) -> None:
    for program in ("postgres", "initdb", "pg_ctl"):
        (tmp_path / program).write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 16.4'\n")
        (tmp_path / program).chmod(0o755)

    with pytest.raises(ClusterError, match=r"has PostgreSQL 16\.4"):
        binaries.find({"MMS_POSTGRES_BIN": str(tmp_path)})

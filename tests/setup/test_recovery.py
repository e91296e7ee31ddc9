"""A PostgreSQL server that ended by force: its phases until it is ready again, and its end meanwhile."""

from __future__ import annotations

import os
import signal
import subprocess
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from engine.db import binaries
from engine.db.cluster import UNSAFE_SETTINGS, Cluster, ClusterError
from tests.setup.processes import caught, is_alive, processes_about, processes_in, soon, stop_recovery

pytestmark = pytest.mark.extended


def is_up(cluster: Cluster) -> bool:
    with psycopg.connect(cluster.url("postgres")) as connection:
        return connection.execute("select 1").fetchone() == (1,)


def killed(cluster: Cluster) -> Cluster:
    """Start the server, kill it, and return its cluster."""
    cluster.start()
    pid = cluster.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    assert soon(lambda: not is_alive(pid))
    return cluster


def test_begin__server_was_killed__is_up_again_without_waiting(own_cluster: Cluster) -> None:
    killed(own_cluster)

    own_cluster.begin()

    assert own_cluster.phase != "ended"
    assert soon(lambda: own_cluster.phase == "up")
    assert is_up(own_cluster)


def test_begin__server_runs__leaves_it_alone(own_cluster: Cluster) -> None:
    own_cluster.start()
    before = own_cluster.pid

    own_cluster.begin()

    assert own_cluster.pid == before


def test_begin__pid_file_names_a_stranger__is_up_again(own_cluster: Cluster) -> None:
    file = killed(own_cluster).data / "postmaster.pid"
    lines = file.read_text().splitlines(keepends=True)
    file.write_text("".join([f"{os.getpid()}\n", *lines[1:]]))
    assert own_cluster.phase == "ended"

    own_cluster.begin()

    assert soon(lambda: own_cluster.phase == "up")


def test_begin__data_have_vanished__refuses_to_make_an_empty_database(own_cluster: Cluster) -> None:
    killed(own_cluster)
    own_cluster.data.rename(own_cluster.data.with_name("elsewhere"))

    with pytest.raises(ClusterError, match="no database"):
        own_cluster.begin()

    assert not own_cluster.data.exists()
    own_cluster.data.with_name("elsewhere").rename(own_cluster.data)


def test_begin__another_process_holds_the_lock__does_not_wait_for_it(own_cluster: Cluster) -> None:
    killed(own_cluster)

    with Cluster(own_cluster.home)._locked(), pytest.raises(ClusterError, match="at this moment"):
        own_cluster.begin()


def test_phase__recovery_does_not_get_on__is_recovering_until_it_does(safe_cluster: Cluster) -> None:
    stopped = stop_recovery(safe_cluster, safe_cluster.begin)
    assert safe_cluster.phase == "recovering"

    os.kill(stopped, signal.SIGCONT)

    assert soon(lambda: safe_cluster.phase == "up")
    assert is_up(safe_cluster)


def test_phase__server_killed_while_it_starts__has_ended_and_can_begin_again(safe_cluster: Cluster) -> None:
    stop_recovery(safe_cluster, safe_cluster.begin)
    assert safe_cluster.pid is not None

    os.kill(safe_cluster.pid, signal.SIGKILL)

    assert soon(lambda: safe_cluster.phase == "ended")
    safe_cluster.begin()  # over the startup process that stands still
    assert soon(lambda: safe_cluster.phase == "up")
    assert is_up(safe_cluster)


def test_phase__session_killed__is_recovering_though_the_server_never_ended(safe_cluster: Cluster) -> None:
    server = safe_cluster.pid
    assert server is not None
    connection = psycopg.connect(safe_cluster.url("postgres"))

    os.kill(connection.info.backend_pid, signal.SIGKILL)
    stopped = caught(server)
    phase = safe_cluster.phase
    os.kill(stopped, signal.SIGCONT)

    assert phase == "recovering"
    assert soon(lambda: safe_cluster.phase == "up")
    assert safe_cluster.pid == server
    connection.close()


def test_start__recovery_lasts_longer_than_any_patience__is_waited_for(safe_cluster: Cluster) -> None:
    stopped = stop_recovery(safe_cluster, safe_cluster.begin)
    heard: list[str] = []

    def hear(phase: str) -> None:
        heard.append(phase)
        if len(heard) == 5:
            os.kill(stopped, signal.SIGCONT)

    outcome = Cluster(safe_cluster.home).start(seconds=None, waiting=hear)

    assert outcome == "adopted"
    assert heard[:5] == ["recovering"] * 5
    assert is_up(safe_cluster)


def test_start__left_behind_while_a_session_crashed__waits_and_adopts_it(safe_cluster: Cluster) -> None:
    connection = psycopg.connect(safe_cluster.url("postgres"), autocommit=True)
    # WAL enough that its replay lasts until somebody has looked at the process that does it.
    connection.execute("create table filler as select repeat('x', 200) from generate_series(1, 300000)")
    server = safe_cluster.pid
    assert server is not None
    os.kill(connection.info.backend_pid, signal.SIGKILL)
    stopped = caught(server)
    heard: list[str] = []

    def hear(phase: str) -> None:
        heard.append(phase)
        if heard.count("recovering") == 3:
            os.kill(stopped, signal.SIGCONT)

    assert Cluster(safe_cluster.home).start(seconds=None, waiting=hear) == "adopted"
    assert safe_cluster.pid == server
    connection.close()


def test_start__recovery_lasts_longer_than_allowed__says_so_and_lets_it_recover(
    safe_cluster: Cluster,
) -> None:
    stop_recovery(safe_cluster, safe_cluster.begin)
    server = safe_cluster.pid

    with pytest.raises(ClusterError, match="not ready after 0 s"):
        Cluster(safe_cluster.home).start(seconds=0)

    assert safe_cluster.pid == server


def test_stop__recovery_does_not_get_on__ends_all_of_it_without_being_polite(safe_cluster: Cluster) -> None:
    stop_recovery(safe_cluster, safe_cluster.begin)

    safe_cluster.stop()

    assert processes_in(safe_cluster.data) == []
    said = safe_cluster.log.read_text()
    assert ("immediate shutdown" in said, "fast shutdown" in said) == (True, False)


def test_stop__just_begun__leaves_no_server_that_appears_later(home: Path) -> None:
    # Given a server that takes a moment until there is anything to see of it
    found = binaries.find()
    slow = home / "slow"
    subprocess.run(["cp", "-r", str(found.installation), str(slow)], check=True)
    (slow / "bin" / "postgres").unlink()
    slowly = f'[ "$1" = -V ] || {{ echo begun >&2; sleep 0.5; }}; exec {found.directory}/postgres "$@"'
    (slow / "bin" / "postgres").write_text(f"#!/bin/sh\n{slowly}\n")
    (slow / "bin" / "postgres").chmod(0o755)
    killed(Cluster(home, settings=UNSAFE_SETTINGS))
    cluster = Cluster(home, binaries=replace(found, directory=slow / "bin"), settings=UNSAFE_SETTINGS)

    cluster.begin()
    assert soon(lambda: "begun" in cluster.log.read_text())
    cluster.stop()

    assert cluster.phase == "ended"
    assert processes_about(cluster.data) == []


def test_died_of__broken_settings__is_what_the_server_said(own_cluster: Cluster) -> None:
    killed(own_cluster)
    own_cluster.settings["shared_buffers"] = "a lot"

    own_cluster.begin()

    assert soon(lambda: own_cluster.phase == "ended")
    assert "contains errors" in own_cluster.died_of(was_ready=False)


def test_start__somebody_looks_around_in_the_data__is_not_ended(own_cluster: Cluster) -> None:
    killed(own_cluster)
    with subprocess.Popen(["sleep", "600"], cwd=own_cluster.data) as person:
        own_cluster.start()

        assert is_alive(person.pid)
        person.kill()


def test_begin__disk_is_full__says_so_and_begins_when_there_is_room(home: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can make a small disk")
    small = home / "small"
    small.mkdir(mode=0o711)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=160m,mode=711", "tmpfs", str(small)], check=True)
    cluster = Cluster(small, settings=UNSAFE_SETTINGS)
    try:
        killed(cluster)
        assert soon(lambda: processes_in(cluster.data) == [])
        (cluster.data / "postmaster.pid").unlink()  # which would make room when it is cleared
        fill(small / "waste")

        cluster.begin()

        assert soon(lambda: cluster.phase == "ended")
        assert "No space left" in cluster.died_of(was_ready=False)
        (small / "waste").unlink()
        cluster.begin()
        assert soon(lambda: cluster.phase == "up")
        assert is_up(cluster)
    finally:
        cluster.stop()
        subprocess.run(["umount", str(small)], check=True)


def fill(file: Path) -> None:
    """Write until the disk is full."""
    with open(file, "wb", buffering=0) as waste:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while True:
                    waste.write(b"x" * size)
            except OSError:
                continue

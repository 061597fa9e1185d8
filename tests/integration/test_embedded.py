"""The embedded PostgreSQL and Valkey: they start from nothing, survive a kill, and say what is wrong."""

import os
import signal
import socket
import stat
import time
from contextlib import closing

import psycopg2
import pytest
import redis

from untoc_review import embedded, env, processes


@pytest.fixture(scope="module")
def servers():
    with embedded.scratch(env.TOP) as scratch:
        yield scratch


def ask(url, query, *values):
    """The rows that a query answers, in a connection of its own."""
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(query, values)
            return cursor.fetchall() if cursor.description else []


def test_chinese_and_arabic_have_trigrams_and_sort_by_code_point(servers):
    ask(servers.postgres.url, "CREATE EXTENSION IF NOT EXISTS pg_trgm")
    alike = "SELECT similarity(%s, %s) > 0"
    assert ask(servers.postgres.url, alike, "缔约方会议", "缔约方") == [(True,)]
    assert ask(servers.postgres.url, alike, "مؤتمر الأطراف", "الأطراف") == [(True,)]
    locale = "SELECT datlocprovider, datlocale FROM pg_database WHERE datname = current_database()"
    assert ask(servers.postgres.url, locale) == [("b", "C.UTF-8")]


def test_both_listen_on_this_machine_alone_and_want_their_password(servers):
    assert ask(servers.postgres.url, "SHOW listen_addresses") == [("127.0.0.1",)]
    assert ask(servers.postgres.url, "SHOW unix_socket_directories") == [("",)]
    with pytest.raises(psycopg2.OperationalError, match="password"):
        psycopg2.connect(servers.postgres.url.replace(servers.postgres.password, "guess"))
    with redis.Redis(port=servers.valkey.port) as stranger, pytest.raises(redis.AuthenticationError):
        stranger.ping()


def test_passwords_stand_in_no_command_line_and_in_no_file_that_others_read(servers):
    for server in (servers.postgres, servers.valkey):
        assert server.password not in processes.command_line(server.process.pid)
    assert stat.S_IMODE(servers.postgres.password_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(servers.postgres.data.stat().st_mode) == 0o700


def test_a_killed_postgresql_comes_back_on_its_port_with_its_data(servers):
    url = servers.postgres.url
    ask(url, "CREATE TABLE kept AS SELECT 'CTOC/COP/2022/9' AS symbol")
    ask(url, "CHECKPOINT")  # without fsync only this is safe
    os.kill(servers.postgres.process.pid, signal.SIGKILL)
    servers.postgres.process.wait(10)
    assert servers.postgres.start() == url
    assert ask(url, "SELECT symbol FROM kept") == [("CTOC/COP/2022/9",)]


def test_servers_that_a_killed_start_left_behind_make_room_for_new_ones(servers):
    place = servers.postgres.place
    old = servers.postgres.process, servers.valkey.process
    # A new start knows nothing but what lies in the folder.
    servers.postgres.process = servers.valkey.process = None
    postgres = embedded.Postgres(place, servers.postgres.log, durable=False)
    valkey = embedded.Valkey(place, servers.valkey.log)
    try:
        assert ask(postgres.start(), "SELECT 1") == [(1,)]
        valkey.start()
        assert [process.wait(10) is not None for process in old] == [True, True]
        assert postgres.port == servers.postgres.port
        servers.postgres.process, servers.valkey.process = postgres.process, valkey.process
        servers.valkey.port, servers.valkey.password = valkey.port, valkey.password
    except BaseException:
        postgres.stop()
        valkey.stop()
        raise


def test_a_lock_whose_number_now_belongs_to_another_program_is_put_away_and_the_program_left_alone(servers):
    servers.postgres.stop()
    lock = servers.postgres.data / "postmaster.pid"
    lock.write_text(f"{os.getpid()}\n{servers.postgres.data}\n1\n{servers.postgres.port}\n\n127.0.0.1\n")
    if servers.postgres.place.account:
        os.chown(lock, servers.postgres.place.account.pw_uid, servers.postgres.place.account.pw_gid)
    assert ask(servers.postgres.start(), "SELECT 1") == [(1,)]


def test_a_lost_password_is_replaced_and_the_data_stay(servers):
    ask(servers.postgres.url, "CREATE TABLE stays AS SELECT 1 AS one")
    servers.postgres.stop()
    lost = servers.postgres.password
    servers.postgres.password_file.unlink()
    assert ask(servers.postgres.start(), "SELECT one FROM stays") == [(1,)]
    assert servers.postgres.password != lost


def test_when_the_port_of_last_time_is_taken_another_is_used(servers):
    servers.valkey.stop()
    taken = servers.valkey.port
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", taken))
        other.listen()
        assert not embedded.port_is_free(taken)
        fresh = embedded.Valkey(servers.valkey.place, servers.valkey.log)
        try:
            fresh.start()
            assert fresh.port != taken
        finally:
            fresh.stop()
    servers.valkey.start()


def test_data_of_another_release_are_refused_with_what_to_do(servers):
    release = servers.postgres.data / "PG_VERSION"
    before = release.read_text()
    servers.postgres.stop()
    release.write_text("15\n")
    try:
        with pytest.raises(embedded.ServerTrouble, match=r"made by PostgreSQL 15, and this is PostgreSQL \d+\. Dump"):
            servers.postgres.start()
    finally:
        release.write_text(before)
        servers.postgres.start()


def test_a_server_that_refuses_to_start_is_quoted(servers, monkeypatch):
    servers.postgres.stop()
    monkeypatch.setitem(embedded.SETTINGS, "max_connections", "many")
    with pytest.raises(embedded.ServerTrouble, match=r"(?s)PostgreSQL refuses to start.*max_connections"):
        servers.postgres.start()
    monkeypatch.undo()
    servers.postgres.start()


def test_a_package_that_is_not_installed_is_named():
    with pytest.raises(embedded.ServerTrouble, match=r"package no-such-server is not installed"):
        embedded._package("no_such_server")


def test_scratch_data_of_a_killed_run_are_cleared_and_those_of_a_living_one_are_not(servers):
    abandoned = servers.folder.parent / "test-0-abandoned"
    abandoned.mkdir()
    (abandoned / "in-use").touch()
    embedded._clear_if_abandoned(embedded.Place(abandoned, servers.postgres.place.account))
    embedded._clear_if_abandoned(servers.postgres.place)
    assert not abandoned.exists()
    assert servers.postgres.data.is_dir()
    assert servers.postgres.running()


def test_nothing_is_ended_whose_moment_of_start_differs():
    child = processes.spawn(["sleep", "60"])
    try:
        moment = processes.started(child.pid)
        assert moment
        assert not processes.end_left_over(child.pid, "another moment")
        assert not processes.end_left_over(os.getpid(), processes.started(os.getpid()) + "0")
        assert child.poll() is None
        assert processes.end_left_over(child.pid, moment)
        assert child.wait(10) == -signal.SIGTERM
    finally:
        if child.poll() is None:
            child.kill()
            child.wait()


def test_a_process_that_ended_and_was_not_yet_noticed_counts_as_ended():
    child = processes.spawn(["true"])
    until = time.monotonic() + 10
    while processes.started(child.pid) is not None and time.monotonic() < until:
        time.sleep(0.02)
    assert processes.started(child.pid) is None
    child.wait()


def test_without_proc_the_moment_of_start_comes_from_ps(monkeypatch, tmp_path):
    if not processes._ask_ps(os.getpid(), "pid"):
        pytest.skip("this machine has no ps")
    monkeypatch.setattr(processes, "PROC", tmp_path)
    assert processes.started(os.getpid()) == processes.started(os.getpid()) != processes.started(1)
    assert processes.started(2**22 + 5) is None
    assert "python" in processes.command_line(os.getpid()).lower()

"""The benchmark's own arithmetic. What it measures is never asserted."""

import math
import os
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest

from benchmarks import table
from benchmarks.bulk import IMPORTED, Whole, new_rows
from benchmarks.cases import VARIANTS, Request, post, raw
from benchmarks.cost import cpu_s, pss_mb, tree
from benchmarks.load import outcome
from benchmarks.measure import Result, Sample, middle
from benchmarks.strangers import mann_whitney

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")


@contextmanager
def program(code):
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        yield process.pid
        process.terminate()


def test_percentiles_are_those_of_what_was_measured():
    found = outcome([number / 1000 for number in range(1, 101)], 3)
    assert (found.answers, found.refused) == (100, 3)
    assert found.p50_ms == pytest.approx(50.5)
    assert found.p99_ms == pytest.approx(99.01)


def test_times_that_are_always_longer_are_told_apart_and_mingled_ones_are_not():
    assert mann_whitney([4.0, 5.0, 6.0], [1.0, 2.0, 3.0])[0] == 9
    assert mann_whitney([1.0, 2.0, 3.0], [4.0, 5.0, 6.0])[0] == 0
    shorter, longer = [float(number) for number in range(20)], [number + 20.0 for number in range(20)]
    assert mann_whitney(shorter, longer)[1] < 1e-6
    assert mann_whitney(shorter[::2], shorter[1::2])[1] > 0.5


def test_a_single_answer_is_every_percentile():
    assert outcome([0.25], 0).p99_ms == 250


def test_the_median_round_counts_figure_by_figure():
    rounds = [Sample(10, 1, 5, 9), Sample(30, 2, 4, 8), Sample(20, 9, 6, 7)]
    assert middle(rounds) == Sample(20, 2, 5, 8)


def test_ratios_are_of_server_and_database_together():
    ours = Result("Ours", {"a": Sample(60, 40, 1, 2)}, 80.4)
    theirs = Result("Theirs", {"a": Sample(200, 50, 3, 4)}, 160)
    slow = Result("Slow", {"a": Sample(2345, 0, 3, 4)}, 20)
    without = Result("Without", {}, 10)
    assert table.ratios([ours, theirs, slow, without], ["a"]) == (
        "| CPU per request | Ours | Theirs | Slow | Without |\n"
        "| --- | --: | --: | --: | --: |\n"
        "| one row by its key | 100 µs | 2.5x | 23x | - |\n"
        "| memory | 80 MB | 160 MB | 20 MB | 10 MB |\n"
    )


def test_details_leave_out_what_a_peer_does_not_do():
    ours = Result("Ours", {"a": Sample(1060.4, 40, 1.23, 2)}, 80)
    assert table.details([ours, Result("Without", {}, 10)], ["a"]).splitlines()[2:] == [
        "| one row by its key | Ours | 1,060 | 40 | 1.2 | 2.0 |"
    ]


def test_what_has_no_latency_shows_none():
    limit = Result("Limit", {"a": Sample(20, 30, math.nan, math.nan)}, 2)
    assert table.details([limit], ["a"]).splitlines()[2:] == [
        "| one row by its key | Limit | 20 | 30 | - | - |"
    ]


def test_many_rows_at_once_stand_in_seconds():
    taken = Whole("Ours", "f", 1.5, 0.714, 0.005, 227.4)
    assert table.wholes([taken]).splitlines()[2:] == [
        "| a million rows out | Ours | 1.50 | 0.71 | 0.01 | 227 |"
    ]


def test_as_many_rows_are_imported_as_the_title_says():
    head, *lines = new_rows().decode().splitlines()
    assert head.split(",")[:3] == ["number", "customer_id", "status"]
    assert len(lines) == IMPORTED
    assert {len(line.split(",")) for line in lines} == {len(head.split(","))}


def test_the_table_stands_between_the_markers(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(f"before\n{table.BEGIN}\nold\n{table.END}\nafter\n")
    table.write(page, "new\n")
    assert page.read_text() == f"before\n{table.BEGIN}\nnew\n{table.END}\nafter\n"


def test_a_page_without_markers_is_left_alone(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("text")
    with pytest.raises(ValueError, match="no markers"):
        table.write(page, "new")
    assert page.read_text() == "text"


def test_a_request_is_sent_with_different_keys_in_turn():
    sent = raw(Request("/orders/{n}/"), "127.0.0.1:80")
    assert len(set(sent)) == VARIANTS
    assert sent[0].endswith(b"/ HTTP/1.1\r\nHost: 127.0.0.1:80\r\nAccept: application/json\r\n\r\n")


def test_a_body_is_announced_with_its_length():
    [sent] = raw(post("/orders/", {"city": "Köln"}), "127.0.0.1:80")
    head, _, body = sent.partition(b"\r\n\r\n")
    assert f"Content-Length: {len(body)}".encode() in head.splitlines()


@linux
def test_the_cpu_of_children_counts_whether_they_still_run_or_not():
    burn = "import time\nwhile time.process_time() < 0.2: pass\nprint(flush=True); time.sleep(60)"
    running = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {burn!r}])"
    ended = (
        "import subprocess, sys, time\n"
        "subprocess.run([sys.executable, '-c', 'import time\\nwhile time.process_time() < 0.2: pass'])\n"
        "print(flush=True); time.sleep(60)"
    )
    for code in (running, ended):
        with program(code) as pid:
            assert cpu_s(pid) >= 0.18
            for child in tree(pid)[1:]:
                os.kill(child, 15)


@linux
def test_cpu_is_counted_finer_than_in_ticks():
    before_s = cpu_s(os.getpid())
    until_s = time.thread_time() + 0.002
    while time.thread_time() < until_s:
        pass
    assert cpu_s(os.getpid()) - before_s >= 0.002


@linux
def test_memory_is_that_of_the_whole_tree():
    with program("held = b'x' * 50_000_000; print(flush=True); import time; time.sleep(60)") as pid:
        assert pss_mb(pid) > 47

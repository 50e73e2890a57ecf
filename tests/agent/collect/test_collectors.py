"""Every collector on this machine: it answers, by the conventions, and its numbers make sense."""

import math
import os
import re
import subprocess
import sys
import time
from types import SimpleNamespace

import psutil
import pytest

from tocsin_agent.collect import disk, filesystem, network, paging, sensors
from tocsin_agent.collect.cpu import Cpu
from tocsin_agent.collect.devices import Chosen
from tocsin_agent.collect.every import collectors
from tocsin_agent.collect.facts import facts
from tocsin_agent.collect.memory import Memory
from tocsin_agent.collect.passwd import Passwd
from tocsin_agent.collect.processes import MOST, Processes
from tocsin_agent.collect.procfile import number_after
from tocsin_agent.core.layout import Layout
from tocsin_wire import codec

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

KNOWN = {
    "system.cpu.utilization": ("1", {"cpu.mode", "cpu.logical_number"}),
    "system.cpu.load_average.1m": ("{thread}", set()),
    "system.cpu.load_average.5m": ("{thread}", set()),
    "system.cpu.load_average.15m": ("{thread}", set()),
    "system.memory.limit": ("By", set()),
    "system.memory.usage": ("By", {"system.memory.state"}),
    "system.memory.utilization": ("1", set()),
    "system.paging.usage": ("By", set()),
    "system.paging.utilization": ("1", set()),
    "system.paging.operations": ("{operation}/s", {"system.paging.direction"}),
    "system.disk.io": ("By/s", {"system.device", "disk.io.direction"}),
    "system.disk.operations": ("{operation}/s", {"system.device", "disk.io.direction"}),
    "system.filesystem.usage": ("By", {"system.filesystem.mountpoint", "system.device"}),
    "system.filesystem.utilization": ("1", {"system.filesystem.mountpoint", "system.device"}),
    "system.filesystem.limit": ("By", {"system.filesystem.mountpoint", "system.device"}),
    "system.network.io": ("By/s", {"network.interface.name", "network.io.direction"}),
    "system.network.packets": ("{packet}/s", {"network.interface.name", "network.io.direction"}),
    "system.network.errors": ("{error}/s", {"network.interface.name", "network.io.direction"}),
    "hw.temperature": ("Cel", {"hw.name"}),
    "system.process.count": ("{process}", set()),
    "system.uptime": ("s", set()),
}


def by_name(reading, **attributes):
    wanted = {key.replace("__", "."): value for key, value in attributes.items()}
    for column, value in zip(reading.columns, reading.values, strict=True):
        if all(column.attributes.get(key) == value for key, value in wanted.items()):
            yield column, value


@pytest.mark.parametrize("collector", collectors(), ids=lambda collector: collector.name)
def test_it_reads_this_machine_twice_with_the_same_columns(collector):
    first = collector.read(100.0)
    second = collector.read(101.0)
    assert len(second.columns) == len(second.values)
    assert second.columns is first.columns or collector.name in ("disk", "network")
    for column, value in zip(second.columns, second.values, strict=True):
        unit, attributes = KNOWN[column.name]
        assert column.unit == unit
        assert set(column.attributes) <= attributes
        assert value is None or math.isfinite(value)
        if unit == "1" and value is not None:
            assert 0 <= value <= 1


def test_a_whole_row_of_this_machine_is_small():
    all_of_them = collectors()
    layout = Layout(1000)
    readings = [collector.read(time.monotonic()) for collector in all_of_them]
    layout.arrange(readings)
    row = codec.encode(layout.row(1_700_000_000_000, readings))
    assert len(row) < 12 * len(layout.columns.columns) + 20


def test_the_conventions_columns_are_there():
    names = {column.name for made in collectors() for column in made.read(1.0).columns}
    assert names >= {
        "system.cpu.utilization",
        "system.cpu.load_average.1m",
        "system.memory.utilization",
        "system.filesystem.utilization",
        "system.process.count",
        "system.uptime",
    }


def test_cpu_modes_add_up_and_the_total_is_what_is_not_idle():
    cpu = Cpu()
    cpu.read(0)
    deadline = time.monotonic() + 0.3
    while time.monotonic() < deadline:  # work, so that there is something to see
        pass
    values = {
        (column.attributes.get("cpu.mode"), column.attributes.get("cpu.logical_number")): value
        for column, value in by_name(cpu.read(1))
    }
    modes = {mode: value for (mode, core), value in values.items() if mode}
    assert sum(modes.values()) == pytest.approx(1, abs=0.001)
    idle = modes["idle"] + modes.get("iowait", 0)
    assert values[None, None] == pytest.approx(1 - idle, abs=0.001)
    assert values[None, None] > 0.1
    cores = [value for (_, core), value in values.items() if core]
    assert len(cores) == psutil.cpu_count()


def test_the_first_look_at_the_cpu_says_nothing_rather_than_something_wrong():
    assert set(Cpu().read(0).values) == {None}


def test_a_processor_switched_off_changes_the_columns_and_nothing_else(monkeypatch):
    cpu = Cpu()
    cpu.read(0)
    one = psutil.cpu_times(percpu=True)[:1]
    monkeypatch.setattr(psutil, "cpu_times", lambda percpu: one)
    reading = cpu.read(1)
    assert len(reading.columns) == len(reading.values)
    assert set(reading.values) == {None}


def test_memory_states_add_up_to_the_limit():
    values = {
        column.attributes.get("system.memory.state", column.name): value
        for column, value in by_name(Memory().read(0))
    }
    states = sum(values[state] for state in ("used", "free", "cached", "buffers"))
    assert states == values["system.memory.limit"]


def swap_of(monkeypatch, **found):
    looked = paging.Paging()
    looked._look = lambda: paging.Swap(**found)
    return looked


def test_without_swap_space_there_are_no_columns_of_it(monkeypatch):
    assert swap_of(monkeypatch, total=0, used=0, pages=None).read(0).columns == ()


def test_swap_is_told_with_its_operations(monkeypatch):
    collector = swap_of(monkeypatch, total=1000, used=250, pages=(5, 10))
    assert collector.read(0).values == [250, 0.25, None, None]
    collector._look = lambda: paging.Swap(1000, 250, (15, 10))
    assert collector.read(2).values == [250, 0.25, 5, 0]


def test_swap_is_read_from_proc():
    swap = paging.LinuxSwap()()
    assert swap.total == psutil.swap_memory().total


def test_a_disk_that_was_never_used_and_a_partition_have_no_columns(monkeypatch):
    counters = SimpleNamespace(read_bytes=1, write_bytes=2, read_count=3, write_count=4)
    unused = SimpleNamespace(read_bytes=0, write_bytes=0, read_count=0, write_count=0)
    monkeypatch.setattr(
        psutil, "disk_io_counters", lambda **_: {"sda": counters, "sdb": unused, "sda1": counters}
    )
    collector = disk.Disk()
    collector._chosen = Chosen(lambda name: name in ("sda", "sdb"))
    reading = collector.read(0)
    assert {column.attributes["system.device"] for column in reading.columns} == {"sda"}
    assert [column.attributes["disk.io.direction"] for column in reading.columns] == [
        "read", "write", "read", "write",
    ]  # fmt: skip


def test_a_hostile_interface_name_is_made_harmless(monkeypatch):
    card = SimpleNamespace(
        bytes_recv=1, bytes_sent=1, packets_recv=1, packets_sent=1, errin=0, errout=0
    )
    monkeypatch.setattr(psutil, "net_io_counters", lambda **_: {"x\x1b[2J": card})
    collector = network.Network()
    (name,) = {column.attributes["network.interface.name"] for column in collector.read(0).columns}
    assert "\x1b" not in name


def test_machines_with_hundreds_of_interfaces_get_a_bounded_row(monkeypatch):
    card = SimpleNamespace(
        bytes_recv=1, bytes_sent=1, packets_recv=1, packets_sent=1, errin=0, errout=0
    )
    cards = {f"tap{n}": card for n in range(900)}
    monkeypatch.setattr(psutil, "net_io_counters", lambda **_: cards)
    reading = network.Network().read(0)
    assert len(reading.columns) == 64 * 6
    assert reading.left_out == 836


def test_of_too_many_the_choice_is_the_same_each_time(monkeypatch):
    disk_io = SimpleNamespace(read_bytes=1, write_bytes=1, read_count=1, write_count=1)
    names = [f"sd{n}" for n in range(100)]
    monkeypatch.setattr("tocsin_agent.collect.disk.is_disk", lambda name: True)
    collector = disk.Disk()
    for order in (names, names[::-1]):
        found = dict.fromkeys(order, disk_io)
        monkeypatch.setattr(psutil, "disk_io_counters", lambda found=found, **_: found)
        reading = collector.read(0)
        shown = {column.attributes["system.device"] for column in reading.columns}
        assert shown == set(sorted(names)[:64])
        assert reading.left_out == 36


def test_filesystems_that_are_too_many_are_counted(monkeypatch, tmp_path):
    folders = [tmp_path / f"{n:03}" for n in range(40)]
    for folder in folders:
        folder.mkdir()
    mounts(monkeypatch, *((str(one), f"/dev/{one.name}", "ext4") for one in folders))
    reading = filesystem.Filesystem().read(0)
    assert len(reading.columns) == 32 * 3
    assert reading.left_out == 8


def mounts(monkeypatch, *found):
    parts = [SimpleNamespace(mountpoint=m, device=d, fstype=t) for m, d, t in found]
    monkeypatch.setattr(psutil, "disk_partitions", lambda **_: parts)
    return [mount.mountpoint for mount in filesystem.local_mounts()]


def test_network_and_pseudo_filesystems_are_never_asked(monkeypatch, tmp_path):
    assert mounts(
        monkeypatch,
        (str(tmp_path), "server:/export", "nfs4"),
        (str(tmp_path), "//server/share", "cifs"),
        (str(tmp_path), "sshfs", "fuse.sshfs"),
        ("/proc", "proc", "proc"),
        ("/run", "tmpfs", "tmpfs"),
        (str(tmp_path), "/dev/loop3", "squashfs"),
    ) == []  # fmt: skip


def test_a_container_shows_its_root_and_not_the_files_mounted_into_it(monkeypatch, tmp_path):
    hosts = tmp_path / "hosts"
    hosts.touch()
    assert mounts(
        monkeypatch, ("/", "overlay", "overlay"), (str(hosts), "/dev/sda1", "ext4")
    ) == ["/"]  # fmt: skip


def test_one_device_is_one_filesystem_at_its_shortest_mountpoint(monkeypatch, tmp_path):
    deeper = tmp_path / "deeper"
    deeper.mkdir()
    assert mounts(
        monkeypatch, (str(deeper), "/dev/sda1", "ext4"), (str(tmp_path), "/dev/sda1", "ext4")
    ) == [str(tmp_path)]  # fmt: skip


def test_a_filesystem_that_has_gone_is_null():
    assert filesystem.usage("/nowhere/at/all") == [None, None, None]


def test_root_is_as_full_as_df_says():
    _, share, size = filesystem.usage("/")
    assert share is not None
    line = subprocess.run(
        ["df", "--output=pcent,size", "-B1", "/"], capture_output=True, text=True, check=True
    ).stdout.splitlines()[1]
    percent, total = re.findall(r"\d+", line)
    assert abs(share * 100 - int(percent)) <= 1.5
    assert size == int(total)


def test_temperatures_have_one_name_each(monkeypatch):
    chips = {
        "coretemp": [
            SimpleNamespace(label="Core 0", current=41.04),
            SimpleNamespace(label="Core 0", current=42.0),
            SimpleNamespace(label="", current=43.0),
        ]
    }
    monkeypatch.setattr(psutil, "sensors_temperatures", lambda: chips, raising=False)
    reading = sensors.Sensors().read(0)
    names = [column.attributes["hw.name"] for column in reading.columns]
    assert names == ["coretemp Core 0", "coretemp Core 0 2", "coretemp 3"]
    assert reading.values == [41, 42, 43]
    chips["acpi"] = [SimpleNamespace(label=str(n), current=1.0) for n in range(70)]
    reading = sensors.Sensors().read(0)
    assert (len(reading.columns), reading.left_out) == (64, 9)


def test_a_system_without_sensors_has_no_columns(monkeypatch):
    monkeypatch.delattr(psutil, "sensors_temperatures", raising=False)
    assert sensors.Sensors().read(0).columns == ()


def test_facts_hold_what_the_hub_reads():
    found = facts()
    assert found.keys() >= {"os", "kernel", "architecture", "hostname", "cores", "memory", "agent",
                            "boot", "python", "psutil", "filesystems"}  # fmt: skip
    assert found["memory"] == str(psutil.virtual_memory().total)
    assert found["cores"] == str(os.cpu_count())
    assert all(found.values())


def test_this_process_is_among_the_top_while_it_works():
    processes = Processes()
    processes.read(time.monotonic())
    deadline = time.monotonic() + 0.4
    while time.monotonic() < deadline:
        pass
    found = processes.read(time.monotonic())
    assert 0 < len(found) <= MOST
    me = found[str(os.getpid())]
    assert 0.2 < me.cpu < 1.5
    assert me.memory == pytest.approx(psutil.Process().memory_info().rss, rel=0.2)
    assert me.user == psutil.Process().username()
    assert "python" in me.command


def test_a_process_with_a_hostile_name_is_shown_harmless(tmp_path):
    evil = tmp_path / "a) R 1 (\x1b[2J\n<script>"
    evil.symlink_to("/bin/sleep")
    with subprocess.Popen([str(evil), "100"]) as child:
        try:
            processes = Processes()
            processes.read(0.0)
            seen = {seen.pid: seen for seen in processes._look()}[child.pid]
            assert seen.name.startswith("a) R 1 (")
            shown = (
                processes._process(0.0, seen)
                if (seen.pid, seen.start) in processes._details
                else None
            )
            user, command = processes._detail(child.pid)
            assert user
            assert "\x1b" not in command
            assert shown is None or "\x1b" not in shown.name
        finally:
            child.kill()


@pytest.mark.parametrize("words", [["--join", "S3CRET"], ["--join=S3CRET"], ["--token", "S3CRET"]])
def test_a_secret_on_a_command_line_is_not_told(words):
    program = [sys.executable, "-c", "input(print('ready', flush=True))", *words]
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout
        assert child.stdout.readline() == b"ready\n"
        _, command = Processes()._detail(child.pid)
    assert "ready" in command
    assert words[0].partition("=")[0] in command
    assert "S3CRET" not in command


def test_users_are_named_by_the_file_alone(tmp_path):
    path = tmp_path / "passwd"
    path.write_text("root:x:0:0::/:/bin/sh\nbroken\nalice:x:1000:1000::/:/bin/sh\n")
    passwd = Passwd(path)
    passwd.refresh()
    assert (passwd.name(0), passwd.name(1000), passwd.name(7)) == ("root", "alice", "7")
    path.unlink()
    passwd.refresh()
    assert passwd.name(0) == "0"


def test_numbers_are_found_at_the_start_of_lines_only():
    data = b"pgpswpin 7\npswpin 3\npswpout 4"
    assert number_after(data, b"pswpin ") == 3
    assert number_after(data, b"pswpout ") == 4
    assert number_after(data, b"absent ") is None
    assert number_after(b"SwapTotal:  12 kB\n", b"SwapTotal:") == 12

"""`tocsin-hub audit`, on the folders of real hubs."""

import contextlib
import re

import apsw

from tests.hub.credentials import become_admin
from tests.hub.hub_process import HubProcess, run_to_end

HEAD = re.compile(r"(\d+):[0-9a-f]{64}\n\Z")
DEEDS = 5


async def audited(hub: HubProcess, count: int = DEEDS) -> None:
    """Have something audited: people who set themselves up."""
    for number in range(count):
        await become_admin(hub, f"admin{number}")


def verified(hub: HubProcess, *options: str) -> str:
    """Verify what must be whole; return the head."""
    done = run_to_end("audit", "verify", "--data", str(hub.data), *options)
    assert done.code == 0, done
    assert HEAD.match(done.stdout), done
    return done.stdout.strip()


async def test_it_is_verified_beside_a_hub_and_without(start_hub):
    hub = start_hub()
    await audited(hub)
    running = verified(hub)
    hub.stop()
    stopped = verified(hub, "--expect", running)
    assert verified(hub, "--expect", running, "--expect", stopped.upper()) == stopped


async def test_the_hub_logs_the_head_at_its_end_and_at_its_start(start_hub):
    hub = start_hub()
    assert hub.told("the head of the audit") == []
    await audited(hub)
    hub.restart()
    anchors = [line["head"] for line in hub.told("the head of the audit")]
    assert len(anchors) == 2
    expected = [option for anchor in anchors for option in ("--expect", anchor)]
    assert verified(hub, *expected) == anchors[-1]
    assert {line["level"] for line in hub.told("the head of the audit")} == {"info"}


async def test_what_was_changed_is_named_and_ends_with_1(start_hub):
    hub = start_hub()
    await audited(hub)
    hub.stop()
    head = verified(hub)
    with contextlib.closing(apsw.Connection(str(hub.data / "hub.db"))) as db:
        db.execute(
            "UPDATE entry SET raw = CAST(replace(raw, 'admin3', 'admin9') AS BLOB) "
            "WHERE instr(raw, '\"deed\":\"setup\"') AND instr(raw, 'admin3')"
        )
        assert db.changes() == 1
    done = run_to_end("audit", "verify", "--data", str(hub.data), "--expect", head)
    assert done.code == 1
    assert "the audit is not as it was written: entry " in done.stdout
    assert "the chain holds up to " in done.stdout
    check = run_to_end("check", "--data", str(hub.data))
    assert (check.code, "the chain of the audit" in check.stdout) == (1, True)


def test_there_is_nothing_to_verify_of_a_new_hub(start_hub):
    hub = start_hub()
    done = run_to_end("audit", "verify", "--data", str(hub.data))
    assert done == (0, "", "the audit is empty\n")
    none = run_to_end("audit", "verify", "--data", str(hub.data), "--expect", f"3:{'0' * 64}")
    assert (none.code, "had an entry 3" in none.stdout) == (1, True)


def test_what_is_no_link_and_what_is_no_folder_is_said(tmp_path):
    wrong = run_to_end("audit", "verify", "--expect", "3:abc")
    assert (wrong.code, "is no SEQ:HASH" in wrong.stderr) == (2, True)
    nowhere = run_to_end("audit", "verify", "--data", str(tmp_path))
    assert (nowhere.code, "name the hub's folder" in nowhere.stderr) == (2, True)


async def test_a_restored_audit_goes_on_in_the_same_chain_and_says_so(start_hub, tmp_path):
    hub = start_hub()
    await audited(hub)
    archive = str(tmp_path / "backup.tar")
    assert run_to_end("backup", archive, "--data", str(hub.data)).code == 0
    before = verified(hub)
    await audited(hub, 1)
    lost = verified(hub)
    hub.stop()
    assert run_to_end("restore", archive, "--data", str(hub.data), "--force").code == 0
    verified(hub, "--expect", before)
    hub.start()
    await audited(hub)
    after = verified(hub, "--expect", before)
    assert int(after.partition(":")[0]) > int(before.partition(":")[0]) + DEEDS
    gone = run_to_end("audit", "verify", "--data", str(hub.data), "--expect", lost)
    assert gone.code == 1, "what was after the backup is not here, and that shows"
    assert b'"deed":"restore"' in (hub.data / "hub.db").read_bytes()

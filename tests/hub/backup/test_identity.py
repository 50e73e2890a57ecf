"""A restored hub is the same to its agents: its key and its authority are in the backup."""

import os
import shutil
import stat
import tarfile

import pytest

from tests.hub.hub_process import run_to_end
from tocsin_hub.edge.backup.kept import IDENTITY
from tocsin_hub.edge.backup.restoring import restore_backup
from tocsin_hub.edge.backup.taking import take_backup
from tocsin_hub.edge.data import DataBusy
from tocsin_hub.edge.hub_key import is_signed, read_or_make_key
from tocsin_hub.edge.store.database import BadData


@pytest.fixture
def whole(data):
    """A folder with everything a hub with an authority of its own has."""
    read_or_make_key(data)
    (data / "tls").mkdir(mode=0o700)
    for name in ("ca.key", "ca.pem", "hub.key", "hub.pem"):
        (data / "tls" / name).write_text(f"the {name}")
    return data


def test_what_proves_the_hub_is_kept_and_put_back(whole, tmp_path):
    archive, restored = tmp_path / "b.tar", tmp_path / "restored"
    take_backup(whole, archive)
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    with tarfile.open(archive) as tar:
        assert set(IDENTITY) < set(tar.getnames())
        assert "tls/hub.pem" not in tar.getnames(), "the leaf is made anew"
    restore_backup(archive, restored)
    for name in IDENTITY:
        assert (restored / name).read_bytes() == (whole / name).read_bytes()
        assert stat.S_IMODE((restored / name).stat().st_mode) == 0o600
        assert (restored / name).stat().st_uid == os.geteuid()
    assert stat.S_IMODE((restored / "tls").stat().st_mode) == 0o700
    assert read_or_make_key(restored).public == read_or_make_key(whole).public


def test_the_identity_that_was_there_is_set_aside(whole, tmp_path):
    archive = tmp_path / "b.tar"
    take_backup(whole, archive)
    old = (whole / "hub.key").read_bytes()
    (whole / "hub.key").unlink()
    newer = read_or_make_key(whole).public
    with pytest.raises(BadData, match="--force"):
        restore_backup(archive, whole)
    aside = restore_backup(archive, whole, force=True).aside
    assert aside is not None
    assert (whole / "hub.key").read_bytes() == old
    assert read_or_make_key(aside).public == newer
    assert (aside / "tls" / "ca.pem").read_text() == "the ca.pem"


def test_a_backup_of_before_there_was_a_key_leaves_the_one_that_is_there(archive, tmp_path):
    data = tmp_path / "there"
    data.mkdir()
    before = read_or_make_key(data).public
    restore_backup(archive, data)
    assert read_or_make_key(data).public == before


def test_a_damaged_key_in_a_backup_is_not_put_back(whole, tmp_path):
    archive, restored = tmp_path / "b.tar", tmp_path / "restored"
    (whole / "hub.key").write_text("nonsense")
    take_backup(whole, archive)
    with pytest.raises(BadData, match=r"damaged hub\.key"):
        restore_backup(archive, restored)
    assert not (restored / "hub.db").exists()


# The key itself.


def test_a_key_is_made_once_and_is_its_owners_alone(tmp_path):
    first = read_or_make_key(tmp_path)
    assert stat.S_IMODE((tmp_path / "hub.key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["hub.key"]
    again = read_or_make_key(tmp_path)
    assert again.public == first.public
    assert is_signed(first.public, b"x", again.sign(b"x"))
    assert not is_signed(first.public, b"y", again.sign(b"x"))
    assert not is_signed(b"short", b"x", again.sign(b"x"))


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o601])
def test_a_key_that_others_can_read_is_refused(tmp_path, mode):
    read_or_make_key(tmp_path)
    (tmp_path / "hub.key").chmod(mode)
    with pytest.raises(DataBusy, match="chmod 600"):
        read_or_make_key(tmp_path)


@pytest.mark.parametrize("content", [b"", b"nonsense", b"\xff" * 9_000, "cut", "other kind"])
def test_a_damaged_key_is_refused_and_stays(tmp_path, content):
    read_or_make_key(tmp_path)
    path = tmp_path / "hub.key"
    if content == "cut":
        content = path.read_bytes()[:60]
    elif content == "other kind":
        content = ELLIPTIC
    path.write_bytes(content)
    with pytest.raises(DataBusy, match="put it back from a backup"):
        read_or_make_key(tmp_path)
    assert path.read_bytes() == content


def test_a_hub_with_a_damaged_key_says_what_to_do_and_does_not_start(tmp_path, archive):
    data = tmp_path / "data"
    restore_backup(archive, data)
    (data / "hub.key").write_text("nonsense")
    (data / "hub.key").chmod(0o600)
    done = run_to_end("serve", "--data", str(data), "--listen", "127.0.0.1:0")
    assert done.code == 2
    assert "put it back from a backup" in done.stderr
    shutil.rmtree(data)


ELLIPTIC = b"""-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgevZzL1gdAFr88hb2
OF/2NxApJCzGCEDdfSp6VQO30hyhRANCAAQRWz+jn65BtOMvdyHKcvjBeBSDZH2r
1RTwjmYSi9R/zpBnuQ4EiMnCqfMPWiZqB4QdbAd0E7oH50VpuZ1P087G
-----END PRIVATE KEY-----
"""

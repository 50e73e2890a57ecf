"""A policy counts only where nobody but its owner can have written it."""

import os
import stat

import pytest

from tocsin_agent.edge.ownerfile import MAX_BYTES, UnsafeFileError, read_owned, write_owned

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root gives a file away")
STRANGER = 54_321


@pytest.fixture
def path(tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir(0o755)
    file = folder / "policy.toml"
    file.write_bytes(b"text")
    file.chmod(0o644)
    return file


def refusal(path):
    with pytest.raises(UnsafeFileError) as found:
        read_owned(path)
    return str(found.value)


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o400, 0o755])
def test_a_file_that_others_cannot_change_is_read(path, mode):
    path.chmod(mode)
    assert read_owned(path) == b"text"


def test_there_need_be_none(path):
    assert read_owned(path.with_name("none")) is None
    assert read_owned(path.parent / "no folder" / "none") is None


@pytest.mark.parametrize("mode", [0o664, 0o646, 0o620, 0o602, 0o666, 0o777])
def test_a_file_others_can_write_is_refused_with_what_mends_it(path, mode):
    path.chmod(mode)
    assert refusal(path) == f"{path} can be written by others: chmod go-w {path}"


@pytest.mark.parametrize("mode", [0o775, 0o757, 0o777])
def test_a_folder_others_can_write_is_as_bad(path, mode):
    path.parent.chmod(mode)
    assert f"chmod go-w {path.parent}" in refusal(path)


def test_in_a_sticky_folder_others_cannot_replace_it(path):
    path.parent.chmod(0o1777)
    assert read_owned(path) == b"text"


@as_root
def test_a_file_of_somebody_else_is_refused(path):
    os.chown(path, STRANGER, 0)
    found = refusal(path)
    assert f"belongs to the user {STRANGER}" in found
    assert found.endswith(f"chown 0 {path}")


@as_root
def test_a_folder_of_somebody_else_is_refused(path):
    os.chown(path.parent, STRANGER, 0)
    assert f"chown 0 {path.parent}" in refusal(path)


def test_a_symbolic_link_is_not_followed(path):
    link = path.with_name("link")
    link.symlink_to(path)
    assert refusal(link) == f"{link} is a symbolic link: put the file itself there"


def test_what_is_no_file_is_refused_and_nobody_waits_for_it(path):
    os.mkfifo(path.with_name("fifo"))
    assert "is not a regular file" in refusal(path.with_name("fifo"))
    assert "is not a regular file" in refusal(path.parent)
    assert "cannot be read" in refusal(path / "below a file")


def test_a_file_without_an_end_is_refused(path):
    path.write_bytes(b"#" * (MAX_BYTES + 1))
    assert "make it shorter" in refusal(path)


def test_a_new_file_is_its_owners_alone(path):
    new = path.with_name("new.toml")
    write_owned(new, b"x")
    assert stat.S_IMODE(new.stat().st_mode) == 0o600
    assert new.read_bytes() == b"x"


def test_a_changed_file_keeps_its_permissions_and_leaves_nothing_beside(path):
    path.chmod(0o640)
    write_owned(path, b"changed")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert path.read_bytes() == b"changed"
    assert [file.name for file in path.parent.iterdir()] == ["policy.toml"]


@as_root
def test_a_changed_file_keeps_its_owner(path):
    os.chown(path, 0, STRANGER)
    write_owned(path, b"changed")
    assert path.stat().st_gid == STRANGER

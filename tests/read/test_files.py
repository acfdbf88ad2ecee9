"""Reading files: what is no readable regular file is refused, and nothing blocks or leads out."""

import io
import os
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from deploylint.errors import UserError
from deploylint.read.files import LIMIT, read_bytes, read_inside, read_stdin


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a plan, in which the test runs."""
    inside = tmp_path / "root"
    inside.mkdir()
    monkeypatch.chdir(inside)
    (inside / "plan.yaml").write_bytes(b"a: 1\n")
    (tmp_path / "secret.yaml").write_bytes(b"secret\n")
    return inside


def refused(read: Callable[[], bytes]) -> str:
    with pytest.raises(UserError) as caught:
        read()
    return str(caught.value)


@pytest.fixture
def unprivileged() -> Iterator[None]:
    """Run without the rights of root, who may read everything."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    yield
    os.seteuid(0)


@pytest.mark.parametrize("path", ["plan.yaml", "./plan.yaml", "../root/plan.yaml"])
def test_a_file_is_read_whole(path: str) -> None:
    assert read_bytes(path) == b"a: 1\n"


def test_a_link_is_followed(folder: Path) -> None:
    (folder / "link.yaml").symlink_to("../secret.yaml")
    assert read_bytes("link.yaml") == b"secret\n"


def test_a_file_that_does_not_know_its_size_is_read_whole() -> None:
    assert os.stat("/proc/self/status").st_size == 0
    assert b"\nPid:" in read_bytes("/proc/self/status")


@pytest.mark.parametrize("size", [0, 1, 99, 100])
def test_up_to_the_limit_is_read(folder: Path, size: int) -> None:
    (folder / "big.yaml").write_bytes(b"x" * size)
    assert read_bytes("big.yaml", 100) == b"x" * size


@pytest.mark.parametrize(
    ("size", "limit", "message"),
    [
        pytest.param(101, 100, "is larger than 100 bytes, the most that is read", id="bytes"),
        pytest.param(LIMIT + 1, LIMIT, "is larger than 4 MB, the most that is read", id="default"),
        pytest.param(1 << 40, LIMIT, "is larger than 4 MB, the most that is read", id="sparse"),
    ],
)
def test_more_than_the_limit_is_refused(folder: Path, size: int, limit: int, message: str) -> None:
    os.truncate(folder / "plan.yaml", size)
    assert refused(lambda: read_bytes("plan.yaml", limit)) == f"plan.yaml: {message}"
    assert refused(lambda: read_inside(".", "plan.yaml", limit)) == f"plan.yaml: {message}"


def test_an_endless_file_is_refused() -> None:
    message = "/proc/self/status: is larger than 10 bytes, the most that is read"
    assert refused(lambda: read_bytes("/proc/self/status", 10)) == message


@pytest.mark.parametrize(
    ("path", "message"),
    [
        pytest.param(
            "plan.yml",
            "plan.yml: does not exist\n  hint: did you mean `plan.yaml`?",
            id="extension",
        ),
        pytest.param(
            "sub/../../root/paln.yaml",
            "sub/../../root/paln.yaml: does not exist\n"
            "  hint: did you mean `sub/../../root/plan.yaml`?",
            id="folder-kept",
        ),
        pytest.param("qqq", "qqq: does not exist", id="nothing-near"),
        pytest.param(
            "plans/v1/a.yaml",
            "plans/v1/a.yaml: does not exist\n  hint: there is no directory `plans/v1`",
            id="no-directory",
        ),
        pytest.param("", "the name of the file is empty", id="empty"),
        pytest.param("broken", "broken: is a link to `gone`, which does not exist", id="broken"),
        pytest.param(
            "circle",
            "circle: is a link that leads in a circle, or that was put there meanwhile",
            id="circle",
        ),
        pytest.param("sub", "sub: is a directory, not a file", id="directory"),
        pytest.param("pipe", "pipe: is a named pipe, not a file", id="named-pipe"),
        pytest.param("sock", "sock: is a socket or a device, not a file", id="socket"),
        pytest.param("/dev/zero", "/dev/zero: is a device, not a file", id="device"),
        pytest.param(
            "plan.yaml/x",
            "plan.yaml/x: leads through a file as if it were a directory",
            id="through",
        ),
        pytest.param("a\0b", "'a\\x00b': is not a name that a file can have", id="nul"),
        pytest.param("a\ud800b", "'a\\ud800b': is not a name that a file can have", id="surrogate"),
        pytest.param("x" * 300, f"{'x' * 300}: cannot be read: file name too long", id="long"),
        pytest.param(
            "/proc/self/mem", "/proc/self/mem: cannot be read: input/output error", id="broken-disk"
        ),
    ],
)
def test_what_cannot_be_read(folder: Path, path: str, message: str) -> None:
    (folder / "sub").mkdir()
    (folder / "broken").symlink_to("gone")
    (folder / "circle").symlink_to("circle")
    os.mkfifo(folder / "pipe")
    with socket.socket(socket.AF_UNIX) as sock:
        sock.bind("sock")
        assert refused(lambda: read_bytes(path)) == message


@pytest.mark.usefixtures("unprivileged")
def test_permission_denied(folder: Path) -> None:
    path = str(folder / "plan.yaml")
    if os.access(path, os.R_OK, effective_ids=True):
        os.chmod(path, 0)
    assert refused(lambda: read_bytes(path)) == (
        f"{path}: may not be read: permission denied\n"
        f"  hint: look at its owner and mode: ls -l {path}"
    )


def test_descriptors_are_closed(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    before = os.listdir("/proc/self/fd")
    read_bytes("plan.yaml")
    read_inside(".", "plan.yaml")
    for path in ("pipe", "gone", ".", "plan.yaml/x"):
        refused(lambda path=path: read_bytes(path))  # type: ignore[misc]  # a default binds the path
        refused(lambda path=path: read_inside(".", path))  # type: ignore[misc]  # as above
    assert os.listdir("/proc/self/fd") == before


def stdin(data: bytes) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(data))


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", stdin(b"\xffa: 1\r\n"))
    assert read_stdin() == b"\xffa: 1\r\n"


def test_standard_input_beyond_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", stdin(b"x" * 101))
    assert refused(lambda: read_stdin(100)) == (
        "<stdin>: is larger than 100 bytes, the most that is read"
    )


def test_standard_input_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert refused(read_stdin) == (
        "<stdin>: is closed, there is nothing to read\n  hint: pipe a plan into it"
    )


def test_standard_input_that_was_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = stdin(b"")
    stream.close()
    monkeypatch.setattr(sys, "stdin", stream)
    assert refused(read_stdin) == "<stdin>: cannot be read: i/o operation on closed file"


@pytest.fixture
def maze(folder: Path) -> Path:
    """Return the folder with links that stay inside and links that lead out."""
    (folder / "sub/deep").mkdir(parents=True)
    (folder / "sub/deep/report.xml").write_bytes(b"report")
    (folder / "near").symlink_to("sub/deep/report.xml")
    (folder / "near-folder").symlink_to(folder / "sub")
    (folder / "out").symlink_to("../secret.yaml")
    (folder / "out-folder").symlink_to("..")
    (folder / "out-twice").symlink_to("out-folder/secret.yaml")
    (folder / "process").symlink_to("/proc/self/environ")
    (folder / "sub/circle").symlink_to("circle")
    (folder.parent / "root-too").mkdir()
    (folder.parent / "root-too/report.xml").write_bytes(b"not ours")
    (folder / "out-neighbour").symlink_to("../root-too/report.xml")
    return folder


@pytest.mark.parametrize("root", [".", "../root", "../root/", "absolute", "link"])
@pytest.mark.parametrize(
    "path", ["sub/deep/report.xml", "near", "near-folder/deep/report.xml", "./sub//deep/report.xml"]
)
def test_inside_the_root_is_read(maze: Path, root: str, path: str) -> None:
    (maze.parent / "link").symlink_to(maze)
    root = {"absolute": str(maze), "link": "../link"}.get(root, root)
    assert read_inside(root, path) == b"report"


OUT = "does not stay inside `.`\n  hint: write it relative to the root, without `..`"
LINK = "is a link that leads out of `.`"


@pytest.mark.parametrize(
    ("path", "message"),
    [
        pytest.param("../secret.yaml", f"../secret.yaml: {OUT}", id="parent"),
        pytest.param("sub/../plan.yaml", f"sub/../plan.yaml: {OUT}", id="parent-in-the-middle"),
        pytest.param("/etc/passwd", f"/etc/passwd: {OUT}", id="absolute"),
        pytest.param("out", f"out: {LINK}", id="link"),
        pytest.param("out-twice", f"out-twice: {LINK}", id="link-through-a-link"),
        pytest.param("out-folder/secret.yaml", f"out-folder/secret.yaml: {LINK}", id="link-folder"),
        pytest.param("out-neighbour", f"out-neighbour: {LINK}", id="neighbour-of-similar-name"),
        pytest.param("process", f"process: {LINK}", id="process"),
        pytest.param("out-folder/none", f"out-folder/none: {LINK}", id="missing-outside"),
        pytest.param("", ": is a directory, not a file", id="empty"),
        pytest.param("sub", "sub: is a directory, not a file", id="directory"),
        pytest.param("a\0", "'a\\x00': is not a name that a file can have", id="nul"),
        pytest.param(
            "sub/deep/reprot.xml",
            "sub/deep/reprot.xml: does not exist\n  hint: did you mean `sub/deep/report.xml`?",
            id="missing",
        ),
        pytest.param(
            "none/a.xml",
            "none/a.xml: does not exist\n  hint: there is no directory `none`",
            id="no-directory",
        ),
        pytest.param(
            "sub/circle",
            "sub/circle: is a link that leads in a circle, or that was put there meanwhile",
            id="circle",
        ),
    ],
)
def test_what_is_not_inside_the_root(maze: Path, path: str, message: str) -> None:
    assert refused(lambda: read_inside(".", path)) == message
    assert (maze / "plan.yaml").exists()


@pytest.mark.parametrize(
    ("path", "message"),
    [
        pytest.param(
            "out",
            "is a link that leads in a circle, or that was put there meanwhile",
            id="file-became-a-link",
        ),
        pytest.param(
            "out-folder/secret.yaml",
            "leads through a file as if it were a directory",
            id="folder-became-a-link",
        ),
    ],
)
@pytest.mark.usefixtures("maze")
def test_a_link_put_there_after_the_look_is_not_followed(
    path: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What a race looks like: when the way was resolved, no link was on it yet.
    monkeypatch.setattr("os.path.realpath", os.path.abspath)
    assert refused(lambda: read_inside(".", path)) == f"{path}: {message}"


def test_the_whole_file_system_as_root(folder: Path) -> None:
    assert read_inside("/", str(folder / "plan.yaml").lstrip("/")) == b"a: 1\n"

"""Build artifacts: what checksum files list, what lies on the disk, and what a record ties."""

import hashlib
import os
import shutil
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.collect import shelf as collector
from deploylint.errors import UserError
from deploylint.formats.checksums import Listed, is_checksums, read_checksums
from deploylint.model.evidence import Kind
from deploylint.read.bigfiles import Digested, digest_inside, head_inside
from tests.evidence.judging import judge, outcome, written
from tests.evidence.repository import Repository, repository
from tests.evidence.sealing import seal
from tests.program import run

A256, B256, A512 = "a" * 64, "b" * 64, "a" * 128
GOOD = "built\n"
DIGEST = hashlib.sha256(GOOD.encode()).hexdigest()

FORMS = [
    (f"{A256}  app.whl\n", [("app.whl", "sha256", A256, 1)]),
    (f"{A256} *app.whl\n", [("app.whl", "sha256", A256, 1)]),
    (f"{A256}\tapp.whl", [("app.whl", "sha256", A256, 1)]),
    (f"{A256.upper()}  ./a b.whl\r\n", [("./a b.whl", "sha256", A256, 1)]),
    (f"{A512}  app.whl\n", [("app.whl", "sha512", A512, 1)]),
    (f"SHA256 (app (1).whl) = {A256}\n", [("app (1).whl", "sha256", A256, 1)]),
    (f"SHA-512 (app.whl) = {A512}\n", [("app.whl", "sha512", A512, 1)]),
    (f"\\{A256}  a\\\\b\\nc\\rd\n", [("a\\b\nc\rd", "sha256", A256, 1)]),
    (f"{A256}  a\\nb\n", [("a\\nb", "sha256", A256, 1)]),
    (f"\\SHA256 (a\\nb) = {A256}\n", [("a\nb", "sha256", A256, 1)]),
    (
        f"# made by CI\n\n{A256}  a\n{B256}  b\n{A256}  a\n",
        [("a", "sha256", A256, 3), ("b", "sha256", B256, 4)],
    ),
    (f"{A256}  a\n{A512}  a\n", [("a", "sha256", A256, 1), ("a", "sha512", A512, 2)]),
    ("\ufeff" + f"{A256}  a\n", [("a", "sha256", A256, 1)]),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), FORMS)
def test_forms_of_checksum_files(text: str, expected: list[tuple[str, str, str, int]]) -> None:
    listed = read_checksums(text.encode(), "SHA256SUMS").content
    assert listed == tuple(Listed(*one) for one in expected)


def test_a_digest_alone_is_that_of_the_file_beside() -> None:
    reading = read_checksums(f"{A256}\n".encode(), "dist/app.tar.gz.sha256")
    assert reading.content == (Listed("app.tar.gz", "sha256", A256, 1),)


REFUSED = [
    (f"{'a' * 32}  a\n", "lists MD5, which does not prove"),
    (f"{'a' * 40}  a\n", "lists SHA1, which does not prove"),
    (f"MD5 (a) = {'a' * 32}\n", "lists MD5, which does not prove"),
    (f"SHA-1 (a) = {'a' * 40}\n", "lists SHA1, which does not prove"),
    (f"SHA256 (a) = {A512}\n", "lists a SHA256 digest of 128 digits, which is not known"),
    (f"SHA512/256 (a) = {A256}\n", "lists a SHA512/256 digest of 64 digits, which is not known"),
    (f"BLAKE2b (a) = {A512}\n", "lists a BLAKE2b digest of 128 digits, which is not known"),
    (f"{'a' * 50}  a\n", "lists a digest of 50 digits, which is not known"),
    (f"{A256}\n", "has a line that is no checksum"),
    (f"{A256}  a\nall fine\n", 'has a line that is no checksum: "all fine"'),
    (f"{A256}  a\n{B256}  a\n", 'lists two digests of "a"'),
    ("".join(f"{A256}  {number}\n" for number in range(10_001)), "lists more than 10000 files"),
    (b"\xff\xff", "is not UTF-8"),
]


@pytest.mark.parametrize(("data", "expected"), REFUSED)
def test_what_is_no_checksum_file_is_refused(data: str | bytes, expected: str) -> None:
    with pytest.raises(UserError) as refused:
        read_checksums(data if isinstance(data, bytes) else data.encode(), "SHA256SUMS")
    assert expected in refused.value.message


@given(st.binary(max_size=200) | st.text(alphabet="a()= *\\\n\tSH256é", max_size=200))
def test_anything_is_read_or_refused(data: bytes | str) -> None:
    raw = data if isinstance(data, bytes) else data.encode()
    for name in ("SHA256SUMS", "x.sha256"):
        is_checksums(name, raw)
        try:
            listed = read_checksums(raw, name).content
        except UserError:
            continue
        assert all(one.file for one in listed)


NAMES = {
    "dist/SHA256SUMS": True,
    "dist/sha512sum.txt": True,
    "app_1.0_checksums.txt": True,
    "CHECKSUM": True,
    "app.whl.sha256": True,
    "app.whl.md5": True,
    "dist/app.whl": False,
    "dist/md5": False,
    "checksums": True,
    "assumptions.txt": False,
}


@pytest.mark.parametrize("name", NAMES)
def test_checksum_files_are_known_by_name(name: str) -> None:
    assert is_checksums(name, b"\x7fELF") is NAMES[name]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (f"{A256}  app.whl\n", True),
        (f"# sums\n\nSHA256 (app.whl) = {A256}\n", True),
        (f"\\{A256}  a\\nb\n", True),
        (f"{A256}\n", False),
        ("PK\x03\x04", False),
        ("", False),
    ],
)
def test_checksum_files_are_known_by_their_first_line(head: str, expected: bool) -> None:
    assert is_checksums("dist/list", head.encode()) is expected


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="sha256sum is not installed")
@pytest.mark.parametrize("options", [(), ("--binary",), ("--tag",)])
def test_what_sha256sum_writes_is_read(tmp_path: Path, options: tuple[str, ...]) -> None:
    names = ["plain.whl", "two words (x) = y.whl", "back\\slash", "line\nend"]
    for name in names:
        (tmp_path / name).write_text(GOOD)
    done = subprocess.run(
        ["sha256sum", *options, *names], cwd=tmp_path, stdout=subprocess.PIPE, check=True
    )
    listed = read_checksums(done.stdout, "SHA256SUMS").content
    assert [(one.file, one.digest) for one in listed] == [(name, DIGEST) for name in names]


def later() -> float:
    return time.monotonic() + 60


def test_large_files_are_read_in_pieces(tmp_path: Path) -> None:
    data = os.urandom(3_000_000)
    (tmp_path / "app.img").write_bytes(data)
    found = digest_inside(str(tmp_path), "app.img", ("sha256", "sha512"), later())
    sha256, sha512 = hashlib.sha256(data).hexdigest(), hashlib.sha512(data).hexdigest()
    assert found == Digested(3_000_000, {"sha256": sha256, "sha512": sha512})
    assert head_inside(str(tmp_path), "app.img", 9) == data[:9]


def test_files_beyond_a_limit_are_refused(tmp_path: Path) -> None:
    (tmp_path / "app.img").write_bytes(b"x" * 2_000_001)
    with pytest.raises(UserError, match="is larger than 2 MB"):
        digest_inside(str(tmp_path), "app.img", ("sha256",), later(), limit=2_000_000)
    with pytest.raises(UserError, match="the time for artifacts is up"):
        digest_inside(str(tmp_path), "app.img", ("sha256",), time.monotonic() - 1)


def test_what_is_no_file_inside_is_refused(tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / "folder").mkdir(parents=True)
    os.mkfifo(root / "pipe")
    (root / "out").symlink_to(tmp_path / "secret")
    (tmp_path / "secret").write_text("secret")
    said = {}
    for name in ("folder", "pipe", "out", "../secret", "gone", str(tmp_path / "secret")):
        with pytest.raises(UserError) as refused:
            digest_inside(str(root), name, ("sha256",), later())
        said[name.rpartition("/")[2]] = refused.value.message.partition(" `")[0]
    assert said == {
        "folder": "is a directory, not a file",
        "pipe": "is a named pipe, not a file",
        "out": "is a link that leads out of",
        "secret": "does not stay inside",
        "gone": "does not exist",
    }


@pytest.fixture
def project(tmp_path: Path) -> Repository:
    repo = repository(tmp_path / "project")
    repo.commit({".gitignore": "dist/\n"})
    return repo


NAMED = {"evidence": {"artifacts": ["dist/SHA256SUMS"]}}
WHEEL = {"evidence": {"artifacts": ["dist/*.whl"]}}


def sums(*names: str, digest: str = DIGEST) -> str:
    return "".join(f"{digest}  {name}\n" for name in names)


def test_recorded_artifacts_are_bound(project: Repository) -> None:
    project.write({"dist/app.whl": GOOD})
    seal(project, Kind.ARTIFACTS, "dist/app.whl", command="python -m build")
    item = judge(project.path, "artifacts-present", plan=WHEEL, assurance="bound")
    assert written(item) == "pass bound: 1 artifact with 6 bytes, as recorded"


def test_what_record_seals_is_bound(project: Repository) -> None:
    now = datetime.now(UTC)
    build = "mkdir -p dist && cd dist && echo built > app.whl && sha256sum app.whl > SHA256SUMS"
    arguments = ("--kind", "artifacts", "--out", "dist/*", "--", "sh", "-c", build)
    assert run("record", *arguments, cwd=project.path).code == 0
    item = judge(project.path, "artifacts-present", now=f"{now:%FT%T}+00:00")
    reason = "1 artifact with 6 bytes, each with the digest that is listed"
    assert written(item) == f"pass bound: {reason}"


def test_recorded_artifacts_are_found_unasked(project: Repository) -> None:
    project.write({"dist/app.whl": GOOD, "dist/report.txt": "no artifact", "dist/junit.xml": "x"})
    seal(project, Kind.ARTIFACTS, "dist/app.whl")
    seal(project, Kind.TESTS, "dist/junit.xml")
    item = judge(project.path, "artifacts-present")
    assert written(item) == "pass bound: 1 artifact with 6 bytes, as recorded"


def test_a_recorded_checksum_file_stands_for_what_it_lists(project: Repository) -> None:
    project.write({"dist/a.whl": GOOD, "dist/b.whl": GOOD, "dist/SHA256SUMS": sums("a.whl")})
    seal(project, Kind.ARTIFACTS, "dist/SHA256SUMS")
    item = judge(project.path, "artifacts-present", plan=NAMED)
    reason = "1 artifact with 6 bytes, each with the digest that is listed"
    assert written(item) == f"pass bound: {reason}"


def test_a_checksum_file_counts_by_the_record_of_what_it_lists(project: Repository) -> None:
    project.write({"dist/a.whl": GOOD, "dist/b.whl": GOOD})
    project.write({"dist/SHA256SUMS": sums("a.whl", "b.whl")})
    seal(project, Kind.ARTIFACTS, "dist/a.whl", "dist/b.whl")
    plan = {"evidence": {"artifacts": ["dist/SHA256SUMS", "dist/*.whl"]}}
    item = judge(project.path, "artifacts-present", plan=plan)
    reason = "2 artifacts with 12 bytes, each with the digest that is listed"
    assert written(item) == f"pass bound: {reason}"


def test_a_checksum_file_with_one_more_file_needs_its_own_record(project: Repository) -> None:
    project.write({"dist/a.whl": GOOD, "dist/b.whl": GOOD})
    project.write({"dist/SHA256SUMS": sums("a.whl", "b.whl")})
    seal(project, Kind.ARTIFACTS, "dist/a.whl")
    item = judge(project.path, "artifacts-present", plan=NAMED)
    assert outcome(item) == "fail stale"


def test_artifacts_without_a_record_prove_nothing(project: Repository) -> None:
    project.write({"dist/app.whl": GOOD, "dist/SHA256SUMS": sums("app.whl")})
    for plan in (NAMED, WHEEL):
        item = judge(project.path, "artifacts-present", plan=plan)
        assert outcome(item) == "fail stale", written(item)


def test_an_artifact_that_was_changed_afterwards_is_caught(project: Repository) -> None:
    project.write({"dist/app.whl": GOOD})
    seal(project, Kind.ARTIFACTS, "dist/app.whl")
    project.write({"dist/app.whl": "built later\n"})
    item = judge(project.path, "artifacts-present", plan=WHEEL)
    assert outcome(item) == "fail error"
    assert "was changed after the run that is recorded" in item["reason"]


def test_an_artifact_of_another_commit_is_caught(project: Repository) -> None:
    project.write({"dist/app.whl": GOOD})
    seal(project, Kind.ARTIFACTS, "dist/app.whl")
    project.commit({"src": "more"})
    item = judge(project.path, "artifacts-present", plan=WHEEL)
    assert outcome(item) == "fail stale"


def test_an_artifact_that_is_gone_is_missed(project: Repository) -> None:
    project.write({"dist/app.whl": GOOD})
    seal(project, Kind.ARTIFACTS, "dist/app.whl")
    (project.path / "dist/app.whl").unlink()
    item = judge(project.path, "artifacts-present", plan=WHEEL)
    assert outcome(item) == "fail error"
    assert "dist/app.whl is gone" in item["reason"]


BROKEN = [
    pytest.param(sums("app.whl", "gone.whl"), '2 "dist/gone.whl" does not exist', id="missing"),
    pytest.param(sums("empty.whl"), '1 "dist/empty.whl" is not the file that was', id="other"),
    pytest.param(
        sums("empty.whl", digest=hashlib.sha256(b"").hexdigest()),
        '1 "dist/empty.whl" is empty',
        id="empty",
    ),
    pytest.param(sums("../../out.whl"), '"../../out.whl" leads out of the rep', id="out of root"),
    pytest.param(sums("/etc/passwd"), '"/etc/passwd" leads out of the rep', id="absolute"),
    pytest.param(sums("link.whl"), '"dist/link.whl" is a link that leads out', id="a link out"),
    pytest.param(sums("pipe.whl"), '"dist/pipe.whl" is a named pipe, not a file', id="a pipe"),
    pytest.param(sums("folder"), '"dist/folder" is a directory, not a file', id="a folder"),
    pytest.param("# none\n", "dist/SHA256SUMS lists no artifact", id="an empty list"),
]


@pytest.mark.parametrize(("listing", "expected"), BROKEN)
def test_listed_artifacts_have_to_be_there(
    project: Repository, listing: str, expected: str
) -> None:
    project.write({"dist/app.whl": GOOD, "dist/empty.whl": "", "dist/SHA256SUMS": listing})
    (project.path.parent / "out.whl").write_text(GOOD)
    (project.path / "dist/link.whl").symlink_to(project.path.parent / "out.whl")
    os.mkfifo(project.path / "dist/pipe.whl")
    (project.path / "dist/folder").mkdir()
    seal(project, Kind.ARTIFACTS, "dist/SHA256SUMS")
    item = judge(project.path, "artifacts-present", plan=NAMED)
    assert outcome(item) == "fail violated"
    assert expected in written(item)


def test_links_inside_the_repository_and_paths_from_its_root_are_followed(
    project: Repository,
) -> None:
    project.write({"dist/app-1.whl": GOOD, "dist/SHA256SUMS": sums("dist/app-1.whl", "app.whl")})
    (project.path / "dist/app.whl").symlink_to("app-1.whl")
    seal(project, Kind.ARTIFACTS, "dist/SHA256SUMS")
    item = judge(project.path, "artifacts-present", plan=NAMED)
    assert outcome(item) == "pass bound", written(item)


@pytest.mark.parametrize(
    ("listing", "expected"),
    [
        (f"{'a' * 32}  app.whl\n", "lists MD5, which does not prove"),
        (f"{'a' * 40}  app.whl\n", "lists SHA1, which does not prove"),
        ("nonsense", "has a line that is no checksum"),
    ],
)
def test_a_checksum_file_that_proves_nothing_is_an_error(
    project: Repository, listing: str, expected: str
) -> None:
    project.write({"dist/app.whl": GOOD, "dist/SHA256SUMS": listing})
    seal(project, Kind.ARTIFACTS, "dist/SHA256SUMS")
    item = judge(project.path, "artifacts-present", plan=NAMED)
    assert outcome(item) == "fail error"
    assert expected in item["reason"]


def test_all_artifacts_share_the_time(project: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    project.write({"dist/app.whl": GOOD})
    monkeypatch.setattr(collector, "MAX_SECONDS", -1.0)
    piece = collector.Shelf(str(project.path)).piece("dist/app.whl", None)
    assert piece is not None
    assert piece.problem == "was not read to its end: the time for artifacts is up"

"""What can happen to a file of evidence, and to the record beside it."""

import os
import shutil
from collections.abc import Callable, Mapping

from tests.evidence.placing import Placed

Damage = Callable[[Placed], None]


def delete(placed: Placed) -> None:
    placed.file.unlink()


def delete_both(placed: Placed) -> None:
    placed.file.unlink()
    delete_record(placed)


def delete_record(placed: Placed) -> None:
    placed.record.unlink(missing_ok=True)


def empty(placed: Placed) -> None:
    placed.file.write_bytes(b"")


def blank(placed: Placed) -> None:
    placed.file.write_bytes(b" \n")


def truncate(placed: Placed) -> None:
    data = placed.file.read_bytes()
    placed.file.write_bytes(data[: len(data) // 2])


def cut_the_end(placed: Placed) -> None:
    placed.file.write_bytes(placed.file.read_bytes()[:-1])


def add_a_byte(placed: Placed) -> None:
    with placed.file.open("ab") as file:
        file.write(b"\n")


def overwrite_with_nothing(placed: Placed) -> None:
    placed.file.write_bytes(bytes(placed.file.stat().st_size))


def directory(placed: Placed) -> None:
    placed.file.unlink()
    placed.file.mkdir()


def folder_of_the_file(placed: Placed) -> None:
    """Replace the folder above by a file, or delete the file where there is none."""
    above = placed.file.parent
    if above == placed.repo.path:
        placed.file.unlink()
        return
    shutil.rmtree(above)
    above.write_bytes(b"")


def pipe(placed: Placed) -> None:
    placed.file.unlink()
    os.mkfifo(placed.file)


def link_out(placed: Placed) -> None:
    """Put evidence that passes outside, and lead there."""
    good = placed.situation.files(placed.repo, good=True)[placed.situation.path]
    placed.outside.write_bytes(good)
    placed.file.unlink()
    placed.file.symlink_to(placed.outside)


def link_nowhere(placed: Placed) -> None:
    placed.file.unlink()
    placed.file.symlink_to("nothing-is-there")


def link_to_itself(placed: Placed) -> None:
    placed.file.unlink()
    placed.file.symlink_to(placed.file.name)


def unreadable(placed: Placed) -> None:
    placed.file.chmod(0)


def rename(placed: Placed) -> None:
    placed.file.rename(placed.file.with_name("renamed"))


def rename_both(placed: Placed) -> None:
    rename(placed)
    if placed.record.exists():
        placed.record.rename(placed.file.with_name("renamed.evidence.json"))


def older_copy(placed: Placed) -> None:
    """Put back the evidence of the commit before, which passed, with its record."""
    placed.lay(good=True, recorded=True, earlier=True)


def older_file(placed: Placed) -> None:
    """Put back an earlier file under the record of the one that is gone."""
    record = placed.record.read_bytes()
    placed.lay(good=True, recorded=False)
    placed.file.write_bytes(placed.file.read_bytes() + b"\n")
    placed.record.write_bytes(record)


def good_file(placed: Placed) -> None:
    """Put a file that passes under the record of the one that failed."""
    record = placed.record.read_bytes()
    placed.lay(good=True, recorded=False)
    placed.record.write_bytes(record)


def empty_record(placed: Placed) -> None:
    placed.record.write_bytes(b"")


def truncate_record(placed: Placed) -> None:
    data = placed.record.read_bytes()
    placed.record.write_bytes(data[: len(data) // 2])


def record_is_a_directory(placed: Placed) -> None:
    placed.record.unlink()
    placed.record.mkdir()


def record_is_a_pipe(placed: Placed) -> None:
    placed.record.unlink()
    os.mkfifo(placed.record)


def record_leads_nowhere(placed: Placed) -> None:
    placed.record.unlink()
    placed.record.symlink_to("nothing-is-there")


OF_THE_FILE: Mapping[str, Damage] = {
    "deleted": delete,
    "deleted-with-record": delete_both,
    "empty": empty,
    "blank": blank,
    "truncated": truncate,
    "zeros": overwrite_with_nothing,
    "directory": directory,
    "folder-is-a-file": folder_of_the_file,
    "pipe": pipe,
    "link-out": link_out,
    "link-nowhere": link_nowhere,
    "link-to-itself": link_to_itself,
    **({"unreadable": unreadable} if os.geteuid() else {}),
    "renamed": rename,
    "renamed-with-record": rename_both,
}
"""What takes evidence away, whether or not a record lies beside it."""

OF_A_RECORDED_FILE: Mapping[str, Damage] = {
    "end-cut-off": cut_the_end,
    "byte-added": add_a_byte,
    "older-with-record": older_copy,
    "older-file": older_file,
    "record-empty": empty_record,
    "record-truncated": truncate_record,
    "record-directory": record_is_a_directory,
    "record-pipe": record_is_a_pipe,
    "record-link-nowhere": record_leads_nowhere,
}
"""What a record gives away."""

COMMITTABLE = frozenset(
    ("deleted", "empty", "blank", "zeros", "link-out", "link-nowhere", "renamed")
)
"""What can happen to a file that is read from the commit."""

"""Paths of a repository, by folder: what lies where, and what lies beside it."""

from collections.abc import Collection, Iterable, Iterator


def parted(path: str) -> tuple[str, str]:
    """Return the folder of a path, "" for the root, and the name in it."""
    folder, _, name = path.rpartition("/")
    return folder, name


def joined(folder: str, name: str) -> str:
    """Return the path of `name` in a folder."""
    return f"{folder}/{name}" if folder else name


def upwards(folder: str) -> Iterator[str]:
    """Yield a folder and those that hold it, the root last."""
    while folder:
        yield folder
        folder = parted(folder)[0]
    yield ""


def nearest(folder: str, names: Iterable[str], paths: Collection[str]) -> tuple[str, ...]:
    """Return the paths of files of these names in the nearest folder upwards that has one."""
    wanted = tuple(names)
    for one in upwards(folder):
        found = tuple(path for name in wanted if (path := joined(one, name)) in paths)
        if found:
            return found
    return ()


def without_number(name: str) -> str:
    """Return `add_users` for `0042_add_users`, `0042-add_users` and `0042add_users`."""
    return name.lstrip("0123456789").lstrip("_-.")

"""SHA-256 without `hashlib`, whose OpenSSL costs 2.5 ms of start-up time to load."""

from collections.abc import Callable
from importlib import import_module
from typing import Any


def _sha256() -> Callable[[bytes], Any]:
    """Return Python's own implementation, under its name since 3.12, in 3.11, or the public one."""
    for name in ("_sha2", "_sha256"):
        try:
            return import_module(name).sha256  # type: ignore[no-any-return]  # no types exist for these
        except (ImportError, AttributeError):
            continue
    from hashlib import sha256  # a build without the modules above

    return sha256


_hash = _sha256()


def digest_of(data: bytes) -> str:
    """Return "sha256:" and 64 hexadecimal digits."""
    return f"sha256:{_hash(data).hexdigest()}"

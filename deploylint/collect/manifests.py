"""The versions that manifests state in the commit that is released."""

from deploylint.collect.around import Around
from deploylint.collect.committed import entries
from deploylint.collect.git import has_repository
from deploylint.errors import UserError
from deploylint.facts.manifests import Manifest, Manifests, StatedVersion

MAX_BYTES = 1_000_000
"""Bytes that are read of one manifest."""


def collect(around: Around) -> Manifests:
    """Return what the manifests at the root state; outside a repository none is looked at.

    Raises UnavailableError when the repository or the commit that is released cannot be read, and
    UserError when a manifest cannot.
    """
    if not has_repository(around.root):
        return Manifests(release=None)
    git, release = around.git, around.release
    found = entries(git, release.commit, Manifest)
    large = [path for path, one in found.items() if git.sizes((one.id,)).get(one.id, 0) > MAX_BYTES]
    if large:
        raise UserError(
            f"is larger than {MAX_BYTES // 1_000_000} MB, the most that is read", large[0]
        )
    # outside a repository nothing is read
    from deploylint.formats.manifest import read_manifest

    contents = git.blobs(sorted({one.id for one in found.values()}))
    stated: list[StatedVersion] = []
    for manifest in Manifest:
        if manifest in found and found[manifest].id in contents:
            stated.extend(read_manifest(manifest, contents[found[manifest].id]))
    return Manifests(release=release, stated=tuple(stated))

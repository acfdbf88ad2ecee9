"""The logs of builds."""

from deploylint.collect.around import Around
from deploylint.collect.pieces import collect_pieces
from deploylint.facts.build_log import BuildLog, BuildLogs
from deploylint.formats.reading import Reading
from deploylint.model.evidence import Kind

KNOWN = ("build.log", "build/build.log", "reports/build.log")


def collect(around: Around) -> BuildLogs:
    """Return the logs of builds; one without a record of its run carries no time."""
    return collect_pieces(BuildLogs, around, Kind.BUILD_LOG, _read, KNOWN)


def _read(data: bytes, name: str) -> Reading[BuildLog]:
    # most runs find nothing to read
    from deploylint.formats.buildlog import read_build_log

    return read_build_log(data, name)

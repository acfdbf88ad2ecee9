"""Reports of tests in any format that is known, told apart by what they hold.

JUnit XML, TAP, and the JSON of Playwright, jest, vitest, `go test` and newman.
"""

from deploylint.errors import UserError
from deploylint.facts.tests import TestRun
from deploylint.formats.gotest import looks_like_go, read_go
from deploylint.formats.jest import looks_like_jest, read_jest
from deploylint.formats.junit import read_junit
from deploylint.formats.newman import looks_like_newman, read_newman
from deploylint.formats.playwright import looks_like_playwright, read_playwright
from deploylint.formats.reading import Reading
from deploylint.formats.tap import looks_like_tap, read_tap
from deploylint.read.json import parse_json

KNOWN = "JUnit XML, TAP, or JSON of Playwright, jest, vitest, go test or newman"

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_JSON = (
    (looks_like_playwright, read_playwright),
    (looks_like_jest, read_jest),
    (looks_like_newman, read_newman),
)


def read_tests(data: bytes, name: str) -> Reading[TestRun]:
    """Return what a report of tests says. Raises UserError when it is none that is known."""
    start = data[:100].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        raise UserError("is empty", name)
    if start.startswith(b"<") or data.startswith(_UTF_16):
        return read_junit(data, name)
    if looks_like_go(data):
        return read_go(data, name)
    if start.startswith((b"{", b"[")):
        found = parse_json(data, name)
        for looks, read in _JSON:
            if looks(found):
                return read(found, name)
    elif looks_like_tap(data[:200_000].decode("utf-8", "replace")):
        return read_tap(data, name)
    raise UserError(f"is no report of tests that is known: {KNOWN}", name)

"""Files that are made to harm whoever reads them."""

import json
from collections.abc import Callable, Mapping

DEEP = 100_000
DIGITS = "9" * 5_000
"""More than Python turns into a number by itself."""

RED = "\x1b[31m\x1b]0;gone\x07\x9b2J"
TELLING = f"one\n::error file=a,line=1::{RED}two\r\x00three\u202e\u2028::set-output name=x::y"
"""A name that colours terminals, speaks to CI runners, and ends lines."""

HUGE = 30_000_000
PASSWD = "../../../../../../etc/passwd"
SUITE = (
    '<testsuites><testsuite name="{0}" tests="1"><testcase name="{0}">{1}</testcase></testsuite>'
)


def _bomb() -> bytes:
    entities = ['<!ENTITY a0 "ha">']
    entities += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)]
    return f"<!DOCTYPE testsuites [{''.join(entities)}]><testsuites>&a11;</testsuites>".encode()


def _file_entity() -> bytes:
    doctype = '<!DOCTYPE testsuites [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return f"{doctype}<testsuites>&x;</testsuites>".encode()


def _long_entity() -> bytes:
    """Return one long entity that is used many times."""
    doctype = f'<!DOCTYPE testsuites [<!ENTITY x "{"x" * 100_000}">]>'
    return f"{doctype}<testsuites>{'&x;' * 50_000}</testsuites>".encode()


def _in_xml(text: str) -> str:
    """Return text as an attribute holds it; XML forbids most control characters."""
    kept = "".join(c if c.isprintable() or c in "\n\r" else "" for c in text)
    kept = kept.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    return kept.replace("\n", "&#10;").replace("\r", "&#13;")


def _names_in_xml() -> bytes:
    failure = f'<failure message="{_in_xml(TELLING)}">{_in_xml(TELLING)}</failure>'
    return f"{SUITE.format(_in_xml(TELLING), failure)}</testsuites>".encode()


def _names_in_json() -> bytes:
    """Return a document of many tools at once, each with a name that harms."""
    vulnerability = {"VulnerabilityID": TELLING, "PkgName": TELLING, "Severity": "CRITICAL"}
    result = {"Target": TELLING, "Class": "lang-pkgs", "Vulnerabilities": [vulnerability]}
    return json.dumps({"SchemaVersion": 2, "ArtifactName": TELLING, "Results": [result]}).encode()


def _numbers_in_json() -> bytes:
    numbers = dict.fromkeys(("num_statements", "covered_lines", "numPassedTests", "size"), "N")
    text = json.dumps({"meta": {"version": "7"}, "totals": numbers, "files": {}, **numbers})
    return text.replace('"N"', DIGITS).encode()


def _numbers_in_xml() -> bytes:
    return f'<testsuite tests="{DIGITS}" errors="-{DIGITS}" time="1e{DIGITS}"/>'.encode()


def _paths() -> bytes:
    lines = {"executed_lines": [1], "missing_lines": [], "excluded_lines": []}
    summary = {"covered_lines": 1, "num_statements": 1}
    files = {path: {**lines, "summary": summary} for path in (PASSWD, "/etc/passwd", "a\x00b")}
    return json.dumps({"meta": {"version": "7"}, "files": files, "totals": summary}).encode()


def _many_failures() -> bytes:
    case = '<testcase classname="c" name="n{}"><failure message="m"/></testcase>'
    cases = "".join(case.format(number) for number in range(10_000))
    return f"<testsuite>{cases}</testsuite>".encode()


DOCUMENTS: Mapping[str, Callable[[], bytes] | bytes] = {
    "entities-that-multiply": _bomb,
    "entity-of-a-file": _file_entity,
    "entity-that-is-long": _long_entity,
    "deep-xml": lambda: b"<testsuite>" * DEEP + b"</testsuite>" * DEEP,
    "deep-json-list": lambda: b"[" * DEEP + b"]" * DEEP,
    "deep-json-object": lambda: b'{"results":' * DEEP + b"1" + b"}" * DEEP,
    "numbers-in-json": _numbers_in_json,
    "number-alone": DIGITS.encode(),
    "numbers-in-xml": _numbers_in_xml,
    "numbers-in-tap": f"TAP version 13\n1..{DIGITS}\nok {DIGITS} - x\n".encode(),
    "numbers-in-lcov": f"SF:app.py\nDA:{DIGITS},{DIGITS}\nend_of_record\n".encode(),
    "no-numbers-in-json": b'{"totals": {"num_statements": NaN, "covered_lines": Infinity}}',
    "names-in-xml": _names_in_xml,
    "names-in-json": _names_in_json,
    "names-in-tap": f"1..1\nnot ok 1 - {TELLING.replace(chr(10), ' ')}\n".encode(),
    "names-in-a-log": f"warning: {TELLING}\n".encode(),
    "paths-in-json": _paths,
    "paths-in-a-list": f"{'0' * 64}  {PASSWD}\n{'0' * 64}  /etc/passwd\n".encode(),
    "no-text": bytes(range(256)) * 100,
    "utf-16": '<?xml version="1.0" encoding="utf-16"?><testsuites/>'.encode("utf-16"),
    "one-long-line": lambda: b"ok " * 1_000_000,
    "many-quotes": lambda: b'"' * 1_000_000,
    "many-failures": _many_failures,
    "too-large": lambda: b"<testsuite>" + b" " * HUGE + b"</testsuite>",
}
"""What a file may hold, or what makes it, by what is bad about it."""

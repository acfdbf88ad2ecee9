"""The parser alone: a later `import yaml` works fully, and nothing depends on the trick."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

READ = """
import sys
from deploylint.errors import UserError
from deploylint.read import libyaml
from deploylint.read.yaml import read_documents

def show(data):
    try:
        documents = read_documents(data, "plan.yaml")
        print([(d.data, [list(m.values()) for m in d.places.marks.values()]) for d in documents])
    except UserError as error:
        print(error)

CASES = [
    b"a: [1.10, on, ~]\\n'b': {c: \\"x\\"}\\n---\\n- !!str 1\\n- &x [y]\\n- *x\\n",
    b'{"a": "\\\\ud83d\\\\ude00"}',
    "a: 'p \\u2028 q'\\n".encode(),
    b"a: 1\\na: 2\\n",
    b"a: !x 1\\n",
    b"a: b: c\\n",
    b"a:\\n\\tb: 1\\n",
    b"a: 'x\\n",
    b"a: [x\\n",
    b"a: @x\\n",
    b'a: "\\\\d"\\n',
    b'a: "\\\\ud83d"\\n',
    b'a: "\\\\UFFFFFFFF"\\n',
    b"a: 1\\n- b\\n",
    b"- a\\nb: 1\\n",
    b"a: *\\n",
    b"a: >x\\n",
    b"a: - b\\n",
    b"a: ]\\n",
    b"a: \\x07\\n",
    b"[" * 200_000,
    b"a: \\xff\\n",
]

def show_all():
    for data in CASES:
        show(data)
"""

BLOCKED = """
import sys

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name == BLOCK and (ALWAYS or self in sys.meta_path):
            if not ALWAYS:
                sys.meta_path.remove(self)
            raise ImportError(name)

sys.meta_path.insert(0, Blocked())
"""

LATER = """
import sys
from deploylint.read import libyaml
assert "yaml" not in sys.modules
import yaml
assert yaml.load("{a: 2026-01-02, b: [0x1F]}", yaml.CSafeLoader)["b"] == [31]
assert yaml.safe_load("a: &x [on]\\nb: *x") == {"a": [True], "b": [True]}
assert yaml.safe_dump({"a": [1]}) == yaml.dump({"a": [1]}, Dumper=yaml.CSafeDumper) == "a:\\n- 1\\n"
assert [type(e) for e in yaml.parse("a", yaml.CSafeLoader)][2] is yaml.events.ScalarEvent
assert [type(t) for t in yaml.scan("a", yaml.CSafeLoader)][1] is yaml.tokens.ScalarToken
assert type(yaml.compose("a", yaml.CSafeLoader)) is yaml.nodes.ScalarNode
assert yaml._yaml.CParser is libyaml.Parser
for loader in (yaml.SafeLoader, yaml.CSafeLoader):
    for text, kind in (
        ("a: [", yaml.parser.ParserError),
        ("a: '", yaml.scanner.ScannerError),
        ("a: \\x07", yaml.reader.ReaderError),
        ("a: *x", yaml.composer.ComposerError),
        ("a: !x y", yaml.constructor.ConstructorError),
    ):
        try:
            yaml.load(text, loader)
        except yaml.YAMLError as error:
            assert type(error) is kind, (loader, error)
            assert str(error)
        else:
            raise AssertionError(text)
assert not any(type(f).__module__.startswith("deploylint") for f in sys.meta_path)
from deploylint.read.yaml import read_documents
assert read_documents(b"a: 1", "f")[0].data == {"a": 1}
print("fine")
"""


def run(script: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.stderr == ""
    return done.stdout


def test_the_package_is_not_loaded_and_no_trace_of_it_is_left() -> None:
    loaded = "print(sorted(m for m in sys.modules if m.split('.')[0] == 'yaml'), libyaml.Parser)"
    parts = ["yaml._yaml", "yaml.error", "yaml.events", "yaml.nodes", "yaml.tokens"]
    assert run(READ + loaded) == f"{parts} <class 'yaml._yaml.CParser'>\n"


@pytest.mark.parametrize("first", ["", "import yaml\n"], ids=["yaml-later", "yaml-first"])
def test_the_real_package_works_fully(first: str) -> None:
    script = first + (LATER.replace('assert "yaml" not in sys.modules', "") if first else LATER)
    assert run(script) == "fine\n"


@pytest.mark.parametrize("module", ["yaml.error", "yaml.nodes", "yaml._yaml"])
def test_any_failure_ends_in_a_plain_import(module: str) -> None:
    # The first attempt to load a part fails; the plain import, the second, does not.
    blocked = f"BLOCK, ALWAYS = {module!r}, False\n{BLOCKED}"
    script = f"{blocked}{READ}show_all()\nassert 'yaml' in sys.modules\n"
    assert run(script) == run(READ + "show_all()\n")


def test_without_the_extension_pyyaml_reads_the_same() -> None:
    blocked = f"BLOCK, ALWAYS = 'yaml._yaml', True\n{BLOCKED}"
    script = f"{blocked}{READ}show_all()\nassert libyaml.Parser.__name__ == '_PureEvents'\n"
    assert run(script) == run(READ + "show_all()\n")

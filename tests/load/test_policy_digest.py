"""The digest of a policy says what it demands, wherever it lies and whatever it is called."""

from pathlib import Path

import pytest

from deploylint.load.policy import load_policy

BASE = "policy: base\nextends: deploylint:essential\n"
STRICTER = "rules: {tests-pass: {severity: error}}\n"


def write(file: Path, text: str) -> str:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return str(file)


def test_a_policy_has_one_digest_by_every_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = write(tmp_path / "policies" / "base.yaml", BASE)
    second = write(tmp_path / "moved" / "renamed.yaml", BASE)
    monkeypatch.chdir(tmp_path)
    names = (first, second, "policies/base.yaml", "./moved/../policies/base.yaml")
    assert len({load_policy(name).digest for name in names}) == 1


def test_another_file_anywhere_among_its_layers_is_another_digest(tmp_path: Path) -> None:
    base = write(tmp_path / "base.yaml", BASE)
    top = write(tmp_path / "top.yaml", f"policy: top\nextends: ./base.yaml\n{STRICTER}")
    digests = {load_policy(base).digest, load_policy(top).digest}
    write(tmp_path / "base.yaml", f"{BASE}# another byte\n")
    digests |= {load_policy(base).digest, load_policy(top).digest}
    digests |= {load_policy("deploylint:essential").digest}
    assert len(digests) == 5

"""Writing schemas into a repository, and what to tell editors then."""

import os
from collections.abc import Iterator, Mapping, Sequence

from deploylint.cli.output import write_file
from deploylint.cli.schemaplace import FOLDER, copy_name
from deploylint.errors import UserError
from deploylint.load.library import PREFIX
from deploylint.load.settings import NAME, Settings, find_root, load_settings
from deploylint.report.escape import printable
from deploylint.schemas.texts import schema_text

PLANS = ("deploy/*.yaml",)
POLICIES = ("policies/*.yaml",)
TESTS = ("policies/tests/*.yaml",)
"""Patterns that stand for those of a repository whose settings name none."""

PATTERNS = ("plan", "policy", "policy-test", "settings")
"""The schemas of files that people write; files that deploylint writes name theirs."""


def write_schemas(names: Sequence[str], folder: str | None) -> Iterator[str]:
    """Write each schema that is not there yet as it should be; yield what to print.

    Raises UserError when one cannot be written.
    """
    root = find_root(os.getcwd())
    place = os.path.join(root, FOLDER) if folder is None else folder
    for name in names:
        path = os.path.join(place, copy_name(name))
        done = "unchanged" if _is_written(path, schema_text(name)) else "written"
        yield f"{printable(os.path.relpath(path))}: {done}\n"
    if chosen := [name for name in PATTERNS if name in names]:
        patterns = dict(zip(PATTERNS, _patterns(root), strict=True))
        inside = os.path.relpath(place, root)
        mapped = {f"./{inside}/{copy_name(name)}": patterns[name] for name in chosen}
        yield from _advice(mapped)


def _is_written(path: str, text: str) -> bool:
    """Return whether the file was as it should be; if not, it is now."""
    try:
        os.makedirs(os.path.dirname(path) or os.curdir, exist_ok=True)
        if os.path.isfile(path):
            with open(path, "rb") as file:
                if file.read() == text.encode():
                    return True
    except OSError as error:
        raise UserError(f"the schema cannot be written: {error.strerror}", path) from None
    write_file(path, (text,))
    return False


def _advice(mapped: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield what to tell editors, for schemas at the root of a repository and their files."""
    yield "\nCommit them, so that everybody has them. Then tell your editor once, with your own\n"
    yield "patterns in the place of these.\n"
    yield "\nVisual Studio Code, with the extension YAML by Red Hat, in .vscode/settings.json:\n\n"
    yield from _mapping(mapped, ('  "yaml.schemas": {', "    {}: [{}]", "  }"))
    yield "\nNeovim 0.11 with yaml-language-server, in init.lua:\n\n"
    opening = '  vim.lsp.config("yamlls", { settings = { yaml = { schemas = {'
    yield from _mapping(mapped, (opening, "    [{}] = {{ {} }}", "  } } } })"))
    yield "\nJetBrains IDEs: Settings, Languages & Frameworks, Schemas and DTDs, JSON Schema\n"
    yield "Mappings: add each of these files, with the same patterns.\n"
    yield "\nAny of them, without settings: a first line in the file that you edit, such as\n\n"
    yield f"  # yaml-language-server: $schema={printable(next(iter(mapped)))}\n"
    yield "\nwith the path as seen from that file. Whatever deploylint writes has such a line.\n"


def _patterns(root: str) -> Iterator[Sequence[str]]:
    """Yield which files each schema is for, as far as the settings say so."""
    try:
        settings = load_settings(root)
    except UserError:
        # the schemas help to mend them
        settings = Settings(root=root)
    own = settings.policy is not None and not settings.policy.startswith(PREFIX)
    yield settings.plans or PLANS
    yield (settings.policy,) if own and settings.policy else POLICIES
    yield TESTS
    yield (NAME,)


def _mapping(mapped: Mapping[str, Sequence[str]], frame: tuple[str, str, str]) -> Iterator[str]:
    """Yield a table from schemas to patterns as one editor writes it."""
    opening, line, closing = frame
    entries = (
        line.format(_quoted(place), ", ".join(map(_quoted, patterns)))
        for place, patterns in mapped.items()
    )
    yield f"{opening}\n"
    yield ",\n".join(entries)
    yield f"\n{closing}\n"


def _quoted(text: str) -> str:
    # few commands write JSON
    from json import dumps

    return printable(dumps(text, ensure_ascii=False))

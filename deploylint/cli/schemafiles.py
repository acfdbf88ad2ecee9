"""Writing schemas into a repository, and what to tell editors then."""

import os
from collections.abc import Iterator, Mapping, Sequence

from deploylint.cli.output import write_file
from deploylint.cli.schemaplace import FOLDER, copy_name
from deploylint.errors import UserError
from deploylint.load.library import PREFIX
from deploylint.load.settings import NAME, Settings, find_root, load_settings
from deploylint.read.files import read_bytes
from deploylint.report.escape import printable
from deploylint.schemas.texts import schema_text

PLANS = ("deploy/*.yaml",)
POLICIES = ("policies/*.yaml", "!*.test.yaml")
"""Patterns that stand for those of a repository whose settings name none.

Editors look for them at any depth, and tests lie beside policies; where the order counts, the last
pattern wins.
"""

TESTS = ("*.test.yaml", "*.test.yml")

THROUGH_A_LINK = "is a link, through which nothing is written"

PATTERNS = ("plan", "policy", "policy-test", "settings")
"""The schemas of files that people write; files that deploylint writes name theirs."""


def write_schemas(names: Sequence[str], folder: str | None) -> Iterator[str]:
    """Write each schema that is not there yet as it should be; yield what to print.

    Raises UserError, before anything is written, when one cannot be or something else is there.
    """
    root = find_root(os.getcwd())
    place = _place(root, folder)
    paths = {name: os.path.join(place, copy_name(name)) for name in names}
    done = {path: _is_as_it_should_be(path, schema_text(name)) for name, path in paths.items()}
    for name, path in paths.items():
        if not done[path]:
            _write(path, schema_text(name))
        shown = printable(os.path.relpath(path))
        yield f"{shown}: {'unchanged' if done[path] else 'written'}\n"
    if chosen := [name for name in PATTERNS if name in names]:
        patterns = dict(zip(PATTERNS, _patterns(root), strict=True))
        inside = os.path.relpath(place, root)
        mapped = {f"./{inside}/{copy_name(name)}": patterns[name] for name in chosen}
        yield from _advice(mapped)


def _place(root: str, folder: str | None) -> str:
    """Return the folder to write to. Raises UserError where nothing may be written."""
    if folder == "":
        raise UserError("--folder names no folder", None, "write --folder FOLDER, or leave it out")
    place = os.path.relpath(os.path.join(root, FOLDER)) if folder is None else folder
    if folder is None and os.path.islink(place):
        raise UserError(THROUGH_A_LINK, place, "remove it, or name the folder with --folder")
    if os.path.lexists(place) and not os.path.isdir(place):
        raise UserError("is no folder, so schemas cannot be written there", place)
    return place


def _is_as_it_should_be(path: str, text: str) -> bool:
    """Say whether the schema is there; raise UserError when something else is there."""
    if not os.path.lexists(path):
        return False
    if os.path.islink(path):
        raise UserError(THROUGH_A_LINK, path, "remove it, and it is written anew")
    data = read_bytes(path)
    if data == text.encode():
        return True
    if _title(data) != _title(text.encode()):
        message = "is no schema of this program, so it is not overwritten"
        raise UserError(message, path, "move it, or write schemas elsewhere with --folder")
    return False


def _title(data: bytes) -> object:
    """Return how a schema calls itself, in every version; None for anything else."""
    # few commands read JSON
    from json import loads

    try:
        schema = loads(data)
    except (ValueError, RecursionError):
        return None
    return schema.get("title") if isinstance(schema, dict) else None


def _write(path: str, text: str) -> None:
    try:
        os.makedirs(os.path.dirname(path) or os.curdir, exist_ok=True)
    except OSError as error:
        raise UserError(f"the schema cannot be written: {error.strerror}", path) from None
    write_file(path, (text,), "schema")


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
    yield "Mappings: add each of these files, with the same patterns. They know no `!`, so name\n"
    yield "policies one by one where tests lie beside them.\n"
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

"""Which files of a tree are code that may use the database, by their paths.

Left out is what never runs with the program: documentation, translations, lock files, style sheets,
pictures, foreign packages and dumps of the schema that a tool writes. So are tests: one that still
names a dropped column breaks nobody's deploy. A test is told by a name that the tool behind it goes
by, or by its folder; a folder that holds migrations is an app, whatever it is called. In doubt a
file is code.
"""

import re
from collections.abc import Collection

ANYWHERE = frozenset(("node_modules", "bower_components", "third_party"))
"""Folders of foreign packages, wherever they lie."""

AT_THE_TOP = frozenset(("vendor", "docs", "doc"))
"""Folders that mean this only at the top: deeper, a shop may well have vendors."""

TESTS = frozenset(("test", "tests", "__tests__", "testdata"))
TRANSLATIONS = frozenset(("locale", "locales", "translations", "i18n", "lang"))

NO_CODE = re.compile(
    r"""
    \.(?: md | mdx | markdown | rst | adoc | asciidoc                   # documentation
        | po | pot | mo | xlf | xliff                                   # translations
        | css | scss | sass | less | min\.js | map                      # of the browser
        | png | jpe?g | gif | ico | svg | webp | avif | bmp | woff2? | ttf | otf | eot
        | mp[34] | webm | ogg | wav | pdf | zip | gz | tgz | bz2 | xz | jar | csv | tsv
        | lock | lockb | sum | dbml )$
    | (?:^|/)(?: changelog | changes | history | news | release[-_]?notes )(?:\.[a-z]+)?$
    | (?:^|/)(?: package-lock\.json | npm-shrinkwrap\.json | pnpm-lock\.yaml )$
    | (?:^|/)(?: [a-z0-9_]*structure\.sql | schema\.sql )$
    | (?:^|/)db/(?: [a-z0-9_]+_ )? schema\.rb$
    | _test\.(?:go|rb|exs)$ | _spec\.rb$ | \.(?:test|spec)\.[cm]?[jt]sx?$ | ^spec/.*\.rb$
    """,
    re.VERBOSE | re.IGNORECASE,
)
TRANSLATED = (".json", ".yml", ".yaml", ".properties", ".php", ".toml", ".arb")
"""What translations are kept in; code in the same folder ends otherwise."""


def is_code(path: str, apps: Collection[str] = ()) -> bool:
    """Say whether a file may hold code that uses the database.

    `path` is relative to the top of the repository; `apps` are folders, of whatever name, that
    hold migrations somewhere below.
    """
    if NO_CODE.search(path):
        return False
    folders = path.split("/")[:-1]
    if not ANYWHERE.isdisjoint(folders):
        return False
    if path.endswith(TRANSLATED) and not TRANSLATIONS.isdisjoint(folders):
        return False
    aside = {"/".join(folders[: at + 1]) for at, name in enumerate(folders) if name in TESTS}
    if folders[:1] and folders[0] in AT_THE_TOP:
        aside.add(folders[0])
    return aside <= set(apps)


def apps_of(migrations: Collection[str]) -> frozenset[str]:
    """Return every folder above the files of migrations."""
    found: set[str] = set()
    for path in migrations:
        folder = path.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return frozenset(found)

"""What is read of changelogs in the forms that are in use, and where they are looked for."""

from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.collect.around import Around, Question
from deploylint.collect.changelog import KNOWN, collect
from deploylint.errors import UnavailableError, UserError
from deploylint.facts.changelog import Changelogs, Entry, Group, Section
from deploylint.formats.keepachangelog import read_changelog
from deploylint.model.evidence import Kind, Place
from deploylint.model.location import Location
from deploylint.read.digest import digest_of
from tests.evidence.repository import repository

DAY = date(2026, 11, 20)


def sections(text: str, name: str = "CHANGELOG.md") -> tuple[Section, ...]:
    return read_changelog(dedent(text).encode(), name).content.sections


def outline(text: str, name: str = "CHANGELOG.md") -> list[str]:
    """Return each section on one line: version, line, day, groups with their number of entries."""
    found = []
    for section in sections(text, name):
        groups = [f"{group.name or '-'} {len(group.entries)}" for group in section.groups]
        parts = [section.version or "unreleased", f"line {section.line}", str(section.day)]
        found.append(", ".join([*parts, *(["yanked"] if section.yanked else []), *groups]))
    return found


def test_a_whole_changelog_is_read() -> None:
    text = """\
    # Changelog

    All changes, see [Keep a Changelog](https://keepachangelog.com/en/1.1.0/).

    ## [Unreleased]

    ## [1.2.0] - 2026-11-20

    ### Added

    - Exports as CSV,
      with headings
      - in German too
    * Login

    ### Removed
    - XML

    ## [1.1.9] - 2026-10-01 [YANKED]

    A single fix.

    [unreleased]: https://example.com/compare/v1.2.0...HEAD
    [1.2.0]: https://example.com/compare/v1.1.9...v1.2.0
    """
    assert sections(text) == (
        Section("", 5),
        Section(
            "1.2.0",
            7,
            "- 2026-11-20",
            DAY,
            groups=(
                Group(
                    "Added",
                    9,
                    (
                        Entry("Exports as CSV, with headings", 11),
                        Entry("in German too", 13),
                        Entry("Login", 14),
                    ),
                ),
                Group("Removed", 16, (Entry("XML", 17),)),
            ),
        ),
        Section(
            "1.1.9",
            19,
            "- 2026-10-01 YANKED",
            date(2026, 10, 1),
            yanked=True,
            groups=(Group("", 19, (Entry("A single fix.", 21),)),),
        ),
    )


HEADINGS = [
    ("## [1.2.0] - 2026-11-20", "1.2.0", DAY),
    ("## [v1.2.0] - 2026-11-20", "v1.2.0", DAY),
    ("## 1.2.0 - 2026-11-20", "1.2.0", DAY),
    ("## 1.2.0 \u2013 2026-11-20", "1.2.0", DAY),
    ("## 1.2.0 / 2026-11-20", "1.2.0", DAY),
    ("## 1.2.0 2026-11-20 ##", "1.2.0", DAY),
    ("# v1.2.0 (2026-11-20)", "v1.2.0", DAY),
    ("## [1.2.0](https://example.com/compare/v1.1.9...v1.2.0) (2026-11-20)", "1.2.0", DAY),
    ("### [1.2.0](https://example.com/compare/v1.1.9...v1.2.0) (2026-11-20)", "1.2.0", DAY),
    ('## <a name="1.2.0"></a>1.2.0 (2026-11-20)', "1.2.0", DAY),
    ("## **1.2.0** - 2026-11-20", "1.2.0", DAY),
    ("## `1.2.0`", "1.2.0", None),
    ("## [1.2.0][] - 2026-11-20", "1.2.0", DAY),
    ("## 1.2.0: 2026-11-20", "1.2.0", DAY),
    ("## Version 1.2.0 (2026-11-20)", "1.2.0", DAY),
    ("## exports 1.2.0 (2026-11-20)", "1.2.0", DAY),
    ("## exports@1.2.0", "1.2.0", None),
    ("## @acme/exports@1.2.0", "1.2.0", None),
    ("## exports-v1.2.0", "v1.2.0", None),
    ("## 1.2.0-rc.1 - 2026-11-20", "1.2.0-rc.1", DAY),
    ("## 1.2.0rc1", "1.2.0rc1", None),
    ("## 1.2.0+5", "1.2.0+5", None),
    ("## 1.2", "1.2", None),
    ("## 1.2.0 - The big one", "1.2.0", None),
    ("## 1.2.0 The big one", "1.2.0", None),
    ("## 1.2.0 - 20 November 2026", "1.2.0", DAY),
    ("## 1.2.0 (November 20, 2026)", "1.2.0", DAY),
    ("## 1.2.0 / Nov 20 2026", "1.2.0", DAY),
    ("## 1.2.0 - Friday, Nov. 20th, 2026", "1.2.0", DAY),
    ("## 1.2.0 - 20th of november 2026", "1.2.0", DAY),
    ("### 1.2.0 20 Nov. 2026", "1.2.0", DAY),
    ("### Version 1.2.0 November 20, 2026", "1.2.0", DAY),
    ("## 1.2.0 - 31 November 2026", "1.2.0", None),
    ("## 1.2.0 - November 2026", "1.2.0", None),
    ("## 1.2.0 - 20 Novembers 2026", "1.2.0", None),
    ("## 1.2.0 - 120 November 2026", "1.2.0", None),
    ("## 1.2.0 - 20 November 20261", "1.2.0", None),
    ("## 1.2.0 (11/20/2026)", "1.2.0", None),
    ("## 1.2.0 - 2026-13-20", "1.2.0", None),
    ("  ## 1.2.0", "1.2.0", None),
    ("##\t1.2.0", "1.2.0", None),
    ("1.2.0 (2026-11-20)\n==================", "1.2.0", DAY),
    ("1.2.0\n-----", "1.2.0", None),
    ("## Unreleased", "", None),
    ("## [Unreleased](https://example.com)", "", None),
    ("## UNRELEASED:", "", None),
]


@pytest.mark.parametrize(("heading", "version", "day"), HEADINGS, ids=[h[0] for h in HEADINGS])
def test_headings_of_versions(heading: str, version: str, day: date | None) -> None:
    (section,) = sections(f"# Changelog\n\n{heading}\n\n- Exports\n")
    assert (section.version, section.day, section.line) == (version, day, 3)
    assert [entry.text for entry in section.entries] == ["Exports"]


OTHERS = [
    pytest.param("#1.2.0", id="no-blank"),
    pytest.param("####### 1.2.0", id="seven-signs"),
    pytest.param("#### 1.2.0", id="too-low"),
    pytest.param("    ## 1.2.0", id="indented-code"),
    pytest.param("\t## 1.2.0", id="tab"),
    pytest.param("- ## 1.2.0", id="in-a-list"),
    pytest.param("> ## 1.2.0", id="quoted"),
    pytest.param("```\n## 1.2.0\n```", id="fenced"),
    pytest.param("~~~~ text\n```\n## 1.2.0\n~~~\n~~~~~", id="fenced-by-more"),
    pytest.param("```\n## 1.2.0", id="fence-without-end"),
    pytest.param("<!-- ## 1.2.0 -->", id="commented"),
    pytest.param("<!--\n## 1.2.0\n-->", id="commented-over-lines"),
    pytest.param("<!--\n## 1.2.0", id="comment-without-end"),
    pytest.param("## Upgrading to 1.2.0 or later", id="sentence"),
    pytest.param("## Python 3.12 support", id="another-version"),
    pytest.param("### 1.2.0 is not supported", id="low-with-words"),
    pytest.param("## 2026-11-20", id="day-alone"),
    pytest.param("## 1.2.0..1.3.0", id="range"),
    pytest.param("##", id="empty"),
    pytest.param("- 1.2.0\n-------", id="list-item-above-a-line"),
    pytest.param("[1.2.0]: https://example.com", id="definition"),
]


@pytest.mark.parametrize("text", OTHERS)
def test_what_is_no_heading_of_a_version(text: str) -> None:
    assert outline(f"Text\n\n{text}") == []


FORMS = [
    pytest.param(
        """\
        # [2.0.0](https://example.com/compare/v1.1.9...v2.0.0) (2026-11-20)

        ### ⚠ BREAKING CHANGES

        * drop XML

        ### Features

        * exports ([1234567](https://example.com/commit/1234567))

        ## [1.1.9](https://example.com/compare/v1.1.8...v1.1.9) (2026-10-01)

        ### Bug Fixes

        * login
        """,
        ["2.0.0, line 1, 2026-11-20, ⚠ BREAKING CHANGES 1, Features 1",
         "1.1.9, line 11, 2026-10-01, Bug Fixes 1"],
        id="conventional-changelog",
    ),
    pytest.param(
        """\
        ### [1.1.10](https://example.com) (2026-11-20)


        ### Bug Fixes

        * login

        ### [1.1.9](https://example.com) (2026-10-01)
        """,
        ["1.1.10, line 1, 2026-11-20, Bug Fixes 1", "1.1.9, line 8, 2026-10-01"],
        id="standard-version-patches",
    ),
    pytest.param(
        """\
        # @acme/exports

        ## 1.2.0

        ### Minor Changes

        - 1234567: Exports

        ### Patch Changes

        - Updated dependencies
        """,
        ["1.2.0, line 3, None, Minor Changes 1, Patch Changes 1"],
        id="changesets",
    ),
    pytest.param(
        """\
        ## Version 1.2.0

        Released 2026-11-20

        -   one

        ## Version 1.1.9
        **Release date: 2026-10-01**
        - two

        ## Version 1.1.8 (2026-09-01)

        Unreleased

        ## Version 1.1.7

        Released 2026-08-01 with love
        """,
        ["1.2.0, line 1, 2026-11-20, - 1", "1.1.9, line 7, 2026-10-01, - 1",
         "1.1.8, line 11, 2026-09-01", "1.1.7, line 15, None, - 1"],
        id="day-below-the-heading",
    ),
    pytest.param(
        """\
        ## 1.2.0

        - one

        ## How to upgrade

        - two
        """,
        ["1.2.0, line 1, None, - 1"],
        id="another-heading-ends-the-section",
    ),
    pytest.param(
        """\
        ## 1.2.0
        ## 1.1.9
        ### Fixed
        ## 1.2.0
        """,
        ["1.2.0, line 1, None", "1.1.9, line 2, None, Fixed 0", "1.2.0, line 4, None"],
        id="empty-and-twice",
    ),
    pytest.param(
        "## 1.2.0\r\n\r\n### Added\r\n- one\r\n\r\n<!-- ## 1.1.9 -->\r\n- two\r\n",
        ["1.2.0, line 1, None, Added 2"],
        id="windows-line-ends",
    ),
    pytest.param(
        """\
        ## 1.2.0
        <!-- write here -->
        - shown <!-- not --> again
        - opens with `<!--`
        - <!-- nothing -->

        ```yaml
        ## 1.1.9
        a: 1
        ```
        """,
        ["1.2.0, line 1, None, - 3"],
        id="comments-and-code",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FORMS)
def test_forms_of_changelogs(text: str, expected: list[str]) -> None:
    assert outline(text) == expected


def test_restructured_text_is_read() -> None:
    text = """\
    =========
    Changelog
    =========

    .. towncrier release notes start

    exports 1.2.0 (2026-11-20)
    ==========================

    Features
    --------

    - Exports,
      with headings
    - Login

    exports 1.1.9
    =============

    No significant changes.
    """
    assert outline(text, "CHANGES.rst") == [
        "1.2.0, line 7, 2026-11-20, Features 2",
        "1.1.9, line 17, None, - 1",
    ]


def test_a_byte_order_mark_is_no_trouble() -> None:
    assert read_changelog(b"\xef\xbb\xbf## 1.2.0", "a.md").content.sections == (
        Section("1.2.0", 1),
    )


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"\n\n## 1.2.0\xff", "is not encoded in UTF-8; save it so", id="latin-1"),
        pytest.param(b"## 1.2.0\n\0", "is no text: it holds a NUL byte", id="binary"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(UserError) as refused:
        read_changelog(data, "CHANGELOG.md")
    assert refused.value.message == message


pieces = st.sampled_from(
    ["## [1.2.0] - 2026-11-20", "# ", "```", "~~~", "<!--", "-->", "\n", "\r\n", "---", "===", "- ",
     "    ", "\t", "[a]: b", "[Unreleased]", "### Added", "1.2.0", "YANKED", "\\", "`"]
)  # fmt: skip
texts = st.text() | st.lists(pieces | st.text(max_size=5)).map("".join)


@given(texts, st.sampled_from(["a.md", "a.rst"]))
def test_any_text_is_read(text: str, name: str) -> None:
    if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        return
    count = len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    lines = [section.line for section in read_changelog(text.encode(), name).content.sections]
    assert lines == sorted(lines)
    assert all(1 <= line <= count for line in lines)


@given(st.binary())
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    readable = b"\0" not in data and data.decode("utf-8", "ignore").encode() == data
    try:
        read_changelog(data, "CHANGELOG.md")
    except UserError:
        assert not readable
    else:
        assert readable


numbers = st.integers(0, 999).map(str)
versions = st.tuples(numbers, numbers, numbers).map(".".join)
entries = st.lists(
    st.text("abc é,.`*", min_size=1, max_size=20).map(lambda text: f"x{text}y"), min_size=1
)
MARKDOWN = ("## [{}] - 2026-11-20", "## {}", "# v{} (2026-11-20)", "### [{}](u) (2026-11-20)")


@given(
    st.lists(st.tuples(versions, entries), min_size=1, unique_by=lambda pair: pair[0]),
    st.sampled_from(MARKDOWN),
    st.sampled_from(["\n", "\r\n"]),
)
def test_what_is_written_is_found(
    written: list[tuple[str, list[str]]], heading: str, end: str
) -> None:
    lines = ["# Changelog", ""]
    for version, said in written:
        lines += [
            heading.format(version),
            "",
            "#### Added",
            "",
            *(f"- {text}" for text in said),
            "",
        ]
    found = read_changelog(end.join(lines).encode(), "CHANGELOG.md").content.sections
    assert [section.version.removeprefix("v") for section in found] == [v for v, _ in written]
    assert [[e.text for e in section.entries] for section in found] == [said for _, said in written]


TEXT = "# Changelog\n\n## 1.2.0\n\n- Exports\n"


def collected(path: Path, *named: str) -> Changelogs:
    at = Location("plan.yaml", 3, 5)
    places = ((Kind.CHANGELOG.value, tuple(Place(one, at) for one in named)),) if named else ()
    return collect(Around(Question(root=str(path), version="v1.2.0", places=places)))


def found(path: Path, *named: str) -> list[tuple[str, int | str]]:
    """Return the files that are read, each with its number of sections or why it is not."""
    return [
        (piece.source.path, piece.problem or len(piece.content.sections if piece.content else ()))
        for piece in collected(path, *named).pieces
    ]


def test_it_is_read_from_the_commit(tmp_path: Path) -> None:
    repo = repository(tmp_path / "repo")
    commit = repo.commit({"CHANGELOG.md": TEXT})
    repo.write({"CHANGELOG.md": "changed"})
    (piece,) = collected(repo.path).pieces
    source = piece.source
    assert (source.path, source.named, source.commit) == ("CHANGELOG.md", None, commit)
    assert source.digest == digest_of(TEXT.encode())
    assert piece.content == read_changelog(TEXT.encode(), "CHANGELOG.md").content


def test_a_file_that_is_not_committed_does_not_count(tmp_path: Path) -> None:
    repo = repository(tmp_path / "repo")
    repo.commit({"a": ""})
    repo.write({"CHANGELOG.md": TEXT})
    assert collected(repo.path).pieces == ()
    assert collected(repo.path).searched == KNOWN
    (missing,) = collected(repo.path, "CHANGELOG.md").missing
    assert missing.why == f"is not in the commit {repo.head[:7]}; commit it"


def test_the_first_usual_name_counts(tmp_path: Path) -> None:
    repo = repository(tmp_path / "repo")
    repo.commit({"NEWS.md": TEXT, "docs/CHANGELOG.md": TEXT, "CHANGES.rst": "1.2.0\n=====\n"})
    assert found(repo.path) == [("CHANGES.rst", 1)]


def test_a_link_stands_for_its_file(tmp_path: Path) -> None:
    repo = repository(tmp_path / "repo")
    repo.write({"docs/log.md": TEXT})
    (repo.path / "docs/changes.md").symlink_to("log.md")
    (repo.path / "CHANGELOG.md").symlink_to("docs/changes.md")
    (repo.path / "NEWS.md").symlink_to("../../etc/passwd")
    (repo.path / "round").symlink_to("round")
    repo.commit()
    assert found(repo.path) == [("CHANGELOG.md", 1)]
    assert found(repo.path, "NEWS.md") == found(repo.path, "round") == []


def test_places_that_are_named(tmp_path: Path) -> None:
    repo = repository(tmp_path / "repo")
    large = b"x" * 4_000_001
    repo.commit({"a/LOG.md": TEXT, "b/LOG.md": b"\xff", "b/c/LOG.md": "", "big.md": large})
    assert found(repo.path, "./a/LOG.md") == [("a/LOG.md", 1)]
    assert found(repo.path, "*/LOG.md", "a/LOG.md") == [
        ("a/LOG.md", 1),
        ("b/LOG.md", "is not encoded in UTF-8; save it so (line 1)"),
    ]
    assert found(repo.path, "**/LOG.md")[-1] == ("b/c/LOG.md", 0)
    assert found(repo.path, "big.md") == [("big.md", "is larger than 4 MB, the most that is read")]


def test_places_that_lead_to_nothing(tmp_path: Path) -> None:
    repo = repository(tmp_path / "repo")
    repo.commit({"CHANGELOG.md": TEXT, "docs/a": ""})
    commit = f"is not in the commit {repo.head[:7]}"
    outside = "does not stay inside the repository; write it relative to the root"
    places = ("nothing.md", "*.rst", "docs", "../x.md", "/etc/passwd", "docs/../../x")
    missing = collected(repo.path, *places).missing
    assert [(gap.place.pattern, gap.why) for gap in missing] == [
        ("nothing.md", commit),
        ("*.rst", commit),
        ("docs", f"{commit}; commit it"),
        ("../x.md", outside),
        ("/etc/passwd", outside),
        ("docs/../../x", outside),
    ]


def test_a_project_in_a_folder_has_its_own(tmp_path: Path) -> None:
    repo = repository(tmp_path / "repo")
    repo.commit({"CHANGELOG.md": "", "api/CHANGELOG.md": TEXT, "web/a": ""})
    assert found(repo.path / "api") == [("CHANGELOG.md", 1)]
    assert found(repo.path / "web") == []
    assert found(repo.path / "api", "*.md") == [("CHANGELOG.md", 1)]


def test_outside_a_repository_the_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "CHANGES.md").write_text(TEXT)
    (tmp_path / "LOG.md").write_text(TEXT)
    assert found(tmp_path) == [("CHANGES.md", 1)]
    assert collected(tmp_path).searched == KNOWN
    assert collected(tmp_path).release is None
    assert found(tmp_path, "LOG.md") == [("LOG.md", 1)]
    (gap,) = collected(tmp_path, "nothing.md").missing
    assert gap.why == "does not exist"


def test_a_repository_without_a_commit_has_none(tmp_path: Path) -> None:
    repository(tmp_path / "repo").write({"CHANGELOG.md": TEXT})
    with pytest.raises(UnavailableError, match="no commit yet"):
        collected(tmp_path / "repo")

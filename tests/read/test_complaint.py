"""What libyaml refuses, in words a person understands: place, problem, hint."""

import pytest

from deploylint.errors import UserError
from deploylint.read.yaml import read_documents

TABS = "replace the tabs at the beginning of lines by spaces"
CLOSE = "close it where the text ends"
WHOLE = (
    "put the quotes around the whole text, write '' for an apostrophe in single "
    "quotes, and see that every quote above is closed"
)
BRACKET = "the `[` was opened in line 1; text that holds brackets, commas or colons needs quotes"
BRACE = "the `{` was opened in line 1; text that holds brackets, commas or colons needs quotes"
REMOVE = "remove it; if this is text, put it in quotes"
END = "remove it, or begin another document with the line `---`"
QUOTE = "if this is text, put it in quotes"
KEY = "check the indentation, and that the key above is followed by `: ` (colon and space)"
COLON = "add the `: `, or indent the line more than the key that it belongs to"
ALIGN = "align it with what it belongs to; what it stands in begins in line 1"
LIST = "begin the list in the next line; if this is text, put it in quotes"
QUOTES = "put the text in quotes"
BLOCK = "begin the text in the next line; if this is text, put it in quotes"
BACKSLASH = "write \\\\ for a backslash, or use single quotes, in which a backslash is only that"
NUMBER = "write the character itself, or its whole number: \\xE9, \\u20AC, \\U0001F600"

CASES = [
    pytest.param(
        b"a:\n\tb: 1\n",
        "2:1: this line is indented with a tab, YAML allows only spaces there",
        TABS,
        id="tab-indentation",
    ),
    pytest.param(
        b"a: b\n\tc: d\n",
        "2:1: this line is indented with a tab, YAML allows only spaces there",
        TABS,
        id="tab-under-a-text",
    ),
    pytest.param(
        b"a:\n-\tb: 1\n",
        "2:2: a tab stands where YAML allows only spaces",
        TABS,
        id="tab-after-a-dash",
    ),
    pytest.param(
        b"a: |\n\tb\n",
        "2:1: this line is indented with a tab, YAML allows only spaces there",
        TABS,
        id="tab-in-block-text",
    ),
    pytest.param(
        b"\ta: 1\n",
        "1:1: this line is indented with a tab, YAML allows only spaces there",
        TABS,
        id="tab-at-the-top",
    ),
    pytest.param(
        b'a: "foo\nb: 1\n',
        '1:4: the quote " that opens here is never closed',
        CLOSE,
        id="quote-open",
    ),
    pytest.param(
        b"a: 'foo\n---\nb\n",
        "1:4: the quote ' that opens here is never closed",
        CLOSE,
        id="quote-open-at-marker",
    ),
    pytest.param(
        b"a: 'don't'\n",
        "1:9: this follows a text that ended with the quote '",
        WHOLE,
        id="apostrophe-in-quotes",
    ),
    pytest.param(
        b'a: "foo" bar\n',
        '1:10: this follows a text that ended with the quote "',
        WHOLE,
        id="text-after-a-quote",
    ),
    pytest.param(
        b"- 'x' y\n- z\n",
        "1:7: this follows a text that ended with the quote '",
        WHOLE,
        id="text-after-a-quote-in-a-list",
    ),
    pytest.param(
        b"'a: 1\nb: 'c'\n",
        "2:5: this follows a text that ended with the quote '",
        WHOLE,
        id="quote-closed-by-the-next-one",
    ),
    pytest.param(
        b"a:\n  - [x, y\n",
        "2:5: the `[` that opens here is never closed",
        "add the `]`; if this is text, put it in quotes",
        id="bracket-open",
    ),
    pytest.param(
        b"a: [x, y\nb: 1\n",
        "2:2: a `,` or `]` is missing before this",
        BRACKET,
        id="bracket-open-before-a-key",
    ),
    pytest.param(
        b"a: {x: 1\n",
        "1:4: the `{` that opens here is never closed",
        "add the `}`; if this is text, put it in quotes",
        id="brace-open",
    ),
    pytest.param(
        b'{"a": 1\n "b": 2}\n',
        "2:5: a `,` or `}` is missing before this",
        BRACE,
        id="comma-missing",
    ),
    pytest.param(
        b'{"a": 1,, "b": 2}\n',
        "1:9: `,` stands where a value is expected",
        REMOVE,
        id="comma-twice",
    ),
    pytest.param(
        b"[a]]\n", "1:4: this follows the end of the document", END, id="bracket-closed-twice"
    ),
    pytest.param(
        b"a: ]\n", "1:4: `]` stands where a value is expected", REMOVE, id="bracket-stray"
    ),
    pytest.param(
        b"a: [tag/version] b\n",
        "1:18: this follows a value that has ended",
        "if all is one text, quote it all",
        id="text-after-a-bracket",
    ),
    pytest.param(
        b"{a:[1]}\n", "1:3: a space is missing after this `:`", QUOTE, id="space-missing-in-braces"
    ),
    pytest.param(
        b"rollback_plan: Revert to v1.1.9: then run\n",
        "1:32: a second `: ` stands in this line",
        "if what follows the first is text, put it in quotes",
        id="colon-in-text",
    ),
    pytest.param(
        b"a: foo\n  b: bar\n",
        "2:3: a key cannot stand here, because the text in the line above goes on",
        KEY,
        id="key-under-a-text",
    ),
    pytest.param(
        b"a:1\nb: 2\n",
        "2:1: a key cannot stand here, because the text in the line above goes on",
        KEY,
        id="space-missing-after-a-key",
    ),
    pytest.param(
        b"k" * 1025 + b": 1\n",
        "1:1026: the key before this is longer than 1024 characters",
        QUOTE,
        id="key-too-long",
    ),
    pytest.param(
        b"a: 1\nb\nc: 2\n",
        "2:1: this line is neither `key: value` nor does it continue the text above",
        COLON,
        id="colon-missing",
    ),
    pytest.param(
        b"a:\n    b: 1\n  c: 2\n",
        "3:3: the indentation of this line fits nothing above it",
        ALIGN,
        id="indentation",
    ),
    pytest.param(
        b"a: 1\n- b\n",
        "2:1: a list item stands among the keys of the mapping that begins in line 1",
        "put the list under a key of its own",
        id="item-among-keys",
    ),
    pytest.param(
        b"- a\nb: 1\n",
        "2:1: this line is no item of the list that begins in line 1",
        "begin it with `- `, or indent it like what it belongs to",
        id="key-among-items",
    ),
    pytest.param(
        b"a: - b\n", "1:4: a list item cannot stand here", LIST, id="list-in-the-line-of-its-key"
    ),
    pytest.param(
        b"a: ? b\n",
        "1:4: `? ` begins a key, and a key cannot stand here",
        QUOTE,
        id="question-in-the-line-of-its-key",
    ),
    pytest.param(
        b"a: @x\n", "1:4: a text without quotes cannot begin with @", QUOTES, id="at-sign"
    ),
    pytest.param(
        b"a: `x`\n", "1:4: a text without quotes cannot begin with `", QUOTES, id="backtick"
    ),
    pytest.param(
        b"a: %x\n", "1:4: a text without quotes cannot begin with %", QUOTES, id="percent"
    ),
    pytest.param(
        b"%x\n---\na\n",
        "1:1: a line that begins with `%` is a directive, and this one is not understood",
        REMOVE,
        id="percent-at-the-top",
    ),
    pytest.param(
        b"%YAML 2.0\n---\na\n",
        "1:1: a line that begins with `%` is a directive, and this one is not understood",
        REMOVE,
        id="other-yaml-version",
    ),
    pytest.param(
        b"a: *.txt\n", "1:4: `*` begins an alias, but no name follows", QUOTE, id="asterisk"
    ),
    pytest.param(
        b"a: & b\n", "1:4: `&` begins an anchor, but no name follows", QUOTE, id="ampersand"
    ),
    pytest.param(
        b"a: >5%\n",
        "1:6: this cannot follow `>`, after which a text of several lines begins",
        BLOCK,
        id="greater-than",
    ),
    pytest.param(
        b"a: |x\n",
        "1:5: this cannot follow `|`, after which a text of several lines begins",
        BLOCK,
        id="pipe",
    ),
    pytest.param(
        b'a: "C:\\dir"\n', "1:7: `\\d` stands for no character", BACKSLASH, id="backslash"
    ),
    pytest.param(b'a: "\\xZZ"\n', "1:5: `\\xZZ` stands for no character", NUMBER, id="hexadecimal"),
    pytest.param(
        b'a: "\\UFFFFFFFF"\n',
        "1:5: `\\UFFFFFFFF` stands for no character",
        NUMBER,
        id="beyond-unicode",
    ),
    pytest.param(
        b'a: "\\ud83d\\ude00"\n',
        "1:5: `\\ud83d` stands for no character",
        NUMBER,
        id="surrogate-pair-in-yaml",
    ),
    pytest.param(
        b'{"a": "\\ud83d\\ude00",\n "b": "\\ude00"}\n',
        "2:8: `\\ude00` stands for no character",
        NUMBER,
        id="surrogate-alone-in-json",
    ),
    pytest.param(
        b"a: !x!y z\n",
        "1:4: `!` begins a tag, and this one is not understood",
        QUOTE,
        id="tag-of-an-unknown-handle",
    ),
    pytest.param(
        b"a: !<x\n",
        "1:4: `!` begins a tag, and this one is not understood",
        QUOTE,
        id="tag-unfinished",
    ),
    pytest.param(
        b"a: 1\nb: !%ed%a0%80 x\n",
        "2:4: this tag holds an escape that is no character",
        "remove the tag",
        id="tag-with-a-strange-escape",
    ),
    pytest.param(
        b"a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> x\n",
        "2:1: a conflict marker of git stands here",
        "resolve the conflict first",
        id="conflict-marker",
    ),
    pytest.param(
        b"{a: 1}\n{b: 2}\n",
        "2:1: this follows the end of the document",
        END,
        id="two-values-without-marker",
    ),
]


@pytest.mark.parametrize(("data", "problem", "hint"), CASES)
def test_says_what_stands_there_and_what_to_do(data: bytes, problem: str, hint: str) -> None:
    with pytest.raises(UserError) as caught:
        read_documents(data, "plan.yaml")
    assert str(caught.value) == f"plan.yaml:{problem}\n  hint: {hint}"

"""Which texts hold a secret; the secrets are put together here, so no scanner stops."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.model.secrets import Secret, masked, secrets_in, veiled

LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"
UPPER = "ABCDEFGHIJKLMNOP"

WRITTEN = {
    "private-key": "-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabcd\n-----END RSA PRIVATE KEY-----",
    "private-key-without-end": "-----BEGIN " + "PRIVATE KEY-----\nMIIE",
    "aws": "AKIA" + UPPER,
    "github": "ghp_" + LETTERS,
    "github-fine-grained": "github_pat_" + LETTERS,
    "gitlab": "glpat-" + LETTERS[:20],
    "slack": "xoxb-" + "123456789012-" + LETTERS[:10],
    "slack-webhook": "https://hooks.slack.com/services/T000/B000/" + LETTERS[:24],
    "stripe": "sk_live_" + LETTERS[:24],
    "jwt": "eyJ" + LETTERS[:12] + ".eyJ" + LETTERS[:12] + "." + LETTERS[:20],
    "google": "AIza" + LETTERS[:35],
    "npm": "npm_" + LETTERS,
    "address": "postgres://app:hunter2@db:5432/app",
    "assignment": "PASSWORD=hunter2",
    "assignment-in-quotes": 'secret = "swordfish"',
    "query": "https://example.com/hook?token=abc123",
    "yaml-like": "password: hunter2hunter2",
    "option": "deploy --api-key 9f8e7d6c",
    "bearer": "Authorization: Bearer " + LETTERS[:20],
    "basic": "Authorization: Basic " + "b3BzOmh1bnRlcjI=",
    "curl": "curl -fsS -u ops:hunter2 https://example.com",
    "french": "mot de passe = hunter2",
    "postgres": "CREATE USER a PASSWORD 'hunter2'",
    "postgres-encrypted": "alter role a with encrypted password 'hunter2' valid until 'infinity'",
    "postgres-of-several-lines": "alter role a\n  with encrypted\n  password 'hunter2'",
    "postgres-escapes": "ALTER USER a PASSWORD E'hun\\'ter2'",
    "postgres-dollars": "ALTER USER a PASSWORD $pw$hunter2$pw$",
    "sql-doubled-quote": "ALTER USER a PASSWORD 'hunter''s,swordfish'",
    "sql-of-words": "ALTER USER a PASSWORD 'correct horse battery'",
    "sql-in-a-text": r"op.execute('ALTER USER a PASSWORD \'hunter2\'')",
    "sql-server": "CREATE LOGIN a WITH PASSWORD = N'hunter2', CHECK_POLICY = OFF",
    "mysql": "CREATE USER 'a'@'%' IDENTIFIED BY 'hunter2'",
    "mysql-plugin": "ALTER USER a IDENTIFIED WITH caching_sha2_password BY 'hunter2'",
    "mysql-set": "SET PASSWORD FOR 'a'@'%' = PASSWORD('hunter2')",
    "mysql-double-quotes": 'GRANT ALL ON db.* TO a IDENTIFIED BY "hunter2"',
    "oracle": "CREATE USER scott IDENTIFIED BY hunter2Zebra99",
    "oracle-in-lines": "CREATE USER scott\n  IDENTIFIED BY hunter2Zebra99",
    "mysql-in-lines": "CREATE USER 'a'@'%'\nIDENTIFIED BY 'hunter2'",
    "sql-in-quoted-lines": r"""reason: "ALTER ROLE a\nPASSWORD 'hunter2'\"""",
    "token-in-quoted-lines": r"reason: \"with\n" + "ghp_" + "a1b2c3d4e5" * 4 + '"',
    "oracle-in-a-text": r"""op.execute('ALTER USER a IDENTIFIED BY \"hunter2\"')""",
    "oracle-in-a-piece": 'op.execute(\n    "IDENTIFIED BY hunter2Zebra99")',
    "mysql-in-a-list": "  'a'@'%' IDENTIFIED BY 'hunter2',",
    "mysql-in-a-piece": "    + \"IDENTIFIED BY 'hunter2'\"",
    "oracle-quotes": 'CREATE USER scott IDENTIFIED BY "hunter2"',
}

NOT_WRITTEN = [
    "Tests pass and tokens are refreshed",
    "token: refreshed after the deploy",
    "secret: prod/database/url",
    "Secrets: app-db-v2",
    "PASSWORD=$PASSWORD",
    "PASSWORD=${PASSWORD:-none}",
    "password=***",
    "password=<password>",
    "password={{ vault.password }}",
    "password=none",
    "token=$(vault read token)",
    "--password-stdin",
    "--token-file /run/secrets/token",
    "docker build --secret id=npm,src=.npmrc",
    "postgres://app:${DB_PASSWORD}@db/app",
    "postgres://app:***@db/app",
    "https://example.com:8443/path@v2",
    "git@github.com:example/app.git",
    "AKIAIOSFODNN7EXAMPLE",
    "commit 3f9c1e2d4b5a69788776655443322110ffeeddcc",
    "Bearer token is sent",
    "password is required",
    "the password's owner, not 'anybody'",
    "Login with password 'wrong-one' is refused",
    "Password 'Reset' button works",
    'the password "must be changed"',
    "passwords 'expire'",
    "rows are identified by number, not by name",
    "the user is identified by email_address",
    "the root cause was identified by INC-204512",
    "the release is identified by v2024.11.3, its image by sha256:ab12cd34ef56ab12cd34ef56",
    "rows are identified by 'email' and \"tenant\"",
    "a test identified as 'flaky'",
    "ALTER USER a PASSWORD NULL",
    "ALTER USER a PASSWORD '{password}'",
    "ALTER USER a PASSWORD '#{ENV.fetch}'",
    "ALTER USER a PASSWORD :'password'",
    "ALTER USER a PASSWORD '****'",
    'execute "ALTER USER a PASSWORD \'" + password + "\'"',
    "execute 'ALTER USER a PASSWORD ' || quote_literal(password)",
    "CREATE USER a IDENTIFIED BY RANDOM PASSWORD",
    "CREATE USER a IDENTIFIED BY VALUES given",
    "password varchar(200) DEFAULT ''",
    "password TEXT NOT NULL, name TEXT DEFAULT 'nobody'",
    '"password" "varchar(200)"',
    "basic flow works",
    "max_tokens=5",
]


@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN.keys())
def test_a_secret_is_found_once_and_masked(text: str) -> None:
    whole = f"run {text}"
    (found,) = secrets_in(whole)
    assert masked(whole) == f"{whole[: found.start]}****{whole[found.end :]}"
    assert whole[found.start : found.end] in text
    assert len(found.shown) <= 4


@pytest.mark.parametrize("text", NOT_WRITTEN, ids=NOT_WRITTEN)
def test_names_references_and_prose_are_no_secrets(text: str) -> None:
    assert secrets_in(text) == ()
    assert masked(text) == text


def test_several_are_found_in_order() -> None:
    text = "a=1 token=abcd99 postgres://app:hunter2@db"
    assert list(secrets_in(text)) == [
        Secret("a secret", 10, 16),
        Secret("a password in an address", 32, 39),
    ]
    assert masked(text) == "a=1 token=**** postgres://app:****@db"


def test_what_two_forms_find_is_one_secret_of_the_first() -> None:
    token = WRITTEN["github"]
    text = f"token={token} password=hunter2 Bearer {token} curl -u a:{token}"
    assert [(one.kind, text[one.start : one.end]) for one in secrets_in(text)] == [
        ("a GitHub token", token),
        ("a secret", "hunter2"),
        ("a GitHub token", token),
        ("a GitHub token", token),
    ]


@given(st.lists(st.sampled_from([*WRITTEN.values(), *NOT_WRITTEN]), max_size=8))
def test_secrets_are_in_order_without_overlaps(texts: list[str]) -> None:
    found = secrets_in("\n".join(texts))
    spans = [place for one in found for place in (one.start, one.end)]
    assert spans == sorted(spans)


@given(st.data(), st.lists(st.sampled_from([*WRITTEN.values(), *NOT_WRITTEN]), max_size=5))
def test_a_veiled_part_is_as_long_and_shows_no_secret(
    data: st.DataObject, texts: list[str]
) -> None:
    text = " ".join(texts)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    hidden = {place for one in secrets_in(text) for place in range(one.start, one.end)}
    expected = ["*" if place in hidden else text[place] for place in range(start, end)]
    assert veiled(text, start, end) == "".join(expected)


def test_a_secret_in_a_text_that_a_file_quotes_is_found() -> None:
    assert masked(r'"run secret = \"swordfish\" now"') == '"run secret = \\"****" now"'


@given(st.text() | st.text("password=:/@token ghp_eyJ.-$*abc19'\"\\"))
def test_any_text_is_read_and_masking_leaves_nothing(text: str) -> None:
    assert secrets_in(masked(text)) == ()


@pytest.mark.parametrize(
    "unit",
    [
        *("curl ", "eyJ", "-eyJaaaaaaaaa", "token ", "://:", "a_", "-----BEGIN ", "bearer  "),
        *("://ab:bbbb@x ", "password=abcd1 ", "curl -u a:bbbb "),
        *(
            "password '",
            "password   ",
            "identified by ",
            "create role ",
            "password for ",
            "password '' ",
        ),
    ],
)
def test_long_texts_take_time_in_proportion(unit: str) -> None:
    text = unit * 50_000 + "!"
    assert isinstance(secrets_in(text), tuple)
    assert masked(text).endswith("!")

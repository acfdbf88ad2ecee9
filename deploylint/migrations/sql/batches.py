"""Statements of SQL Server that nothing but their first word parts from the one before.

A `;` behind each is wanted only "in a future version", says
https://learn.microsoft.com/sql/t-sql/language-elements/transact-sql-syntax-conventions-transact-sql.
Only what is sure to begin a statement begins one here.
"""

from collections.abc import Mapping, Sequence

from deploylint.migrations.sql.tokens import Kind, Token

Words = frozenset[str]

_TABLES = frozenset(("TABLE", "VIEW", "SCHEMA", "TYPE", "SEQUENCE", "SYNONYM", "DATABASE"))
_INDEXES = frozenset(("INDEX", "UNIQUE", "CLUSTERED", "NONCLUSTERED", "COLUMNSTORE", "STATISTICS"))
_ROUTINES = frozenset(("PROCEDURE", "PROC", "FUNCTION", "TRIGGER", "PARTITION"))
_OBJECTS = _TABLES | _INDEXES | _ROUTINES | {"ROLE", "USER", "LOGIN", "FULLTEXT"}

_ANSI = frozenset(
    ("ANSI_NULLS", "ANSI_PADDING", "ANSI_WARNINGS", "QUOTED_IDENTIFIER", "ARITHABORT")
)
_LIMITS = frozenset(("LOCK_TIMEOUT", "DEADLOCK_PRIORITY", "ROWCOUNT", "DATEFORMAT", "LANGUAGE"))
_SETTINGS = _ANSI | _LIMITS | {"NOCOUNT", "XACT_ABORT", "IDENTITY_INSERT", "TRANSACTION"}

_FOLLOWED_BY: Mapping[str, Words] = {
    "CREATE": _OBJECTS | {"OR"},
    "ALTER": _OBJECTS,
    "DROP": _OBJECTS,
    "TRUNCATE": frozenset(("TABLE",)),
    "SET": _SETTINGS,
}
"""Words that begin a statement only before one of these."""

_CHANGES = frozenset(("INSERT", "UPDATE", "DELETE", "MERGE", "SELECT"))
_CONTROL = frozenset(("IF", "WHILE", "BEGIN", "COMMIT", "ROLLBACK", "THROW", "RAISERROR", "PRINT"))
_OTHERS = frozenset(("EXEC", "EXECUTE", "DECLARE", "USE", "GRANT", "REVOKE", "DENY"))
_STARTS = _CHANGES | _CONTROL | _OTHERS | frozenset(_FOLLOWED_BY)

_EVENTS = frozenset(("FOR", "AFTER", "OF", "ON", "INSTEAD", "THEN", "GRANT", "REVOKE", "DENY"))
_SETS = frozenset(("UNION", "ALL", "EXCEPT", "INTERSECT", "AS", "WITH", "NOT", "OR"))
_JOINS = frozenset(("INNER", "LEFT", "RIGHT", "FULL", "OUTER"))
_UNFINISHED = _OBJECTS | _EVENTS | _SETS | _JOINS | {",", ".", "=", "COLUMN", "CONSTRAINT", "IF"}
"""Words behind which a statement goes on."""

_LACKS: Mapping[str, Words] = {
    "INSERT": frozenset(("SELECT", "EXEC", "EXECUTE", "VALUES", "DEFAULT")),
    "UPDATE": frozenset(("SET",)),
    "WITH": _CHANGES,
}
"""What belongs to a statement that began so, the first time that it comes."""

_CONDITIONS = frozenset(("IF", "WHILE", "ELSE"))
_TRANSACTION = frozenset(("TRAN", "TRANSACTION", "DISTRIBUTED"))


def beginnings(tokens: Sequence[Token]) -> tuple[int, ...]:
    """Return the places in `tokens` at which statements begin; the first is 0."""
    batch = _Batch()
    words = [token.upper for token in tokens]
    depth = 0
    for index, token in enumerate(tokens):
        if token.kind is Kind.SYMBOL:
            depth += (token.text == "(") - (token.text == ")")
        elif token.kind is Kind.WORD and depth <= 0:
            after = tokens[index + 1] if index + 1 < len(tokens) else token
            batch.take(index, words[index - 1] if index else "", words[index], after)
    return tuple(batch.found)


class _Batch:
    """What is known of the statement to which a word belongs."""

    def __init__(self) -> None:
        self.found = [0]
        self._blocks = 0
        self._head = ""
        self._lacks: Words = frozenset()
        self._is_condition = False

    def take(self, index: int, before: str, word: str, after: Token) -> None:
        """Take the next word that stands outside parentheses."""
        is_block = word == "BEGIN" and after.upper not in _TRANSACTION
        if self._blocks or word in ("END", "CASE"):
            self._blocks += (is_block or word == "CASE") - (word == "END")
            self._blocks = max(self._blocks, 0)
        elif word == "ELSE":
            self._is_condition = True
        elif not index or self._begins(before, word, after):
            if index and not self._is_condition:
                self.found.append(index)
            self._head, self._lacks = word, _LACKS.get(word, frozenset())
            self._is_condition = word in _CONDITIONS
            self._blocks += is_block
        elif word == "WITH" and before == "AS":
            self._lacks = _LACKS["WITH"]
        elif word in self._lacks:
            self._lacks = frozenset()

    def _begins(self, before: str, word: str, after: Token) -> bool:
        """Say whether a word begins a statement and does not go on with the one before."""
        if word not in _STARTS or word in self._lacks or self._head == "MERGE":
            return False
        if before in _UNFINISHED and (before, self._head) != ("ON", "SET"):
            return False
        if word == "SET" and after.kind is Kind.PARAMETER:
            return True
        return word not in _FOLLOWED_BY or after.upper in _FOLLOWED_BY[word]

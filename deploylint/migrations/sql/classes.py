"""The classes of objects that statements name: `VIEW`, `EVENT TRIGGER` and so on."""

from deploylint.migrations.sql.cursor import Cursor

_WORDS = """
    TABLE; VIEW; MATERIALIZED VIEW; INDEX; TYPE; DOMAIN; FUNCTION; PROCEDURE; ROUTINE; AGGREGATE;
    TRIGGER; EVENT TRIGGER; EXTENSION; SEQUENCE; SCHEMA; DATABASE; POLICY; RULE; ROLE; USER;
    GROUP; LOGIN; PUBLICATION; SUBSCRIPTION; SERVER; FOREIGN DATA WRAPPER; FOREIGN TABLE;
    EXTERNAL TABLE; USER MAPPING; COLLATION; LANGUAGE; CONVERSION; STATISTICS; TABLESPACE; EVENT;
    TEXT SEARCH CONFIGURATION; TEXT SEARCH DICTIONARY; TEXT SEARCH PARSER; TEXT SEARCH TEMPLATE;
    ACCESS METHOD; SYNONYM; OPERATOR; OPERATOR CLASS; OPERATOR FAMILY; CAST; TRANSFORM;
    PARTITION FUNCTION; PARTITION SCHEME; SECURITY POLICY; DEFAULT; LARGE OBJECT; PACKAGE;
    FULLTEXT CATALOG; FULLTEXT STOPLIST; XML SCHEMA COLLECTION; ASSEMBLY;
    RESOURCE GROUP; MASTER KEY; SYMMETRIC KEY; CERTIFICATE; CREDENTIAL; SERVICE; QUEUE; CONTRACT;
    MESSAGE TYPE; APPLICATION ROLE; SERVER AUDIT; SECURITY LABEL;
    LOGFILE GROUP; SPATIAL REFERENCE SYSTEM; COLUMN ENCRYPTION KEY; COLUMN MASTER KEY; CHANGEFEED;
    SCHEDULE; DICTIONARY
"""
_SAME = {"PROC": "PROCEDURE", "FOREIGN TABLE": "TABLE", "EXTERNAL TABLE": "TABLE"}


def _table() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return the classes by their first word, the longer ones first."""
    found: dict[str, list[tuple[str, ...]]] = {"PROC": [("PROC",)]}
    for entry in _WORDS.split(";"):
        words = tuple(entry.split())
        found.setdefault(words[0], []).append(words)
    return {first: tuple(sorted(some, key=len, reverse=True)) for first, some in found.items()}


CLASSES = _table()


def read_class(cursor: Cursor) -> str:
    """Step over the name of a class and return it in upper case, "" if none comes next."""
    for words in CLASSES.get(cursor.peek(), ()):
        if cursor.accept(*words):
            name = " ".join(words)
            return _SAME.get(name, name)
    return ""

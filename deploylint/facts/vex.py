"""The fact that says which vulnerabilities somebody has explained away."""

from collections.abc import Mapping
from typing import NamedTuple

from deploylint.facts.source import Collected


class Component(NamedTuple):
    """A package that a document describes; what it does not say is empty."""

    name: str
    version: str = ""
    purl: str = ""


class Affected(NamedTuple):
    """What a statement is about: `ref` is a bom-ref, a BOM-Link or a package URL.

    `unaffected` are the exact versions that it calls so, and `others` all other exact versions;
    both are None when it speaks of no versions apart, so that the version of the component counts.
    """

    ref: str
    unaffected: tuple[str, ...] | None = None
    others: tuple[str, ...] | None = None


class Statement(NamedTuple):
    """What a document says about one vulnerability; empty words where it says nothing."""

    id: str
    aliases: tuple[str, ...] = ()
    state: str = ""
    justification: str = ""
    affects: tuple[Affected, ...] = ()


class VexDocument(NamedTuple):
    """A CycloneDX document: `components` by bom-ref; `link` is how BOM-Links call the document.

    `flaw` says why nothing is explained away on the word of this document, None when it may.
    """

    link: str
    components: Mapping[str, Component]
    statements: tuple[Statement, ...] = ()
    flaw: str | None = None


class VexDocuments(Collected[VexDocument]):
    """CycloneDX VEX documents, which explain away what scanners find."""

    __slots__ = ()

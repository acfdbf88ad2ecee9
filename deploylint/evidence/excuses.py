"""Which findings a VEX document explains away: by vulnerability, and by package and version."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from deploylint.facts.scans import MOST_ALIASES, Vulnerability
from deploylint.facts.source import Piece
from deploylint.facts.vex import Affected, Component, Statement, VexDocument
from deploylint.model.packages import PYPI, Package, package, parse_purl, python_name
from deploylint.model.wording import quoted

EXCUSING = frozenset(("not_affected", "false_positive", "resolved", "resolved_with_pedigree"))
"""States that may explain a finding away; `not_affected` only with a justification."""

JUSTIFICATIONS = frozenset(
    (
        *("code_not_present", "code_not_reachable"),
        *("requires_configuration", "requires_dependency", "requires_environment"),
        *("protected_by_compiler", "protected_at_runtime", "protected_at_perimeter"),
        "protected_by_mitigating_control",
    )
)

Key = tuple[str, str, str, str]
"""Id of a vulnerability, how the package is named, its name, its version."""


class Claim(NamedTuple):
    """What one document says about one vulnerability in one package.

    `flaw` is why it excuses nothing although its state would; None when it counts.
    """

    path: str
    state: str
    justification: str = ""
    flaw: str | None = None

    @property
    def weight(self) -> str:
        """Return `excuse`, `flawed` (it would excuse, but for its flaw) or `contrary`."""
        if self.state not in EXCUSING:
            return "contrary"
        return "excuse" if self.flaw is None else "flawed"


class Claims(NamedTuple):
    """All claims: by vulnerability and package, and by vulnerability those that lead nowhere."""

    known: dict[Key, list[Claim]]
    lost: dict[str, list[Claim]]

    def of(self, finding: Vulnerability, ids: Iterable[str]) -> list[Claim]:
        """Return what is said of a finding that has these ids."""
        names = tuple(_names_of_finding(finding))
        return [
            claim
            for one in ids
            for kind, name, version in names
            for claim in self.known.get((one, kind, name, version), ())
        ]


def read_claims(pieces: Sequence[Piece[VexDocument]]) -> Claims:
    """Return what documents say together; a BOM-Link may lead from one to another."""
    linked: dict[str, VexDocument] = {}
    for piece in pieces:
        # whose word is not enough cannot say either what other documents speak of
        if piece.content is not None and piece.content.link and piece.content.flaw is None:
            linked[piece.content.link] = piece.content
    claims = Claims({}, {})
    for piece in pieces:
        for statement in piece.content.statements if piece.content else ():
            _add(claims, statement, piece, linked)
    return claims


def _add(
    claims: Claims,
    statement: Statement,
    piece: Piece[VexDocument],
    linked: dict[str, VexDocument],
) -> None:
    if piece.content is None or not statement.state:
        return
    flaw = piece.content.flaw
    claim = Claim(piece.source.path, statement.state, statement.justification, flaw)
    unjustified = statement.justification not in JUSTIFICATIONS
    if flaw is None and statement.state == "not_affected" and unjustified:
        claim = claim._replace(flaw="it gives no justification")
    ids = identities(statement.id, statement.aliases)
    if not statement.affects:
        _lose(claims, ids, claim, "it names no package")
    for affected in statement.affects:
        component = _resolve(affected.ref, piece.content, linked)
        if component is None:
            what = quoted(affected.ref)
            _lose(claims, ids, claim, f"nothing describes what it is about, {what}")
            continue
        keys = tuple(_names_of_component(component, _versions(affected, claim)))
        if not keys:
            _lose(claims, ids, claim, f"it names no version of {quoted(component.name)}")
        for one in ids:
            for key in keys:
                _keep(claims.known.setdefault((one, *key), []), claim)


def _versions(affected: Affected, claim: Claim) -> tuple[str, ...] | None:
    """Return the versions apart that a claim is about, None for that of the component."""
    if affected.unaffected is None or claim.state in EXCUSING:
        return affected.unaffected
    return affected.unaffected + (affected.others or ())


def _keep(kept: list[Claim], claim: Claim) -> None:
    """Keep the first claim of each weight: more of them change nothing."""
    if all(claim.weight != other.weight for other in kept):
        kept.append(claim)


def _lose(claims: Claims, ids: Iterable[str], claim: Claim, why: str) -> None:
    if claim.state in EXCUSING:
        for one in ids:
            _keep(claims.lost.setdefault(one, []), claim._replace(flaw=claim.flaw or why))


def _resolve(ref: str, document: VexDocument, linked: dict[str, VexDocument]) -> Component | None:
    """Return what a bom-ref, a BOM-Link or a package URL means, None when nobody describes it."""
    if ref in document.components:
        return document.components[ref]
    link, _, inner = ref.partition("#")
    if link.startswith("urn:cdx:"):
        other = linked.get(link.lower())
        if other is not None and inner in other.components:
            return other.components[inner]
        ref = inner
    for text in (ref, _decoded(ref)):
        found = parse_purl(text)
        if found is not None and found.version:
            return Component(found.name, found.version, text)
    return None


def _decoded(text: str) -> str:
    # few references are encoded
    from urllib.parse import unquote

    return unquote(text)


def _names_of_component(
    component: Component, apart: tuple[str, ...] | None
) -> Iterator[tuple[str, str, str]]:
    """Yield how findings may name a component: `any` way, without (`bare`) or by package URL."""
    found = parse_purl(component.purl)
    named = Package("", component.name.replace(":", "/"), component.version)
    own = found or named
    for version in (own.version or component.version,) if apart is None else apart:
        if not version:
            continue
        yield "any", own.name, version
        if found is not None:
            yield found.kind, found.name, package(found.kind, "", version).version
        else:
            yield "bare", own.name, version
            yield "bare python", python_name(own.name), version


def _names_of_finding(finding: Vulnerability) -> Iterator[tuple[str, str, str]]:
    found = parse_purl(finding.purl)
    if found is None:
        yield "any", finding.package.replace(":", "/"), finding.version
        return
    version = found.version or finding.version
    yield found.kind, found.name, version
    yield "bare python" if found.kind == PYPI else "bare", found.name, version


def identities(own: str, aliases: Iterable[str]) -> tuple[str, ...]:
    """Return the ids of one vulnerability, in capitals.

    An advisory that bundles several CVEs names each of them, and is none of them: of such aliases
    none counts.
    """
    every = (own, *islice(aliases, MOST_ALIASES))
    names = list(dict.fromkeys(name.upper() for name in every if name))
    schemes: dict[str, int] = {}
    for name in names:
        scheme = name.partition("-")[0]
        schemes[scheme] = schemes.get(scheme, 0) + 1
    return tuple(
        name for name in names if name == own.upper() or schemes[name.partition("-")[0]] == 1
    )

"""CycloneDX VEX 1.4 to 1.6: what somebody says about vulnerabilities that scanners find.

https://cyclonedx.org/capabilities/vex/
"""

from deploylint.errors import UserError
from deploylint.facts.scans import MOST_ALIASES
from deploylint.facts.vex import Affected, Statement, VexDocument
from deploylint.formats.bom import components, verify_version
from deploylint.formats.jsonpart import Part
from deploylint.formats.reading import Reading
from deploylint.read.json import parse_json

URN = "urn:uuid:"

MOST = 500_000
"""Names of vulnerabilities times what they are about that are read of one document."""


def read_vex(data: bytes, name: str) -> Reading[VexDocument]:
    """Return a document with its time; a bill of material without statements is one as well.

    Raises UserError when it is not CycloneDX, such as OpenVEX and CSAF, which are not read.
    """
    report = Part(parse_json(data, name), name)
    if report.text("bomFormat") != "CycloneDX":
        other = "OpenVEX" if "openvex" in report.word("@context") else "no CycloneDX document"
        raise UserError(f"is {other}; only CycloneDX VEX is read", name)
    verify_version(report)
    statements = tuple(_statement(entry) for entry in report.parts("vulnerabilities"))
    if sum((1 + len(one.aliases)) * _about(one) for one in statements) > MOST:
        raise UserError(f"makes more than {MOST} statements; name one that is about you", name)
    serial = report.text("serialNumber").lower().removeprefix(URN)
    version = report.whole("version") or 1
    document = VexDocument(
        link=f"urn:cdx:{serial}/{version}" if serial else "",
        components=dict(components(report)),
        statements=statements,
    )
    return Reading(document, report.part("metadata").time("timestamp"))


def _statement(entry: Part) -> Statement:
    analysis = entry.part("analysis")
    return Statement(
        id=entry.text("id"),
        aliases=tuple(one.text("id") for one in entry.parts("references")[:MOST_ALIASES]),
        state=analysis.text("state"),
        justification=analysis.text("justification"),
        affects=tuple(_affected(one) for one in entry.parts("affects")),
    )


def _about(statement: Statement) -> int:
    """Return of how many packages and versions a statement speaks."""
    return sum(
        1 if one.unaffected is None else len(one.unaffected) + len(one.others or ())
        for one in statement.affects
    )


def _affected(one: Part) -> Affected:
    """Return what a statement is about; ranges of versions are left out."""
    if "versions" not in one:
        return Affected(one.text("ref"))
    exact = [version for version in one.parts("versions") if "version" in version]
    named = [(version.text("status") == "unaffected", version.word("version")) for version in exact]
    return Affected(
        one.text("ref"),
        tuple(version for unaffected, version in named if unaffected),
        tuple(version for unaffected, version in named if not unaffected),
    )

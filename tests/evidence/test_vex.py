"""What VEX documents say, and which findings they explain away."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.errors import UserError
from deploylint.evidence.excuses import identities, read_claims
from deploylint.evidence.vulnerabilities import Scale, sift
from deploylint.facts.scans import Vulnerability
from deploylint.facts.source import Piece, Source
from deploylint.facts.vex import Affected, Component, Statement, VexDocument
from deploylint.formats.reading import Reading
from deploylint.formats.vex import read_vex
from deploylint.model.evidence import Kind
from deploylint.model.location import Location
from deploylint.model.severities import Level
from deploylint.model.verdict import Finding
from tests.evidence.scanning import dumped, sample
from tests.evidence.test_scans_hostile import ODD, replaced

SCALE = Scale(Level.LOW, Level.CRITICAL)
PURL = "pkg:npm/minimist@1.2.0"
FOUND = Vulnerability(
    "CVE-2021-44906", "minimist", "1.2.0", Level.CRITICAL, purl=PURL, source="scan.json"
)
OPEN = Finding("minimist 1.2.0: CVE-2021-44906 is critical", Location("scan.json", 1, 1))
PART = {"bom-ref": "part", "name": "minimist", "version": "1.2.0", "purl": PURL}
NOT_AFFECTED = {"state": "not_affected", "justification": "code_not_reachable"}


def vex(
    *vulnerabilities: Mapping[str, Any], parts: tuple[Mapping[str, Any], ...] = (PART,), **more: Any
) -> dict[str, Any]:
    base = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1}
    return {**base, "components": parts, "vulnerabilities": vulnerabilities, **more}


def says(ref: str = "part", *, id_: str = "CVE-2021-44906", **more: Any) -> dict[str, Any]:
    return {"id": id_, "affects": [{"ref": ref}], "analysis": NOT_AFFECTED, **more}


def piece(document: Mapping[str, Any], name: str = "vex.json") -> Piece[VexDocument]:
    return Piece(Source(Kind.VEX, name), read_vex(dumped(document), name).content)


def explained(
    *documents: Mapping[str, Any], finding: Vulnerability = FOUND
) -> tuple[bool, tuple[str, ...]]:
    """Return whether the documents explain a finding away, and the hints why not."""
    pieces = [piece(document, f"vex{n or ''}.json") for n, document in enumerate(documents)]
    outcome = sift([finding], read_claims(pieces), (), SCALE, None)
    assert len(outcome.open) + len(outcome.excused) == 1
    assert bool(outcome.documents) == bool(outcome.excused)
    return not outcome.open, tuple(hint.message for hint in outcome.hints)


def test_the_sample_is_read_whole() -> None:
    assert read_vex(sample("cyclonedx/vex_1.6.json"), "vex.json") == Reading(
        VexDocument(
            link="urn:cdx:17c59bb8-e2b5-4506-b0e4-09fdfb51d472/1",
            components={PURL: Component("minimist", "1.2.0", PURL)},
            statements=(
                Statement(
                    "CVE-2021-44906",
                    state="not_affected",
                    justification="code_not_reachable",
                    affects=(Affected(PURL),),
                ),
            ),
        ),
        datetime(2026, 11, 21, 0, 14, 42, 799877, UTC),
    )


def test_components_are_found_at_any_depth_and_versions_apart_are_kept() -> None:
    document = vex(
        says(
            affects=[
                {
                    "ref": "b",
                    "versions": [
                        {"version": "1", "status": "unaffected"},
                        {"version": "2", "status": "affected"},
                        {"version": "3"},
                        {"range": "vers:npm/<4", "status": "unaffected"},
                    ],
                }
            ],
            references=[{"id": "GHSA-xvch-5gv4-984h"}],
        ),
        parts=({"name": "a", "components": [{"bom-ref": "b", "group": "@g", "name": "b"}]},),
        metadata={"component": {"bom-ref": "root", "name": "exports", "version": "1.2.0"}},
    )
    assert read_vex(dumped(document), "vex.json").content == VexDocument(
        link="",
        components={
            "root": Component("exports", "1.2.0"),
            "component 2": Component("a"),
            "b": Component("@g/b"),
        },
        statements=(
            Statement(
                "CVE-2021-44906",
                aliases=("GHSA-xvch-5gv4-984h",),
                state="not_affected",
                justification="code_not_reachable",
                affects=(Affected("b", ("1",), ("2", "3")),),
            ),
        ),
    )


@pytest.mark.parametrize(
    ("value", "message"),
    [
        pytest.param(
            {"@context": "https://openvex.dev/ns/v0.2.0", "statements": []},
            "is OpenVEX; only CycloneDX VEX is read",
            id="openvex",
        ),
        pytest.param(
            {"document": {"category": "csaf_vex"}},
            "is no CycloneDX document; only CycloneDX VEX is read",
            id="csaf",
        ),
        pytest.param(
            vex(specVersion="1.3"),
            'is CycloneDX "1.3"; this program reads 1.4, 1.5 and 1.6',
            id="1.3",
        ),
        pytest.param(
            vex(says(affects=[{"ref": "part"}] * 50_000, references=[{"id": "x"}] * 50)),
            "makes more than 500000 statements; name one that is about you",
            id="names-times-packages",
        ),
        pytest.param(
            vex({"id": 7}),
            "holds a number at `vulnerabilities[0].id`, where text is expected",
            id="number-for-an-id",
        ),
    ],
)
def test_what_is_no_vex_is_refused(value: object, message: str) -> None:
    with pytest.raises(UserError) as raised:
        read_vex(dumped(value), "vex.json")
    assert raised.value.message == message


@given(
    st.sampled_from([json.loads(sample("cyclonedx/vex_1.6.json")), vex(says(), says("other"))]),
    ODD,
    st.data(),
)
def test_any_value_in_a_document_is_read_or_refused(
    value: object, odd: object, data: st.DataObject
) -> None:
    try:
        reading = read_vex(dumped(replaced(value, odd, data)), "vex.json")
    except UserError:
        return
    read_claims([Piece(Source(Kind.VEX, "vex.json"), reading.content)])


def state(word: str, **more: str) -> dict[str, Any]:
    return says(analysis={"state": word, **more})


def without_purl(**part: str) -> tuple[Mapping[str, Any], ...]:
    return ({"bom-ref": "part", "name": "minimist", "version": "1.2.0", **part},)


SERIAL = "3e671687-395b-41f5-a30f-a58921a69b79"
SBOM = vex(serialNumber=f"urn:uuid:{SERIAL.upper()}", version=2)
LINK = f"urn:cdx:{SERIAL}/2"
VERSION_1_2: Mapping[str, Any] = {"affects": [{"ref": "part", "versions": [{"version": "1.2.0"}]}]}
DOES_NOT = "vex.json does not excuse CVE-2021-44906: "


EXPLAINED = [
    pytest.param([vex(says())], id="not-affected-with-justification"),
    pytest.param([vex(state("false_positive"))], id="false-positive"),
    pytest.param([vex(state("resolved"))], id="resolved"),
    pytest.param([vex(state("resolved_with_pedigree"))], id="resolved-with-pedigree"),
    pytest.param([vex(says(id_="cve-2021-44906"))], id="case-of-the-id"),
    pytest.param(
        [vex(says(id_="GHSA-1", references=[{"id": "CVE-2021-44906"}]))], id="by-reference"
    ),
    pytest.param([vex(says(), parts=without_purl())], id="by-name-and-version"),
    pytest.param([vex(says(PURL), parts=())], id="ref-is-a-package-url"),
    pytest.param(
        [vex(says("urn:cdx:0/1#pkg:npm/minimist%401.2.0"), parts=())],
        id="bom-link-whose-fragment-is-a-package-url",
    ),
    pytest.param([vex(says(f"{LINK}#part"), parts=()), SBOM], id="bom-link-to-another-document"),
    pytest.param(
        [vex(says(f"{LINK}#part"), serialNumber=f"urn:uuid:{SERIAL}", version=2)],
        id="bom-link-to-itself",
    ),
    pytest.param(
        [
            vex(
                says(
                    affects=[
                        {
                            "ref": "part",
                            "versions": [
                                {"version": "1.1.0", "status": "unaffected"},
                                {"version": "1.2.0", "status": "unaffected"},
                            ],
                        }
                    ]
                ),
                parts=without_purl(version=""),
            )
        ],
        id="versions-apart",
    ),
]


@pytest.mark.parametrize("documents", EXPLAINED)
def test_statements_that_explain(documents: list[Mapping[str, Any]]) -> None:
    assert explained(*documents) == (True, ())


LEFT_OPEN = [
    pytest.param([], (), id="no-document"),
    pytest.param([vex()], (), id="no-statement"),
    pytest.param([vex(state("in_triage"))], (), id="in-triage"),
    pytest.param([vex(state("exploitable"))], (), id="exploitable"),
    pytest.param([vex(says(analysis={}))], (), id="no-analysis"),
    pytest.param(
        [vex(state("not_affected"))],
        (f"{DOES_NOT}it gives no justification",),
        id="not-affected-without-justification",
    ),
    pytest.param(
        [vex(state("not_affected", justification="trust me"))],
        (f"{DOES_NOT}it gives no justification",),
        id="not-affected-with-a-justification-that-is-none",
    ),
    pytest.param([vex(says(id_="CVE-2020-7598"))], (), id="another-vulnerability"),
    pytest.param(
        [vex(says(), parts=({**PART, "purl": "pkg:npm/minimist@1.2.5"},))], (), id="another-version"
    ),
    pytest.param(
        [vex(says(), parts=({**PART, "purl": "pkg:npm/mkdirp@1.2.0"},))], (), id="another-package"
    ),
    pytest.param(
        [vex(says(), parts=({**PART, "purl": "pkg:pypi/minimist@1.2.0"},))],
        (),
        id="same-name-of-another-kind",
    ),
    pytest.param([vex(says(), parts=without_purl(version="1.2.5"))], (), id="version-by-name"),
    pytest.param(
        [vex(says(), parts=without_purl(version=""))],
        (f'{DOES_NOT}it names no version of "minimist"',),
        id="no-version",
    ),
    pytest.param(
        [vex(says("nobody"))],
        (f'{DOES_NOT}nothing describes what it is about, "nobody"',),
        id="ref-leads-nowhere",
    ),
    pytest.param(
        [vex(says(f"{LINK}#part"), parts=())],
        (f'{DOES_NOT}nothing describes what it is about, "{LINK}#part"',),
        id="bom-link-to-a-document-that-is-not-there",
    ),
    pytest.param(
        [vex(says(f"urn:cdx:{SERIAL}/1#part"), parts=()), SBOM],
        (f'{DOES_NOT}nothing describes what it is about, "urn:cdx:{SERIAL}/1#part"',),
        id="bom-link-to-another-version-of-a-document",
    ),
    pytest.param(
        [vex(says(affects=[]))], (f"{DOES_NOT}it names no package",), id="about-no-package"
    ),
    pytest.param(
        [vex(says(affects=[{"ref": "part", "versions": [{"range": "vers:npm/*"}]}]))],
        (f'{DOES_NOT}it names no version of "minimist"',),
        id="ranges-are-not-reckoned-with",
    ),
    pytest.param(
        [vex(says()), vex(says(**VERSION_1_2, analysis={"state": "exploitable"}))],
        ('vex1.json does not excuse CVE-2021-44906: it says "exploitable"',),
        id="another-document-contradicts-for-a-version",
    ),
    pytest.param(
        [vex(says()), vex(state("exploitable"))],
        ('vex1.json does not excuse CVE-2021-44906: it says "exploitable"',),
        id="another-document-contradicts",
    ),
]


@pytest.mark.parametrize(("documents", "hints"), LEFT_OPEN)
def test_statements_that_do_not_explain(
    documents: list[Mapping[str, Any]], hints: tuple[str, ...]
) -> None:
    assert explained(*documents) == (False, hints)


@pytest.mark.parametrize(
    ("part", "finding", "expected"),
    [
        pytest.param(
            {"purl": "pkg:pypi/Zope.Interface@5.0"},
            {"package": "zope_interface", "version": "5.0", "purl": "pkg:pypi/zope-interface@5.0"},
            True,
            id="python-names-are-compared-as-pip-does",
        ),
        pytest.param(
            {"name": "Zope_Interface", "version": "5.0"},
            {"package": "zope.interface", "version": "5.0", "purl": "pkg:pypi/zope.interface@5.0"},
            True,
            id="python-names-without-package-url",
        ),
        pytest.param(
            {"name": "a_b", "version": "1"},
            {"package": "a-b", "version": "1", "purl": "pkg:npm/a-b@1"},
            False,
            id="other-names-are-compared-as-they-are",
        ),
        pytest.param(
            {"purl": "pkg:golang/example.org/x@v1.2.3"},
            {
                "package": "example.org/x",
                "version": "1.2.3",
                "purl": "pkg:golang/example.org/x@1.2.3",
            },
            True,
            id="go-versions-with-and-without-v",
        ),
        pytest.param(
            {"purl": "pkg:maven/org.example/core@1?type=jar"},
            {"package": "org.example:core", "version": "1"},
            True,
            id="maven-by-name",
        ),
        pytest.param(
            {"purl": "pkg:npm/minimist", "version": "1"},
            {"package": "minimist", "version": "1", "purl": "pkg:npm/minimist"},
            True,
            id="version-beside-the-package-url",
        ),
        pytest.param(
            {"purl": "pkg:npm/%40babel/core@7"},
            {"package": "@babel/core", "version": "7", "purl": "pkg:npm/@babel/core@7"},
            True,
            id="scopes",
        ),
        pytest.param(
            {"purl": PURL},
            {"package": "minimist", "purl": "pkg:npm/minimist"},
            False,
            id="finding-without-version",
        ),
    ],
)
def test_packages_are_matched(
    part: dict[str, str], finding: dict[str, str], expected: bool
) -> None:
    document = vex(says("x", id_="CVE-1"), parts=({"name": "x", **part, "bom-ref": "x"},))
    vulnerability = Vulnerability("CVE-1", severity=Level.HIGH, **finding)  # type: ignore[arg-type]  # texts only
    assert explained(document, finding=vulnerability)[0] is expected


def test_one_version_that_is_not_covered_keeps_a_vulnerability_open() -> None:
    other = FOUND._replace(version="0.0.8", purl="pkg:npm/minimist@0.0.8")
    claims = read_claims([piece(vex(says()))])
    outcome = sift([FOUND, other], claims, (), SCALE, None)
    message = "minimist 0.0.8, 1.2.0: CVE-2021-44906 is critical"
    assert outcome.open == (OPEN._replace(message=message),)
    hint = f"{DOES_NOT}it does not cover each version that was found"
    assert outcome.hints == (Finding(hint, Location("vex.json", 1, 1)),)


def test_an_alias_that_another_tool_knows_counts() -> None:
    by_npm = FOUND._replace(id="GHSA-xvch-5gv4-984h")
    by_osv = FOUND._replace(id="GHSA-xvch-5gv4-984h", aliases=("CVE-2021-44906",), source="o.json")
    claims = read_claims([piece(vex(says()))])
    assert not sift([by_npm, by_osv], claims, (), SCALE, None).open
    assert sift([by_npm], claims, (), SCALE, None).open


@pytest.mark.parametrize(
    ("own", "aliases", "expected"),
    [
        pytest.param("ghsa-1", ("CVE-1",), ("GHSA-1", "CVE-1"), id="one-of-each"),
        pytest.param("RHSA-1", ("CVE-1", "CVE-2"), ("RHSA-1",), id="bundle-of-cves"),
        pytest.param("CVE-1", ("CVE-2",), ("CVE-1",), id="another-of-its-own-kind"),
        pytest.param("CVE-1", ("CVE-1", "cve-1"), ("CVE-1",), id="itself-again"),
        pytest.param("", (), (), id="nothing"),
    ],
)
def test_identities(own: str, aliases: tuple[str, ...], expected: tuple[str, ...]) -> None:
    assert identities(own, aliases) == expected

"""Our readers against the libraries that others wrote: the same components, one by one.

The oracles are 100 to 400 times slower and take fewer documents; what they
refuse and we read stands in a table below, each with its reason.
"""

import json
import sysconfig
import warnings
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component
from packageurl import PackageURL
from spdx_tools.spdx.model.actor import Actor, ActorType
from spdx_tools.spdx.model.document import CreationInfo, Document
from spdx_tools.spdx.model.package import (
    ExternalPackageRef,
    ExternalPackageRefCategory,
    Package,
)
from spdx_tools.spdx.model.relationship import Relationship, RelationshipType
from spdx_tools.spdx.model.spdx_no_assertion import SpdxNoAssertion
from spdx_tools.spdx.parser.parse_anything import parse_file
from spdx_tools.spdx.writer.write_anything import write_file

from kakehashi.evidence import cyclonedx, spdx_json, spdx_tag_value
from kakehashi.evidence.reading import Content

READ_AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
WHEELS = sorted(Path(sysconfig.get_path("purelib")).glob("*.dist-info/sboms/*.json"))


def content(data, version=""):
    return Content(name="bom", data=data, version=version, read_at=READ_AT, facts={})


def ours(reader, data):
    _, components = reader.listed(content(data))
    return Counter((one.name, one.version, one.purl) for one in components)


def by_cyclonedx_lib(data):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of fields that newer versions deprecate
        bom = Bom.from_json(json.loads(data))
    found = Counter()
    waiting = [*bom.components]
    if bom.metadata.component is not None:
        waiting += bom.metadata.component.components
    while waiting:
        one: Component = waiting.pop()
        found[one.name, one.version, str(one.purl) if one.purl else None] += 1
        waiting += one.components
    return found


def normal(found):
    """Return `found` with purls as packageurl-python writes them."""
    return Counter(
        {
            (name, version, purl and str(PackageURL.from_string(purl))): n
            for (name, version, purl), n in found.items()
        }
    )


def test_real_files_are_there():
    names = {path.parent.parent.name.split("-")[0] for path in WHEELS}
    assert {"granian", "polars_runtime_32", "ruff", "typst"} <= names


@pytest.mark.parametrize("path", WHEELS, ids=lambda path: path.name)
def test_real_files_that_others_wrote_are_read_as_the_oracle_reads_them(path):
    data = path.read_bytes()
    assert normal(ours(cyclonedx, data)) == by_cyclonedx_lib(data)


@pytest.mark.parametrize("path", WHEELS, ids=lambda path: path.name)
def test_real_files_give_counts_without_a_fault(read, values, path):
    data = path.read_bytes()
    dossier = read(bom=data)
    assert not dossier.faults
    assert values(dossier)["sbom_n_components"] == sum(by_cyclonedx_lib(data).values())


@pytest.mark.parametrize("spec", ["1.2", "1.3", "1.4", "1.5", "1.6", "1.7"])
def test_made_up_documents_of_every_version(an_sbom, a_component, spec):
    inner = a_component("inner", "2", "pkg:npm/%40scope/inner@2")
    outer = a_component("outer", "1", "pkg:maven/org.example/outer@1?type=jar", components=[inner])
    bare = a_component("日本語", "3" if spec < "1.4" else None, None)
    data = json.dumps(an_sbom(outer, a_component(), bare, spec=spec)).encode()
    assert normal(ours(cyclonedx, data)) == by_cyclonedx_lib(data)
    assert len(ours(cyclonedx, data)) == 4


@pytest.mark.parametrize(
    ("why", "change"),
    [
        ("a timestamp that is none", {"metadata": {"timestamp": "yesterday"}}),
        ("a package URL that is none", {"components": [{"name": "a", "purl": "nonsense"}]}),
        ("a component without a name", {"components": [{"type": "library"}]}),
        ("a hash of an unknown kind", {
            "components": [{
                "type": "library", "name": "a", "hashes": [{"alg": "CRC32", "content": "0"}],
            }]
        }),
        ("a type that came later", {"components": [{"type": "quantum-thing", "name": "a"}]}),
        ("a serial number that is no UUID", {"serialNumber": "urn:uuid:1"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_the_oracle_refuses_and_we_read(read, an_sbom, a_component, why, change):
    bom = {**an_sbom(a_component()), **change}
    with pytest.raises(Exception):  # noqa: B017, PT011 - each refusal has a type of its own
        by_cyclonedx_lib(json.dumps(bom))
    dossier = read(bom=bom)
    assert not dossier.faults, why
    assert any(fact.id == "sbom_n_components" and fact.value == 1 for fact in dossier.facts)


def a_document():
    def package(name, version, purl):
        kind = ExternalPackageRefCategory.PACKAGE_MANAGER
        refs = [ExternalPackageRef(kind, "purl", purl)] if purl else []
        return Package(
            spdx_id=f"SPDXRef-{name}", name=name, version=version, files_analyzed=False,
            download_location=SpdxNoAssertion(), external_references=refs,
            comment="of several\nlines\nPackageName: quoted",
        )  # fmt: skip

    packages = [
        package("camera", "1.0", None),
        package("zlib", "1.3", "pkg:generic/zlib@1.3"),
        package("openssl", "3.5.0", "pkg:deb/debian/openssl@3.5.0?arch=arm64"),
        package("nameless-version", None, None),
    ]
    creation = CreationInfo(
        spdx_version="SPDX-2.3", spdx_id="SPDXRef-DOCUMENT", name="made up",
        document_namespace="https://example.com/made-up", creators=[Actor(ActorType.TOOL, "test")],
        created=datetime(2026, 11, 1, 9),  # noqa: DTZ001 - spdx-tools wants it so
    )  # fmt: skip
    return Document(
        creation,
        packages=packages,
        relationships=[
            Relationship("SPDXRef-DOCUMENT", RelationshipType.DESCRIBES, "SPDXRef-camera"),
            Relationship("SPDXRef-camera", RelationshipType.DEPENDS_ON, "SPDXRef-zlib"),
        ],
    )


@pytest.mark.parametrize(("ending", "reader"), [("spdx.json", spdx_json), ("spdx", spdx_tag_value)])
# spdx-tools writes its parser's table beside itself when first used, and leaves the file open
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("version", ["SPDX-2.2", "SPDX-2.3"])
def test_what_spdx_tools_writes_is_read_as_it_reads_it(tmp_path, ending, reader, version):
    path = tmp_path / f"bom.{ending}"
    document = a_document()
    document.creation_info.spdx_version = version
    write_file(document, str(path), validate=False)
    oracle = Counter(
        (
            package.name,
            package.version,
            next((ref.locator for ref in package.external_references), None),
        )
        for package in parse_file(str(path)).packages
        if package.name != "camera"  # the product: the document describes it
    )
    assert ours(reader, path.read_bytes()) == oracle
    assert sum(oracle.values()) == 3

from datetime import date

import pytest

from kakehashi.evidence.purls import MOST_PUT_TO_PARSER

A_PACKAGE = """
PackageName: {name}
SPDXID: SPDXRef-{name}
PackageVersion: {version}
PackageCopyrightText: <text>NOASSERTION</text>
ExternalRef: PACKAGE-MANAGER purl pkg:generic/{name}@{version}
"""
TAG_VALUE = """\
SPDXVersion: SPDX-2.3
DataLicense: CC0-1.0
SPDXID: SPDXRef-DOCUMENT
Created: 2026-11-01T09:00:00Z
"""


def a_package(name="zlib", version="1.3", purl="pkg:generic/zlib@1.3"):
    refs = [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl"}]
    return {
        "SPDXID": f"SPDXRef-{name}", "name": name, "versionInfo": version,
        "externalRefs": [{**refs[0], "referenceLocator": purl}] if purl else [],
    }  # fmt: skip


def an_spdx(*packages, version="SPDX-2.3", **more):
    return {
        "spdxVersion": version, "SPDXID": "SPDXRef-DOCUMENT",
        "creationInfo": {"created": "2026-11-01T09:00:00Z"}, "packages": list(packages), **more,
    }  # fmt: skip


@pytest.mark.parametrize("spec", ["1.2", "1.3", "1.4", "1.5", "1.6", "1.7"])
def test_every_version_of_cyclonedx_gives_the_same_facts(read, an_sbom, a_component, values, spec):
    other = a_component("no-version", version=None, purl=None)
    dossier = read(bom=an_sbom(a_component(), other, spec=spec))
    assert dossier.files[1].format == f"CycloneDX {spec} JSON"
    assert values(dossier) == {
        "has_sbom": True,
        "sbom_n_components": 2,
        "sbom_n_without_version": 1,
        "sbom_n_without_identifier": 1,
        "sbom_made_on": date(2026, 11, 1),
    }


@pytest.mark.parametrize("version", ["SPDX-2.2", "SPDX-2.3"])
def test_spdx_json_gives_the_same_facts(read, values, version):
    packages = [a_package(), a_package("other", "NOASSERTION", None), a_package("third", "NONE")]
    packages[2]["externalRefs"] = [{"referenceType": "cpe23Type", "referenceLocator": "cpe:2.3"}]
    bom = an_spdx(*packages, version=version)
    dossier = read(bom=bom)
    assert dossier.files[1].format == f"SPDX {version[5:]} JSON"
    assert values(dossier) == {
        "has_sbom": True,
        "sbom_n_components": 3,
        "sbom_n_without_version": 2,
        "sbom_n_without_identifier": 1,
        "sbom_made_on": date(2026, 11, 1),
    }


def test_spdx_tag_value_gives_the_same_facts(read, values):
    text = TAG_VALUE + A_PACKAGE.format(name="zlib", version="1.3")
    text += "\nPackageName: other\nSPDXID: SPDXRef-other\nPackageVersion: NOASSERTION\n"
    dossier = read(bom=text)
    assert dossier.files[1].format == "SPDX 2.3 tag-value"
    assert values(dossier) == {
        "has_sbom": True,
        "sbom_n_components": 2,
        "sbom_n_without_version": 1,
        "sbom_n_without_identifier": 1,
        "sbom_made_on": date(2026, 11, 1),
    }


def test_nested_components_count_and_the_product_itself_does_not(
    read, an_sbom, a_component, values
):
    inner = a_component("inner", purl="pkg:cargo/inner@1")
    outer = a_component("outer", purl="pkg:cargo/outer@1", components=[inner])
    part = a_component("part", purl="pkg:cargo/part@1")
    product = {"type": "device", "name": "camera", "components": [part]}
    bom = an_sbom(outer, metadata={"timestamp": "2026-11-01T09:00:00Z", "component": product})
    assert values(read(bom=bom))["sbom_n_components"] == 3


def test_the_one_package_that_a_document_describes_is_the_product(read, values):
    three = [a_package("camera"), a_package(), a_package("openssl", purl="pkg:generic/openssl@3")]
    relation = {
        "spdxElementId": "SPDXRef-DOCUMENT",
        "relationshipType": "DESCRIBES",
        "relatedSpdxElement": "SPDXRef-camera",
    }
    for more in ({"relationships": [relation]}, {"documentDescribes": ["SPDXRef-camera"]}):
        assert values(read(bom=an_spdx(*three, **more)))["sbom_n_components"] == 2
    every = {"documentDescribes": ["SPDXRef-camera", "SPDXRef-zlib"]}
    assert values(read(bom=an_spdx(*three, **every)))["sbom_n_components"] == 3


def test_the_same_in_tag_value(read, values):
    text = TAG_VALUE + A_PACKAGE.format(name="camera", version="1")
    text += A_PACKAGE.format(name="zlib", version="1.3")
    text += A_PACKAGE.format(name="openssl", version="3.5")
    text += "Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-camera\n"
    assert values(read(bom=text))["sbom_n_components"] == 2


def test_text_that_quotes_an_spdx_document_is_no_package(read, values):
    text = TAG_VALUE + A_PACKAGE.format(name="zlib", version="1.3")
    text += "PackageComment: <text>as in\nPackageName: quoted\nsaid</text>\n"
    text += "FileName: ./a.c\nSPDXID: SPDXRef-a-file\n"
    text += "Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-a-file\n"
    assert values(read(bom=text))["sbom_n_components"] == 1


@pytest.mark.parametrize("identifier", [{"cpe": "cpe:2.3:a:a:b:1"}, {"swid": {"tagId": "x"}}])
def test_cpe_and_swid_are_identifiers_too(read, an_sbom, a_component, values, identifier):
    bom = an_sbom(a_component(purl=None, **identifier))
    assert values(read(bom=bom))["sbom_n_without_identifier"] == 0


@pytest.mark.parametrize(
    "purl", ["serde 1.0", "pkg:cargo", "pkg://", "pkg:cargo/", "http://a/b", "pkg:a/" + "b" * 5000]
)
def test_a_bad_purl_is_noted_and_is_no_identifier(read, an_sbom, a_component, values, codes, purl):
    dossier = read(bom=an_sbom(a_component(purl=purl)))
    assert values(dossier)["sbom_n_without_identifier"] == 1
    assert codes(dossier.files[1].notes) == ["bad_purl"]
    assert not dossier.faults


@pytest.mark.parametrize(
    "timestamp",
    ["", "yesterday", "2026-11-01", "2026-13-01T00:00:00Z", "1970-01-01T00:00:00Z",
     "2027-01-01T00:00:00Z", "2026-11-01T09:00:00", 1793523600, "0001-01-01T00:00:00+14:00"],
)  # fmt: skip
def test_a_wrong_timestamp_is_noted_and_dates_nothing(
    read, an_sbom, a_component, values, codes, timestamp
):
    dossier = read(bom=an_sbom(a_component(), timestamp=timestamp))
    assert not dossier.faults
    assert values(dossier)["sbom_n_components"] == 1
    assert "sbom_made_on" not in values(dossier)
    (code,) = codes(dossier.files[1].notes)
    assert code == ("no_timestamp" if timestamp == "" else "bad_timestamp")


def test_the_day_of_an_sbom_is_the_day_in_utc(read, an_sbom, a_component, values):
    dossier = read(bom=an_sbom(a_component(), timestamp="2026-11-01T08:59:59.123456789+09:00"))
    assert values(dossier)["sbom_made_on"] == date(2026, 10, 31)


def test_duplicates_are_noted_and_counted_as_listed(read, an_sbom, a_component, values, codes):
    dossier = read(bom=an_sbom(a_component(), a_component()))
    assert values(dossier)["sbom_n_components"] == 2
    assert codes(dossier.files[1].notes) == ["duplicate_component"]
    assert dossier.files[1].notes[0].where == "bom components[1]"


def test_of_many_notes_the_first_twenty_are_told_and_the_rest_counted(
    read, an_sbom, a_component, codes
):
    bom = an_sbom(*(a_component(f"c{i}", None, f"pkg:cargo/c{i}") for i in range(58)))
    notes = read(bom=bom).files[1].notes
    assert codes(notes) == ["no_version"] * 20 + ["and_more"]
    assert "38" in notes[-1].what.en
    assert "38" in notes[-1].what.ja


def test_of_twenty_notes_none_is_said_to_be_left_out(read, an_sbom, a_component, codes):
    bom = an_sbom(*(a_component(f"c{i}", None, f"pkg:cargo/c{i}") for i in range(20)))
    assert codes(read(bom=bom).files[1].notes) == ["no_version"] * 20


def test_a_version_that_is_a_number_is_noted_not_fatal(read, an_sbom, a_component, values, codes):
    dossier = read(bom=an_sbom(a_component(version=1.1)))
    assert values(dossier)["sbom_n_without_version"] == 0
    assert codes(dossier.files[1].notes) == ["version_not_text"]


def test_an_sbom_that_lists_nothing_does_not_show_that_there_is_one(read, an_sbom, values, codes):
    dossier = read(bom=an_sbom())
    assert values(dossier)["sbom_n_components"] == 0
    assert "has_sbom" not in values(dossier)
    assert codes(dossier.files[1].notes) == ["no_components"]


def test_unknown_fields_are_nobodys_concern(read, an_sbom, a_component):
    dossier = read(bom=an_sbom(a_component(novelty=[1, {"x": None}]), novelty={"a": [[]]}))
    assert not dossier.faults
    assert not dossier.files[1].notes


def test_another_shape_is_refused_with_its_path(read, an_sbom, a_component, codes):
    dossier = read(bom=an_sbom(a_component(), {"name": ["x"]}))
    assert codes(dossier.faults) == ["wrong_shape"]
    assert "$.components[1].name" in dossier.faults[0].what.en
    assert dossier.files[1].format == "CycloneDX 1.5 JSON"
    assert dossier.files[1].gave == ()


def test_a_reader_says_what_its_format_can_give_and_what_it_gave(read, an_sbom):
    file = read(bom=an_sbom(timestamp=None)).files[1]
    assert "sbom_made_on" in file.gives
    assert "has_sbom" in file.gives
    assert set(file.gave) == {
        "sbom_n_components",
        "sbom_n_without_version",
        "sbom_n_without_identifier",
    }


def test_a_package_that_stands_alone_counts_though_the_document_describes_it(read, values):
    bom = an_spdx(a_package(), documentDescribes=["SPDXRef-zlib"])
    assert values(read(bom=bom))["sbom_n_components"] == 1


def test_what_is_alike_only_in_part_is_no_duplicate(read, an_sbom, a_component):
    bom = an_sbom(
        a_component("a", "1", None),
        a_component("b", "1", None),
        a_component("a", "2", None),
        a_component("a", "1", None, group="g"),
        a_component("a", "1", "pkg:cargo/a@1"),
        a_component("a", "1", "pkg:npm/a@1"),
    )
    assert not read(bom=bom).files[1].notes
    again = {**bom, "components": [*bom["components"], bom["components"][0]]}
    (note,) = read(bom=again).files[1].notes
    assert "'a 1'" in note.what.en


def test_unusual_purls_beyond_the_cap_are_counted_and_said_not_to_be_checked(
    read, an_sbom, a_component, values, codes
):
    n = MOST_PUT_TO_PARSER + 5
    bom = an_sbom(*(a_component(f"c{i}", "1", f"pkg:a/%20c{i}") for i in range(n)))
    dossier = read(bom=bom)
    assert codes(dossier.files[1].notes) == ["purls_not_checked"]
    assert values(dossier)["sbom_n_without_identifier"] == 0

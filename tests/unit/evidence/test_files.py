"""Recognition, caps, and bytes that mean harm."""

import bz2
import gzip
import json
import lzma
from datetime import datetime

import pytest

from kakehashi.evidence import checks, read_dossier

CDX = '{"bomFormat": "CycloneDX", "specVersion": "1.5", "components": [{"name": "a"}]}'
DEEP = 1_000_000
YAML = "kakehashi: product/1\n"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b" \n\t ", "empty_file"),
        (b"\xef\xbb\xbf  ", "empty_file"),
        (gzip.compress(CDX.encode(), mtime=0), "compressed"),
        (bz2.compress(CDX.encode()), "compressed"),
        (lzma.compress(CDX.encode()), "compressed"),
        (b"PK\x03\x04 and so on", "compressed"),
        (CDX.encode("utf-16"), "not_utf8"),
        (CDX.encode("utf-16-le"), "not_utf8"),
        (CDX.encode("utf-16-be"), "not_utf8"),
        (CDX.encode("utf-32"), "not_utf8"),
        (b"\x7fELF" + bytes(range(1, 99)) + b"\x00", "not_text"),
        (CDX[:-1], "broken_json"),
        (CDX + "x", "broken_json"),
        (CDX.replace("1.5", "1.1"), "version_not_read"),
        (CDX.replace("1.5", "2.0"), "version_not_read"),
        (CDX.replace('"1.5"', "15"), "version_not_read"),
        ('{"spdxVersion": "SPDX-2.1"}', "version_not_read"),
        ("SPDXVersion: SPDX-2.1\n", "version_not_read"),
        ("kakehashi: product/2\n", "version_not_read"),
        ('<bom xmlns="http://cyclonedx.org/schema/bom/1.5"/>', "cyclonedx_xml"),
        ('<rdf:RDF xmlns:spdx="http://spdx.org/rdf/terms#"/>', "spdx_rdf"),
        ('{"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"}', "spdx_3"),
        ("spdxVersion: SPDX-2.3\nname: a\n", "spdx_yaml"),
    ],
)
def test_what_cannot_be_read_says_why(read, codes, data, code):
    dossier = read(file=data)
    assert codes(dossier.faults) == [code]
    assert dossier.faults[0].where == "file"
    assert dossier.facts == ()


@pytest.mark.parametrize(
    "data",
    ["hello", "[1, 2]", "{}", '{"bomFormat": 5}', "<html/>", "Contact: the shop\n", "a: b\n",
     "kakehashi: recipe/1\n", b"\x80\x81\x82\x83", '{"kakehashi": ["product/1"]}'],
)  # fmt: skip
def test_a_file_of_no_known_format_is_left_aside_with_a_note(read, codes, data):
    dossier = read(file=data)
    assert not dossier.faults
    assert dossier.files[1].format is None
    assert codes(dossier.files[1].notes) == ["not_recognised"]


def test_names_do_not_matter(read, a_label, an_sbom, a_component):
    dossier = read(
        with_product=False,
        bom__json=YAML, security__txt=an_sbom(a_component()), product__yaml=a_label(),
    )  # fmt: skip
    assert [file.format for file in dossier.files] == [
        "kakehashi product/1",
        "CycloneDX 1.5 JSON",
        "kakehashi label/1",
    ]


@pytest.mark.parametrize("data", [CDX, YAML + "name: a\n", "Contact: tel:1\nExpires: x\n"])
def test_a_byte_order_mark_is_no_hindrance(read, data):
    plain, marked = read(with_product=False, a=data), read(with_product=False, a="\ufeff" + data)
    assert plain.files[0].format == marked.files[0].format is not None
    assert plain.subject == marked.subject
    assert plain.files[0].sha256 != marked.files[0].sha256


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (YAML + "name: &a x\nrole: *a\n", "alias"),
        (YAML + "name: !!python/object:os.system x\n", "tag"),
        (YAML + "name: !mine x\n", "tag"),
        (YAML + "name: a\nname: b\n", "duplicate_key"),
        (YAML + "answers: {a: " + "[" * 30 + "]" * 30 + "}\n", "too_deep"),
        (YAML + "models: " + "[" * DEEP, "too_deep"),
        ('{"kakehashi": "product/1", "a": ' + '{"a": ' * 100 + "1" + "}" * 101, "too_deep"),
        (YAML + "models: [" + "a, " * 20_001 + "]\n", "too_many_nodes"),
        (YAML + "---\nname: b\n", "documents"),
        (YAML + "{a: b}: c\n", "key"),
        (YAML + "name: [unclosed\n", "broken_yaml"),
        (YAML + 'name: "\\ud800"\n', "broken_yaml"),
        (YAML + "name: a\x07b\n", "broken_yaml"),
        (YAML + "x" * 2**20, "too_big"),
        (YAML.encode() + b"name: \xff\xfe\n", "not_utf8"),
        ('{"kakehashi": "product/1", "name": "a", "name": "b"}', "duplicate_key"),
        ('{"kakehashi": "product/1", "name": "\\ud800"}', "broken_json"),
        ('{"kakehashi": "product/1", "models": ' + "[" * 100 + "]" * 100 + "}", "too_deep"),
        ('{"kakehashi": "product/1", "models": ' + "[" * DEEP + "]" * DEEP + "}", "too_deep"),
    ],
)
def test_yaml_and_json_by_hand_that_mean_harm(read, codes, text, code):
    dossier = read(with_product=False, p=text)
    # broken JSON is not known to be a product file
    assert codes(dossier.faults) in ([code], [code, "no_product"])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (CDX.replace('"a"', "[" * DEEP), "too_deep"),
        (CDX.replace('{"name": "a"}', '{"components": [' * DEEP), "too_deep"),
        (CDX.replace('"a"', "9" * DEEP), "wrong_shape"),
        (CDX.replace('"a"', '"\\ud800"'), "broken_json"),
        (CDX.replace('"a"', '"b", "version": 1e999999'), "wrong_shape"),
        (CDX.replace('"a"', '"b", "version": ' + "9" * DEEP), "wrong_shape"),
        (CDX.encode().replace(b'"a"', b'"\xff"'), "broken_json"),
        (CDX.replace("[", "[" + "{}," * (checks.MOST_OBJECTS + 1)), "too_many_nodes"),
        (CDX.replace("[", "[" + "0," * (checks.MOST_COMMAS + 1)), "too_many_nodes"),
        ("SPDXVersion: SPDX-2.3\nPackageName: \xff\n".encode("latin-1"), "not_utf8"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 30 else "data",
)  # fmt: skip
def test_sboms_that_mean_harm(read, codes, text, code):
    dossier = read(bom=text)
    assert codes(dossier.faults) == [code]
    assert dossier.subject.name.en == "Garden camera"


def test_giant_numbers_in_fields_that_are_not_read_do_not_matter(read, values):
    text = CDX.replace('"a"', '"b", "x": ' + "9" * DEEP)
    assert values(read(bom=text))["sbom_n_components"] == 1


def test_the_caps_on_files_and_bytes(vocabulary, codes):
    at = datetime.fromisoformat("2026-11-23T12:00:00Z")
    many = {f"{i}.txt": b"x" for i in range(checks.MOST_FILES + 2)}
    dossier = read_dossier(many, vocabulary=vocabulary, read_at=at)
    assert len(dossier.files) == checks.MOST_FILES
    assert codes(dossier.faults) == ["too_many_files", "no_product"]
    big = b"x" * (checks.MOST_BYTES + 1)
    dossier = read_dossier({"a": big}, vocabulary=vocabulary, read_at=at)
    assert codes(dossier.faults) == ["too_big", "no_product"]
    whole = big[1:]
    dossier = read_dossier(dict.fromkeys("abcde", whole), vocabulary=vocabulary, read_at=at)
    assert [(fault.code, fault.where) for fault in dossier.faults] == [
        ("too_big_together", "e"),
        ("no_product", "."),
    ]


def test_the_cap_on_components(read, codes):
    n = checks.MOST_COMPONENTS + 1
    text = CDX.replace('{"name": "a"}', ",".join(['{"name":"a"}'] * n))
    assert codes(read(bom=text).faults) == ["too_many_components"]


def test_a_time_of_reading_without_zone_is_the_programs_fault(vocabulary):
    with pytest.raises(ValueError, match="aware"):
        read_dossier({}, vocabulary=vocabulary, read_at=datetime(2026, 11, 23))  # noqa: DTZ001


def test_hostile_text_in_a_fault_is_escaped_and_short(read):
    text = YAML + 'answers: {"\\e[2J' + "x" * 500 + '": 1}\n'
    (fault,) = read(with_product=False, p=text).faults
    told = json.dumps([fault.what.en, fault.what.ja, fault.where], ensure_ascii=False)
    assert "\x1b" not in "".join(json.loads(told))
    assert len(fault.what.en) < 200

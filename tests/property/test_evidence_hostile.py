"""Whatever the bytes are: faults, never an exception, and in bounded time."""

import json
import time
from datetime import UTC, datetime, timedelta, timezone

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kakehashi.evidence import read_dossier
from kakehashi.evidence.purls import ORDINARY, is_purl, parses
from kakehashi.evidence.reading import last_full_day, moment
from kakehashi.terms.errors import Fault
from kakehashi.terms.fact import Fact
from kakehashi.terms.vocabulary import Vocabulary

READ_AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
WORDS = {"en": "words", "ja": "言葉"}
VOCABULARY = {
    "format": "kakehashi-facts/1",
    "facts": [
        {"id": id_, "kind": kind, "subject": "product", "question": WORDS, "help": WORDS}
        for id_, kind in (
            ("uses_passwords", "boolean"),
            ("n_units", "integer"),
            ("star1_label_issued_on", "date"),
            ("star1_label_names_model", "boolean"),
            ("sbom_n_components", "integer"),
            ("sbom_made_on", "date"),
            ("security_contact_is_published", "boolean"),
        )
    ],
}
VALID = {
    "product": b"kakehashi: product/1\nname: {en: a, ja: b}\nmade_up: true\nmodels: [{id: A}]\n"
    b"answers:\n  uses_passwords: true\n  n_units: {value: 3, stated_on: 2026-01-01}\n",
    "label": b"kakehashi: label/1\nscheme: jc-star\nlevel: STAR-1\nissued_on: 2025-06-01\n"
    b"expires_on: 2027-05-31\nmodels: [A]\nmodels_complete: true\nstate: valid\n",
    "label_json": json.dumps(
        {"kakehashi": "label/1", "scheme": "jc-star", "level": "STAR-1", "models": ["A", "𠮷"]}
    ).encode(),
    "cyclonedx": json.dumps(
        {
            "bomFormat": "CycloneDX",
            "specVersion": "1.5",
            "metadata": {"timestamp": "2026-11-01T00:00:00Z"},
            "components": [
                {"name": "a", "version": "1", "purl": "pkg:cargo/a@1", "components": []},
                {"name": "日本", "swid": {"tagId": "x"}, "components": [{"name": "b"}]},
            ],
        },
        ensure_ascii=False,
    ).encode(),
    "spdx_json": json.dumps(
        {
            "spdxVersion": "SPDX-2.3",
            "creationInfo": {"created": "2026-11-01T00:00:00Z"},
            "packages": [{"SPDXID": "SPDXRef-a", "name": "a", "externalRefs": [{}]}],
            "relationships": [{"spdxElementId": "SPDXRef-DOCUMENT"}],
        }
    ).encode(),
    "spdx": b"SPDXVersion: SPDX-2.3\nCreated: 2026-11-01T00:00:00Z\nPackageName: a\n"
    b"SPDXID: SPDXRef-a\nPackageVersion: 1\nPackageComment: <text>x\ny</text>\n"
    b"ExternalRef: PACKAGE-MANAGER purl pkg:cargo/a@1\n"
    b"Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-a\n",
    "security_txt": b"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nContact: tel:+1\n"
    b"Expires: 2027-01-31T00:00:00Z\n-----BEGIN PGP SIGNATURE-----\n",
}
ODD = (
    b"", b"\x00", b"\xff", b"\xed\xa0\x80", b"{", b"[", b"&a ", b"*a", b"!!x ", b"\n", b"\\ud800",
    b"9" * 400, b"-", b"1e999", b"null", b"\xe2\x80\xae", b"\r", b"<text>", b"%", b'"',
)  # fmt: skip


@pytest.fixture(scope="module")
def vocabulary():
    return msgspec.convert(VOCABULARY, Vocabulary)


def check(dossier):
    assert all(isinstance(fault, Fault) for fault in dossier.faults)
    assert all(isinstance(fact, Fact) for fact in dossier.facts)
    # whatever is told can be written down
    msgspec.json.encode(dossier.faults)
    repr(dossier).encode("utf-8")


@given(data=st.binary(max_size=2_000))
def test_any_bytes(vocabulary, data):
    check(read_dossier({"a": data}, vocabulary=vocabulary, read_at=READ_AT))


@given(text=st.text(max_size=300), start=st.sampled_from(sorted(VALID)))
def test_any_text_after_the_beginning_of_a_known_format(vocabulary, text, start):
    head = VALID[start].split(b"\n")[0][:60]
    data = head + b"\n" + text.encode("utf-8", "surrogatepass")
    check(read_dossier({"a": data}, vocabulary=vocabulary, read_at=READ_AT))


@settings(max_examples=300)
@given(
    start=st.sampled_from(sorted(VALID)),
    changes=st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 12), st.sampled_from(ODD)), max_size=4
    ),
)
def test_valid_documents_with_pieces_replaced(vocabulary, start, changes):
    data = VALID[start]
    for share, n_cut, piece in changes:
        at = int(share * len(data))
        data = data[:at] + piece + data[at + n_cut :]
    files = {"a": data, "p": VALID["product"]}
    check(read_dossier(files, vocabulary=vocabulary, read_at=READ_AT))


@pytest.mark.parametrize("start", sorted(VALID))
def test_valid_documents_are_valid(vocabulary, start):
    dossier = read_dossier({"a": VALID[start]}, vocabulary=vocabulary, read_at=READ_AT)
    assert [fault.code for fault in dossier.faults] in ([], ["no_product"])
    assert dossier.files[0].format is not None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["name", "version", "purl", "components", "group", "swid", "cpe", "x"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(components=JSON, metadata=JSON)
def test_any_json_in_the_place_of_components(vocabulary, components, metadata):
    document = {"bomFormat": "CycloneDX", "specVersion": "1.6"}
    document |= {"components": components, "metadata": metadata}
    data = json.dumps(document).encode()
    check(read_dossier({"a": data}, vocabulary=vocabulary, read_at=READ_AT))


@pytest.mark.parametrize(
    "data",
    [
        b"kakehashi: product/1\nanswers: " + b"[" * 900_000,
        b"kakehashi: product/1\nanswers: {" + b"{" * 900_000,
        b"kakehashi: product/1\n" + b"? " * 400_000,
        b"kakehashi: product/1\n" + b"- " * 400_000,
        b"kakehashi: product/1\n" + b"a: " * 300_000,
        b"kakehashi: product/1\nname: '" + b"''" * 400_000,
        b"SPDXVersion: SPDX-2.3\n" + b"PackageComment: <text>\n" * 500_000,
        b"SPDXVersion: SPDX-2.3\n" + b"<text>" * 1_000_000,
        b"Contact: mailto:a@b\n" + b"Expires: x\n" * 80_000,
        b"Contact: mailto:" + b"a-" * 400_000 + b"\nExpires: x\n",
        b"Contact: tel:1\nPreferred-Languages: " + b"a," * 400_000 + b"!\n",
        b"Contact: tel:1\nExpires: x" + b" " * 900_000 + b"y\n",
        b"Expires: x\nContact: https://" + b"a" * 900_000 + b" y\n",
        b"kakehashi: product/1\nanswers:\n" + b"".join(b"  x%d: 1\n" % i for i in range(9_000)),
        b"kakehashi: product/1\n" + b"".join(b"x%d: 1\n" % i for i in range(9_000)),
        b"kakehashi:" + b" " * 900_000,
        b"kakehashi: a/" * 70_000,
        b'{"bomFormat":"CycloneDX","specVersion":"1.5","components":['
        + b",".join(b'{"name":"a","purl":"pkg:a/%%20%d"}' % i for i in range(100_000))
        + b"]}",
    ],
    ids=lambda data: data[:30].decode(),
)
def test_text_that_is_made_to_be_slow(vocabulary, data):
    # a bound against catastrophe (quadratic or worse takes minutes), no measure of speed
    start = time.process_time()
    check(read_dossier({"a": data}, vocabulary=vocabulary, read_at=READ_AT))
    assert time.process_time() - start < 20


@given(purl=st.from_regex(ORDINARY, fullmatch=True))
def test_the_quick_look_takes_only_what_packageurl_takes(purl):
    assert parses(purl)


@given(purl=st.text(max_size=40).map("pkg:".__add__))
def test_a_purl_is_what_packageurl_says(purl):
    assert is_purl(purl) == parses(purl)


@given(at=st.datetimes(datetime(1980, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_the_last_full_day_is_over_and_the_next_is_not(at):
    day = last_full_day(at)
    end = datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=UTC)
    assert 0 <= (at - end).total_seconds() < 86_400


OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda n: timezone(timedelta(minutes=n)))


@given(at=st.datetimes(datetime(1980, 1, 1), datetime(2200, 1, 1), timezones=OFFSETS))  # noqa: DTZ001
def test_a_time_is_read_back_as_it_was_written(at):
    assert moment(at.isoformat()) == at

"""Search: the index against a slow and obvious twin, on whichever database the tests run."""

import random
import string
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kakehashi.accord.may import Person, Verb, Visibility, may
from kakehashi.accord.record_parts import parts
from kakehashi.site.records.as_values import thing_of, words_of
from kakehashi.site.records.search import asked_of, folded, grams_of, tokens_asked

pytestmark = [pytest.mark.django_db]

AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
# width, case, marks joined and apart, what LIKE and FTS5 would take for an operator, beyond the BMP
SIGNS = "ab12ＡＢｂ半導体約束ガｶﾞかが﨑𠮷İßΣς%_\\\"'*()^:-. 　\n"
OWNERS = [("uk", "org:dsit"), ("jp", "org:mic")]
READERS = {
    "public": None,
    "dsit": Person(id="d", side="uk", organisation="org:dsit"),
    "ofcom": Person(id="o", side="uk", organisation="org:ofcom"),
    "mic": Person(id="m", side="jp", organisation="org:mic"),
}


def drawn(rng, most):
    return "".join(rng.choice(SIGNS) for _ in range(rng.randint(1, most)))


@pytest.fixture
def rows(db):
    """Rows of all visibilities whose words are drawn from signs that are apt to go wrong."""
    from kakehashi.site.acts.settle import put_row
    from kakehashi.site.records.models import Row

    rng = random.Random(20_261_123)
    for number in range(90):
        side, organisation = rng.choice(OWNERS)
        visibility = rng.choice(list(Visibility))
        body = {
            "kind": "finding", "id": f"finding:{side}-{rng.choice('.-9az')}{number}",
            "basis": "primary", "sources": ["x"], "visibility": visibility.value,
            "named": ["org:ofcom"] if visibility is Visibility.NAMED else [],
            "text": {"en": drawn(rng, 6) + ".", "ja": drawn(rng, 6) + "。"},
            "note": {"en": drawn(rng, 25) + ".", "ja": drawn(rng, 25) + "。"},
        }  # fmt: skip
        if rng.random() < 0.6:
            body["when"] = {"on": date(2026, 1, rng.randint(1, 3)).isoformat()}
        put_row(
            Row(ref=body["id"]),
            words_of(body),
            side=side,
            organisation=organisation,
            at=AT + timedelta(days=rng.randint(0, 3)),
        )
    return list(Row.objects.all())


def twin(person, query, rows):
    """What is found, as plainly as can be said: every word somewhere in the folded words."""
    words = folded(query).split()
    found = []
    for row in rows:
        text = folded(
            "\n".join(
                part.value
                for part in parts(words_of(row.body))
                if isinstance(part.value, str) and part.refers is None
            )
        )
        title = folded(f"{row.title_en}\n{row.title_ja}")
        if words and may(person, Verb.SEE, thing_of(row)) and all(w in text for w in words):
            late = not all(word in title for word in words)
            on = -row.on.toordinal() if row.on else 0
            found.append((late, -row.at.timestamp(), on, row.ref))
    return [ref for *_, ref in sorted(found)]


def found(person, query, **more):
    from kakehashi.site.views.search import hits_for

    return hits_for(person, query, **{"most": 1_000, **more})


def test_the_index_finds_what_the_twin_finds_in_the_same_order(rows):
    rng = random.Random(7)
    n_found = 0

    @settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.text(alphabet=SIGNS, max_size=4), st.sampled_from(sorted(READERS)))
    def holds(query, reader):
        nonlocal n_found
        part = rng.choice(rows).body["note"]["ja"]
        place = rng.randrange(len(part))
        for asked in (query, part[place : place + 3], f"{part[:2]} {query}"):
            expected = twin(READERS[reader], asked, rows)
            hits = found(READERS[reader], asked)
            assert list(hits.refs) == expected, asked
            assert hits.n_all == len(expected)
            n_found += len(expected)

    holds()
    assert n_found > 100, "queries that find nothing hold nothing"


def test_pages_of_a_search_are_the_whole_of_it_each_row_once(rows):
    person = READERS["dsit"]
    whole = found(person, "a")
    some = [found(person, "a", start=start, most=7) for start in range(0, whole.n_all, 7)]
    assert [ref for page in some for ref in page.refs] == list(whole.refs)
    assert {page.n_all for page in some} == {len(whole.refs)}
    assert found(person, "a", start=1_000, most=7).refs == ()


@pytest.mark.parametrize("query", ["", " 　\n", "\0", "a\0", "\ud842"])
def test_what_no_text_can_hold_is_not_found(rows, query):
    assert found(READERS["dsit"], query).n_all == 0


@pytest.mark.parametrize("asked", ["half the words", "半導体" * 40, string.printable * 3])
def test_a_long_query_is_compared_word_by_word(rows, asked):
    assert found(READERS["dsit"], asked).n_all == 0


def test_the_index_alone_is_not_trusted(db):
    from kakehashi.site.acts.settle import put_row
    from kakehashi.site.records.models import Row

    def put(name, words):
        body = {"kind": "finding", "id": f"finding:uk-{name}", "basis": "primary", "sources": [],
                "text": {"en": words, "ja": words}}  # fmt: skip
        put_row(Row(ref=body["id"]), words_of(body), side="uk", organisation="org:dsit", at=AT)

    put("apart", "半導、導体")  # has both bigrams of the word, and not the word
    put("whole", "半導体")
    assert found(READERS["dsit"], "半導体").refs == ("finding:uk-whole",)


def test_tokens_are_such_as_no_tokenizer_changes():
    tokens = {*grams_of(folded(SIGNS)).split(), *tokens_asked(asked_of(SIGNS * 9))}
    assert set("".join(tokens)) <= set(string.hexdigits.lower() + "x")


def test_what_search_reads_says_the_same_of_who_may_see_as_the_row(rows):
    from kakehashi.site.records.models import Row, RowWords
    from kakehashi.site.views.permission import seen_by

    for person in READERS.values():
        seen = set(RowWords.objects.filter(seen_by(person, RowWords)).values_list("ref", flat=True))
        assert seen == set(Row.objects.filter(seen_by(person, Row)).values_list("ref", flat=True))

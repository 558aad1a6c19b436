"""The record at hand, followed act by act, is the one that reading everything anew gives."""

from datetime import date

import pytest

from kakehashi.site.acts.agree import agree
from kakehashi.site.acts.publish import publish
from kakehashi.site.acts.settle import come_due
from kakehashi.site.acts.withdraw import withdraw
from kakehashi.site.acts.write_row import mark_row, write_row
from kakehashi.site.records.models import ChainHead, Row
from kakehashi.site.views import kept

READERS = (None, "dsit", "ofcom", "mic")


@pytest.fixture
def same(person):
    """Return a check that what is kept equals what is read anew, for readers of both sides."""
    kept._kept.clear()  # noqa: SLF001  other tests' records

    def seen(name):
        record = kept.kept_record(None if name is None else person(name))
        return list(record.rows.items()), list(record.sources.items())

    def check():
        followed = {name: seen(name) for name in READERS}
        kept._kept.clear()  # noqa: SLF001
        kept._words.clear()  # noqa: SLF001
        assert {name: seen(name) for name in READERS} == followed
        return followed

    return check


def test_a_record_followed_is_the_record_read_anew(offer, person, clock, a_commitment, same):
    source = {"id": "uk-visit", "title": "Note", "kind": "primary", "read": "whole", "url": None}
    body = a_commitment("uk-a", visibility="organisation", sources=["uk-visit"])
    write_row(person("dsit"), body, [source], now=clock())
    before = same()
    assert before["dsit"] != before["ofcom"]
    write_row(person("dsit"), {**body, "visibility": "side"}, now=clock())
    same()
    mark_row(person("mic"), "action:ai", handling="x", retain_until=None, now=clock())
    write_row(person("mic"), a_commitment("jp-b", visibility="named", named=["org:ofcom"]),
              now=clock())  # fmt: skip
    same()
    first = offer()
    same()
    for name in ("mic", "meti", "digital"):
        agree(person(name), *first, now=clock())
    same()
    row = Row.objects.get(ref="commitment:uk-testbed")
    publish(person("dsit"), row.ref, row.digest, now=clock())
    followed = same()
    assert row.ref in dict(followed[None][0])
    other = offer("dsit", a_commitment("uk-other"), supersedes=first[0])
    for name in ("mic", "meti", "digital"):
        agree(person(name), *other, now=clock())
    same()
    gone, _ = offer(body=a_commitment("uk-gone"))
    withdraw(person("dsit"), gone, now=clock())
    later = offer(body=a_commitment("uk-later"), effective_on=date(2026, 4, 1))
    for name in ("mic", "meti", "digital"):
        agree(person(name), *later, now=clock())
    same()
    clock.at = clock.at.replace(month=5)
    assert come_due(now=clock()) == 1
    assert "commitment:uk-later" in dict(same()["mic"][0])


def test_after_an_act_only_what_it_touched_is_read(
    shipped, person, clock, a_commitment, django_assert_max_num_queries
):
    kept._kept.clear()  # noqa: SLF001
    for number in range(3):
        write_row(person("dsit"), a_commitment(f"uk-{number}"), now=clock())
    first = kept.kept_record(person("mic"))
    write_row(person("dsit"), a_commitment("uk-2", note={"en": "x", "ja": "x"}), now=clock())
    with django_assert_max_num_queries(5):
        second = kept.kept_record(person("mic"))
    assert second.rows["commitment:uk-1"] is first.rows["commitment:uk-1"]
    assert second.rows["commitment:uk-2"] != first.rows["commitment:uk-2"]
    with django_assert_max_num_queries(1):
        assert kept.kept_record(person("mic")) is second


def test_a_chain_that_is_not_the_one_it_was_is_read_anew(shipped, person, clock, a_commitment):
    kept._kept.clear()  # noqa: SLF001
    for number in range(2):
        write_row(person("dsit"), a_commitment(f"uk-{number}"), now=clock())
    kept.kept_record(person("mic"))
    [before] = [one.stamp for one in kept._kept.values() if one.lines]  # noqa: SLF001
    assert kept._touched(before, {**before, "uk": (3, "sha256:x")}) == set()  # noqa: SLF001
    for other in ((1, "sha256:x"), (2, "sha256:x"), (5_000, "sha256:x")):
        assert kept._touched(before, {**before, "uk": other}) is None  # noqa: SLF001
    ChainHead.objects.filter(side="uk").update(digest="sha256:x")
    changed = {**before, "uk": (2, "sha256:y")}
    assert kept._touched(changed, {**changed, "uk": (3, "sha256:z")}) is None  # noqa: SLF001

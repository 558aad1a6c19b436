"""What was changed behind the program's back is found; what stands can be made anew."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection

from kakehashi.site.acts.agree import agree
from kakehashi.site.acts.publish import publish
from kakehashi.site.acts.replay import rebuild
from kakehashi.site.acts.set_endorsers import set_endorsers
from kakehashi.site.acts.withdraw import withdraw
from kakehashi.site.acts.withhold import withhold
from kakehashi.site.acts.write_row import mark_row, write_row
from kakehashi.site.records.models import ActRow, ProposalRow, Row, RowMark, RowName
from kakehashi.site.views.verify import verify

TABLES = (Row, RowMark, ProposalRow)
LATER = datetime(2026, 9, 1, tzinfo=UTC)


@pytest.fixture
def a_year(offer, person, clock, a_commitment):
    """Every kind of act, some of it agreed, withdrawn, superseded, published and named."""
    named = a_commitment("uk-named", visibility="named", named=["org:ofcom", "org:mic"])
    write_row(person("dsit"), named, now=clock())
    write_row(person("dsit"), {**named, "known_by": {"en": "x", "ja": "x"}}, now=clock())
    mark_row(
        person("mic"), "action:semiconductors", handling="機密性2",
        retain_until=date(2031, 1, 1), now=clock(),
    )  # fmt: skip
    gone, _ = offer(body=a_commitment("uk-gone"))
    withdraw(person("dsit"), gone, now=clock())
    first = offer()
    agree(person("mic"), *first, now=clock())
    withhold(person("mic"), first[0], now=clock())
    for name in ("mic", "meti", "digital"):
        agree(person(name), *first, now=clock())
    row = Row.objects.get(ref="commitment:uk-testbed")
    publish(person("dsit"), row.ref, row.digest, now=clock())
    set_endorsers(person("mic"), ["org:mic", "org:meti"], now=clock())
    second = offer("mic", a_commitment(visibility="public", note={"en": "x", "ja": "x"}))
    agree(person("meti"), *second, now=clock())
    agree(person("dsit"), *second, now=clock())
    later = offer(body=a_commitment("uk-later"), effective_on=date(2026, 8, 1))
    for name in ("mic", "meti"):
        agree(person(name), *later, now=clock())


def tables():
    found = {table.__name__: list(table.objects.order_by("id").values()) for table in TABLES}
    names = RowName.objects.order_by("row__ref", "organisation")
    return {**found, "RowName": list(names.values_list("row__id", "organisation"))}


def codes():
    return {fault.code for fault in verify().faults}


def test_what_stands_verifies(a_year):
    found = verify()
    assert found.faults == ()
    assert (found.n_chains, found.n_acts) == (2, ActRow.objects.count())


def test_rebuild_gives_the_same_rows(a_year):
    rebuild(now=LATER)
    before = tables()
    assert Row.objects.get(ref="commitment:uk-later").state == "effective"
    assert rebuild(now=LATER) == ActRow.objects.count()
    assert tables() == before
    assert codes() == set()


def test_rebuild_gives_the_rows_that_acts_gave_one_by_one(a_year, clock):
    before = tables()
    rebuild(now=clock())
    assert tables() == before


def test_rebuild_mends_rows_and_not_acts(a_year, clock):
    before = tables()
    Row.objects.filter(ref="commitment:uk-testbed").update(title_en="Something else")
    ProposalRow.objects.filter(state="effective").update(text={"row": {}})
    assert codes() == {"row_changed"}
    rebuild(now=clock())
    assert tables() == before


def test_the_shipped_record_belongs_to_no_chain(shipped, clock):
    before = tables()
    assert rebuild(now=clock()) == 0
    assert tables() == before


@pytest.mark.parametrize(
    "change",
    [
        "at = '2020-01-01 00:00:00+00:00'", "person = 'somebody else'", "post = 'post:other'",
        "verb = 'withdraw'", "kind = 'gap'", "thing = 'commitment:uk-other'",
        "body = '{}'", "visibility = 'public'", "salt = 'ffff'", "digest = 'sha256:0'",
        "previous = 'sha256:0'", "quotes = 'sha256:0'", "side = 'fr'", "number = 1000",
    ],
)  # fmt: skip
def test_any_change_of_an_act_is_found(a_year, change):
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE records_actrow SET {change} WHERE side = 'uk' AND number = 3")
        assert cursor.rowcount == 1
    assert any(code.startswith("chain_") for code in codes()), change


def test_a_missing_act_is_found(a_year):
    last = ActRow.objects.filter(side="uk").order_by("-number").first()
    fields = ActRow._meta.fields  # noqa: SLF001
    for number in (1, 3, last.number):
        act = ActRow.objects.get(side="uk", number=number)
        kept = {name.attname: getattr(act, name.attname) for name in fields}
        act.delete()
        found = verify().faults
        assert any(fault.where.startswith("uk#") for fault in found), number
        ActRow.objects.create(**kept)
    assert codes() == set()


def test_acts_in_another_order_are_found(a_year):
    for here, there in ((3, 999), (4, 3), (999, 4)):
        ActRow.objects.filter(side="uk", number=here).update(number=there)
    assert "chain_unlinked" in codes()


def test_an_end_cut_off_with_its_head_is_found_by_the_other_side_s_chain(a_year):
    from kakehashi.site.records.models import ChainHead

    opened = ActRow.objects.filter(side="uk", verb="propose").order_by("number").last()
    ActRow.objects.filter(side="uk", number__gte=opened.number).delete()
    last = ActRow.objects.filter(side="uk").order_by("number").last()
    ChainHead.objects.filter(side="uk").update(number=last.number, digest=last.digest)
    assert codes() == {"chain_unquoted"}


@pytest.mark.parametrize("column", ["title_en", "visibility", "parent"])
def test_a_changed_column_of_a_row_is_found(a_year, column):
    Row.objects.filter(ref="action:semiconductors").update(**{column: "joint"})
    assert codes() == {"row_changed"}

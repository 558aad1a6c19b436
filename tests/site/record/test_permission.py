"""May a person see it, asked in two ways: of one row, and as a query."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kakehashi.accord.may import Person, Verb, Visibility, may
from kakehashi.site.records.as_values import thing_of
from kakehashi.site.records.models import ActName, ActRow, ProposalRow, Row, RowName
from kakehashi.site.views.permission import seen_by

AT = datetime(2026, 3, 1, tzinfo=UTC)
SIDES = ("uk", "jp", "")
ORGANISATIONS = ("org:dsit", "org:mic", "org:meti", "")
PEOPLE = [
    None,
    *(
        Person(id="x", side=side, organisation=organisation)
        for side in ("uk", "jp", "fr")
        for organisation in ("org:dsit", "org:mic", "org:meti", "org:none")
    ),
]
THINGS = st.lists(
    st.tuples(
        st.sampled_from(SIDES),
        st.sampled_from(ORGANISATIONS),
        st.sampled_from(list(Visibility)),
        st.sets(st.sampled_from(ORGANISATIONS[:3])),
    ),
    max_size=8,
)


def make_rows(things):
    for n, (side, organisation, visibility, named) in enumerate(things):
        row = Row.objects.create(
            ref=f"gap:{n}", kind="gap", side=side, organisation=organisation,
            visibility=visibility, body={}, digest="", at=AT,
        )  # fmt: skip
        RowName.objects.bulk_create(RowName(row=row, organisation=name) for name in named)


def make_acts(things):
    for n, (side, organisation, visibility, named) in enumerate(things):
        act = ActRow.objects.create(
            side=side, number=n, digest=str(n), organisation=organisation, verb="write",
            visibility=visibility, at=AT, received_at=AT,
        )  # fmt: skip
        ActName.objects.bulk_create(ActName(act=act, organisation=name) for name in named)


def make_proposals(things):
    for n, (side, organisation, _, _) in enumerate(things):
        ProposalRow.objects.create(
            ref=f"proposal:{n}", thing="gap:x", digest=str(n), side=side, needed={}, text={},
            organisation=organisation, opened_act="", at=AT,
        )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("table", "make"), [(Row, make_rows), (ActRow, make_acts), (ProposalRow, make_proposals)]
)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(things=THINGS)
def test_one_row_and_the_query_agree(table, make, things):
    table.objects.all().delete()
    make(things)
    every = list(table.objects.all())
    assert len(every) == len(things)
    for person in PEOPLE:
        alone = {row.id for row in every if may(person, Verb.SEE, thing_of(row))}
        found = [row.id for row in table.objects.filter(seen_by(person, table))]
        assert sorted(found) == sorted(alone), person


@pytest.mark.django_db
def test_a_sealed_act_is_seen_by_nobody():
    ActRow.objects.create(side="jp", number=1, digest="1", is_sealed=True, received_at=AT)
    for person in PEOPLE:
        assert not ActRow.objects.filter(seen_by(person, ActRow)).exists()


def test_every_view_of_the_record_hides_what_is_private(shipped, person, clock, a_commitment):
    from kakehashi.site.acts.write_row import mark_row, write_row
    from kakehashi.site.views import council
    from kakehashi.site.views import record as views

    secret = {"en": "canary words", "ja": "カナリア"}
    private = a_commitment("uk-secret", visibility="organisation", text=secret)
    ref = write_row(person("dsit"), private, now=clock())
    mark_row(
        person("dsit"), ref, handling="OFFICIAL canary", retain_until=date(2030, 1, 1), now=clock()
    )
    [own] = views.rows_for(person("dsit"), refs=[ref])
    assert (own.handling, own.retain_until) == ("OFFICIAL canary", date(2030, 1, 1))
    assert views.search_for(person("dsit"), "ｃａｎａｒｙ")
    assert len(views.acts_for(person("dsit"))) == 2
    assert ref in council.record_for(person("dsit")).rows
    for other in (None, person("mic"), person("ofcom")):
        shown = repr(
            [
                views.rows_for(other),
                council.record_for(other).rows,
                views.search_for(other, "canary"),
                views.search_for(other, "カナリア"),
                views.acts_for(other),
                views.acts_for(other, ref),
                council.proposals_for(other),
            ]
        )
        assert "canary" not in shown
        assert "uk-secret" not in shown


def test_a_marking_is_its_side_s_own(shipped, person, clock, a_commitment):
    from kakehashi.site.acts.write_row import mark_row, write_row
    from kakehashi.site.views.record import rows_for

    ref = write_row(person("dsit"), a_commitment(), now=clock())
    for name, handling in (("dsit", "OFFICIAL"), ("mic", "機密性2")):
        mark_row(person(name), ref, handling=handling, retain_until=None, now=clock())
    shown = {
        name: rows_for(person(name), refs=[ref])[0].handling for name in ("dsit", "ofcom", "meti")
    }
    assert shown == {"dsit": "OFFICIAL", "ofcom": "OFFICIAL", "meti": "機密性2"}

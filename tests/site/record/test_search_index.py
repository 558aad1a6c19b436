"""The index is kept by the database itself, through every way in which rows change."""

import pytest
from django.db import connection

from kakehashi.accord.may import Person
from kakehashi.site.acts.replay import rebuild
from kakehashi.site.records.models import Row, RowWords
from kakehashi.site.views.search import hits_for
from kakehashi.site.views.verify import verify

pytestmark = [pytest.mark.django_db]

DSIT = Person(id="d", side="uk", organisation="org:dsit")


def refs(words):
    return hits_for(DSIT, words, most=200).refs


def test_the_shipped_record_is_found_and_has_words_for_every_row(shipped):
    assert RowWords.objects.count() == Row.objects.count() > 200
    assert refs("半導体")
    assert verify().faults == ()


def test_words_follow_each_act_and_a_rebuild(shipped, person, clock, a_commitment):
    from kakehashi.site.acts.publish import publish
    from kakehashi.site.acts.write_row import write_row

    def write(words):
        text = {"en": words, "ja": words}
        body = a_commitment(text=text, visibility="side")
        return write_row(person("dsit"), body, now=clock())

    ref = write("first draft 案一")
    assert refs("案一") == (ref,)
    write("second draft 案二")
    write("third draft 案三")
    assert refs("案一") == refs("案二") == ()
    assert refs("案三") == (ref,)
    publish(person("dsit"), ref, Row.objects.get(ref=ref).digest, now=clock())
    assert hits_for(None, "案三", most=9).refs == (ref,)
    before = list(Row.objects.filter(ref=ref).values())
    rebuild(now=clock())
    assert list(Row.objects.filter(ref=ref).values()) == before
    assert (before[0]["n_written"], before[0]["version"]) == (3, 3)
    assert hits_for(None, "案三", most=9).refs == (ref,)
    assert verify().faults == ()
    Row.objects.filter(ref=ref).delete()
    assert refs("案三") == ()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE records_rowwords SET visibility = 'joint' WHERE ref = 'action:semiconductors'",
        "UPDATE records_rowwords SET searched = 'x', grams = '78' WHERE ref = 'action:ai'",
        "DELETE FROM records_rowwords WHERE ref = 'action:ai'",
    ],
)
def test_changed_words_are_found_and_made_anew(shipped, clock, change):
    with connection.cursor() as cursor:
        cursor.execute(change)
        assert cursor.rowcount == 1
    assert [fault.code for fault in verify().faults] == ["row_changed"]
    rebuild(now=clock())
    assert verify().faults == ()


def test_an_index_that_lost_a_row_is_found_and_made_anew(shipped, clock):
    if connection.vendor != "sqlite":
        return  # PostgreSQL keeps its own index
    lost = RowWords.objects.get(ref="action:ai")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO records_row_grams (records_row_grams, rowid, grams)"
            " VALUES ('delete', %s, %s)",
            [lost.place, lost.grams],
        )
    assert [fault.code for fault in verify().faults] == ["index_changed"]
    rebuild(now=clock())
    assert verify().faults == ()

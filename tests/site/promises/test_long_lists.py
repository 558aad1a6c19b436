"""Lists of a side's own that grow long are shown page by page, and told whole."""

from datetime import date

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]


def test_markings_come_fifty_a_page_with_those_that_are_due_first(reader):
    from kakehashi.site.records.models import Row, RowMark

    refs = Row.objects.order_by("ref").values_list("ref", flat=True)[:60]
    RowMark.objects.bulk_create(
        RowMark(ref=ref, side="uk", handling="OFFICIAL", retain_until=date(2020, 1, 1))
        for ref in refs
    )
    dsit = reader("dsit")
    first = dsit.page("settings/")
    assert "The first 50 of 60" in first
    assert first.count("/marking/") == 100  # due, and all
    second = dsit.page("settings/?page=2")
    assert second.count("/marking/") == 50 + 10


def test_the_list_of_what_is_withheld_counts_all_and_reads_one_page(commitment, reader):
    from kakehashi.site.records.models import Row, RowMark

    refs = list(Row.objects.filter(is_shipped=True).values_list("ref", flat=True)[:60])
    Row.objects.filter(ref__in=refs).update(visibility="joint")
    RowMark.objects.create(ref=refs[0], side="uk", ground="foia-27")
    dsit = reader("dsit")
    first, second = dsit.page("withheld/"), dsit.page("withheld/?page=2")
    n_rows = Row.objects.exclude(visibility="public").count()
    assert n_rows > 60
    assert f"Rows: {n_rows}. Without a stated ground: {n_rows - 1}." in first
    assert first.count("/marking/") == 50
    assert second.count("/marking/") == n_rows - 50

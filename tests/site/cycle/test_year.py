"""A Council's year on pages: a cycle, its meeting, agenda, papers, minutes, matters."""

import re

import pytest

from kakehashi.site.records.models import ActRow, Row

pytestmark = pytest.mark.django_db

JAPAN = ("mic", "meti", "digital-agency")


def numbers(page):
    """Return the numbers and English titles of an agenda, in the order of the page."""
    rows = re.findall(
        r'<td class="govuk-table__cell">([^<]*)</td><th scope="row"(.*?)</th>', page, re.DOTALL
    )
    return [(n, re.search(r"<span[^>]*>([^<]+)<", rest).group(1)) for n, rest in rows]


@pytest.fixture
def minutes_of(send):
    """Return how minutes with two paragraphs are drafted for a meeting; their slug."""

    def draft(browser, meeting):
        slug = send(browser, "write/minutes/", meeting=f"meeting:{meeting}")
        for n in ("1", "2"):
            send(
                browser, "write/paragraph/", minutes=f"minutes:{slug}", number=n, go="save",
                text_en=f"Both sides noted finding {n}.", text_ja=f"双方は成果{n}を確認した。",
            )  # fmt: skip
        return slug

    return draft


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_the_steps_of_a_year_are_dated_from_the_council_s_day(people, read, a_meeting, lang):
    cycle, _ = a_meeting(on=("2099", "3", "31"))
    page = read(people["mic"], f"cycle/{cycle}/", lang)
    days = {"en": ("31 March 2098", "30 April 2099"), "ja": ("2098年3月31日", "2099年4月30日")}
    for day in days[lang]:
        assert day in page
    assert page.count('aria-current="step"') == 1
    assert page.count("T−12") == 1


def test_a_day_is_set_later_and_the_cycle_s_year_follows(people, read, send):
    dsit = people["dsit"]
    cycle = send(dsit, "write/cycle/", name_en="Next", name_ja="次回", visibility="side")
    assert "The Council's day is not set." in read(dsit, f"cycle/{cycle}/")
    words = {"cycle": f"cycle:{cycle}", "name_en": "Next", "name_ja": "次回", "go": "save"}
    day = {"council-year": "2098", "council-month": "１", "council-day": "２"}
    send(dsit, "write/cycle/", **words, **day)
    assert "2 January 2098" in read(dsit, f"cycle/{cycle}/")
    assert "Next" in read(people["ico"], f"cycle/{cycle}/"), "of the same side"
    read(people["mic"], f"cycle/{cycle}/", status=404)


def test_an_agenda_is_put_in_order(people, read, send, a_meeting):
    dsit = people["dsit"]
    _, meeting = a_meeting()
    for n, title in (("1", "Opening"), ("2", "AI"), ("10", "Closing")):
        send(
            dsit, "write/point/", meeting=f"meeting:{meeting}", number=n, title_en=title,
            title_ja=title, purpose="decide", lead="org:mic", planned="15", go="save",
        )  # fmt: skip
    page = read(dsit, f"meeting/{meeting}/")
    assert numbers(page) == [("1", "Opening"), ("2", "AI"), ("10", "Closing")]
    assert "Planned in all: 45 minutes." in page
    down = re.findall(r'name="move" value="(agenda:[^ ]+ down)"', page)
    assert len(down) == 2
    send(dsit, "write/point/move/", move=down[1])
    page = read(people["mic"], f"meeting/{meeting}/", "ja")
    assert numbers(page) == [("1", "Opening"), ("2", "Closing"), ("10", "AI")]
    assert 'name="move"' not in page, "the other side's rows are not ours to move"
    assert people["mic"].post("/en/council/write/point/move/", {"move": down[0]}).status_code == 422


def test_those_who_take_part_are_listed_and_taken_off(people, read, send, a_meeting):
    dsit = people["dsit"]
    _, meeting = a_meeting()
    for who in ("org:meti", "holder:tsuge-yoshifumi"):
        send(dsit, "write/participant/", meeting=f"meeting:{meeting}", who=who, how="online")
    page = read(dsit, f"meeting/{meeting}/")
    assert page.count('name="remove"') == 2
    send(dsit, "write/participant/", meeting=f"meeting:{meeting}", remove="0")
    page = read(dsit, f"meeting/{meeting}/")
    assert page.count('name="remove"') == 1
    assert "/row/holder/tsuge-yoshifumi/" in page


def test_a_paper_under_embargo_is_seen_by_its_own_side_alone(
    people, visitor, read, send, refused, a_meeting
):
    from kakehashi.accord.record import body_of
    from kakehashi.site.records.as_values import words_of

    dsit = people["dsit"]
    _, meeting = a_meeting()
    until = {"embargo-year": "2099", "embargo-month": "1", "embargo-day": "20", "time": "09:30"}
    words = {"title_en": "canary-paper", "title_ja": "資料", "zone": "Asia/Tokyo", "go": "save"}
    version = {"number": "1", "language": "en", "standing": "ours", "sha256": "AB" * 32}
    send(
        dsit, "write/paper/", meeting=f"meeting:{meeting}", visibility="side",
        **words, **until, **version,
    )  # fmt: skip
    page = read(people["ico"], f"meeting/{meeting}/")
    assert "canary-paper" in page
    assert "ab" * 32 in page
    assert "00:30 on 20 January 2099 in London" in page, "beside Tokyo's"
    for stranger in (people["mic"], visitor):
        assert (
            "canary-paper" not in stranger.get(f"/en/council/meeting/{meeting}/").content.decode()
        )
    ref = Row.objects.get(kind="paper").ref
    n_acts = ActRow.objects.count()
    shared = dsit.post("/en/council/write/share/", {"row": ref})
    assert shared.status_code == 422
    assert "2099-01-20T09:30+09:00" in shared.content.decode()
    assert ActRow.objects.count() == n_acts
    body = body_of(words_of(Row.objects.get(ref=ref).body))
    assert body["embargo_until"].startswith("2099-01-20T")
    send(
        dsit, "write/paper/", paper=ref, **words, number="2", language="ja",
        standing="provisional_translation",
    )  # fmt: skip
    assert "canary-paper" not in read(people["mic"], f"meeting/{meeting}/"), (
        "not before it is shown"
    )
    assert dsit.post("/en/council/write/share/", {"row": ref}).status_code == 302
    page = read(people["mic"], f"meeting/{meeting}/")
    assert "canary-paper" in page
    assert "Version 2" in page


def test_minutes_are_final_only_by_both_keys(people, read, send, endorse, a_meeting, minutes_of):
    dsit = people["dsit"]
    _, meeting = a_meeting()
    minutes = minutes_of(dsit, meeting)
    path = f"minutes/{minutes}/"
    read(people["mic"], path, status=404)
    read(people["ico"], path, status=404)
    send(dsit, "write/minutes/circulate/", minutes=f"minutes:{minutes}", go="side")
    assert "Both sides noted finding 1." in read(people["ico"], path)
    send(dsit, "write/minutes/circulate/", minutes=f"minutes:{minutes}", go="circulate")
    page = read(dsit, path)
    assert "United Kingdom: agreed (key turned)" in page
    assert "Japan: not agreed yet" in page
    assert Row.objects.get(ref=f"minutes:{minutes}").body["agreed_by"] == []
    for name in JAPAN[:2]:
        assert endorse(people[name]) == 1
    page = read(dsit, path)
    assert "Japan: not agreed yet" in page
    assert "/row/org/digital-agency/" not in page, "who is missing shows to Japan alone"
    assert "/row/org/digital-agency/" in read(people["mic"], path)
    assert Row.objects.get(ref=f"minutes:{minutes}").body["state"] == "circulated"
    assert endorse(people["digital-agency"]) == 1
    page = read(people["mic"], path, "ja")
    assert "日本: 合意済み" in page
    row = Row.objects.get(ref=f"minutes:{minutes}")
    assert (row.body["state"], row.body["agreed_by"]) == ("final", ["side:uk", "side:jp"])
    gone = {"minutes": row.ref, "number": "1", "was": "1", "go": "save"}
    words = {"text_en": "Other words.", "text_ja": "別の文言。"}
    assert dsit.post("/en/council/write/paragraph/", {**gone, **words}).status_code == 422


def test_other_words_are_circulated_anew_or_proposed_by_the_other_side(
    people, read, send, endorse, a_meeting, minutes_of
):
    dsit, mic = people["dsit"], people["mic"]
    _, meeting = a_meeting()
    minutes = minutes_of(dsit, meeting)
    ref, path = f"minutes:{minutes}", f"minutes/{minutes}/"
    send(dsit, "write/minutes/circulate/", minutes=ref, go="circulate")
    changed = {"minutes": ref, "number": "2", "was": "2", "text_ja": "双方は成果2を歓迎した。"}
    send(dsit, "write/paragraph/", **changed, text_en="Both sides welcomed finding 2.", go="save")
    assert "differ from those that are before both sides" in read(mic, path)
    send(dsit, "write/minutes/circulate/", minutes=ref, go="circulate")
    page = read(mic, path)
    assert "differ from those" not in page
    assert page.count("Brought by: United Kingdom") == 1, "the older words are withdrawn"
    send(mic, "write/paragraph/", **changed, text_en="Both sides took up finding 2.", go="propose")
    page = read(dsit, path)
    assert "Brought by: Japan" in page
    assert "United Kingdom: agreed" in page, "that is of its own words"
    newest = re.findall(r"/en/council/keys/(jp-[0-9]+)/", page)[0]
    compared = read(dsit, f"keys/{newest}/")
    assert re.findall(r"<del[^>]*><span[^>]*>[^<]*</span>([^<]*)</del>", compared) == ["welcomed"]
    assert "Paragraph 2 · English" in compared
    assert "Paragraph 2 · English" in read(dsit, f"row/{path}rounds/")
    assert endorse(dsit) == 1
    for name in JAPAN[1:]:
        endorse(people[name])
    row = Row.objects.get(ref=ref)
    assert row.body["state"] == "final"


def test_nothing_is_circulated_of_empty_minutes(people, send, refused, a_meeting):
    _, meeting = a_meeting()
    minutes = send(people["dsit"], "write/minutes/", meeting=f"meeting:{meeting}")
    page = refused(people["dsit"], "write/minutes/circulate/", minutes=f"minutes:{minutes}")
    assert "The minutes have no paragraph yet" in page
    assert Row.objects.get(ref=f"minutes:{minutes}").visibility == "organisation"


def test_a_matter_is_carried_done_and_becomes_a_commitment(
    people, read, send, refused, beside, a_meeting, minutes_of
):
    dsit = people["dsit"]
    _, meeting = a_meeting()
    _, later = a_meeting(on=("2099", "1", "20"))
    minutes = minutes_of(dsit, meeting)
    ref = f"minutes:{minutes}"
    send(dsit, "write/minutes/circulate/", minutes=ref, go="circulate")
    drawn = {
        "minutes": ref, "paragraph": "2", "text_en": "Share the plans.",
        "text_ja": "計画を共有する。", "owner_uk": "org:dsit", "owner_jp": "org:mic",
        "due-year": "2026", "due-month": "3", "due-day": "31", "go": "save",
    }  # fmt: skip
    send(dsit, "write/matter/", **drawn)
    matter = Row.objects.get(kind="matter")
    assert [one["organisation"] for one in matter.body["owners"]] == ["org:dsit", "org:mic"]
    page = read(people["mic"], "matters/?open=yes")
    assert "Share the plans." in page
    assert "overdue" in page
    assert f"/minutes/{minutes}/#paragraph-2" in page
    held = {"minutes": ref, "was": "2", "number": "3", "go": "save"}
    page = refused(dsit, "write/paragraph/", **held, text_en="New words", text_ja="新しい文言")
    assert "An action was drawn out of paragraph 2" in beside(page, "number")
    page = refused(dsit, "write/matter/carry/", matter=matter.ref)
    assert "No meeting is chosen" in beside(page, "meeting")
    send(dsit, "write/matter/carry/", matter=matter.ref, meeting=f"meeting:{later}")
    assert numbers(read(people["mic"], f"meeting/{later}/")) == [("1", "Share the plans.")]
    assert f"/row/meeting/{later}/" in read(dsit, "matters/")
    commitment = send(
        dsit, "write/commitment/", matter=matter.ref, text_en="Share the plans.",
        text_ja="計画を共有する。", action="action:ai",
    )  # fmt: skip
    matter.refresh_from_db()
    assert matter.body["commitment"] == f"commitment:{commitment}"
    owners = Row.objects.get(ref=f"commitment:{commitment}").body["owners"]
    assert [one["organisation"] for one in owners] == ["org:dsit", "org:mic"]
    done = {
        f"done-{part}": value for part, value in (("year", "2026"), ("month", "4"), ("day", "1"))
    }
    send(dsit, "write/matter/", matter=matter.ref, **{**drawn, **done})
    assert "Share the plans." not in read(dsit, "matters/?open=yes")
    assert "1 April 2026" in read(dsit, "matters/")


def test_a_year_of_acts_replays_to_the_same_rows(people, send, endorse, a_meeting, minutes_of):
    from django.utils import timezone

    from kakehashi.site.acts.replay import rebuild

    dsit = people["dsit"]
    _, meeting = a_meeting()
    minutes = minutes_of(dsit, meeting)
    send(dsit, "write/minutes/circulate/", minutes=f"minutes:{minutes}", go="circulate")
    for name in JAPAN:
        endorse(people[name])
    columns = ("ref", "digest", "state", "visibility", "version")
    before = sorted(Row.objects.values_list(*columns))
    assert rebuild(now=timezone.now()) == ActRow.objects.count()
    assert sorted(Row.objects.values_list(*columns)) == before
    assert Row.objects.get(ref=f"minutes:{minutes}").body["state"] == "final"


def test_the_public_sees_nothing_of_a_year_that_is_not_published(
    people, visitor, read, send, a_meeting, minutes_of
):
    cycle, meeting = a_meeting()
    minutes = minutes_of(people["dsit"], meeting)
    for path in (f"cycle/{cycle}/", f"meeting/{meeting}/", f"minutes/{minutes}/"):
        read(visitor, path, status=404)
    for path in ("cycles/", "matters/"):
        assert "2026" not in read(visitor, path)
        assert visitor.get(f"/en/council/{path}").cookies == {}
    for form in ("cycle", "meeting", "point", "paper", "paragraph", "matter", "matter/carry"):
        assert visitor.get(f"/en/council/write/{form}/").status_code == 302


@pytest.mark.parametrize("who", ["visitor", "dsit"])
def test_a_page_of_the_year_asks_the_database_few_questions(
    request, people, send, a_meeting, minutes_of, django_assert_max_num_queries, who
):
    cycle, meeting = a_meeting()
    minutes = minutes_of(people["dsit"], meeting)
    reader = request.getfixturevalue("visitor") if who == "visitor" else people["dsit"]
    paths = ["cycles/", "matters/", "cycle/2025/", "meeting/council-2025/"]
    if who == "dsit":
        paths += [f"cycle/{cycle}/", f"meeting/{meeting}/", f"minutes/{minutes}/"]
    for path in paths:
        reader.get(f"/en/council/{path}")
        with django_assert_max_num_queries(3 if who == "visitor" else 14):
            assert reader.get(f"/en/council/{path}").status_code == 200


@pytest.mark.parametrize("visibility", ["named", "joint", "public"])
@pytest.mark.parametrize("way", ["write", "propose", "file"])
def test_no_act_shows_a_paper_before_its_embargo_ends(loaded, way, visibility):
    import json
    from datetime import UTC, datetime, timedelta

    from kakehashi.accord.may import Person, Role
    from kakehashi.site.acts.propose import propose
    from kakehashi.site.acts.write_row import write_row
    from kakehashi.site.acts.write_rows import write_rows
    from kakehashi.terms.errors import InputError

    until = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
    person = Person(
        id="p", side="uk", organisation="org:dsit", roles=frozenset(Role), has_second_factor=True
    )
    body = {
        "kind": "paper", "id": "paper:uk-cables", "basis": "inference",
        "sources": ["meti-2025-0122"], "title": {"en": "Cables", "ja": "海底ケーブル"},
        "embargo_until": until.isoformat(), "visibility": visibility,
        "named": ["org:mic"] if visibility == "named" else [],
    }  # fmt: skip
    file = {"format": "kakehashi-record/1", "checked_on": "2026-01-01", "rows": [body]}

    def act(now):
        if way == "file":
            return write_rows(person, json.dumps(file).encode(), read={}, now=now)
        return {"write": write_row, "propose": propose}[way](person, body, now=now)

    with pytest.raises(InputError) as told:
        act(until - timedelta(seconds=1))
    assert told.value.faults[0].code == "under_embargo"
    assert not ActRow.objects.exists()
    if (way, visibility) in {("write", "joint"), ("propose", "joint"), ("file", "named")}:
        act(until)
        assert ActRow.objects.count() == 1


def test_the_other_side_proposes_another_day(people, read, send, endorse, a_meeting):
    cycle, _ = a_meeting(on=("2099", "1", "20"))
    ref = f"cycle:{cycle}"
    form = read(people["mic"], f"write/cycle/?cycle={ref}")
    assert 'value="propose"' in form
    assert 'value="save"' not in form
    day = {"council-year": "2099", "council-month": "2", "council-day": "3"}
    words = {"cycle": ref, "name_en": "Council of 2099", "name_ja": "2099 年会合"}
    send(people["mic"], "write/cycle/", **words, **day, go="propose")
    assert "20 January 2099" in read(people["dsit"], f"cycle/{cycle}/")
    for name in ("meti", "digital-agency", "dsit"):
        assert endorse(people[name]) == 1
    page = read(people["dsit"], f"cycle/{cycle}/")
    assert "3 February 2099" in page
    assert "3 May 2099" in page, "the steps follow"

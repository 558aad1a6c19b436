"""What is not public, with its ground, for requests for information."""

import csv
import json
from datetime import date
from io import StringIO

import pytest

from kakehashi.answers.withheld import FILE, grounds, grounds_of
from kakehashi.cli.main import main
from kakehashi.terms.errors import InputError

pytestmark = pytest.mark.django_db


def marked(person, ref, now, **changes):
    from kakehashi.site.acts.write_row import mark_row

    marks = {"handling": "", "retain_until": None, **changes}
    mark_row(person, ref, now=now, **marks)


def test_every_ground_says_where_it_was_read():
    assert FILE
    assert {one.side for one in grounds().values()} == {"uk", "jp"}
    for one in grounds().values():
        assert one.basis != "primary", "the Acts themselves were not read"
        assert one.source.url.startswith("http")
        assert len({one.title.en, one.title.ja, one.place.en, one.place.ja}) == 4


def test_a_ground_of_the_other_side_s_law_is_refused_and_nothing_is_marked(written, writer, now):
    from kakehashi.site.records.models import RowMark

    ref = written()
    for ground in ("johokokai-1999-5-3", "no-such"):
        with pytest.raises(InputError) as refused:
            marked(writer(), ref, now, ground=ground)
        assert refused.value.faults[0].code == "no_such_ground"
    assert not RowMark.objects.exists()


def test_each_side_lists_what_it_holds_with_its_own_marks_alone(
    written, writer, reader, now, capsys
):
    own = written(text={"en": "our draft", "ja": "案"})
    shown = written(by="mic", visibility="joint", text={"en": "=shown", "ja": "共有"})
    written(by="ico", text={"en": "another's", "ja": "他"})
    written(by="meti", text={"en": "theirs alone", "ja": "相手のみ"})
    written(visibility="public", text={"en": "public words", "ja": "公開"})
    kept = {"handling": "OFFICIAL-SENSITIVE", "retain_until": date(2031, 1, 1)}
    marked(writer(), own, now, ground="foia-2000-s35", **kept)
    marked(writer(), shown, now, ground="foia-2000-s27-2")
    marked(writer("mic"), shown, now, ground="johokokai-1999-5-3", handling="機密性2")

    listed = reader("dsit").get("/en/council/withheld/").content.decode()
    assert "our draft" in listed
    assert "OFFICIAL-SENSITIVE" in listed
    assert "obtained in confidence" in listed
    assert "機密性2" not in listed
    assert not {"another&#x27;s", "theirs alone", "public words"} & set(listed.split("<td"))
    assert "theirs alone" not in listed
    assert "public words" not in listed

    japanese = reader("mic").get("/ja/council/withheld/files/csv/")
    assert japanese["Content-Disposition"].startswith('attachment; filename="withheld-ja.csv"')
    assert "no-store" in japanese["Cache-Control"]
    rows = list(csv.reader(StringIO(japanese.content.decode("utf-8-sig"))))
    assert rows[0][0] == "ID"
    assert [(row[0], row[6], row[9]) for row in rows[1:]] == [(shown, "機密性2", "第5条第3号")]

    assert main(["record", "withheld", "--side", "uk", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    stated = {row["ref"]: row["ground"] for row in told["rows"]}
    assert len(stated) == 3, "all of the side's organisations, and what the other shows"
    assert (stated.pop(own), stated.pop(shown)) == ("foia-2000-s35", "foia-2000-s27-2")
    assert list(stated.values()) == [""]
    assert {one["id"] for one in told["grounds"]} == {"foia-2000-s35", "foia-2000-s27-2"}
    assert main(["record", "withheld", "--side", "uk", "--format", "csv"]) == 0
    assert "'=shown" in capsys.readouterr().out, "no cell that a spreadsheet would run"
    assert main(["record", "withheld", "--side", "fr", "--lang", "ja"]) == 65
    assert "「fr」という側は記録にありません" in capsys.readouterr().err


def test_the_list_says_what_has_no_ground_and_what_is_past_its_day(written, writer, reader, now):
    ref = written()
    official = reader("dsit")
    page = official.get("/en/council/withheld/").content.decode()
    assert "no ground stated" in page
    assert all(one.title.en in page for one in grounds_of("uk"))
    assert "Article 5" not in page
    assert f"/en/council/row/{ref.replace(':', '/')}/marking/" in page
    marked(writer(), ref, now, ground="foia-2000-s41", retain_until=date(2020, 4, 1))
    page = official.get("/en/council/withheld/").content.decode()
    assert "no ground stated" not in page
    assert "section 41: Information provided in confidence" in page
    assert "(passed)" in page
    assert "marking/" not in reader("ico", roles=()).get("/en/council/withheld/").content.decode()
    assert reader().get("/en/council/withheld/").status_code == 302


def test_a_ground_stands_after_an_act_without_one_and_after_a_rebuild(written, writer, now):
    from kakehashi.site.acts.replay import rebuild
    from kakehashi.site.records.models import RowMark

    ref = written()
    marked(writer(), ref, now, ground="foia-2000-s40")
    marked(writer(), ref, now, handling="OFFICIAL")
    (before,) = RowMark.objects.values()
    assert before["ground"] == "foia-2000-s40", "who states none leaves the one that was stated"
    rebuild(now=now)
    assert list(RowMark.objects.values()) == [before]

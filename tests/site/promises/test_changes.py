"""A commitment's owners, day, milestones and figures are changed; what became of it is said."""

import re

import pytest

pytestmark = pytest.mark.django_db
ROW = "row/commitment/uk-testbed/"
TEXT = {"text_en": "Open a joint test bed.", "text_ja": "共同の試験環境を開設する。"}


@pytest.fixture
def form(day):
    def fields(**changes):
        return {
            **TEXT, "go": "save", **day("due", "2030-03-31"),
            "owners_uk": ["org:dsit"], "owners_jp": ["org:meti", "org:mic"],
            "known_by_en": "A first trace.", "known_by_ja": "最初の測定。",
            "milestone_1_en": "Site chosen", "milestone_1_ja": "場所の決定",
            **day("milestone_1_due", "2027-06-30"),
            "indicator_1_en": "Trials", "indicator_1_ja": "試行数", "unit_1_en": "trials",
            "unit_1_ja": "回", "baseline_1": "0", "target_1": "１２.5", "actual_1": "3",
            **day("figure_1_on", "2026-10-01"), **changes,
        }  # fmt: skip

    return fields


def body():
    from kakehashi.site.records.models import Row

    return Row.objects.get(ref="commitment:uk-testbed").body


def test_everything_of_a_commitment_is_changed_and_shown(commitment, reader, form):
    dsit = reader("dsit")
    dsit.send(f"{ROW}edit/", form(partner_en="Norway's agency", partner_ja="ノルウェーの機関"))
    said = body()
    assert {one["organisation"] for one in said["owners"]} == {"org:dsit", "org:meti", "org:mic"}
    (indicator,) = said["indicators"]
    assert [indicator[one]["value"] for one in ("baseline", "target", "actual")] == [
        "0", "12.5", "3"
    ]  # fmt: skip
    assert indicator["actual"]["on"] == "2026-10-01"
    page = reader("mic", "ja").page(ROW)
    for words in ("最初の測定。", "場所の決定", "試行数", "ノルウェーの機関", "2027年6月30日"):
        assert words in page, words


def test_what_is_emptied_goes_and_what_stays_keeps_how_it_is_known(commitment, reader, form):
    dsit = reader("dsit")
    dsit.send(f"{ROW}edit/", form())
    before = body()["owners"]
    page = dsit.page(f"{ROW}edit/")
    assert 'name="milestone_2_en"' in page
    assert re.search(r'value="org:meti" checked', page)
    dsit.send(f"{ROW}edit/", form(milestone_1_en="", milestone_1_ja="", owners_jp=["org:meti"]))
    assert body()["milestones"] == []
    assert list(body()["owners"]) == [one for one in before if one["organisation"] != "org:mic"]


def test_all_faults_stand_beside_their_fields_with_what_was_typed(commitment, reader, form, day):
    bad = form(
        text_ja="", milestone_1_ja="", baseline_1="many", **day("due", "2030-02-30"),
        **day("milestone_1_due", "2027-00-01"),
    )  # fmt: skip
    page = reader("dsit", "ja").send(f"{ROW}edit/", bad, 422)
    for field in ("text_ja", "milestone_1_ja", "milestone_1_due", "baseline_1", "due"):
        assert f'id="{field}-error"' in page, field
    assert 'value="many"' in page
    assert body()["owners"] == []


def test_the_other_side_changes_it_by_a_proposal(commitment, reader, form):
    mic = reader("mic", "ja")
    page = mic.page(f"{ROW}edit/")
    assert 'value="propose"' in page
    assert 'value="save"' not in page
    mic.send(f"{ROW}edit/", form(go="propose"))
    assert body()["owners"] == []
    assert "双方で検討中" in mic.page(ROW)


def test_what_became_of_one_is_said_and_is_no_longer_silence(loaded, reader):
    dsit = reader("dsit")
    lost = re.search(
        r"<ul[^>]*><li><a[^>]*href=\"/en/council/(row/commitment/([^/]+)/)\"",
        dsit.page("lineage/").split("<h2")[1],
    )
    row, name = lost.group(1), f"commitment:{lost.group(2)}"
    wrong = {"before": name, "how": "carried", "cycle": "cycle:2025", "visibility": "joint"}
    page = dsit.send("write/lineage/", wrong, 422)
    assert "govuk-error-summary" in page
    dsit.send("write/lineage/", {**wrong, "how": "dropped"})
    assert "dropped in words" in dsit.page(row)
    assert row not in dsit.page("lineage/").split("<h2")[1]
    assert "dropped in words" in dsit.page(f"{row}history/")


def test_what_ships_with_the_program_is_changed_by_both_keys_and_shows_to_everyone(
    loaded, reader, form
):
    row = "row/commitment/2024-semiconductor-workshop/"
    dsit, public = reader("dsit"), reader()
    page = dsit.page(f"{row}edit/")
    assert 'value="save"' not in page
    told = form(go="propose", known_by_en="Minutes of the workshop.", known_by_ja="会合の議事録。")
    dsit.send(f"{row}edit/", told)
    assert "Minutes of the workshop." not in public.page(row)
    for name in ("mic", "meti", "digital-agency"):
        who = reader(name)
        named = re.findall(r'name="proposal" value="([^"]+)"', who.page("keys/"))
        who.send("keys/answer/", {"verb": "endorse", "proposal": named})
    for lang, words in (("en", "Minutes of the workshop."), ("ja", "会合の議事録。")):
        assert words in public.page(row, lang)


def test_a_milestone_is_believed_with_evidence_and_a_figure_shows_its_source(
    commitment, reader, form, day, evidence
):
    from kakehashi.site.records.models import Row

    dsit = reader("dsit")
    done = {**day("milestone_1_due", "2026-06-30"), **day("milestone_1_done", "2026-06-01")}
    dsit.send(f"{ROW}edit/", form(**day("milestone_1_due", "2026-06-30")))
    assert "overdue" in dsit.page(f"{ROW}history/")
    dsit.send(f"{ROW}edit/", form(**done))
    assert "said to be done 1 June 2026, without evidence" in dsit.page(f"{ROW}history/")
    dsit.send(f"{ROW}evidence/", {**evidence("2026-06-01"), "visibility": "joint"})
    piece = Row.objects.get(kind="evidence", side="uk").ref
    dsit.send(f"{ROW}edit/", form(**done, milestone_1_evidence=[piece]))
    page = reader("mic", "ja").page(f"{ROW}history/")
    assert "2026年6月1日 完了" in page
    assert "試験環境が開設された。" in page
    assert "12.5" in page
    assert "/council/sources/uk-written-by-dsit/" in page

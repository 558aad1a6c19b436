"""A priority goes from proposal to Joint Action by both keys, and is closed by its criterion."""

import re

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]
TITLE = {"title_en": "Trusted chips", "title_ja": "信頼できる半導体"}
CRITERION = {"criterion_1_en": "Both laboratories run.", "criterion_1_ja": "両研究所が稼働する。"}


@pytest.fixture
def proposed(reader, day):
    """Return the UK's reader and the path of a priority that both sides see."""
    from kakehashi.site.records.models import Row

    dsit = reader("dsit")
    form = {**TITLE, **CRITERION, "visibility": "joint", **day("on", "2026-02-01")}
    dsit.send("write/priority/", form)
    slug = Row.objects.get(kind="priority").ref.partition(":")[2]
    return dsit, f"row/priority/{slug}/"


def endorse(who):
    named = re.findall(r'name="proposal" value="([^"]+)"', who.page("keys/"))
    who.send("keys/answer/", {"verb": "endorse", "proposal": named})


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_that_there_are_none_is_said_plainly(reader, lang):
    page = reader(lang=lang).page("priorities/")
    assert ("The record has no priority" if lang == "en" else "優先分野は記録にありません") in page
    assert page.count("<h1") == 1


def test_from_proposed_to_adopted_by_both_keys_to_closed(proposed, reader, day):
    dsit, path = proposed
    scope = {"scope_en": "Design only.", "scope_ja": "設計に限る。", **CRITERION}
    dsit.send(f"{path}step/", {**scope, **day("on", "2026-03-01")})
    assert "Design only." in dsit.page(path)
    adopt = {"action_en": "Trusted chips", "action_ja": "信頼できる半導体",
             "pillar": "pillar:1", **day("on", "2026-04-01")}  # fmt: skip
    from kakehashi.accord.record_promises import Pillar
    from kakehashi.answers.record_shelf import shipped_record

    adopt["pillar"] = shipped_record().every(Pillar)[0].id
    dsit.send(f"{path}step/", adopt)
    others = [reader(name) for name in ("mic", "meti", "digital-agency")]
    assert "Adopted" not in re.sub(r"\s", "", others[0].page("priorities/")).split("Closed")[0]
    for who in others:
        endorse(who)
    page = others[0].page(path, "ja")
    assert "採択" in page
    assert page.count("/row/action/") >= 1
    dsit.send(f"{path}step/", {"met": "0", **day("on", "2026-10-01")})
    for who in others:
        endorse(who)
    page = dsit.page(path)
    assert "Closed because: Both laboratories run." in page
    assert "Closed on" in page
    assert f"{path}step/" not in page


def test_nothing_is_adopted_as_nothing_and_nothing_closed_without_a_criterion(proposed, day):
    dsit, path = proposed
    dsit.send(f"{path}step/", {**CRITERION, **day("on", "2026-03-01")})
    page = dsit.send(f"{path}step/", {**day("on", "2026-02-31")}, 422)
    assert "Nothing is chosen" in page
    assert 'id="actions-error"' in page
    assert 'id="on-error"' in page


def test_a_new_one_wants_both_languages_and_a_day_beside_its_field(reader, day):
    form = {"title_en": "Chips", "title_ja": "", "visibility": "joint", **day("on", "2026-13-01")}
    page = reader("dsit").send("write/priority/", form, 422)
    for field in ("title_ja", "on"):
        assert f'id="{field}-error"' in page, field
    assert 'value="Chips"' in page


def test_a_priority_of_one_organisation_is_on_nobody_else_s_page(reader, day):
    dsit = reader("dsit")
    form = {**TITLE, "visibility": "organisation", **day("on", "2026-02-01")}
    dsit.send("write/priority/", form)
    assert "Trusted chips" in dsit.page("priorities/")
    for name in (None, "ofcom", "mic"):
        assert "Trusted chips" not in reader(name).page("priorities/")

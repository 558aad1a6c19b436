"""A statement's drafting: warnings in the editor, what governs, who has agreed to what."""

import re

import pytest

from kakehashi.site.records.models import ActRow, Row

pytestmark = pytest.mark.django_db

JAPAN = ("mic", "meti", "digital-agency")
JA = "双方は知見を共有する。"


@pytest.fixture
def a_clause(people, send):
    """Return how a joint clause is drafted in a statement of its own; the statement's path."""

    def make(en="Both sides will share findings.", nature="statement", go="save"):
        statement = send(
            people["dsit"], "write/statement/", title_en="Joint Statement", title_ja="共同声明",
            visibility="joint", governing="ja", nature=nature,
        )  # fmt: skip
        send(
            people["dsit"], "write/clause/", statement=f"statement:{statement}", number="1",
            en=en, ja=JA, go=go,
        )  # fmt: skip
        row = Row.objects.get(kind="clause", parent=f"statement:{statement}")
        return f"row/statement/{statement}/", row

    return make


def flags(page):
    """Return side by side, language by language, whether it has agreed."""
    rows = re.findall(r'k-light">([^<]+)</th>(.*?)</tr>', page)
    return {
        side: [one == "yes" for one in re.findall(r"k-mark--(\w+)", cells)] for side, cells in rows
    }


def words_of(page, language):
    return re.search(rf'name="words" value="({language} sha256:[0-9a-f]+)"', page).group(1)


def test_words_that_sound_binding_are_told_in_the_editor(people, read, a_clause):
    dsit = people["dsit"]
    _, clause = a_clause(en="Both sides shall share findings.")
    form = read(dsit, f"write/clause/?clause={clause.ref}")
    assert "“shall”" in form
    looked = {"clause": clause.ref, "number": "1", "en": "Both sides agree.", "ja": JA}
    before = ActRow.objects.count()
    page = dsit.post("/en/council/write/clause/", {**looked, "go": "look"}).content.decode()
    assert "“agree”" in page
    assert "“shall”" not in page
    assert ActRow.objects.count() == before, "looking saves nothing"
    saved = dsit.post("/en/council/write/clause/", {**looked, "go": "save"}, follow=True)
    assert "Saved." in saved.content.decode()
    assert "“agree”" in saved.content.decode()


def test_a_treaty_may_sound_binding(people, read, a_clause):
    path, clause = a_clause(en="Both sides shall share findings.", nature="treaty")
    assert "“shall”" not in read(people["dsit"], f"write/clause/?clause={clause.ref}")
    page = read(people["dsit"], path)
    assert "“shall”" not in page
    assert "Which text governs" in page


def test_a_statement_s_nature_and_governing_text_are_changed(people, read, send, a_clause):
    path, clause = a_clause(en="Both sides shall share findings.", nature="treaty")
    ref = clause.body["statement"]
    assert 'value="ja" checked' in read(people["dsit"], f"write/statement/?statement={ref}")
    send(
        people["dsit"], "write/statement/", statement=ref, title_en="Memorandum",
        title_ja="覚書", governing="both", nature="non_binding", go="save",
    )  # fmt: skip
    assert "“shall”" in read(people["mic"], path)
    assert Row.objects.get(ref=ref).body["governing"] == "both"


def test_a_side_is_content_language_by_language_once_all_its_organisations_are(
    people, read, send, a_clause
):
    path, clause = a_clause()
    page = read(people["mic"], path)
    assert flags(page) == {"United Kingdom": [False, False], "Japan": [False, False]}
    japanese = {"clause": clause.ref, "words": words_of(page, "ja"), "go": "content"}
    for name in JAPAN[:2]:
        send(people[name], "write/flag/", **japanese)
    assert flags(read(people["dsit"], path))["Japan"] == [False, False]
    assert "Take your organisation" in read(people["meti"], path)
    send(people["digital-agency"], "write/flag/", **japanese)
    assert flags(read(people["dsit"], path))["Japan"] == [False, True]
    assert ActRow.objects.filter(verb="flag", visibility="joint").count() == 1
    send(people["meti"], "write/flag/", **{**japanese, "go": "back"})
    assert flags(read(people["dsit"], path))["Japan"] == [False, False]


def test_other_words_need_a_new_word_of_each_side(people, read, send, a_clause):
    dsit = people["dsit"]
    path, clause = a_clause()
    page = read(dsit, path)
    english = {"clause": clause.ref, "words": words_of(page, "en"), "go": "content"}
    send(dsit, "write/flag/", **english)
    assert flags(read(people["mic"], path))["United Kingdom"] == [True, False]
    words = {"clause": clause.ref, "number": "1", "ja": JA, "go": "save"}
    send(dsit, "write/clause/", **words, en="Both sides will share all findings.")
    assert flags(read(people["mic"], path))["United Kingdom"] == [False, False]
    assert dsit.post("/en/council/write/flag/", english).status_code == 422


def test_who_has_no_voice_flags_nothing(people, read, a_clause):
    path, clause = a_clause()
    page = read(people["ico"], path)
    assert 'name="words"' not in page
    words = words_of(read(people["dsit"], path), "en")
    told = people["ico"].post("/en/council/write/flag/", {"clause": clause.ref, "words": words})
    assert told.status_code == 422
    assert not ActRow.objects.filter(verb="flag").exists()


def test_a_key_agrees_to_both_languages(people, read, send, endorse, a_clause):
    path, clause = a_clause()
    send(people["dsit"], "write/bring/", row=clause.ref)
    assert flags(read(people["mic"], path)) == {"United Kingdom": [True], "Japan": [False, False]}
    for name in JAPAN:
        endorse(people[name])
    assert flags(read(people["dsit"], path)) == {"United Kingdom": [True], "Japan": [True]}


def test_flags_survive_a_rebuild_and_go_whole_into_a_bundle(people, read, send, a_clause):
    from django.utils import timezone

    from kakehashi.site.acts.replay import rebuild
    from kakehashi.site.views.bundle import bundle_for

    path, clause = a_clause()
    words = words_of(read(people["dsit"], path), "en")
    send(people["dsit"], "write/flag/", clause=clause.ref, words=words, go="content")
    n_acts = rebuild(now=timezone.now())
    assert n_acts == ActRow.objects.count()
    lines = b"".join(bundle_for("jp", now=timezone.now()).lines).decode()
    assert words.split()[1] in lines
    assert flags(read(people["mic"], path))["United Kingdom"] == [True, False]


@pytest.mark.parametrize(
    "broken",
    [{"whole_side": "yes"}, {"is_content": None}, {"words": 1}, {"language": None}],
    ids=lambda one: next(iter(one)),
)
def test_a_flag_of_another_shape_is_refused_from_a_bundle(loaded, broken):
    from datetime import UTC, datetime

    from kakehashi.accord.act import Draft, draft_act
    from kakehashi.site.acts.apply import apply
    from kakehashi.terms.errors import PeerError

    body = {
        "language": "en", "words": "sha256:0", "is_content": True, "whole_side": True,
        "organisation": "org:mic",
    }  # fmt: skip
    draft = Draft(
        side="jp", at=datetime(2026, 1, 1, tzinfo=UTC), person="p", post="", verb="flag",
        kind="clause", thing="clause:uk-1", body=body, visibility="joint", salt="0" * 32,
    )  # fmt: skip
    apply(draft_act(draft, None))
    spoiled = Draft(**{name: getattr(draft, name) for name in draft.__struct_fields__} | {
        "body": {**body, **broken}})  # fmt: skip
    with pytest.raises(PeerError):
        apply(draft_act(spoiled, None))

"""A result found by a piece of work, kept as evidence: who may see it, and that it runs again."""

import html
import json
import re
from datetime import timedelta

import pytest

from kakehashi.answers.supply_file import read_result, rerun
from kakehashi.site.pages.supply.ask import START

pytestmark = pytest.mark.django_db
CANARY = "zqtkept0001zq"
KEPT = re.compile(r'href="(/en/supply/kept/[0-9a-f]{64}/)"')


def words(response, status=200):
    assert response.status_code == status, response.content.decode()[:3000]
    return html.unescape(response.content.decode()).replace("\u00a0", " ")


@pytest.fixture
def browsers(settings, a_person, a_browser, signed_in, loaded):
    """Return a browser for each: the public, two bodies of one side, one of the other."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    roles = ["write", "propose", "agree", "publish"]
    places = {"dsit": ("uk", "dsit"), "ico": ("uk", "ico"), "mic": ("jp", "mic")}
    made = {
        name: signed_in(a_person(f"{name}@example.com", side=side, organisation=f"org:{body}",
                                 roles=roles))
        for name, (side, body) in places.items()
    }  # fmt: skip
    return {"public": a_browser(), **made}


@pytest.fixture
def kept(browsers, a_result):
    """Return how DSIT keeps a result: the addresses of the work, the evidence and the result."""

    def keep(visibility="organisation", seed="1"):
        dsit = browsers["dsit"]
        work = a_result(dsit, **{"s1-name": CANARY, "seed": seed})
        result = work.replace("/work/", "/supply/work/")
        form = {"of": "action:semiconductors", "evidence_title_en": "What is lost",
                "evidence_title_ja": "損失の試算", "visibility": visibility}  # fmt: skip
        led = dsit.post(f"{result}keep/", form)
        assert led.status_code == 302, words(led, 422)
        page = words(dsit.get(led.url))
        return {"work": result, "evidence": led.url, "kept": KEPT.search(page)[1], "page": page}

    return keep


def test_a_piece_of_work_leads_to_its_result_and_is_its_askers_alone(browsers, a_result):
    work = a_result(browsers["dsit"], **{"s1-name": CANARY})
    result = work.replace("/work/", "/supply/work/")
    assert f'href="{result}"' in words(browsers["dsit"].get(work))
    assert f'href="{result}"' in words(browsers["dsit"].get("/en/work/"))
    told = words(browsers["dsit"].get(result))
    assert CANARY in told
    assert "Why they differ" in told
    assert f'href="{result}keep/"' in told
    file = browsers["dsit"].get(f"{result}files/result.json").content
    assert rerun("result.json", file).is_same
    for name in ("public", "ico", "mic"):
        for path in (result, f"{result}keep/", f"{result}files/result.json"):
            answer = browsers[name].get(path)
            assert answer.status_code == (302 if name == "public" else 404), (name, path)
            assert CANARY not in answer.content.decode()
    lacking = "00000000-0000-7000-8000-000000000000"
    assert browsers["dsit"].get(f"/en/supply/work/{lacking}/").status_code == 404


def test_evidence_holds_the_digests_and_leads_to_the_whole_result(browsers, kept):
    made = kept()
    file = browsers["dsit"].get(f"{made['kept']}files/result.json").content
    _, digests = read_result("result.json", file)
    source = re.search(r'href="(/en/council/sources/uk-[0-9a-f]{32}/)"', made["page"])[1]
    told = words(browsers["dsit"].get(source))
    for one in (digests["result"], digests["network"], digests["measures"], *digests["scenarios"]):
        assert one in told
    assert "Kakehashi 0.1.0" in told
    assert "kakehashi supply rerun result.json" in told
    assert browsers["ico"].get(source).status_code == 404
    assert rerun("result.json", file).is_same
    told = words(browsers["dsit"].get(made["kept"]))
    assert f'href="{made["evidence"]}"' in told
    assert "Why they differ" in told
    action = words(browsers["dsit"].get("/en/council/row/action/semiconductors/"))
    assert "What is lost" in action


def test_a_kept_result_is_seen_by_those_who_see_its_evidence(browsers, kept):
    for seed, (visibility, seen_by) in enumerate(
        {"organisation": {"dsit"}, "side": {"dsit", "ico"}, "joint": {"dsit", "ico", "mic"}}.items()
    ):
        made = kept(visibility, seed=str(seed))
        files = [f"{made['kept']}files/{name}" for name in
                 ("result.json", "loss.csv", "loss.svg", "scenario-1.yaml")]  # fmt: skip
        for name, browser in browsers.items():
            for path in (made["kept"], made["evidence"], *files):
                answer = browser.get(path)
                is_seen = name in seen_by
                assert (answer.status_code == 200) is is_seen, (visibility, name, path)
                assert (CANARY in answer.content.decode()) is is_seen, (visibility, name, path)


def test_a_result_kept_twice_is_seen_by_whoever_sees_either_evidence(browsers, kept):
    private, joint = kept("organisation"), kept("joint")
    assert private["kept"] == joint["kept"]
    told = words(browsers["mic"].get(joint["kept"]))
    assert f'href="{joint["evidence"]}"' in told
    assert private["evidence"] not in told
    assert browsers["public"].get(joint["kept"]).status_code == 404


def test_once_published_everyone_sees_it(browsers, kept):
    from kakehashi.accord.may import Person, Role
    from kakehashi.site.acts.publish import publish
    from kakehashi.site.records.models import Person as Account
    from kakehashi.site.records.models import Row

    made = kept("joint")
    ref = Row.objects.get(kind="evidence", title_en="What is lost")
    account = Account.objects.get(email="dsit@example.com")
    person = Person(id=str(account.pk), side="uk", organisation="org:dsit", roles=frozenset(Role),
                    has_second_factor=True)  # fmt: skip
    publish(person, ref.ref, ref.digest, now=ref.at + timedelta(seconds=1))
    assert CANARY in words(browsers["public"].get(made["kept"]))


def test_only_who_may_write_keeps_and_no_wider_than_what_it_is_of(
    browsers, a_result, a_person, signed_in
):
    from kakehashi.site.records.models import KeptResult

    reader = signed_in(a_person("reader@example.com", roles=[]))
    work = a_result(reader).replace("/work/", "/supply/work/")
    assert "keep/" not in words(reader.get(work))
    assert reader.get(f"{work}keep/").status_code == 404
    dsit = browsers["dsit"]
    work = a_result(dsit).replace("/work/", "/supply/work/")
    asked = words(dsit.get(f"{work}keep/"))
    assert "Result: Wafers: nothing from Japan for 90 days" in asked
    assert "action:semiconductors" in asked
    good = {"of": "action:semiconductors", "evidence_title_en": "a", "evidence_title_ja": "あ",
            "visibility": "organisation"}  # fmt: skip
    for change, field in (
        ({"of": ""}, "of"), ({"of": "gap:x"}, "of"), ({"visibility": "public"}, "visibility"),
        ({"evidence_title_ja": ""}, "evidence_title_ja"),
    ):  # fmt: skip
        told = words(dsit.post(f"{work}keep/", {**good, **change}), 422)
        assert f'href="#{field}"' in told, change
    assert KeptResult.objects.count() == 0
    assert dsit.post(f"{work}keep/", good).status_code == 302
    assert KeptResult.objects.count() == 1


def test_a_result_is_found_again_after_its_worker_died(browsers, a_result):
    """The same is found by whoever begins the piece again."""
    from django.utils import timezone

    from kakehashi.site.jobs.work import take_up
    from kakehashi.site.records.models import Work
    from kakehashi.site.views.work import folder_of

    dsit = browsers["dsit"]
    work = a_result(dsit)
    first = json.loads(folder_of(Work.objects.get().id).joinpath("result.json").read_bytes())
    folder_of(Work.objects.get().id).joinpath("result.json").unlink()
    now = timezone.now()
    Work.objects.update(state="running", result=None, ended_at=None,
                        seen_at=now - timedelta(minutes=5))  # fmt: skip
    assert take_up(now=now) == 1
    file = dsit.get(work.replace("/work/", "/supply/work/") + "files/result.json").content
    assert json.loads(file)["digests"] == first["digests"]


def test_progress_is_told_in_draws_and_sets_and_stops_when_it_is_asked_to(tmp_path):
    from datetime import UTC, datetime

    from kakehashi.accord.may import Person
    from kakehashi.answers.supply_address import pack
    from kakehashi.answers.supply_run import question_of
    from kakehashi.site.jobs.piece import Piece, StoppedError
    from kakehashi.site.jobs.supply_work import supply_result
    from kakehashi.terms.plain import Plain

    scenario = {
        "kakehashi": "scenario/1", "title": {"en": "a", "ja": "あ"}, "draws": 1_200,
        "losses": [{"provider": "JP", "inputs": ["wafers"], "for_days": "60..90"}],
    }  # fmt: skip
    question = question_of(Plain("q", {"network": "semiconductors", "scenarios": [scenario]}))
    steps = []

    def piece(told):
        person = Person(id="x", side="uk", organisation="org:dsit")
        return Piece(person=person, asked={"question": pack(question)}, folder=tmp_path,
                     now=datetime(2026, 11, 28, tzinfo=UTC), told=told)  # fmt: skip

    supply_result(piece(lambda *told: steps.append(told)))
    assert steps == [(n, 1_200, "work.supply_stress") for n in (500, 1_000, 1_200, 1_200)]

    def stop(*_):
        raise StoppedError

    (tmp_path / "result.json").unlink()
    with pytest.raises(StoppedError):
        supply_result(piece(stop))
    assert list(tmp_path.iterdir()) == []


def test_more_may_be_asked_by_an_official_and_not_without_end(browsers, a_result):
    assert "/work/" in a_result(browsers["dsit"], draws="1500", budget="0")
    form = {**START, "s1-provider": "JP", "draws": "5001"}
    answer = browsers["dsit"].post("/ja/supply/semiconductors/ask/", form)
    assert 'href="#draws"' in words(answer, 422)


def test_work_of_this_kind_is_asked_for_on_its_own_page_alone(browsers):
    assert browsers["dsit"].post("/en/work/start/supply_result/").status_code == 404
    assert 'href="/en/supply/"' in words(browsers["dsit"].get("/en/work/"))


def test_too_many_pieces_at_once_are_refused_in_words(browsers, settings, tmp_path):
    settings.HOME = tmp_path
    form = {**START, "s1-provider": "JP"}
    for seed in range(4):
        answer = browsers["dsit"].post("/en/supply/semiconductors/ask/", {**form, "seed": seed})
    assert "3 pieces of work of yours wait" in words(answer, 422)

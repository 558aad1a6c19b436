"""Work asked for on a page, seen, stopped and fetched; bundles by browser."""

import io
import zipfile
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_record")]


@pytest.fixture
def _record(db):
    from kakehashi.site.acts.load_shipped import load_shipped

    load_shipped()


def the_piece(browser, response):
    assert response.status_code == 302, response.content.decode()[:2000]
    return browser.get(response["Location"]), response["Location"]


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_the_papers_of_a_meeting_come_as_one_zip(at_once, a_person, signed_in, lang):
    from docx import Document

    browser = signed_in(a_person(roles=()))
    listed = browser.get(f"/{lang}/work/").content.decode()
    meeting = listed.split('<option value="')[1].split('"')[0]
    for kind in ("publish_site", "make_bundle", "read_bundle"):
        assert kind not in listed, "without the role there is no form"
    page, path = the_piece(
        browser, browser.post(f"/{lang}/work/" + "start/council_papers/", {"meeting": meeting})
    )
    assert {"en": "papers are ready", "ja": "件ができました"}[lang] in page.content.decode()
    assert "hx-get" not in page.content.decode()
    fetched = browser.get(f"{path}result/")
    assert "attachment" in fetched["Content-Disposition"]
    assert "no-store" in fetched["Cache-Control"]
    with zipfile.ZipFile(io.BytesIO(b"".join(fetched.streaming_content))) as packed:
        names = set(packed.namelist())
        slug = meeting.partition(":")[2]
        papers = (f"agenda-{slug}", f"minutes-{slug}", "brief", "commitments")
        assert {f"{name}.{form}" for name in papers for form in ("docx", "pdf")} <= names
        assert any(name.startswith("statement-") for name in names)
        words = "\n".join(
            one.text for one in Document(io.BytesIO(packed.read(f"agenda-{slug}.docx"))).paragraphs
        )
        assert "Agenda" in words
        assert "議題" in words
        assert packed.read(f"agenda-{slug}.pdf").startswith(b"%PDF")


def test_papers_hold_what_their_asker_may_see_and_nothing_else(
    at_once, a_person, person_of, signed_in
):
    from kakehashi.site.acts.write_row import write_row

    tokyo, london = a_person("tokyo@example.com", side="jp"), a_person(roles=())
    body = {
        "kind": "commitment", "id": "commitment:jp-canary", "basis": "inference",
        "sources": ["meti-2025-0122"], "visibility": "organisation",
        "text": {"en": "CANARY", "ja": "カナリア"}, "actions": ["action:semiconductors"],
    }  # fmt: skip
    write_row(person_of(tokyo), body, now=datetime(2026, 3, 1, tzinfo=UTC))
    for person, is_there in ((tokyo, True), (london, False)):
        browser = signed_in(person)
        _, path = the_piece(
            browser,
            browser.post("/en/work/start/council_papers/", {"meeting": "meeting:council-2025"}),
        )
        content = b"".join(browser.get(f"{path}result/").streaming_content)
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            paper = io.BytesIO(packed.read("commitments.docx"))
            assert (b"CANARY" in zipfile.ZipFile(paper).read("word/document.xml")) is is_there


def test_a_piece_that_waits_polls_and_can_be_cancelled(a_person, signed_in):
    browser = signed_in(a_person())
    page, path = the_piece(browser, browser.post("/en/work/start/publish_site/", {}))
    told = page.content.decode()
    assert f'hx-get="{path}part/"' in told
    assert "No worker is running" in told
    assert "Show how far it is now" in told, "the way without scripts"
    part = browser.get(f"{path}part/")
    assert part.status_code == 200
    assert "<html" not in part.content.decode()
    assert browser.get(f"{path}cancel/").status_code == 405
    ended, _ = the_piece(browser, browser.post(f"{path}cancel/"))
    assert "Cancelled" in ended.content.decode()
    assert browser.get(f"{path}part/").status_code == 286
    assert browser.get(f"{path}result/").status_code == 404


def test_the_api_tells_how_far_a_piece_is(at_once, a_person, signed_in, visitor):
    browser = signed_in(a_person())
    _, path = the_piece(
        browser, browser.post("/ja/work/start/council_papers/", {"meeting": "meeting:none"})
    )
    work = path.split("/")[-2]
    told = browser.get(f"/api/v1/work/{work}", headers={"Accept-Language": "ja"}).json()
    assert (told["state"], told["result"]) == ("failed", None)
    assert [one["code"] for one in told["faults"]] == ["no_such_row"]
    for other in (visitor, signed_in(a_person("other@example.com"))):
        assert other.get(f"/api/v1/work/{work}").status_code == 404
    assert browser.get("/api/v1/work/x").status_code == 404


def test_nobody_sees_anothers_piece(a_person, signed_in, visitor):
    browser = signed_in(a_person())
    _, path = the_piece(browser, browser.post("/en/work/start/publish_site/", {}))
    other = signed_in(a_person("other@example.com"))
    for below in ("", "part/", "result/"):
        assert other.get(path + below).status_code == 404
        assert "/account/login/" in visitor.get(path + below)["Location"]
    assert other.post(f"{path}cancel/").status_code == 404
    assert "Waiting" in browser.get(path).content.decode()
    assert "/account/login/" in visitor.get("/en/work/")["Location"]


def test_who_may_not_is_refused(a_person, signed_in):
    from kakehashi.site.records.models import Work

    browser = signed_in(a_person(roles=("write", "propose")))
    for kind in ("publish_site", "make_bundle"):
        refused = browser.post(f"/en/work/start/{kind}/", {"side": "jp"})
        assert refused.status_code == 422
        assert "you may not do this here" in refused.content.decode()
    file = SimpleUploadedFile("some.bundle", b"{}\n")
    assert browser.post("/en/work/start/read_bundle/", {"bundle": file}).status_code == 422
    assert browser.post("/en/work/start/nothing/").status_code == 404
    assert not Work.objects.exists()


def test_no_file_and_one_that_is_too_large_are_told(a_person, signed_in, monkeypatch):
    from kakehashi.site.pages import work

    browser = signed_in(a_person())
    assert "there is no file" in browser.post("/en/work/start/read_bundle/").content.decode()
    monkeypatch.setattr(work, "MOST_BYTES", 10)
    file = SimpleUploadedFile("some.bundle", b"x" * 11)
    assert browser.post("/ja/work/start/read_bundle/", {"bundle": file}).status_code == 422
    wrong = browser.post("/ja/work/start/publish_site/", {"address": "javascript:alert(1)"})
    assert "公開先のアドレスとして使えません" in wrong.content.decode()


def test_a_bundle_goes_from_one_installation_to_the_other_by_browser(
    at_once, a_person, person_of, signed_in, settings
):
    from kakehashi.site.acts.replay import rebuild
    from kakehashi.site.acts.write_row import write_row
    from kakehashi.site.records.models import ActRow, ChainHead, Row

    settings.KAKEHASHI_SIDES = ("uk",)
    london = a_person()
    body = {
        "kind": "commitment", "id": "commitment:uk-testbed", "basis": "inference",
        "sources": ["meti-2025-0122"], "visibility": "joint",
        "text": {"en": "Open a joint test bed.", "ja": "共同の試験環境を開設する。"},
        "actions": ["action:semiconductors"],
    }  # fmt: skip
    write_row(person_of(london), body, now=datetime(2026, 3, 1, tzinfo=UTC))
    browser = signed_in(london)
    page, path = the_piece(browser, browser.post("/en/work/start/make_bundle/", {"side": "jp"}))
    assert "holds 1 acts: 1 of them whole" in page.content.decode()
    content = b"".join(browser.get(f"{path}result/").streaming_content)

    # the other installation: the same tables without that act
    ActRow.objects.all().delete()
    ChainHead.objects.all().delete()
    rebuild(now=datetime.now(UTC))
    settings.KAKEHASHI_SIDES = ("jp",)
    tokyo = signed_in(a_person("tokyo@example.com", side="jp"))
    damaged = SimpleUploadedFile("a.bundle", content.replace(b"joint test", b"joint tent"))
    page, _ = the_piece(tokyo, tokyo.post("/ja/work/start/read_bundle/", {"bundle": damaged}))
    assert "失敗の理由" in page.content.decode()
    assert not Row.objects.filter(ref="commitment:uk-testbed").exists()
    for n_new, n_known in ((1, 0), (0, 1)):
        whole = SimpleUploadedFile("a.bundle", content)
        page, _ = the_piece(tokyo, tokyo.post("/ja/work/start/read_bundle/", {"bundle": whole}))
        assert f"新しい {n_new} 件を反映しました。{n_known} 件は" in page.content.decode()
    assert Row.objects.get(ref="commitment:uk-testbed").side == "uk"


def test_the_public_site_comes_as_a_zip(at_once, a_person, signed_in):
    browser = signed_in(a_person())
    page, path = the_piece(
        browser,
        browser.post("/en/work/start/publish_site/", {"address": "https://example.org/council"}),
    )
    assert "The public site is ready" in page.content.decode()
    with zipfile.ZipFile(
        io.BytesIO(b"".join(browser.get(f"{path}result/").streaming_content))
    ) as packed:
        names = set(packed.namelist())
        assert {"en/index.html", "ja/index.html", "manifest.json"} <= names

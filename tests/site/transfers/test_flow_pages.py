"""A flow on pages and by the API, and the page for everyone."""

import html
import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kakehashi.terms.phrases import say
from kakehashi.transfers import PAPERS

FLOWS = Path(__file__).parents[3] / "examples/flows"
pytestmark = pytest.mark.django_db
STATE = re.compile(r'name="state" value="([^"]*)"')


def given(visitor, name, lang="en", **fields):
    with (FLOWS / name).open("rb") as file:
        return visitor.post(f"/{lang}/data/flow/", {"file": file, **fields})


def day(text):
    parts = zip(("year", "month", "day"), text.split("-"), strict=True)
    return {f"as_of-{part}": value for part, value in parts}


def words(response):
    return html.unescape(response.content.decode())


def carried(response):
    return html.unescape(STATE.search(response.content.decode()).group(1))


def test_a_flow_file_is_decided_hop_by_hop_and_again_for_another_day(visitor):
    page = given(visitor, "health-device.yaml", **day("2027-03-31"))
    told = words(page)
    assert page.status_code == 200
    assert "3. Sumida Cloud KK → Blue Ridge Support Inc" in told
    assert "UK GDPR" in told
    assert "Not in force on the day" not in told
    later = visitor.post("/ja/data/flow/result/", {"state": carried(page), **day("2027-04-01")})
    assert "基準日に効力のない書類: support-contract" in words(later)
    assert "適法とするための最小の変更" in words(later)


def test_page_download_and_api_give_one_answer(visitor):
    def bare(answer):
        return re.sub(r'"(read_at|sha256|place|file)": "[^"]+"', "", json.dumps(answer))

    page = given(visitor, "health-device.yaml", **day("2027-04-01"))
    download = visitor.post("/en/data/flow/result/json/", {"state": carried(page)})
    with (FLOWS / "health-device.yaml").open("rb") as file:
        api = visitor.post("/api/v1/transfers/decide", {"file": file, "as_of": "2027-04-01"})
    assert api.status_code == 200, api.content
    assert bare(json.loads(download.content)) == bare(api.json())
    assert api.json()["answer"] == "refused"
    body = {"flow": json.loads(carried(page))["flow"], "as_of": "2027-04-01"}
    by_json = visitor.post("/api/v1/transfers/decide", body, content_type="application/json")
    assert bare(by_json.json()) == bare(api.json())


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        ({"flow": []}, "application/json", 422),
        ({"flow": {}, "more": 1}, "application/json", 422),
        ("x", "text/plain", 400),
        ({"flow": {"format": "kakehashi-flow/1"}}, "application/json", 422),
    ],
)
def test_the_api_tells_what_is_wrong(visitor, body, kind, status):
    answer = visitor.post("/api/v1/transfers/decide", body, content_type=kind)
    assert answer.status_code == status
    assert answer.json()["faults"]


@pytest.mark.parametrize("state", ["", "[]", '{"as_of": null}', '{"flow": 1, "as_of": "x"}'])
def test_a_state_that_was_tampered_with_is_told_and_no_more(visitor, state):
    for path in ("result/", "result/json/"):
        assert visitor.post(f"/en/data/flow/{path}", {"state": state}).status_code == 422


def test_no_file_and_a_file_with_faults_are_told_with_their_places(visitor, tmp_path):
    assert visitor.post("/en/data/flow/", {}).status_code == 422
    wrong = tmp_path / "flow.yaml"
    text = (FLOWS / "health-device.yaml").read_text(encoding="utf-8")
    wrong.write_text(text.replace("country: US", "country: XX"), encoding="utf-8")
    with wrong.open("rb") as file:
        page = visitor.post("/ja/data/flow/", {"file": file})
    assert page.status_code == 422
    assert "XX" in words(page)
    line = 1 + text[: text.index("country: US")].count("\n")
    assert f"flow.yaml:{line}" in words(page)


def test_the_template_that_the_page_gives_can_be_decided(visitor):
    for lang in ("en", "ja"):
        content = visitor.get(f"/{lang}/data/flow/template/").content
        from django.core.files.uploadedfile import SimpleUploadedFile

        upload = SimpleUploadedFile("flow.yaml", content)
        page = visitor.post(f"/{lang}/data/flow/", {"file": upload})
        assert page.status_code == 200


@pytest.mark.parametrize(
    ("lang", "covered", "unclear"),
    [("en", "Covered", "Not established"), ("ja", "守られます", "はっきりしていません")],
)
def test_everyone_is_told_what_is_covered_as_the_rulebooks_decide(visitor, lang, covered, unclear):
    told = words(visitor.get(f"/{lang}/data/my-data/"))
    rows = re.findall(r"<dt>([^<]+)</dt><dd><span class=\"k-mark[^>]*>.*?</span> ([^<]+)</span>",
                      told)  # fmt: skip
    outcomes = [outcome for _, outcome in rows]
    assert outcomes[:3] == [covered, unclear, unclear]
    assert outcomes[4] == covered
    assert outcomes[3] not in (covered, unclear)
    for address in (
        "https://ico.org.uk/",
        "ppc.go.jp/personalinfo/pipldial",
        "ppc.go.jp/en/contactus/complaintmediationline",
    ):
        assert address in told


def test_papers_are_read_on_a_page_and_taken_as_files_with_visible_blanks(visitor):
    page = given(visitor, "health-device.yaml", **day("2026-11-28"))
    for lang in ("en", "ja"):
        told = visitor.post(f"/{lang}/data/flow/papers/", {"state": carried(page)})
        assert told.status_code == 200
        text = words(told)
        assert say("paper_value.blank", lang) in text
        assert say("paper_title.notice", lang) in text
        assert "parties[" in text
        assert 'href="#sheet"' in text
    state = {"state": carried(page)}
    got = visitor.post("/en/data/flow/papers/file/", {**state, "file": "notice.json"})
    fields = [one for part in json.loads(got.content)["sections"] for one in part["fields"]]
    assert fields
    assert all(one["came_from"] or one["blank"] for one in fields)
    docx = visitor.post("/en/data/flow/papers/file/", {**state, "file": "log.docx", "words": "ja"})
    assert docx.headers["Content-Disposition"] == 'attachment; filename="log-ja.docx"'
    packed = visitor.post("/ja/data/flow/papers/file/", {**state, "file": "all.docx"})
    with zipfile.ZipFile(io.BytesIO(packed.content)) as files:
        assert {f"{one}-both.docx" for one in PAPERS} == set(files.namelist())


def test_a_flow_is_taken_as_a_file_added_to_and_given_again_for_its_papers(visitor):
    page = given(visitor, "health-device.yaml")
    got = visitor.post("/ja/data/flow/file/", {"state": carried(page)})
    assert got.headers["Content-Disposition"] == 'attachment; filename="flow.yaml"'
    flow = json.loads(got.content)
    flow["parties"][1].setdefault("details", {})["address"] = "東京都千代田区"
    again = SimpleUploadedFile("flow.yaml", json.dumps(flow, ensure_ascii=False).encode())
    page = visitor.post("/ja/data/flow/", {"file": again})
    assert "東京都千代田区" in words(
        visitor.post("/ja/data/flow/papers/", {"state": carried(page)})
    )


def test_papers_refuse_what_is_no_paper_and_a_state_that_is_none(visitor):
    page = given(visitor, "health-device.yaml")
    for wrong in ({"file": "nothing.docx"}, {"file": "notice.exe"}, {"words": "fr"}, {"file": ""}):
        asked = {"state": carried(page), "file": "notice.json", **wrong}
        assert visitor.post("/en/data/flow/papers/file/", asked).status_code == 404
    for path in ("papers/", "papers/file/", "file/"):
        asked = {"state": "{", "file": "notice.json"}
        assert visitor.post(f"/en/data/flow/{path}", asked).status_code == 422
        assert visitor.get(f"/en/data/flow/{path}").status_code == 302

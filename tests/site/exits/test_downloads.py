"""Files from the live pages: each reader gets what they may see, in the right form."""

import json
import re
from io import BytesIO
from zipfile import ZipFile

import icalendar
import pytest
from pypdf import PdfReader

pytestmark = pytest.mark.django_db
TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "ics": "text/calendar; charset=utf-8",
    "atom": "application/atom+xml",
}


def words_of(response):
    """Return the words of a file, whatever its form."""
    form = next(form for form, kind in TYPES.items() if kind == response["Content-Type"])
    if form == "docx":
        with ZipFile(BytesIO(response.content)) as packed:
            return re.sub("<[^>]+>", "", packed.read("word/document.xml").decode())
    if form == "pdf":
        return "".join(page.extract_text() for page in PdfReader(BytesIO(response.content)).pages)
    return response.content.decode()


def links_on(page):
    return re.findall(r'href="(/(?:en|ja)/council/files/[^"]+)"', page.content.decode())


@pytest.fixture
def rows(written):
    """Rows of DSIT alone, on which files can be made: by the name of their page."""
    words = {"en": "canary words", "ja": "カナリアの言葉"}
    meeting = written("meeting", name=words, when={"on": "2099-01-20"}, form="online")
    written("agenda", meeting=meeting, number="1", title=words, purpose="note")
    paragraphs = [{"number": "1", "text": words}]
    minutes = written("minutes", meeting=meeting, state="draft", paragraphs=paragraphs)
    statement = written("statement", title=words, issued={"on": "2026-11-23"})
    written("clause", statement=statement, number="1",
            en={"text": "canary words"}, ja={"text": "カナリアの言葉"})  # fmt: skip
    commitment = written("commitment", text=words, actions=["action:ai"], due={"on": "2099-01-20"})
    return {"meeting": meeting, "minutes": minutes, "statement": statement,
            "commitment": commitment}  # fmt: skip


def test_each_page_leads_to_its_files_which_strangers_do_not_get(rows, reader):
    official, strangers = reader("dsit"), [reader(), reader("mic")]
    for kind, forms in (
        ("meeting", {"docx": 2, "pdf": 2, "ics": 1, "json": 2}),
        ("minutes", {"docx": 1, "pdf": 1, "json": 1}),
        ("statement", {"docx": 1, "pdf": 1, "json": 1}),
        ("commitment", {"ics": 1}),
    ):
        page = official.get(f"/ja/council/row/{rows[kind].replace(':', '/')}/")
        found = links_on(page)
        for form, n in forms.items():
            assert sum(link.endswith(f"/{form}/") for link in found) == n, (kind, form)
        for link in found:
            given = official.get(link)
            form = link.split("/")[-2]
            assert given["Content-Type"] == TYPES[form]
            assert "no-store" in given["Cache-Control"]
            assert re.fullmatch(
                rf"attachment; filename=\"[a-z0-9.-]+\.{form}\"; filename\*=UTF-8''[a-z0-9.-]+",
                given["Content-Disposition"],
            )
            words = words_of(given)
            assert "カナリア" in words, link
            assert ("canary words" in words) is (form != "ics"), link
            for stranger in strangers:
                assert stranger.get(link).status_code == 404


def test_files_of_the_whole_hold_what_the_reader_sees_alone(rows, reader):
    public, official, lang = reader(), reader("dsit"), "ja"
    links = {*links_on(public.get(f"/{lang}/council/commitments/")),
             *links_on(public.get(f"/{lang}/council/"))}  # fmt: skip
    forms = {tuple(link.split("/")[4:6]) for link in links}
    assert forms == {("brief", form) for form in ("docx", "pdf", "csv", "json")} | {
        ("commitments", form) for form in TYPES
    }
    for link in links:
        shown = public.get(link)
        assert shown.status_code == 200
        assert "no-store" not in shown.get("Cache-Control", "")
        assert "カナリアの言葉" not in words_of(shown)
        if "commitments" in link and link.split("/")[-2] in ("docx", "csv", "ics", "json"):
            assert "カナリアの言葉" in words_of(official.get(link)), link


def test_a_day_keeps_its_id_in_every_language_and_has_alarms(rows, reader):
    official = reader("dsit")
    seen = {}
    for lang in ("en", "ja"):
        link = f"/{lang}/council/files/commitment/{rows['commitment'].replace(':', '/')}/ics/"
        (event,) = icalendar.Calendar.from_ical(official.get(link).content).walk("VEVENT")
        assert len(event.walk("VALARM")) == 2
        seen[lang] = str(event["UID"])
    assert seen["en"] == seen["ja"] == f"{rows['commitment']}/due@kakehashi"


def test_a_language_can_be_asked_for_and_what_is_not_offered_is_not_there(rows, reader):
    official = reader("dsit")
    link = f"/en/council/files/statement/{rows['statement'].replace(':', '/')}"
    one = official.get(f"{link}/docx/?in=ja")
    assert "カナリア" in words_of(one)
    assert "canary words" not in words_of(one)
    assert '-ja.docx"' in one["Content-Disposition"]
    told = json.loads(official.get(f"{link}/json/").content)
    assert told["clauses"][0]["ja"]["text"] == "カナリアの言葉"
    for bad in (f"{link}/csv/", f"{link}/docx/?in=fr", "/en/council/files/brief/ics/",
                "/en/council/files/statement/meeting/council-2025/docx/"):  # fmt: skip
        assert official.get(bad).status_code == 404

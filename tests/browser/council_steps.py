"""What people do on the way of a statement from a draft to its last exit, in a browser."""

import re
import time
from datetime import date
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote, urlsplit
from zipfile import ZipFile

from docx import Document
from docx.oxml.ns import qn
from icalendar import Calendar
from pypdf import PdfReader

PASSWORD = "a long phrase that only tests know"
PEOPLE = {
    "dsit": ("uk", "org:dsit", "en"),
    "mic": ("jp", "org:mic", "ja"),
    "meti": ("jp", "org:meti", "ja"),
    "digital-agency": ("jp", "org:digital-agency", "ja"),
}
CLAUSES = {
    1: ("Both sides will share findings on AI safety.", "双方はAIの安全性に関する知見を共有する。"),
    2: ("Both sides will link their test beds.", "双方は試験環境を相互に接続する。"),
    3: ("Both sides will [1] on subsea cables.", "双方は海底ケーブルについて[1]。"),
    4: ("Both sides will meet each year.", "双方は毎年会合を開く。"),
    5: ("This statement does not bind.", "この声明は法的拘束力を持たない。"),
}
SETTLED = (
    "Both sides will exchange routes and repair plans of subsea cables.",
    "双方は海底ケーブルの経路と復旧計画を交換する。",
)
AGREED = [*(CLAUSES[number] for number in (1, 2)), SETTLED, *(CLAUSES[n] for n in (4, 5))]
WRITTEN = {"en": "Department for Science", "ja": "科学・イノベーション・技術省"}
DUE = {1: date(2027, 9, 30), 2: date(2027, 11, 15)}
"""The clauses from which a commitment is drawn, and the day by which it is due."""

ACT = "main form button.govuk-button"
LANGS = ("en", "ja")
ISSUED = {"en": "once both sides have agreed", "ja": "双方の合意をもって発出"}


def code_of(secret, ahead=0):
    """Return the one-time code of now, or of `ahead` half minutes later."""
    from allauth.mfa.totp.internal.auth import hotp_value

    return f"{hotp_value(secret, int(time.time()) // 30 + ahead):06d}"


def made_people(people, secret):
    """Make a person of each organisation, marked as demo, with every role and one-time codes."""
    from allauth.mfa.totp.internal.auth import TOTP

    from kakehashi.site.acts.load_shipped import load_shipped
    from kakehashi.site.records.models import Person

    load_shipped()
    for name, (side, organisation, _) in people.items():
        person = Person(
            email=f"{name}@example.com", side=side, organisation=organisation, is_demo=True,
            roles=["write", "propose", "agree", "publish"],
        )  # fmt: skip
        person.set_password(PASSWORD)
        person.save()
        TOTP.activate(person, secret)


def signed_in_by_forms(page, name, secret):
    """Sign in on the opened page of log-in, with password and one-time code."""
    page.fill("#id_login", f"{name}@example.com")
    page.fill("#id_password", PASSWORD)
    pressed(page, ACT)
    page.fill("#id_code", code_of(secret))
    pressed(page, ACT)


def pressed(page, what):
    with page.expect_navigation():
        page.locator(what).first.click()


def drafted(dsit, looked_at=None):
    """Draft the statement, one clause of it with open text; return its address.

    No day is given on which it is issued: it is until both sides agree.
    """
    look = looked_at or (lambda *_: None)
    pressed(dsit, "a[href$='/write/statement/']")
    look(dsit, "en-wide-write-statement")
    dsit.fill("#title_en", "Joint Statement of the Digital Council 2027")
    dsit.fill("#title_ja", "デジタル・カウンシル共同声明 2027")
    dsit.check("#visibility-joint")
    pressed(dsit, ACT)
    statement = dsit.url
    for number, (en, ja) in CLAUSES.items():
        pressed(dsit, "a[href*='/write/clause/?statement=']")
        dsit.fill("#number", str(number))
        dsit.fill("#en", en)
        dsit.fill("#ja", ja)
        if number == 3:
            dsit.fill("#bracket_number", "1")
            dsit.fill("#bracket_en", "work together")
            dsit.fill("#bracket_ja", "協力する")
        pressed(dsit, "button[value=save]")
        assert dsit.url == statement
    look(dsit, "en-wide-statement-drafted")
    return statement


def settled_by(mic, statement, looked_at=None):
    """Read the open text in Japanese and propose words that settle it."""
    look = looked_at or (lambda *_: None)
    mic.goto(statement.replace("/en/", "/ja/"))
    assert "協力する" in mic.inner_text("main")
    pressed(mic, "#clause-3 h3 a")
    look(mic, "ja-wide-clause-bracketed")
    pressed(mic, "a[href*='/write/clause/?clause=']")
    look(mic, "ja-wide-write-clause")
    for lang, words in zip(LANGS, SETTLED, strict=True):
        mic.fill(f"#{lang}", words)
    mic.check("#settled")
    pressed(mic, "button[value=propose]")


def two_commitments_drawn(dsit, statement, looked_at=None):
    """Draw a commitment from each of the first two clauses and bring it before both sides.

    Return their addresses; each keeps the link to its clause.
    """
    drawn = []
    for number, due in DUE.items():
        dsit.goto(statement)
        pressed(dsit, f"#clause-{number} h3 a")
        pressed(dsit, "a[href*='/write/commitment/']")
        if looked_at:
            looked_at(dsit, "en-wide-write-commitment")
        dsit.locator("input[name=action]").first.check()
        for part in ("year", "month", "day"):
            dsit.fill(f"#due-{part}", str(getattr(due, part)))
        pressed(dsit, "button.govuk-button:not(.govuk-button--secondary)")
        assert "/row/commitment/" in dsit.url
        assert dsit.locator("dd a[href*='/row/clause/']").count() >= 1
        drawn.append(dsit.url)
        pressed(dsit, "form[action$='/write/bring/'] button")
    return drawn


def pressed_keys(page, n_waiting, looked_at=None, name=""):
    """Endorse all that waits, from the page that lists it."""
    lang = "ja" if "/ja/" in page.url else "en"
    page.goto(f"/{lang}/council/keys/")
    assert page.locator("input[name=proposal]").count() == n_waiting
    if looked_at:
        looked_at(page, name)
        pressed(page, "main li a[href*='/council/keys/']")
        looked_at(page, f"{name}-proposal")
    pressed(page, "button[value=endorse]")


def published(dsit, *addresses):
    for address in addresses:
        dsit.goto(address)
        pressed(dsit, "form[action$='/write/publish/'] button")


def fetched(page, link):
    """Return the bytes of the file to which the first such link of the page leads."""
    with page.expect_download() as found:
        page.locator(link).first.click()
    return found.value.path().read_bytes()


# ---------------------------------------------------------------- where it is found


def found_at_every_exit(page, statement, commitments, site, langs=LANGS):
    """Assert that a stranger finds statement and commitments by the links of the public pages.

    `site` is the folder of the static site, made just now.
    """
    for lang in langs:
        there = LANGS.index(lang)
        page.goto(in_(statement, lang))
        assert page.locator(".k-reader").count() == 0
        said = page.inner_text("main")
        assert all(words[there] in said for words in AGREED)
        assert ISSUED[lang] in said, "what both sides agreed to is a draft no longer"
        in_the_word_document(fetched(page, "a[href$='/docx/']"))
        in_the_pdf(fetched(page, "a[href$='/pdf/']"))
        for number, address in zip(DUE, commitments, strict=True):
            page.goto(in_(address, lang))
            assert CLAUSES[number][there] in page.inner_text("main")
        in_the_calendar(page, commitments, lang)
        in_the_static_site(page, site, statement, commitments, lang)
    in_the_api(page, statement, commitments)


def in_(address, lang):
    return re.sub(r"/(en|ja)/council/", f"/{lang}/council/", address)


def ref_of(address):
    """Return the id of the row whose page is at `address`."""
    return ":".join(address.rstrip("/").split("/")[-2:])


def in_the_word_document(content):
    document = Document(BytesIO(content))
    [table] = [one for one in document.tables if len(one.columns) == 3][:1]
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    for number, words in enumerate(AGREED, start=1):
        assert [str(number), *words] in cells
    for run in document.element.body.iter(qn("w:r")):
        if run.findall(qn("w:t")):
            fonts = run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
            assert fonts is not None
            assert fonts.get(qn("w:eastAsia"))


def in_the_pdf(content):
    read = PdfReader(BytesIO(content))
    text = bare("".join(page.extract_text() for page in read.pages))
    assert all(bare(words) in text for pair in AGREED for words in pair)
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]


def bare(text):
    return re.sub(r"\s", "", text)


def in_the_calendar(page, commitments, lang):
    """Assert that the two days stand in the calendar of all, and again with the same ids."""
    page.goto(f"/{lang}/council/")
    both_days(page, "a[href$='/commitments/ics/']", commitments, lang)


def both_days(page, link, commitments, lang):
    twice = [fetched(page, link) for _ in range(2)]
    first, again = [
        {str(event["UID"]): event for event in Calendar.from_ical(one).walk("VEVENT")}
        for one in twice
    ]
    assert first.keys() == again.keys()
    for (number, due), address in zip(DUE.items(), commitments, strict=True):
        event = first[f"{ref_of(address)}/due@kakehashi"]
        assert event["DTSTART"].dt == due
        assert CLAUSES[number][LANGS.index(lang)] in event["SUMMARY"]
        assert event.walk("VALARM")


def in_the_api(page, statement, commitments):
    def rows(**asked):
        answer = page.request.get("/api/v1/record/rows", params={"per_page": 200, **asked})
        assert answer.ok
        return answer.json()["record"]["rows"]

    clauses = rows(kind="clause", parent=ref_of(statement))
    found = {(one["en"]["text"], one["ja"]["text"]) for one in clauses}
    assert found == set(AGREED)
    for (number, due), address in zip(DUE.items(), commitments, strict=True):
        [row] = page.request.get(f"/api/v1/record/rows/{ref_of(address)}").json()["record"]["rows"]
        assert (row["text"]["en"], row["due"]["on"]) == (CLAUSES[number][0], due.isoformat())
        assert row["drawn_from"] in {one["id"] for one in clauses}


def in_the_static_site(page, site, statement, commitments, lang):
    """Assert that a browser without scripts finds all by the links of the site on the disk."""
    there = LANGS.index(lang)
    plain = page.context.browser.new_context(java_script_enabled=False).new_page()
    plain.goto(f"{site.as_uri()}/{lang}/index.html")
    plain.locator("nav a[href*='statements/']").first.click()
    plain.locator(f"main a[href*='{ref_of(statement).partition(':')[2]}/']").first.click()
    text = plain.inner_text("main")
    assert all(words[there] in text for words in AGREED)
    assert WRITTEN[lang] in text
    in_the_word_document(fetched(plain, "main a[href$='.docx']"))
    # a browser shows a PDF that lies on the disk, and does not fetch it
    address = plain.locator("main a[href$='.pdf']").first.evaluate("link => link.href")
    in_the_pdf(Path(unquote(urlsplit(address).path)).read_bytes())
    for (number, due), address in zip(DUE.items(), commitments, strict=True):
        plain.locator("nav a[href*='commitments/']").first.click()
        plain.locator(f"main a[href*='{ref_of(address).partition(':')[2]}/']").first.click()
        text = plain.inner_text("main")
        assert CLAUSES[number][there] in text
        assert str(due.year) in text
        plain.locator("main dd a[href*='#clause-']").first.click()
        assert plain.url.endswith(f"#clause-{number}")
    both_days(plain, "a[href$='.ics']", commitments, lang)
    plain.context.close()


def unpacked(content, folder):
    with ZipFile(BytesIO(content)) as packed:
        packed.extractall(folder)
    return folder

"""The static public site in a real browser, from a disk: axe, width, reading without scripts."""

import json
from datetime import UTC, date, datetime

import pytest

KINDS = [
    "", "brief/", "actions/", "actions/ai/", "commitments/",
    "commitments/2024-semiconductor-workshop/", "statements/", "statements/council-2025/",
    "instruments/", "meetings/", "meetings/council-2025/", "forums/", "timeline/", "gaps/",
    "sources/",
]  # fmt: skip
MINUTES = {
    "kind": "minutes", "id": "minutes:one", "basis": "primary", "sources": ["meti-2025-0122"],
    "meeting": "meeting:council-2025", "state": "draft", "visibility": "public",
    "paragraphs": [{"number": "1", "text": {"en": "Both agreed.", "ja": "双方が合意した。"}}],
}  # fmt: skip
MATTER = {
    "kind": "matter", "id": "matter:one", "basis": "primary", "sources": ["meti-2025-0122"],
    "minutes": "minutes:one", "paragraph": "1", "visibility": "public",
    "text": {"en": "Write to both.", "ja": "双方に通知する。"},
}  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Return the address of a published site on the disk: the shipped record, and minutes."""
    from kakehashi.answers.public_site import render_public_site
    from kakehashi.answers.record_shelf import record_of

    rows = {"format": "kakehashi-record/1", "checked_on": "2026-11-22", "rows": [MINUTES, MATTER]}
    record = record_of(beside={"minutes.json": json.dumps(rows).encode()})
    made_at = datetime(2026, 11, 23, 9, tzinfo=UTC)
    folder = tmp_path_factory.mktemp("public")
    for path, content in render_public_site(record, date(2026, 11, 23), made_at).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder.as_uri()


@pytest.fixture
def read(chromium, site):
    """Return how a page of the published site is opened; no complaint stands in its console."""
    contexts, complaints = [], []

    def open_(path, *, width=1200, with_scripts=True):
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=with_scripts
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        if not with_scripts:  # with them axe itself asks for styles, which the site's policy stops
            page.on("console", lambda said: complaints.append(said.text))
            page.on("requestfailed", lambda asked: complaints.append(asked.url))
        page.goto(f"{site}/{path}index.html")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.mark.parametrize(("lang", "width", "name"), [("en", 1200, "wide"), ("ja", 360, "phone")])
def test_every_kind_of_page_passes_axe_and_fits(read, site, looked_at, lang, width, name):
    page = read("", width=width)
    looked_at(page, f"public-{name}-door")
    for path in KINDS:
        page.goto(f"{site}/{lang}/{path}index.html")
        looked_at(page, f"public-{lang}-{name}-{path.strip('/').replace('/', '-') or 'home'}")


def test_without_scripts_the_first_page_leads_to_minutes_their_file_and_the_other_language(read):
    page = read("", with_scripts=False)
    page.locator("main a[lang=ja], main a[hreflang=ja]").click()
    page.locator("nav").get_by_role("link", name="会合", exact=True).click()
    page.get_by_role("link", name="日英デジタル・カウンシル（2025 年 1 月）").first.click()
    assert "双方が合意した。" in page.locator("main").inner_text()
    assert page.locator("main .files a[href$='minutes-council-2025.docx']").count() == 1
    page.locator("header a[hreflang=en]").click()
    assert "Both agreed." in page.locator("main").inner_text()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.url.endswith("#text"), "the first key leads past the menu"


def test_without_scripts_a_commitment_leads_back_to_its_clause(read):
    page = read("en/", with_scripts=False)
    page.locator("nav").get_by_role("link", name="Commitments").click()
    page.locator("main table a", has_text="workshop").first.click()
    page.locator("dd a", has_text="clause").click()
    assert "statements/council-2024/index.html#clause-" in page.url
    assert page.locator(f"[id='{page.url.partition('#')[2]}']").is_visible()

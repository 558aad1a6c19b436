"""The record's pages in a real browser: axe, width, keyboard, in both languages."""

import pytest

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _loaded(db):
    """Load the shipped record into its table, which the search asks."""
    from kakehashi.site.acts.load_shipped import load_shipped

    load_shipped()


PUBLIC = [
    "", "actions/", "commitments/", "lineage/", "timeline/", "statements/", "meetings/", "forums/",
    "research/", "parties/", "findings/", "gaps/", "sources/", "sources/govx-2022/",
    "search/?q=AI", "row/action/ai/", "row/statement/council-2024/",
    "row/instrument/digital-partnership/",
    "row/holder/tsuge-yoshifumi/", "row/meeting/council-2025/", "row/programme/{programme}/",
    "row/commitment/{commitment}/",
]  # fmt: skip


def paths():
    """Return the pages of the record, with a row of each kind that has a page of its own look."""
    from kakehashi.accord.record_promises import Commitment
    from kakehashi.accord.record_texts import Programme
    from kakehashi.answers.record_shelf import shipped_record

    record = shipped_record()
    first = {
        "programme": record.every(Programme)[0].id.split(":")[1],
        "commitment": record.every(Commitment)[0].id.split(":")[1],
    }
    return [path.format(**first) for path in PUBLIC]


@pytest.mark.parametrize(
    ("lang", "width", "name"),
    [
        ("en", 1200, "wide"),
        ("ja", 360, "phone"),
        pytest.param("en", 360, "phone", marks=pytest.mark.soak),
        pytest.param("ja", 1200, "wide", marks=pytest.mark.soak),
    ],
)
def test_every_page_of_the_record_passes_axe_and_fits(opened, looked_at, lang, width, name):
    page = opened(f"/{lang}/council/", width=width)
    for path in paths():
        page.goto(f"/{lang}/council/{path}")
        plain = path.strip("/").replace("/", "-").replace("?q=", "-") or "home"
        looked_at(page, f"{lang}-{name}-council-{plain}")


def test_a_row_is_found_by_keyboard_in_the_other_language_s_word(opened):
    page = opened("/en/council/")
    page.locator("#q").focus()
    page.keyboard.type("半導体")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    first = page.locator("main li a").first
    first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/row/**")
    assert page.locator("html").get_attribute("lang") == "en"


def test_an_ime_at_work_fires_no_search_and_its_own_enter_presses_nothing(opened):
    page = opened("/ja/council/")
    page.wait_for_load_state("networkidle")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.locator("#q").focus()
    ime = page.context.new_cdp_session(page)
    for reading in ("は", "はん", "はんどうたい", "半導体"):
        at_end = {"selectionStart": len(reading), "selectionEnd": len(reading)}
        ime.send("Input.imeSetComposition", {"text": reading, **at_end})
    chosen = {"key": "Process", "code": "Enter", "windowsVirtualKeyCode": 229}
    ime.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **chosen})  # the IME's own Enter
    ime.send("Input.insertText", {"text": "半導体"})
    page.wait_for_timeout(500)
    assert [url for url in asked if "/council/" in url] == []
    assert page.locator("#q").input_value() == "半導体"
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    assert page.locator("main ol li").count() > 0


def test_the_record_is_read_without_scripts(opened):
    page = opened("/ja/council/actions/", with_scripts=False)
    assert page.locator("table").count() == 1
    page.locator("summary").first.click()
    assert page.locator("details[open] a").count() > 0

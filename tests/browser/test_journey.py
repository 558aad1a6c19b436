"""The check, walked as people walk it: both languages, with and without JavaScript."""

from pathlib import Path

import pytest

LANGS = ("en", "ja")
WIDTHS = {"wide": 1200, "phone": 375}
EXAMPLES = Path(__file__).parents[2] / "examples"
FILES = [
    {
        "name": "product.yaml",
        "mimeType": "text/yaml",
        "buffer": (EXAMPLES / "camera-with-label/product.yaml").read_bytes(),
    },
    {
        "name": "security.txt",
        "mimeType": "text/plain",
        "buffer": b"Contact: mailto:a@example.com\nExpires: 2099-01-01T00:00:00Z\n",
    },
    {"name": "broken.json", "mimeType": "application/json", "buffer": b'{"bomFormat": "Cyc'},
]
PLAIN = (
    "", "privacy/", "accessibility/", "glossary/", "rules/", "rules/?q=password",
    "rules/uk-psti/", "rules/jc-star-1/", "rules/jp-terminal-34-10/", "rules/etsi-en-303-645/",
    "business/check/", "business/check/files/", "nope/",
)  # fmt: skip

# each language and each width in every run, the other two pairs in `make soak`
each_language_and_width = pytest.mark.parametrize(
    ("lang", "size"),
    [
        ("en", "wide"),
        ("ja", "phone"),
        pytest.param("en", "phone", marks=pytest.mark.soak),
        pytest.param("ja", "wide", marks=pytest.mark.soak),
    ],
)


def press(page, what):
    """Press a button or a link, and wait for the page that it opens."""
    with page.expect_navigation():
        page.click(what)


@each_language_and_width
def test_plain_pages_are_clean(opened, looked_at, lang, size):
    page = opened(f"/{lang}/", width=WIDTHS[size])
    for path in PLAIN:
        page.goto(f"/{lang}/{path}")
        name = path.strip("/").replace("/", "-").replace("?", "-") or "home"
        looked_at(page, f"{lang}-{size}-{name}")


@each_language_and_width
def test_the_walk_is_clean_from_files_to_a_deleted_link(opened, looked_at, lang, size):
    page = opened(f"/{lang}/business/check/", width=WIDTHS[size])

    def seen(name):
        looked_at(page, f"{lang}-{size}-check-{name}")

    press(page, "main a.govuk-button")
    page.fill("#name", "テスト用カメラ Camera X")
    page.set_input_files("#files", FILES)
    press(page, "main button.govuk-button")
    seen("read")
    press(page, "#walk button >> nth=0")
    seen("question")
    press(page, "button[value=answer]")
    assert page.locator(".govuk-error-summary").evaluate("it => it === document.activeElement")
    seen("question-fault")
    press(page, "button[value=unknown]")
    press(page, "button[value=result]")
    seen("answers")
    press(page, "#walk button >> nth=0")
    seen("result")
    page.evaluate("document.querySelectorAll('details').forEach(it => { it.open = true })")
    seen("result-open")
    press(page, f"button[formaction='/{lang}/business/check/save/']")
    seen("kept")
    press(page, ".k-secret a")
    seen("saved")
    press(page, ".govuk-button--warning")
    seen("deleted")


@pytest.mark.parametrize(("lang", "size"), [("en", "wide"), ("ja", "phone")])
def test_every_kind_of_question_is_clean(opened, looked_at, lang, size):
    page = opened(f"/{lang}/business/check/files/", width=WIDTHS[size])
    press(page, "main button.govuk-button")
    kinds = set()
    for _ in range(200):
        if page.locator("#answer, #answer-year").count() == 0:
            break
        kind = (
            (page.locator("#answer").get_attribute("type") or "day")
            if page.locator("input#answer").count()
            else "day"
        )
        if kind not in kinds:
            kinds.add(kind)
            looked_at(page, f"{lang}-{size}-kind-{kind}")
        _answer(page, kind)
    assert kinds >= {"radio", "checkbox", "day"}
    looked_at(page, f"{lang}-{size}-all-answered")


def _answer(page, kind):
    if kind == "radio":
        page.check("#answer")
    elif kind == "checkbox":
        page.check("#none")
    elif kind == "day":
        page.fill("#answer-year", "2026")
        page.fill("#answer-month", "4")
        page.fill("#answer-day", "29")
    else:
        page.fill("#answer", "24")
    press(page, "button[value=answer]")


@pytest.mark.parametrize("with_scripts", [True, False])
@pytest.mark.parametrize("lang", LANGS)
def test_the_walk_goes_to_its_end_with_scripts_and_without(opened, lang, with_scripts):
    page = opened(f"/{lang}/", with_scripts=with_scripts)
    press(page, "main a.govuk-button")
    press(page, "main a.govuk-button")
    page.fill("#name", "Camera")
    press(page, "main button.govuk-button")
    first = page.inner_text("h1")
    page.check("#answer")
    press(page, "button[value=answer]")
    press(page, ".k-back button")
    assert page.inner_text("h1") == first
    assert page.is_checked("#answer")
    press(page, "button[value=answer]")
    second = page.inner_text("h1")
    press(page, ".k-header__switch")
    assert page.inner_text("h1") != second
    assert page.get_attribute("html", "lang") != lang
    press(page, ".k-header__switch")
    assert page.inner_text("h1") == second
    press(page, "button[value=result]")
    press(page, "#walk button >> nth=0")
    assert page.locator(".k-two__side").count() == 2
    line = page.locator(".k-line").first
    line.locator("summary").click()
    assert line.locator(".k-line__inside").is_visible()
    with page.expect_download() as taken:
        page.click(f"button[formaction='/{lang}/business/check/result/json/']")
    assert taken.value.suggested_filename.endswith("Camera.json")


@pytest.mark.parametrize("lang", LANGS)
def test_a_question_is_answered_by_keyboard_alone(opened, lang):
    page = opened(f"/{lang}/business/check/files/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "govuk-skip-link"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "name"
    page.keyboard.type("Camera")
    with page.expect_navigation():
        page.keyboard.press("Enter")  # the form's own button, not the switch of language
    assert page.get_attribute("html", "lang") == lang
    question = page.inner_text("h1")
    reached = []
    for _ in range(60):
        page.keyboard.press("Tab")
        found = page.evaluate(
            "(() => { const it = document.activeElement; const look = getComputedStyle(it);"
            " return {id: it.id, value: it.value ?? '',"
            " seen: look.outlineStyle !== 'none' || look.boxShadow !== 'none'"
            " || it.matches('.govuk-radios__input, .govuk-checkboxes__input, .govuk-file-upload')}"
            "})()"
        )
        reached.append(found["id"] or found["value"])
        assert found["seen"], f"no focus to be seen on {found}"
        if found["id"] == "answer":
            page.keyboard.press("Space")
        if found["value"] == "answer" and "answer" in reached[:-1]:
            with page.expect_navigation():
                page.keyboard.press("Enter")
            break
    assert page.inner_text("h1") != question


def test_rules_are_found_while_typing_and_without_scripts(opened):
    page = opened("/en/rules/")
    page.type("#q", "passw")
    page.wait_for_selector("#found a")
    assert page.url.endswith("/en/rules/?q=passw")
    found = page.locator("#found a").all_inner_texts()
    page.goto("/ja/rules/")
    bare = opened("/en/rules/", with_scripts=False)
    bare.fill("#q", "passw")
    press(bare, ".k-search button")
    assert bare.locator("#found a").all_inner_texts() == found


@pytest.mark.parametrize("lang", LANGS)
def test_nothing_is_wider_than_a_small_phone(opened, lang):
    page = opened(f"/{lang}/", width=320)
    for path in PLAIN:
        page.goto(f"/{lang}/{path}")
        wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wider <= 0, path

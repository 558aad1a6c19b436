"""Two regulators open, answer and close a case and publish guidance; a ministry finds nothing."""

import pytest
from council_steps import ACT, made_people, pressed, signed_in_by_forms

pytestmark = pytest.mark.django_db(transaction=True)

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PEOPLE = {
    "ico": ("uk", "org:ico", "en"),
    "ppc": ("jp", "org:ppc", "ja"),
    "dsit": ("uk", "org:dsit", "en"),
}
TITLE = ("Cloud of a health-device maker", "医療機器メーカーのクラウド")


@pytest.fixture
def people(db):
    made_people(PEOPLE, SECRET)


@pytest.fixture
def signed_in(opened, people):
    def sign_in(name):
        lang = PEOPLE[name][2]
        page = opened(f"/{lang}/account/login/")
        signed_in_by_forms(page, name, SECRET)
        page.goto(f"/{lang}/data/")
        return page

    return sign_in


def case_opened(ico, look):
    pressed(ico, "main a[href$='/data/cases/']")
    look(ico, "en-wide-data-cases")
    pressed(ico, "main a[href$='/cases/open/']")
    look(ico, "en-wide-data-open-case")
    for lang, words in zip(("en", "ja"), TITLE, strict=True):
        ico.fill(f"#title_{lang}", f"{words} taro@example.jp")
    ico.check("#is_established_uk")
    ico.check("#is_uk_data_in_japan")
    for part, number in (("year", 2026), ("month", 11), ("day", 20)):
        ico.fill(f"#known_on-{part}", str(number))
    pressed(ico, ACT)
    assert "e-mail address" in ico.inner_text(".govuk-error-summary")
    look(ico, "en-wide-data-open-case-screened")
    for lang, words in zip(("en", "ja"), TITLE, strict=True):
        ico.fill(f"#title_{lang}", words)
    pressed(ico, ACT)
    return ico.url


def asked_and_answered(ico, ppc, address, look):
    pressed(ico, "main a[href*='/cases/ask/']")
    look(ico, "en-wide-data-ask")
    ico.check("#asks_measures")
    ico.fill("#en", "Which measures has the maker's cloud in Japan taken?")
    pressed(ico, ACT)
    ppc.goto("/ja/data/cases/")
    look(ppc, "ja-wide-data-cases")
    pressed(ppc, "main li a")
    assert TITLE[1] in ppc.inner_text("h1")
    pressed(ppc, "main a[href*='/cases/reply/']")
    look(ppc, "ja-wide-data-reply")
    ppc.fill("#ja", "委託契約を改め、記録を確認しました。")
    pressed(ppc, ACT)
    look(ppc, "ja-wide-data-case")
    ico.goto(address)
    assert "委託契約を改め" in ico.inner_text("main")
    look(ico, "en-wide-data-case")


def closed(ico):
    pressed(ico, "main a[href*='/cases/close/']")
    ico.fill("#outcome_en", "The measures suffice; nothing more is asked.")
    pressed(ico, ACT)
    assert "nothing more is asked" in ico.inner_text("main")
    assert ico.locator("a[href*='/cases/ask/']").count() == 0


def nothing_found(dsit, address):
    """Assert that a ministry's person finds neither page, list, search nor API."""
    dsit.goto("/en/data/")
    assert dsit.locator("a[href*='/data/cases/']").count() == 0
    for path in (address, "/en/data/cases/", "/en/data/cases/open/"):
        assert dsit.goto(path).status == 404
    for words in TITLE:
        dsit.goto(f"/en/council/search/?q={words}")
        assert dsit.locator("main li a").count() == 0
    ref = "case:" + address.rstrip("/").split("/")[-1]
    for path in (f"rows/{ref}", f"rows/{ref}/acts"):
        assert dsit.request.get(f"/api/v1/record/{path}").status == 404
    for kind in ("case", "request", "reply"):
        answer = dsit.request.get(f"/api/v1/record/rows?kind={kind}").json()
        assert (answer["record"]["rows"], answer["n"]) == ([], 0)
    told = dsit.request.get("/api/v1/record").json()
    assert {one["kind"]: one["n"] for one in told["kinds"]}["case"] == 0


def test_a_case_between_two_regulators_unseen_by_a_ministry(opened, signed_in, looked_at):
    ico, ppc, dsit = (signed_in(name) for name in PEOPLE)
    address = case_opened(ico, looked_at)
    asked_and_answered(ico, ppc, address, looked_at)
    nothing_found(dsit, address)
    closed(ico)
    nothing_found(dsit, address)

    ico.goto("/en/data/guidance/")
    pressed(ico, "main a[href$='/guidance/write/']")
    looked_at(ico, "en-wide-data-write-guidance")
    words = {
        "title_en": "Clouds in the other country", "title_ja": "相手国にあるクラウド",
        "text_en": "Know the law of the place.", "text_ja": "所在地の法制度を把握してください。",
    }  # fmt: skip
    for name, text in words.items():
        ico.fill(f"#{name}", text)
    pressed(ico, ACT)
    public = opened("/en/data/guidance/")
    for page in (public, dsit):
        page.goto("/en/data/guidance/")
        assert words["title_en"] not in page.inner_text("main")
    dsit.goto("/en/council/keys/")
    assert words["title_en"] not in dsit.inner_text("main")
    assert dsit.request.get("/api/v1/record/proposals").json()["proposals"] == []
    ppc.goto("/ja/data/guidance/")
    looked_at(ppc, "ja-wide-data-guidance-waiting")
    pressed(ppc, "main li a")
    pressed(ppc, "button[value=endorse]")
    for lang in ("en", "ja"):
        public.goto(f"/{lang}/data/guidance/")
        assert words[f"text_{lang}"] in public.inner_text("main")
        looked_at(public, f"{lang}-wide-data-guidance")
        public.goto(f"/{lang}/data/")
        looked_at(public, f"{lang}-wide-data")

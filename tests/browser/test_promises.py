"""Pages of what was promised, in a real browser: axe in both languages, and by keyboard alone."""

import time

import pytest

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "a long phrase that only tests know"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
ROW = "row/commitment/uk-testbed/"
COMMITMENT = {
    "kind": "commitment",
    "id": "commitment:uk-testbed",
    "basis": "inference",
    "sources": ["meti-2025-0122"],
    "visibility": "joint",
    "text": {"en": "Open a joint test bed.", "ja": "共同の試験環境を開設する。"},
    "actions": ["action:semiconductors"],
    "due": {"on": "2030-03-31"},
    "milestones": [
        {"text": {"en": "Site chosen", "ja": "場所の決定"}, "due": {"on": "2026-06-30"},
         "done_on": "2026-06-01"},
        {"text": {"en": "First trial", "ja": "最初の試行"}, "due": {"on": "2026-09-30"}},
    ],
    "indicators": [
        {"name": {"en": "Trials", "ja": "試行数"}, "unit": {"en": "trials", "ja": "回"},
         "baseline": {"value": "0", "basis": "secondary", "sources": ["meti-2025-0122"]},
         "target": {"value": "12", "basis": "secondary", "sources": ["meti-2025-0122"]}},
    ],
}  # fmt: skip
PAGES = [
    "", "priorities/", "settings/", "lineage/", "write/priority/", "row/priority/{priority}/",
    "row/priority/{priority}/step/", ROW, f"{ROW}status/", f"{ROW}evidence/", f"{ROW}history/",
    f"{ROW}edit/", f"{ROW}marking/", "write/lineage/?before=commitment:uk-testbed",
]  # fmt: skip
NARROW = ["", "priorities/", "settings/", f"{ROW}edit/", f"{ROW}history/"]  # tables, long fields


@pytest.fixture
def official(db):
    """Make somebody of DSIT with every role; return the slug of a priority that both sides see."""
    from allauth.mfa.totp.internal.auth import TOTP
    from django.utils import timezone

    from kakehashi.accord.may import Person as Actor
    from kakehashi.accord.may import Role
    from kakehashi.site.acts.load_shipped import load_shipped
    from kakehashi.site.acts.write_row import write_row
    from kakehashi.site.records.models import Person

    load_shipped()
    person = Person(
        email="dsit@example.com", side="uk", organisation="org:dsit", is_demo=True,
        roles=["write", "propose", "agree", "publish", "administer"],
    )  # fmt: skip
    person.set_password(PASSWORD)
    person.save()
    TOTP.activate(person, SECRET)
    actor = Actor(
        id=str(person.id), side="uk", organisation="org:dsit", roles=frozenset(Role),
        has_second_factor=True,
    )  # fmt: skip
    write_row(actor, COMMITMENT, now=timezone.now())
    words = {"en": "Trusted chips", "ja": "信頼できる半導体"}
    priority = {
        "kind": "priority", "id": "priority:uk-chips", "basis": "inference",
        "sources": ["meti-2025-0122"], "visibility": "joint", "title": words, "stage": "scoped",
        "proposed_by": "side:uk", "proposed_on": "2026-01-31", "scoped_on": "2026-02-28",
        "closing_criteria": [{"en": "Both laboratories run.", "ja": "両研究所が稼働する。"}],
    }  # fmt: skip
    write_row(actor, priority, now=timezone.now())
    return "uk-chips"


@pytest.fixture
def signed_in(opened, official):
    """Return how the official signs in, at a window of some width."""

    def sign_in(lang="en", width=1200):
        from allauth.mfa.totp.internal.auth import hotp_value
        from django.core.cache import cache

        cache.clear()  # a code is good once; the next one signs in again at once
        page = opened(f"/{lang}/account/login/", width=width)
        page.fill("#id_login", "dsit@example.com")
        page.fill("#id_password", PASSWORD)
        with page.expect_navigation():
            page.locator("main form button.govuk-button").first.click()
        page.fill("#id_code", f"{hotp_value(SECRET, int(time.time()) // 30):06d}")
        with page.expect_navigation():
            page.locator("main form button.govuk-button").first.click()
        return page

    return sign_in


def reached(page, target, *, most=150):
    """Press Tab until `target` has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("css => document.activeElement.matches(css)", target):
            return
    raise AssertionError(f"Tab does not lead to {target}")


def entered(page, target):
    """Go to a link or button by Tab and press Enter."""
    reached(page, target)
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_a_status_is_reported_by_keyboard_alone(signed_in, looked_at, lang):
    page = signed_in(lang)
    page.goto(f"/{lang}/council/{ROW}")
    entered(page, f"a[href$='/{ROW}status/']")
    reached(page, "input[name=level]")
    page.keyboard.press("Space")
    entered(page, "main button.govuk-button")
    assert page.title().startswith("Error:" if lang == "en" else "エラー")
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    looked_at(page, f"{lang}-wide-promise-report-refused")
    for field, words in (
        ("evidence_title_en", "It opened."),
        ("evidence_title_ja", "開設された。"),
    ):
        reached(page, f"#{field}")
        page.keyboard.insert_text(words)
    order = ("day", "month", "year") if lang == "en" else ("year", "month", "day")
    for part in order:
        reached(page, f"#evidence_on-{part}")
        page.keyboard.insert_text({"year": "2026", "month": "5", "day": "1"}[part])
    for field, words in (("source_title", "Notice"), ("source_url", "https://example.org/notice")):
        reached(page, f"#{field}")
        page.keyboard.insert_text(words)
    reached(page, "#source_read")
    page.keyboard.insert_text("whole")
    entered(page, "main button.govuk-button")
    assert page.url.endswith(ROW)
    assert page.locator(".k-mark--done.k-mark--large").count() == 1
    entered(page, f"a[href$='/{ROW}history/']")
    assert page.locator("tbody .k-mark--done").count() == 1
    looked_at(page, f"{lang}-wide-promise-history-reported")


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_every_page_of_promises_passes_axe_and_fits(signed_in, official, looked_at, lang):
    page = signed_in(lang)
    for width, name, paths in ((1200, "wide", PAGES), (360, "phone", NARROW)):
        page.set_viewport_size({"width": width, "height": 900})
        for path in paths:
            place = path.format(priority=official)
            assert page.goto(f"/{lang}/council/{place}").status == 200, place
            plain = place.split("?")[0].strip("/").replace("/", "-") or "home"
            looked_at(page, f"{lang}-{name}-promise-{plain}")

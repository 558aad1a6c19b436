"""A Council's year in a real browser: agenda, minutes, both keys, a matter, a commitment."""

from time import time

import pytest

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = {
    "dsit": ("uk", "org:dsit"),
    "mic": ("jp", "org:mic"),
    "meti": ("jp", "org:meti"),
    "digital-agency": ("jp", "org:digital-agency"),
}


@pytest.fixture
def signed_in(opened, live_server, db):
    """Return how a page is opened by somebody who signed in before, with both factors.

    `test_council_keys` walks the forms of signing in.
    """
    from django.test import Client

    from kakehashi.site.acts.load_shipped import load_shipped
    from kakehashi.site.records.models import Person

    load_shipped()

    def open_as(name, path):
        side, organisation = PEOPLE[name]
        person, _ = Person.objects.get_or_create(
            email=f"{name}@example.com",
            defaults={
                "side": side, "organisation": organisation, "is_demo": True,
                "roles": ["write", "propose", "agree", "publish"],
            },
        )  # fmt: skip
        client = Client()
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        session["account_authentication_methods"] = [
            {"method": method, "at": time()} for method in ("password", "mfa")
        ]
        session["account_authentication_methods_user"] = str(person.pk)
        session.save()
        page = opened("/healthz")
        cookie = {"name": "kakehashi_session", "value": session.session_key, "url": live_server.url}
        page.context.add_cookies([cookie])
        page.goto(path)
        return page

    return open_as


@pytest.fixture
def looked_at_both(looked_at):
    """Return how a page is looked at in both languages; the browser is back where it was."""

    def look(page, name, *, on_phone=False):
        here = page.url
        for lang in ("en", "ja"):
            page.goto(here.replace("/en/", f"/{lang}/"))
            looked_at(page, f"{lang}-wide-{name}")
            if on_phone:
                page.set_viewport_size({"width": 360, "height": 900})
                looked_at(page, f"{lang}-phone-{name}")
                page.set_viewport_size({"width": 1200, "height": 900})
        page.goto(here)

    return look


def pressed(page, what):
    with page.expect_navigation():
        page.locator(what).first.click()


def typed(page, **fields):
    for name, value in fields.items():
        page.fill(f"#{name.replace('__', '-')}", value)


def keyed(page):
    """Endorse all that waits."""
    page.goto("/ja/council/keys/")
    pressed(page, "button[value=endorse]")


def test_a_year_from_agenda_to_commitment(signed_in, looked_at, looked_at_both):
    dsit = signed_in("dsit", "/en/council/cycles/")
    looked_at_both(dsit, "cycles")
    meeting = prepared(dsit, looked_at, looked_at_both)
    minutes = minuted(dsit, meeting, looked_at_both)
    mic = signed_in("mic", minutes.replace("/en/", "/ja/"))
    assert "日本: 未合意" in mic.inner_text("main")
    for page in (mic, signed_in("meti", minutes), signed_in("digital-agency", minutes)):
        keyed(page)
    dsit.goto(minutes)
    assert "Japan: agreed (key turned)" in dsit.inner_text("main")
    looked_at_both(dsit, "minutes-final")
    arisen(dsit, looked_at_both)
    drawn(dsit, looked_at_both)


def prepared(dsit, looked_at, looked_at_both):
    """Open a cycle, make its meeting, put its agenda in order by keyboard; return its address."""
    pressed(dsit, "a[href$='/write/cycle/']")
    looked_at_both(dsit, "write-cycle")
    typed(dsit, name_en="Council of 2026", council__day="32", council__month="1",
          council__year="2026")  # fmt: skip
    pressed(dsit, "button[value=save]")
    looked_at(dsit, "en-wide-write-cycle-refused")
    assert dsit.input_value("#council-day") == "32"
    dsit.click("a[href='#name_ja']")
    assert dsit.evaluate("document.activeElement.id") == "name_ja"
    typed(dsit, name_ja="2026 年会合", council__day="20")
    dsit.check("input[name=visibility][value=joint]")
    pressed(dsit, "button[value=save]")
    looked_at_both(dsit, "cycle")
    pressed(dsit, "a[href*='/write/meeting/']")
    typed(dsit, name_en="Digital Council 2026", name_ja="デジタル・カウンシル 2026")
    dsit.check("input[name=form][value=online]")
    dsit.check("input[name=visibility][value=joint]")
    looked_at_both(dsit, "write-meeting")
    typed(dsit, name_en="Digital Council 2026", name_ja="デジタル・カウンシル 2026")
    dsit.check("input[name=form][value=online]")
    dsit.check("input[name=visibility][value=joint]")
    pressed(dsit, "button[value=save]")
    meeting = dsit.url
    announced(dsit, looked_at_both)
    for n, (en, ja) in enumerate((("Opening", "開会"), ("Subsea cables", "海底ケーブル")), 1):
        dsit.goto(meeting)
        pressed(dsit, "a[href*='/write/point/?meeting']")
        if n == 1:
            looked_at_both(dsit, "write-point")
        typed(dsit, title_en=en, title_ja=ja, planned="20")
        dsit.select_option("#lead", "org:mic")
        pressed(dsit, "button[value=save]")
    dsit.locator("button[value$=' up']").focus()
    with dsit.expect_navigation():
        dsit.keyboard.press("Enter")
    assert "Subsea cables" in dsit.locator("tbody tr").first.inner_text()
    dsit.select_option("#who", "org:meti")
    pressed(dsit, "form:has(#who) button")
    looked_at_both(dsit, "meeting", on_phone=True)
    return meeting


def announced(dsit, looked_at_both):
    """Announce a paper under embargo."""
    pressed(dsit, "a[href*='/write/paper/']")
    looked_at_both(dsit, "write-paper", on_phone=True)
    typed(dsit, title_en="Cables: options", title_ja="海底ケーブル: 選択肢", sha256="ab" * 32,
          embargo__day="20", embargo__month="1", embargo__year="2099", time="09:30")  # fmt: skip
    dsit.check("input[name=language][value=en]")
    pressed(dsit, "button[value=save]")


def minuted(dsit, meeting, looked_at_both):
    """Draft the minutes, and circulate them; return their address."""
    dsit.goto(meeting)
    pressed(dsit, "form[action$='/write/minutes/'] button")
    minutes = dsit.url
    pressed(dsit, "a[href*='/write/paragraph/']")
    looked_at_both(dsit, "write-paragraph")
    typed(dsit, text_en="Both sides will share repair plans.", text_ja="双方は復旧計画を共有する。")
    pressed(dsit, "button[value=save]")
    looked_at_both(dsit, "minutes-draft")
    pressed(dsit, "button[value=circulate]")
    assert "United Kingdom: agreed (key turned)" in dsit.inner_text("main")
    looked_at_both(dsit, "minutes-circulated", on_phone=True)
    return minutes


def arisen(dsit, looked_at_both):
    """Draw an action out of the paragraph."""
    pressed(dsit, "a[href*='/write/matter/']")
    looked_at_both(dsit, "write-matter")
    dsit.select_option("#owner_uk", "org:dsit")
    dsit.select_option("#owner_jp", "org:mic")
    typed(dsit, due__day="31", due__month="3", due__year="2026")
    pressed(dsit, "button[value=save]")
    dsit.goto("/en/council/matters/")
    looked_at_both(dsit, "matters", on_phone=True)


def drawn(dsit, looked_at_both):
    """See that there is no later meeting to carry it to; draw a commitment that names it."""
    pressed(dsit, "a[href*='/write/matter/carry/']")
    looked_at_both(dsit, "carry")
    dsit.goto("/en/council/matters/")
    pressed(dsit, "a[href*='/write/commitment/?matter']")
    looked_at_both(dsit, "write-commitment-of-matter")
    dsit.locator("input[name=action]").first.check()
    pressed(dsit, "button[value=save]")
    assert "/row/commitment/" in dsit.url
    commitment = dsit.url.rstrip("/").split("/")[-1]
    dsit.goto("/en/council/matters/")
    assert dsit.locator(f"tbody a[href$='/row/commitment/{commitment}/']").count() == 1

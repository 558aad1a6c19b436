"""One statement from draft to the public page, by people of two sides and three ministries."""

import time

import pytest

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "a long phrase that only tests know"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
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


@pytest.fixture
def people(db):
    """Make a person of each organisation, marked as demo, with every role and one-time codes."""
    from allauth.mfa.totp.internal.auth import TOTP

    from kakehashi.site.acts.load_shipped import load_shipped
    from kakehashi.site.records.models import Person

    load_shipped()
    for name, (side, organisation, _) in PEOPLE.items():
        person = Person(
            email=f"{name}@example.com", side=side, organisation=organisation, is_demo=True,
            roles=["write", "propose", "agree", "publish"],
        )  # fmt: skip
        person.set_password(PASSWORD)
        person.save()
        TOTP.activate(person, SECRET)


def code():
    from allauth.mfa.totp.internal.auth import hotp_value

    return f"{hotp_value(SECRET, int(time.time()) // 30):06d}"


def pressed(page, what):
    with page.expect_navigation():
        page.locator(what).first.click()


@pytest.fixture
def signed_in(opened, people):
    """Return how somebody signs in by the forms, with password and one-time code."""

    def sign_in(name):
        lang = PEOPLE[name][2]
        page = opened(f"/{lang}/account/login/")
        page.fill("#id_login", f"{name}@example.com")
        page.fill("#id_password", PASSWORD)
        pressed(page, "main form button.govuk-button")
        page.fill("#id_code", code())
        pressed(page, "main form button.govuk-button")
        assert page.url.endswith(f"/{lang}/council/")
        assert page.locator(".k-demo").count() == 1
        return page

    return sign_in


def test_a_statement_from_draft_to_the_public_page(opened, signed_in, looked_at):
    dsit = signed_in("dsit")
    statement = drafted(dsit, looked_at)
    mic = signed_in("mic")
    settled_by(mic, statement, looked_at)
    pressed_keys(dsit, 1, looked_at, "en-wide-keys")
    others = [signed_in("meti"), signed_in("digital-agency")]
    for page in others:
        pressed_keys(page, 1)
    dsit.goto(statement)
    settled = dsit.inner_text("#clause-3")
    assert "repair plans" in settled
    assert "[1]" not in settled

    two_commitments_drawn(dsit, statement, looked_at)
    dsit.goto(statement)
    pressed(dsit, "form[action$='/write/bring/'] button")
    for page in (mic, *others):
        pressed_keys(page, 6)
    dsit.goto(statement)
    pressed(dsit, "form[action$='/write/publish/'] button")

    for lang, words in (("en", "repair plans of subsea cables"), ("ja", "復旧計画を交換する")):
        public = opened(statement.replace("/en/", f"/{lang}/"))
        assert words in public.inner_text("main")
        assert public.locator(".k-reader").count() == 0
        looked_at(public, f"{lang}-wide-statement-published")


def drafted(dsit, looked_at):
    """Draft the statement, one clause of it with open text; return its address."""
    pressed(dsit, "a[href$='/write/statement/']")
    looked_at(dsit, "en-wide-write-statement")
    dsit.fill("#title_en", "Joint Statement of the Digital Council 2027")
    dsit.fill("#title_ja", "デジタル・カウンシル共同声明 2027")
    dsit.check("#visibility-joint")
    pressed(dsit, "main form button.govuk-button")
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
    looked_at(dsit, "en-wide-statement-drafted")
    return statement


def settled_by(mic, statement, looked_at):
    """Read the open text in Japanese and propose words that settle it."""
    mic.goto(statement.replace("/en/", "/ja/"))
    assert "協力する" in mic.inner_text("main")
    pressed(mic, "#clause-3 h3 a")
    looked_at(mic, "ja-wide-clause-bracketed")
    pressed(mic, "a[href*='/write/clause/?clause=']")
    looked_at(mic, "ja-wide-write-clause")
    mic.fill("#en", "Both sides will exchange routes and repair plans of subsea cables.")
    mic.fill("#ja", "双方は海底ケーブルの経路と復旧計画を交換する。")
    mic.check("#settled")
    pressed(mic, "button[value=propose]")


def two_commitments_drawn(dsit, statement, looked_at):
    """Draw a commitment from each of the first two clauses; each keeps its link."""
    for number in (1, 2):
        dsit.goto(statement)
        pressed(dsit, f"#clause-{number} h3 a")
        pressed(dsit, "a[href*='/write/commitment/']")
        looked_at(dsit, "en-wide-write-commitment")
        dsit.locator("input[name=action]").first.check()
        for part, value in (("year", "2027"), ("month", "9"), ("day", "30")):
            dsit.fill(f"#due-{part}", value)
        pressed(dsit, "button.govuk-button:not(.govuk-button--secondary)")
        assert "/row/commitment/" in dsit.url
        assert dsit.locator("dd a[href*='/row/clause/']").count() >= 1


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
        return
    pressed(page, "button[value=endorse]")


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_the_pages_of_an_account_pass_axe(opened, people, looked_at, lang):
    from allauth.mfa.models import Authenticator

    Authenticator.objects.all().delete()
    for width, name in ((1200, "wide"), (360, "phone")):
        page = opened(f"/{lang}/account/login/", width=width)
        looked_at(page, f"{lang}-{name}-login")
        page.fill("#id_login", "dsit@example.com")
        page.fill("#id_password", "not the password")
        pressed(page, "main form button.govuk-button")
        looked_at(page, f"{lang}-{name}-login-fault")
        page.fill("#id_login", "dsit@example.com")
        page.fill("#id_password", PASSWORD)
        pressed(page, "main form button.govuk-button")
        assert "/account/second-factor/" in page.url
        looked_at(page, f"{lang}-{name}-second-factor")
        pressed(page, "a[href$='/totp/activate/']")
        looked_at(page, f"{lang}-{name}-reauthenticate")
        page.fill("#id_password", PASSWORD)
        pressed(page, "main form button.govuk-button")
        looked_at(page, f"{lang}-{name}-totp")
        for path in ("sessions/", "password/change/", "second-factor/webauthn/add/"):
            page.goto(f"/{lang}/account/{path}")
            looked_at(page, f"{lang}-{name}-account-{path.strip('/').replace('/', '-')}")


def test_a_passkey_is_made_and_opens_the_account_alone(opened, people):
    from allauth.mfa.models import Authenticator

    Authenticator.objects.all().delete()
    page = opened("/en/account/login/")
    driver = page.context.new_cdp_session(page)
    driver.send("WebAuthn.enable")
    driver.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
                "hasUserVerification": True, "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )  # fmt: skip
    page.fill("#id_login", "dsit@example.com")
    page.fill("#id_password", PASSWORD)
    pressed(page, "main form button.govuk-button")
    page.goto("/en/account/second-factor/webauthn/add/")
    page.fill("#id_password", PASSWORD)
    pressed(page, "main form button.govuk-button")
    page.fill("#id_name", "Laptop")
    page.check("#id_passwordless")
    pressed(page, "#mfa_webauthn_add")
    assert Authenticator.objects.filter(type="webauthn").count() == 1
    page.context.clear_cookies()
    page.goto("/en/account/login/")
    pressed(page, "#passkey_login")
    assert page.url.endswith("/en/council/")
    assert page.locator(".k-demo").count() == 1

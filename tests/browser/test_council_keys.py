"""One statement from draft to every exit, by people of two sides and three ministries."""

import pytest
from council_steps import (
    PASSWORD,
    PEOPLE,
    drafted,
    fetched,
    found_at_every_exit,
    in_,
    made_people,
    pressed,
    pressed_keys,
    published,
    settled_by,
    signed_in_by_forms,
    two_commitments_drawn,
    unpacked,
)
from django.utils import timezone

pytestmark = pytest.mark.django_db(transaction=True)

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def people(db):
    """Make a person of each organisation, marked as demo, with every role and one-time codes."""
    made_people(PEOPLE, SECRET)


@pytest.fixture
def signed_in(opened, people):
    """Return how somebody signs in by the forms, with password and one-time code."""

    def sign_in(name):
        lang = PEOPLE[name][2]
        page = opened(f"/{lang}/account/login/")
        signed_in_by_forms(page, name, SECRET)
        assert page.url.endswith(f"/{lang}/council/")
        assert page.locator(".k-demo").count() == 1
        return page

    return sign_in


@pytest.fixture
def _work_at_once(settings, tmp_path):
    """Do long work when it is asked for, in the test's own process."""
    settings.HOME = tmp_path / "home"
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.mark.usefixtures("_work_at_once")
def test_a_statement_from_draft_to_every_exit(opened, signed_in, looked_at, tmp_path):
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

    commitments = two_commitments_drawn(dsit, statement, looked_at)
    dsit.goto(statement)
    pressed(dsit, "form[action$='/write/bring/'] button")
    for page in (mic, *others):
        pressed_keys(page, 8)
    published(dsit, statement, *commitments)

    dsit.goto("/en/work/")
    pressed(dsit, "form[action$='/publish_site/'] button")
    site = unpacked(fetched(dsit, "a[download]"), tmp_path / "site")
    public = opened(statement)
    found_at_every_exit(public, statement, commitments, site)
    for lang in ("en", "ja"):
        public.goto(in_(statement, lang))
        looked_at(public, f"{lang}-wide-statement-published")


BODY = {
    "kind": "commitment", "id": "commitment:uk-by-keyboard", "basis": "inference",
    "sources": ["meti-2025-0122"], "visibility": "joint", "actions": ["action:ai"],
    "text": {"en": "Open a joint test bed.", "ja": "共同の試験環境を開設する。"},
}  # fmt: skip


@pytest.fixture
def before_both(people):
    """Bring a commitment before both sides, to which all but the Digital Agency have agreed."""
    from kakehashi.accord.may import Person, Role
    from kakehashi.site.acts.agree import agree
    from kakehashi.site.acts.propose import propose
    from kakehashi.site.records.models import Person as PersonRow
    from kakehashi.site.records.models import ProposalRow

    who = {
        row.email.partition("@")[0]: Person(
            id=str(row.pk), side=row.side, organisation=row.organisation,
            roles=frozenset(Role(role) for role in row.roles), has_second_factor=True,
        )
        for row in PersonRow.objects.all()
    }  # fmt: skip
    now = timezone.now()
    ref = propose(who["dsit"], BODY, now=now)
    digest = ProposalRow.objects.get(ref=ref).digest
    for name in ("mic", "meti"):
        agree(who[name], ref, digest, now=now)


def tabbed(page, what):
    """Press Tab until `what` has the focus, which shows, and then Enter."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("what => document.activeElement.matches(what)", what):
            break
    else:
        raise AssertionError(f"no Tab leads to {what} on {page.url}")
    shown = page.evaluate(
        "() => { const s = getComputedStyle(document.activeElement);"
        " return s.outlineStyle !== 'none' || s.boxShadow !== 'none'; }"
    )
    assert shown, f"nothing shows that {what} has the focus"
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_by_keyboard_alone_a_person_endorses_and_another_publishes(opened, signed_in, before_both):
    agency = signed_in("digital-agency")
    tabbed(agency, "main a[href$='/council/keys/']")
    tabbed(agency, "main li a[href*='/council/keys/']")
    tabbed(agency, "button[value=endorse]")
    dsit = signed_in("dsit")
    tabbed(dsit, "a[href$='/council/commitments/']")
    tabbed(dsit, "a[href$='/row/commitment/uk-by-keyboard/']")
    tabbed(dsit, "form[action$='/write/publish/'] button")
    public = opened("/ja/council/row/commitment/uk-by-keyboard/")
    assert BODY["text"]["ja"] in public.inner_text("main")


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

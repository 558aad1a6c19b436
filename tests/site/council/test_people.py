"""Signing in: by invitation, with a second factor where a key is held, and out again."""

import re

import pytest

pytestmark = pytest.mark.django_db

LANGS = ("en", "ja")


def sign_in(browser, person, password, lang="en"):
    return browser.post(f"/{lang}/account/login/", {"login": person.email, "password": password})


def confirm(browser, password, lang):
    """Say the password once more, as allauth asks before a factor is changed."""
    browser.post(f"/{lang}/account/reauthenticate/", {"password": password})


def secret_of(page):
    return re.search(r"<code>([A-Z2-7]+)</code>", page.content.decode()).group(1)


@pytest.mark.parametrize("lang", LANGS)
def test_a_person_signs_in_and_out(visitor, a_person, password, lang):
    person = a_person()
    response = sign_in(visitor, person, password, lang)
    assert (response.status_code, response["Location"]) == (302, f"/{lang}/council/")
    cookie = response.cookies["kakehashi_session"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert person.email in visitor.get(f"/{lang}/council/").content.decode()
    visitor.post(f"/{lang}/account/logout/")
    assert person.email not in visitor.get(f"/{lang}/council/").content.decode()


@pytest.mark.parametrize("lang", LANGS)
def test_a_wrong_password_is_refused_without_saying_who_exists(visitor, a_person, lang):
    person = a_person()
    told = [
        re.findall(
            r'role="alert">.*?</ul>',
            visitor.post(
                f"/{lang}/account/login/", {"login": email, "password": "wrong"}
            ).content.decode(),
            re.DOTALL,
        )
        for email in (person.email, "nobody@example.com")
    ]
    assert told[0]
    assert told[0] == told[1]


def test_the_form_s_own_faults_are_told_in_japanese_on_japanese_pages(visitor):
    page = visitor.post("/ja/account/login/", {"login": "", "password": ""}).content.decode()
    assert "このフィールドは必須です" in page
    assert "This field is required" not in page


def test_whoever_guesses_is_stopped(a_browser, a_person, password, settings):
    settings.ACCOUNT_RATE_LIMITS = False
    person = a_person()
    browser = a_browser()
    codes = [
        browser.post(
            "/en/account/login/", {"login": person.email, "password": f"guess {n}"}
        ).status_code
        for n in range(settings.AXES_FAILURE_LIMIT)
    ]
    assert codes[-1] == 429
    assert sign_in(browser, person, password).status_code == 429


@pytest.mark.parametrize(
    "path", ["signup/", "email/", "password/reset/", "password/set/", "confirm-email/"]
)
def test_there_is_no_open_sign_up_and_no_mail(visitor, path):
    assert visitor.get(f"/en/account/{path}").status_code == 404


def test_a_closed_account_does_not_open(visitor, a_person, password):
    person = a_person(is_active=False)
    response = sign_in(visitor, person, password)
    assert "kakehashi_session" not in response.cookies or not visitor.session.get("_auth_user_id")


@pytest.mark.parametrize("role", ["agree", "propose", "publish"])
def test_who_holds_a_key_gets_nowhere_without_a_second_factor(visitor, a_person, password, role):
    sign_in(visitor, a_person(roles=[role]), password)
    for path in ("", "council/", "rules/", "business/check/"):
        response = visitor.get(f"/en/{path}")
        assert (response.status_code, response["Location"]) == (302, "/en/account/second-factor/")


@pytest.mark.parametrize("role", ["write", "administer"])
def test_who_holds_no_key_needs_none(visitor, a_person, password, role):
    sign_in(visitor, a_person(roles=[role]), password)
    assert visitor.get("/en/council/").status_code == 200


@pytest.mark.parametrize("lang", LANGS)
def test_a_one_time_code_is_set_up_and_then_asked_for(a_browser, a_person, password, code_of, lang):
    person = a_person(roles=["agree"])
    browser = a_browser()
    sign_in(browser, person, password, lang)
    confirm(browser, password, lang)
    page = browser.get(f"/{lang}/account/second-factor/totp/activate/")
    assert "<svg" in page.content.decode()
    secret = secret_of(page)
    browser.post(f"/{lang}/account/second-factor/totp/activate/", {"code": code_of(secret)})
    asked = browser.get(f"/{lang}/council/")
    assert asked["Location"].startswith(f"/{lang}/account/second-factor/reauthenticate/")
    confirmed = browser.post(asked["Location"], {"code": code_of(secret, 1)})
    assert confirmed["Location"] == f"/{lang}/council/"
    assert browser.get(f"/{lang}/council/").status_code == 200
    again = a_browser()
    half = sign_in(again, person, password, lang)
    assert half["Location"] == f"/{lang}/account/second-factor/authenticate/"
    assert person.email not in again.get(f"/{lang}/council/").content.decode()


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    "path",
    [
        "login/", "logout/", "reauthenticate/", "password/change/", "sessions/", "second-factor/",
        "second-factor/totp/activate/", "second-factor/webauthn/add/", "second-factor/webauthn/",
    ],
)  # fmt: skip
def test_pages_of_the_account_are_ours_in_both_languages(
    visitor, a_browser, a_person, password, lang, path
):
    browser = visitor
    if path != "login/":
        sign_in(browser, a_person(), password, lang)
        confirm(browser, password, lang)
    page = browser.get(f"/{lang}/account/{path}")
    words = page.content.decode()
    assert page.status_code == 200
    assert f'<html lang="{lang}">' in words
    assert 'class="k-header"' in words
    assert words.count("<h1") == 1
    assert " style=" not in words
    assert not re.findall(r"<script(?![^>]*(?:src=|application/json))", words)


def test_sessions_are_listed_and_ended(a_browser, a_person, password):
    person = a_person()
    first, second = a_browser(), a_browser()
    sign_in(first, person, password)
    sign_in(second, person, password)
    listed = first.get("/en/account/sessions/").content.decode()
    other = re.search(r'name="session" value="(\d+)"', listed).group(1)
    first.post("/en/account/sessions/end/", {"session": other})
    assert person.email in first.get("/en/council/").content.decode()
    assert person.email not in second.get("/en/council/").content.decode()


def test_nobody_ends_another_person_s_session(a_browser, a_person, password):
    mine, theirs = a_browser(), a_browser()
    one, two = a_person("one@example.com"), a_person("two@example.com")
    sign_in(mine, one, password)
    sign_in(theirs, two, password)
    from allauth.usersessions.models import UserSession

    target = UserSession.objects.get(user=two)
    response = mine.post("/en/account/sessions/end/", {"session": str(target.pk)})
    assert response.status_code == 404
    assert two.email in theirs.get("/en/council/").content.decode()


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("path", ["", "council/", "rules/", "glossary/", "account/sessions/"])
def test_a_demo_person_is_marked_on_every_page(visitor, a_person, password, lang, path):
    sign_in(visitor, a_person(is_demo=True), password, lang)
    assert 'class="k-demo"' in visitor.get(f"/{lang}/{path}").content.decode()


def test_a_visitor_s_check_knows_no_session(visitor, begun):
    begun()
    for path in ("", "business/check/", "business/check/files/", "council/"):
        assert "kakehashi_session" not in visitor.get(f"/en/{path}").cookies


def test_another_service_is_off_unless_it_is_set_up(visitor):
    from django.apps import apps

    assert not apps.is_installed("allauth.socialaccount.providers.openid_connect")
    assert "/account/others/" not in visitor.get("/en/account/login/").content.decode()


def test_a_fault_s_page_and_the_icon_bring_no_new_token(a_person, signed_in):
    browser = signed_in(a_person())
    missing = browser.get("/en/no-such-page/")
    assert missing.status_code == 404
    assert "example.com" in missing.content.decode(), "the reader is still named"
    assert not missing.cookies
    icon = browser.get("/favicon.ico")
    assert icon["Location"].endswith(".svg")
    assert not icon.cookies


def test_reading_a_page_takes_no_lock(a_person, signed_in, loaded):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser = signed_in(a_person(roles=["write"]))
    browser.get("/en/council/keys/")
    with CaptureQueriesContext(connection) as asked:
        browser.get("/en/council/keys/")
    assert len(asked) > 0
    assert [one["sql"] for one in asked if "SAVEPOINT" in one["sql"]] == []

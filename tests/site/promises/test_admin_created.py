"""Whoever `kakehashi admin create` made signs in, sets up a second factor, and acts."""

import re

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_a_person_made_by_the_administrator_signs_in_and_enrols(a_browser, password, code_of, lang):
    from kakehashi.site.acts.create_person import create_person

    email = "Official@Example.com"
    create_person(email, password, side="uk", organisation="org:dsit", roles=["write", "agree"])
    browser = a_browser()
    at = f"/{lang}/account/"
    sent = browser.post(f"{at}login/", {"login": email.lower(), "password": password})
    assert sent.status_code == 302, sent.content.decode()
    # who holds a key sets up a second factor before anything else
    assert browser.get(f"/{lang}/council/")["Location"] == f"{at}second-factor/"
    browser.post(f"{at}reauthenticate/", {"password": password})
    page = browser.get(f"{at}second-factor/totp/activate/").content.decode()
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page).group(1)
    done = browser.post(f"{at}second-factor/totp/activate/", {"code": code_of(secret)})
    assert done.status_code == 302, done.content.decode()
    again = a_browser()
    half = again.post(f"{at}login/", {"login": email, "password": password})
    assert half["Location"] == f"{at}second-factor/authenticate/"
    whole = again.post(half["Location"], {"code": code_of(secret, 1)})
    assert whole["Location"] == f"/{lang}/council/", whole.content.decode()
    home = again.get(f"/{lang}/council/").content.decode()
    assert email.lower() in home
    assert f"/{lang}/council/settings/" in home


def test_an_address_is_kept_as_the_sign_in_looks_for_it(password):
    from allauth.account.models import EmailAddress

    from kakehashi.site.acts.create_person import create_person
    from kakehashi.site.records.models import Person

    ref = create_person("One@Example.com", password, side="uk", organisation="org:dsit")
    (address,) = EmailAddress.objects.filter(user=Person.objects.get(id=ref))
    assert (address.email, address.verified, address.primary) == ("one@example.com", True, True)

"""What django-allauth asks of this site: nobody signs up; where signing in leads."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest
from django.urls import reverse

from kakehashi.site.pages.render import lang_of


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """People come by `kakehashi admin create` alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Return False: there is no open sign-up."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return the record's home in the language of the page."""
        return reverse("pages:council", args=(lang_of(request),))

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Return the record's home in the language of the page."""
        return reverse("pages:council", args=(lang_of(request),))


class OthersAccounts(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Who signs in by a ministry's own service has to be a person here already."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002
        """Return False: there is no open sign-up."""
        return False


class Factors(DefaultMFAAdapter):  # type: ignore[misc]
    """Names this site in an authenticator app."""

    def get_totp_issuer(self) -> str:
        """Return the site's name."""
        return "Kakehashi"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return who asks for a passkey: the site, at the host that was asked."""
        found: dict[str, str] = super().get_public_key_credential_rp_entity()
        return {**found, "name": "Kakehashi"}

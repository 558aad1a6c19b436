"""The addresses for signing in, below `/<lang>/account/`, under the names that allauth asks for.

What this site has no use for has no address: sign-up, e-mail addresses, lost passwords.
"""

from allauth.account import views as account
from django.apps import apps
from django.urls import include, path

from kakehashi.site.pages.people import pages

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("second-factor/", include("allauth.mfa.urls")),
    path("sessions/", pages.sessions, name="usersessions_list"),
    path("sessions/end/", pages.end_session, name="end_session"),
]
if apps.is_installed("allauth.socialaccount.providers.openid_connect"):
    urlpatterns += [
        path("others/", include("allauth.socialaccount.urls")),
        path("others/", include("allauth.socialaccount.providers.openid_connect.urls")),
    ]

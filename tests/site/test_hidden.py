import pytest

TOKEN = "x" * 43


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", f"/en/business/check/saved/{TOKEN}/", 404),
        ("get", f"/en/business/check/saved/{TOKEN}", 301),
        ("get", f"/en/business/check/saved/{TOKEN}/delete/", 405),
        ("put", f"/ja/business/check/saved/{TOKEN}/", 405),
    ],
)
def test_nothing_below_a_secret_address_is_kept_or_told_on(visitor, method, path, status):
    response = getattr(visitor, method)(path)
    assert response.status_code == status
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "strict-origin"
    assert response["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.django_db
def test_a_refused_form_below_a_secret_address_is_not_kept():
    from django.test import Client

    strict = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    response = strict.post(f"/en/business/check/saved/{TOKEN}/delete/")
    assert response.status_code == 403
    assert response["Cache-Control"] == "no-store"

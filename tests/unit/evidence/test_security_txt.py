from datetime import date

import pytest

SECURITY_TXT = """\
# how to reach us
Contact: mailto:security@example.com
Expires: 2027-01-31T23:59:59Z
Preferred-Languages: en, ja
"""
SIGNED = """\
-----BEGIN PGP SIGNED MESSAGE-----
Hash: SHA256

Contact: https://example.com/report
- # a comment whose dash was escaped
Expires: 2027-01-31T12:00:00+09:00
-----BEGIN PGP SIGNATURE-----

iHUEARYKAB0WIQ==
Expires: 2099-01-01T00:00:00Z
-----END PGP SIGNATURE-----
"""


def changed(old, new):
    assert old in SECURITY_TXT
    return SECURITY_TXT.replace(old, new)


def test_a_good_file_shows_a_contact_until_its_last_full_day(read, codes):
    dossier = read(any_name=SECURITY_TXT)
    published, expires_on = dossier.facts
    assert (published.id, published.value) == ("security_contact_is_published", True)
    assert published.valid_until == date(2027, 1, 31)
    assert published.origin.place == "line 2, Contact"
    assert (expires_on.id, expires_on.value) == ("security_txt_expires_on", date(2027, 1, 31))
    assert not dossier.faults
    assert codes(dossier.files[1].notes) == ["not_fetched"]


def test_it_does_not_speak_of_the_language_of_the_publication(read, values):
    assert set(values(read(s=SECURITY_TXT))) == {
        "security_contact_is_published",
        "security_txt_expires_on",
    }


@pytest.mark.parametrize(
    ("expires", "until"),
    [
        ("2027-01-31T23:59:58Z", date(2027, 1, 30)),
        ("2027-02-01T00:00:00Z", date(2027, 1, 31)),
        ("2027-02-01T08:59:59+09:00", date(2027, 1, 31)),
        ("2027-01-31T00:00:00z", date(2027, 1, 30)),
    ],
)
def test_the_last_full_day_is_counted_in_utc(read, expires, until):
    dossier = read(s=changed("2027-01-31T23:59:59Z", expires))
    assert dossier.facts[0].valid_until == until


def test_line_ends_of_windows_and_capitals_do_not_matter(read):
    text = SECURITY_TXT.replace("Expires", "EXPIRES").replace("\n", "\r\n")
    assert len(read(s=text).facts) == 2


def test_a_signature_is_unwrapped_and_said_not_to_be_verified(read, codes):
    dossier = read(s=SIGNED)
    assert not dossier.faults
    assert dossier.facts[0].valid_until == date(2027, 1, 30)
    assert codes(dossier.files[1].notes) == ["signature_not_checked", "not_fetched"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("Expires: 2027-01-31T23:59:59Z\n", "", "no_expires"),
        ("Preferred", "Expires: 2027-01-30T00:00:00Z\nPreferred", "field_twice"),
        ("2027-01-31T23:59:59Z", "31 January 2027", "bad_expires"),
        ("2027-01-31T23:59:59Z", "2027-02-30T00:00:00Z", "bad_expires"),
        ("mailto:", "", "no_contact"),
        ("mailto:security@example.com", "http://example.com/", "no_contact"),
    ],
)
def test_a_file_that_the_standard_does_not_accept_shows_nothing(read, codes, old, new, code):
    dossier = read(s=changed(old, new))
    assert codes(dossier.faults) == [code]
    assert dossier.facts == ()


@pytest.mark.parametrize("contact", ["https://example.com/r?a=b", "tel:+44-20-7946-0000"])
def test_each_kind_of_address_counts(read, contact):
    assert len(read(s=changed("mailto:security@example.com", contact)).facts) == 2


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("# how", "how", "bad_line"),
        ("Expires", "Contact: security@example.com\nExpires", "bad_contact"),
        ("2027-01-31", "2029-01-31", "far_expires"),
        ("en, ja", "English and Japanese", "bad_languages"),
        ("en, ja", "en\nPreferred-Languages: ja", "field_twice"),
    ],
)
def test_smaller_faults_are_notes(read, codes, old, new, code):
    dossier = read(s=changed(old, new))
    assert not dossier.faults
    assert len(dossier.facts) == 2
    assert codes(dossier.files[1].notes) == [code, "not_fetched"]

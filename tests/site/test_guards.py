import logging
import sys

import pytest

from kakehashi.answers import shipped_rulebooks
from kakehashi.site.pages.state import pack, seal, unpack, unseal
from kakehashi.site.pages.walk import Walk, with_answer, without_answer
from kakehashi.terms.errors import InputError, PlaceError
from kakehashi.terms.fact import Fact, Members, Origin
from kakehashi.terms.text import Text

LANGS = ("en", "ja")

PAGES = ["/en/", "/ja/rules/uk-psti/", "/en/business/check/files/", "/en/nope/", "/healthz", "/"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", [*PAGES, "/api/v1/rules", "/api/openapi.json"])
def test_every_answer_has_the_headers(visitor, path):
    response = visitor.get(path)
    policy = response["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    assert "Access-Control-Allow-Origin" not in response.headers


def test_https_alone_is_told_to_stay(visitor, settings):
    settings.SECURE_HSTS_SECONDS = 100
    assert "Strict-Transport-Security" not in visitor.get("/en/").headers
    from django.test import Client

    secure = Client(headers={"host": "localhost"}).get("/en/", secure=True)
    assert secure["Strict-Transport-Security"] == "max-age=100"


@pytest.mark.parametrize("lang", LANGS)
def test_no_page_has_a_script_or_style_of_its_own(visitor, lang):
    for path in ("", "rules/", "business/check/files/"):
        page = visitor.get(f"/{lang}/{path}").content.decode()
        assert "<style" not in page
        assert " style=" not in page
        assert page.count("<script") == page.count('<script src="/static/')
        assert " onclick" not in page


def test_another_host_name_is_refused(visitor):
    response = visitor.get("/en/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "The request could not be understood" in response.content.decode()


def test_a_form_without_its_cookie_is_refused_in_the_reader_s_language():
    from django.test import Client

    strict = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    response = strict.post("/ja/business/check/files/", {"name": "x"})
    assert response.status_code == 403
    assert "フォームの送信元を確認できませんでした" in response.content.decode()


def test_the_form_s_cookie_is_closed_to_scripts_and_other_sites(visitor):
    cookie = visitor.get("/en/business/check/files/").cookies["csrftoken"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", "")


# ---------------------------------------------------------------- caps


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "That is too large"), ("ja", "サイズが大きすぎます")]
)
def test_a_body_over_the_cap_is_refused_before_it_is_read(visitor, settings, lang, words):
    settings.MOST_BODY_BYTES = 1000
    response = visitor.post(f"/{lang}/business/check/files/", {"name": "x" * 2000})
    assert response.status_code == 413
    assert words in response.content.decode()


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("DATA_UPLOAD_MAX_MEMORY_SIZE", {"name": "x" * 200}),
        ("DATA_UPLOAD_MAX_NUMBER_FIELDS", {f"f{n}": "x" for n in range(200)}),
    ],
)
def test_too_much_in_a_form_is_refused(visitor, settings, name, fields):
    setattr(settings, name, 100)
    assert visitor.post("/en/business/check/files/", fields).status_code == 413


def test_too_many_files_are_refused(begun):
    from django.core.files.uploadedfile import SimpleUploadedFile

    files = [SimpleUploadedFile(f"{n}.txt", b"x") for n in range(21)]
    assert begun(files=files).status_code == 413


# ---------------------------------------------------------------- the walk that a form carries

VOCABULARY = shipped_rulebooks().vocabulary
FACTS = {fact.id: fact for fact in VOCABULARY.facts}


def a_walk(at_, **fields):
    walk = Walk(name="カメラ﨑", **fields)
    values = {
        "connects_to_internet": True,
        "product_kind": "camera",
        "uk_special_regimes": Members(frozenset(), is_complete=True),
    }
    for name, value in values.items():
        walk = with_answer(walk, FACTS[name], value, at_)
    return without_answer(walk, "uses_ip")


@pytest.fixture
def at():
    from datetime import UTC, datetime

    return datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


def test_a_walk_comes_back_as_it_went(at):
    walk = a_walk(at, at="product_kind", trail=("product_kind",))
    assert unseal(seal(walk), VOCABULARY) == walk


@pytest.mark.parametrize("spoil", [
    lambda text: text[:-1] + ("A" if text[-1] != "A" else "B"),
    lambda text: "x" + text,
    lambda text: text.split(":")[0],
    lambda _: "",
    lambda _: "💥:1:x",
])  # fmt: skip
def test_an_altered_walk_is_refused(visitor, at, spoil):
    sealed = seal(a_walk(at))
    with pytest.raises(InputError):
        unseal(spoil(sealed), VOCABULARY)
    response = visitor.post("/ja/business/check/result/", {"state": spoil(sealed)})
    assert response.status_code == 422
    assert "改変されたか" in response.content.decode()


def test_a_walk_signed_with_another_key_or_for_another_use_is_refused(settings, at):
    from django.core import signing

    sealed = seal(a_walk(at))
    settings.SECRET_KEY = "another key, also long enough to be one"
    with pytest.raises(InputError):
        unseal(sealed, VOCABULARY)
    elsewhere = signing.TimestampSigner(salt="elsewhere").sign(sealed.split(":")[0])
    with pytest.raises(InputError):
        unseal(elsewhere, VOCABULARY)


def test_an_old_walk_is_refused(at, monkeypatch):
    sealed = seal(a_walk(at))
    import time

    later = time.time() + 31 * 24 * 3600
    monkeypatch.setattr(time, "time", lambda: later)
    with pytest.raises(InputError):
        unseal(sealed, VOCABULARY)


def test_a_walk_too_large_for_a_form_is_refused(at, monkeypatch):
    monkeypatch.setattr("kakehashi.site.pages.state.MOST_PACKED", 100)
    with pytest.raises(InputError) as refused:
        seal(a_walk(at))
    assert refused.value.faults[0].code == "state_too_large"


def test_a_fact_that_the_vocabulary_no_longer_has_is_told_and_left_out(at):
    import msgspec

    walk = a_walk(at)
    smaller = msgspec.structs.replace(
        VOCABULARY, facts=tuple(fact for fact in VOCABULARY.facts if fact.id != "product_kind")
    )
    read = unpack(pack(walk), smaller)
    assert "product_kind" not in {fact.id for fact in read.answers}
    assert [fault.code for fault in read.faults] == ["no_longer_read"]


def test_thousands_of_remarks_on_a_file_are_cut_and_counted(at):
    from kakehashi.evidence import FileRead
    from kakehashi.terms.errors import Fault

    words = Text(en="twice", ja="重複")
    notes = tuple(Fault(words, f"bom.json:{n}", words, words) for n in range(5000))
    walk = Walk(files=(FileRead("bom.json", "0" * 64, 1, "CycloneDX 1.5 JSON", notes=notes),))
    kept = unseal(seal(walk), VOCABULARY).files[0].notes
    assert len(kept) == 20
    assert "4981" in kept[-1].what.en
    assert len(seal(walk)) < 10_000


def test_an_answer_takes_the_place_of_a_declared_one_and_stands_beside_evidence(at):
    from kakehashi.evidence import FileRead

    files = (
        FileRead("product.yaml", "0" * 64, 1, "kakehashi product/1"),
        FileRead("security.txt", "1" * 64, 1, "security.txt (RFC 9116)"),
    )
    facts = tuple(
        Fact("connects_to_internet", False, Origin(file.name, file.sha256, "line 1", at))
        for file in files
    )
    walk = with_answer(Walk(files=files, facts=facts), FACTS["connects_to_internet"], True, at)
    assert [(fact.origin.file, fact.value) for fact in walk.said] == [
        ("security.txt", False),
        ("site", True),
    ]


# ---------------------------------------------------------------- the key, the log, the place


def test_the_key_is_made_once_and_closed_to_others(tmp_path):
    from kakehashi.site.home import keep_key, kept_key

    assert kept_key(tmp_path) is None
    keep_key(tmp_path)
    key = kept_key(tmp_path)
    keep_key(tmp_path)
    assert kept_key(tmp_path) == key
    assert len(key) > 60
    path = tmp_path / "secret-key"
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o644)
    with pytest.raises(PlaceError, match="read by others"):
        kept_key(tmp_path)
    path.chmod(0o600)
    path.write_text("")
    with pytest.raises(PlaceError, match="too short"):
        kept_key(tmp_path)


def test_no_secret_reaches_the_log(settings):
    from kakehashi.site.gate import NoSecrets

    record = logging.LogRecord(
        "django.request", logging.WARNING, "", 1, "Not Found: %s",
        ("/en/business/check/saved/aVeryLongSecretToken/delete/",), None,
    )  # fmt: skip
    assert NoSecrets().filter(record)
    assert record.getMessage() == "Not Found: /en/business/check/saved/…/delete/"
    try:
        {}["/ja/business/check/saved/aVeryLongSecretToken/"]
    except KeyError:
        record = logging.LogRecord("x", logging.ERROR, "", 1, "failed", (), sys.exc_info())
    NoSecrets().filter(record)
    assert "aVeryLongSecretToken" not in logging.Formatter().format(record)


def test_the_log_of_the_settings_uses_the_filter(settings):
    assert settings.LOGGING["handlers"]["stderr"]["filters"] == ["no_secrets"]
    assert settings.LOGGING["root"] == {"handlers": ["stderr"], "level": "WARNING"}
    assert settings.DEBUG is False


def test_a_fault_of_the_program_tells_nothing_of_the_inside(visitor, monkeypatch):
    def broken(*_, **__):
        raise RuntimeError("the canary of the inside")

    monkeypatch.setattr("kakehashi.site.pages.doors.glossary", broken)
    visitor.raise_request_exception = False
    response = visitor.get("/ja/glossary/")
    assert response.status_code == 500
    assert "サイト側で不具合が起きました" in response.content.decode()
    assert "canary" not in response.content.decode()


@pytest.mark.parametrize("told", ["0", "65536", "http", "-1", "８０００"])
def test_a_port_that_is_none_is_refused(told):
    from kakehashi.site.serve import port_of

    with pytest.raises(PlaceError) as refused:
        port_of({"PORT": told})
    assert refused.value.faults[0].code == "port_wrong"


def test_a_port_in_use_is_told():
    import socket

    from kakehashi.site.serve import check_port

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(PlaceError) as refused:
            check_port(taken.getsockname()[1])
    assert refused.value.faults[0].code == "port_taken"


def test_every_table_has_a_uuid_version_7():
    from django.apps import apps

    for model in apps.get_app_config("records").get_models():
        key = model._meta.pk  # noqa: SLF001  Django gives it no public name
        assert key.get_internal_type() == "UUIDField"
        assert key.default().version == 7

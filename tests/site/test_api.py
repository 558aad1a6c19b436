import json
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kakehashi.answers import shipped_rulebooks

EXAMPLES = Path(__file__).parents[2] / "examples"

PRODUCT = {"kakehashi": "product/1", "name": "Camera", "answers": {"connects_to_internet": True}}


def post(visitor, body, **more):
    return visitor.post("/api/v1/assess", json.dumps(body), content_type="application/json", **more)


def test_a_product_is_decided(visitor):
    response = post(visitor, {"product": PRODUCT, "as_of": "2026-11-20"})
    answer = response.json()
    assert response.status_code == 200
    assert [country["id"] for country in answer["countries"]] == ["uk", "jp"]
    assert answer["as_of"] == "2026-11-20"
    assert answer["is_advice"] is False
    assert answer["faults"] == []
    assert response.cookies == {}


def test_files_give_the_same_answer_as_a_body(visitor):
    body = post(visitor, {"product": PRODUCT, "as_of": "2026-11-20"}).json()
    upload = SimpleUploadedFile("product.yaml", json.dumps(PRODUCT).encode())
    files = visitor.post("/api/v1/assess", {"files": [upload], "as_of": "2026-11-20"}).json()
    for key in ("subject", "countries", "next", "recognitions"):
        assert files[key] == body[key]


def test_an_example_is_decided_by_its_file(visitor):
    data = (EXAMPLES / "camera-with-label" / "product.yaml").read_bytes()
    response = visitor.post("/api/v1/assess", {"files": [SimpleUploadedFile("p", data)]})
    assert response.status_code == 200
    assert response.json()["subject"]["made_up"] is True


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ([], "not_json"),
        ({}, "not_json"),
        ({"product": "x"}, "not_json"),
        ({"product": {}, "more": 1}, "not_json"),
        ({"product": {}, "as_of": "2026-02-30"}, "no_day"),
        ({"product": {}, "as_of": 5}, "no_day"),
    ],
)
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_a_wrong_body_is_told_in_the_one_shape(visitor, body, code, lang):
    response = post(visitor, body, headers={"accept-language": lang})
    told = response.json()
    assert response.status_code == 422
    assert told["error"] == "InputError"
    assert set(told["faults"][0]) == {"code", "what", "where", "expected", "mend"}
    assert told["faults"][0]["code"] == code
    assert told["faults"][0]["what"].isascii() is (lang == "en")


def test_what_is_no_json_and_no_form_is_refused(visitor):
    text = visitor.post("/api/v1/assess", b"x", content_type="text/plain")
    assert (text.status_code, text.json()["faults"][0]["code"]) == (400, "wrong_type")
    broken = visitor.post("/api/v1/assess", b"\xff{", content_type="application/json")
    assert (broken.status_code, broken.json()["faults"][0]["code"]) == (422, "not_json")
    deep = visitor.post("/api/v1/assess", b"[" * 100_000, content_type="application/json")
    assert deep.status_code == 422
    empty = visitor.post("/api/v1/assess", {"as_of": "2026-11-20"})
    assert (empty.status_code, empty.json()["faults"][0]["code"]) == (422, "no_files")


def test_rules_and_facts_are_given_whole(visitor):
    rulebooks = shipped_rulebooks()
    listed = visitor.get("/api/v1/rules").json()["rulebooks"]
    assert [book["id"] for book in listed] == [book.id for book in rulebooks.books]
    one = visitor.get(f"/api/v1/rules/{listed[0]['id']}").json()
    assert [rule["id"] for rule in one["rules"]] == listed[0]["rules"]
    facts = visitor.get("/api/v1/facts").json()["facts"]
    assert len(facts) == len(rulebooks.vocabulary.facts)


def test_what_is_not_there_is_told_in_the_one_shape(visitor):
    book = visitor.get("/api/v1/rules/none")
    assert (book.status_code, book.json()["faults"][0]["code"]) == (404, "no_rulebook")
    page = visitor.get("/api/v1/none")
    assert (page.status_code, page.json()["faults"][0]["code"]) == (404, "not_found")


def test_a_body_over_the_cap_is_told_in_the_one_shape(visitor, settings):
    settings.MOST_BODY_BYTES = 10
    response = post(visitor, {"product": PRODUCT})
    assert (response.status_code, response.json()["faults"][0]["code"]) == (413, "too_large")


def test_a_json_body_over_its_own_cap_is_told_in_the_one_shape(visitor, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    response = post(visitor, {"product": PRODUCT})
    assert (response.status_code, response.json()["faults"][0]["code"]) == (413, "too_large")


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_another_method_is_told_in_the_one_shape(visitor, method):
    response = getattr(visitor, method)("/api/v1/assess")
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert response.json()["faults"][0]["code"] == "not_allowed"


def test_there_is_no_page_that_needs_scripts_of_others(visitor):
    assert visitor.get("/api/docs").status_code == 404

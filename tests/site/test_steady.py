import json

import pytest

NAME = "Cam\u202e\x9b[2J/../é 1"


def test_a_name_s_turns_and_controls_are_left_out(begun, visitor, state_of):
    response = begun(name=NAME)
    state = state_of(response)
    page = visitor.post("/en/business/check/result/", {"state": state}).content.decode()
    assert "\u202e" not in page
    assert "\x9b" not in page
    told = visitor.post("/en/business/check/result/csv/", {"state": state})
    star = told["Content-Disposition"].partition("UTF-8''")[2]
    assert star == "kakehashi-Cam%20%5B2J%20..%20%C3%A9%201.csv"


@pytest.mark.django_db
def test_the_api_escapes_what_steers(visitor):
    body = {"product": {"kakehashi": "product/1", "colour\u202e": 1}}
    told = visitor.post("/api/v1/assess", json.dumps(body), content_type="application/json")
    assert told.status_code == 200
    assert "\u202e" not in told.content.decode()

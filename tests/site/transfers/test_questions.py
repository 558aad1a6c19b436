"""One question a page: the fewest that lead to an answer, and every way out of a page."""

import html
import re

import pytest

from kakehashi.terms.phrases import say

pytestmark = pytest.mark.django_db
PATH = "/en/data/flow/questions/"
ANSWERS = {
    "hop_kind": "disclosure", "sender_place": "gb", "receiver_place": "jp",
    "sender_kind": "company", "receiver_kind": "company",
    "receiver_roles": ["processor"], "data_categories": ["contact"],
    "data_form": "identifiable", "sender_is_under_uk_gdpr": "yes",
    "sender_is_under_appi": "no", "receiver_data_is_under_appi": "yes",
    "notice_tells_of_transfer": "yes", "breaches_uk_transfer_restriction": "no",
    "purpose_is_recorded": "yes", "use_stays_in_purpose": "yes", "leaked_n_people": "0",
    "is_in_searchable_database": "yes",
}  # fmt: skip


def state_of(response):
    return html.unescape(re.search(r'name="state" value="([^"]*)"', _text(response)).group(1))


def _text(response):
    return response.content.decode()


def shown(response):
    found = re.search(r'"at":"([a-z_]+)"', state_of(response))
    return found and found.group(1)


def given(visitor, response, **form):
    return visitor.post(PATH, {"state": state_of(response), **form})


def test_answers_lead_to_the_result_and_what_is_not_known_stays_so(visitor):
    page, asked = visitor.get(PATH), []
    while (name := shown(page)) is not None:
        assert len(asked) < 40
        asked.append(name)
        answer = ANSWERS.get(name)
        form = {"go": "unknown"} if answer is None else {"go": "answer", "answer": answer}
        if isinstance(answer, list):
            form["complete"] = "yes"
        page = given(visitor, page, **form)
        assert page.status_code == 200, (name, _text(page))
    assert asked[:3] == ["hop_kind", "sender_place", "receiver_place"]
    assert len(asked) == len(set(asked))
    assert "UKT-A-JP" in _text(page)
    assert "Sender → Receiver" in html.unescape(_text(page))


def test_a_page_can_be_left_backwards_in_the_other_language_and_to_the_result(visitor):
    page = visitor.get(PATH)
    second = given(visitor, page, go="answer", answer="disclosure")
    assert shown(second) == "sender_place"
    back = given(visitor, second, go="back")
    assert shown(back) == "hop_kind"
    assert "checked" in _text(back)
    other = visitor.post(PATH.replace("/en/", "/ja/"), {"state": state_of(second)})
    assert shown(other) == "sender_place"
    assert 'lang="ja"' in _text(other)
    assert given(visitor, second, go="answer").status_code == 422
    assert "Sender → Receiver" in html.unescape(_text(given(visitor, second, go="result")))


def test_a_direct_collection_is_asked_of_people_and_lists_of_papers_come_together(visitor):
    page = given(visitor, visitor.get(PATH), go="answer", answer="direct_collection")
    asked = []
    while (name := shown(page)) is not None and len(asked) < 40:
        asked.append(name)
        page = given(visitor, page, go="unknown")
    assert "sender_kind" not in asked
    assert page.status_code == 200
    assert ("uk_safeguards" in asked) == ("equivalent_means" in asked)


@pytest.mark.parametrize(
    "state",
    [
        "", "[]", '{"values": 1}', '{"at": "no_such_question"}', "x" * 200_000, "[" * 90_000,
        '{"values": {"uk_safeguards": {"has": 5, "complete": true}}}',
        '{"values": {"equivalent_means": {"has": [{"a": 1}]}, "sender_place": [1]}}',
        '{"values": {"hop_kind": {"a": [1]}}, "put": ["no_such_question"], "at": "hop_kind"}',
    ],
)  # fmt: skip
def test_a_state_that_was_tampered_with_never_fails_the_site(visitor, state):
    for go in ("answer", "back", "result", ""):
        assert visitor.post(PATH, {"state": state, "go": go}).status_code in (200, 422)


def test_no_page_carries_more_hops_than_can_be_described(visitor):
    form = {"state": '{"before": [' + ", ".join(["{}"] * 10) + "]}"}
    for go in ("answer", "back", "result", "onward"):
        assert visitor.post(PATH, {**form, "go": go}).status_code == 422


def test_values_that_nobody_can_choose_are_told(visitor):
    state = '{"values": {"hop_kind": "teleport", "x": []}, "put": [], "at": null}'
    page = visitor.post(PATH, {"state": state, "go": "result"})
    assert page.status_code == 422


def walk_of(response):
    """Return the answers that the way on to one hop more carries."""
    found = re.search(
        r'questions/"><input[^>]*><input type="hidden" name="state" value="([^"]*)"',
        _text(response),
    )
    return html.unescape(found.group(1))


def test_data_that_goes_on_is_asked_about_hop_after_hop_and_keeps_its_mark(visitor):
    page = visitor.get(PATH)

    def answered(page, answers):
        asked = []
        while (name := shown(page)) is not None:
            assert len(asked) < 40
            asked.append(name)
            answer = answers.get(name)
            form = {"go": "unknown"} if answer is None else {"go": "answer", "answer": answer}
            if isinstance(answer, list):
                form["complete"] = "yes"
            page = given(visitor, page, **form)
        return page, asked

    page, _ = answered(page, ANSWERS)
    page = visitor.post(PATH, {"state": walk_of(page), "go": "onward"})
    assert say("data_flow.hop", "en", n=2) in _text(page)
    assert "direct_collection" not in _text(page)
    first = shown(page)
    assert shown(given(visitor, page, go="back")) is not None  # the last question of hop 1
    second = {"hop_kind": "remote_access", "receiver_place": "us", "receiver_kind": "company"}
    page, asked = answered(page, {**second, "receiver_roles": ["processor"]})
    assert first == "hop_kind"
    assert not {"sender_place", "sender_kind", "data_categories"} & set(asked)
    told = html.unescape(_text(page))
    assert "1. Sender → Receiver 1" in told
    assert "2. Receiver 1 → Receiver 2" in told
    assert "SR-ONWARD" in told
    third = visitor.post(PATH.replace("/en/", "/ja/"), {"state": walk_of(page), "go": "onward"})
    assert say("data_flow.hop", "ja", n=3) in _text(third)

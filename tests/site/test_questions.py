"""Lists on the pages, what is left to ask, and how a result is kept short."""

import re

import pytest

from kakehashi.terms.phrases import phrases


def first_member(page):
    return re.search(r'type="checkbox" value="([^"]+)"', page).group(1)


@pytest.fixture(params=["en", "ja"])
def at_a_list(request, begun, state_of, visitor):
    """Return a language, the first page that asks for a list, and how it is answered."""
    lang, response = request.param, begun(request.param)

    def post(place="question", **fields):
        fields = {"state": state_of(response), **fields}
        return visitor.post(f"/{lang}/business/check/{place}/", fields)

    for _ in range(200):
        if 'type="checkbox"' in response.content.decode():
            break
        response = post(go="unknown")
    return lang, response.content.decode(), post


def test_a_list_that_is_not_complete_is_not_asked_again_and_is_told(at_a_list, state_of, visitor):
    lang, page, post = at_a_list
    question = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL).group(1)
    after = post(go="answer", answer=first_member(page))
    assert question not in after.content.decode()
    state = {"state": state_of(after)}
    told = visitor.post(f"/{lang}/business/check/answers/", state).content.decode()
    assert phrases()["site_answers.partial"].into(lang) in told


def test_none_of_these_is_the_whole_list_with_nothing_on_it(at_a_list, state_of, visitor):
    lang, page, post = at_a_list
    assert phrases()["site_question.none"].into(lang) in page
    after = post(go="answer", none="yes")
    assert after.status_code == 200
    state = {"state": state_of(after)}
    told = visitor.post(f"/{lang}/business/check/answers/", state).content.decode()
    assert phrases()["answer.none_of_these"].into(lang) in told
    assert phrases()["site_answers.partial"].into(lang) not in told
    again = visitor.post(
        f"/{lang}/business/check/question/", {**state, "change": "uk_special_regimes"}
    ).content.decode()
    assert 'name="none" type="checkbox" value="yes" checked' in again
    assert again.count(" checked") == 1


def test_none_of_these_beside_another_is_refused_and_both_stay_ticked(at_a_list):
    lang, page, post = at_a_list
    refused = post(go="answer", answer=first_member(page), complete="yes", none="yes")
    assert refused.status_code == 422
    word = {"en": "chosen together with others", "ja": "同時に選択されています"}[lang]
    assert word in refused.content.decode()
    assert refused.content.decode().count(" checked") == 3


def test_a_list_called_complete_with_nothing_chosen_is_no_answer(at_a_list):
    _, _, post = at_a_list
    assert post(go="answer", complete="yes").status_code == 422


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_the_page_says_when_only_labels_and_standards_are_left(lang, begun, state_of, visitor):
    words = phrases()["site_question.beyond_law"].into(lang)
    response = begun(lang)
    told = []
    while 'id="answer' in (page := response.content.decode()):
        told.append(words in page)
        fields = {"state": state_of(response), "go": "unknown"}
        response = visitor.post(f"/{lang}/business/check/question/", fields)
    assert not told[0]
    assert told[-1]
    assert told == sorted(told)


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_rules_that_do_not_apply_are_folded_by_reason(lang, begun, state_of, visitor):
    # sold nowhere in the UK: no rule of its law applies, and all for one reason
    response = begun(lang)
    fields = {"state": state_of(response), "change": "uk_market"}
    response = visitor.post(f"/{lang}/business/check/question/", fields)
    fields = {"state": state_of(response), "go": "answer", "answer": "none"}
    response = visitor.post(f"/{lang}/business/check/question/", fields)
    result = visitor.post(f"/{lang}/business/check/result/", {"state": state_of(response)})
    page = result.content.decode()
    book = re.search(r'aria-labelledby="book-uk-psti">.*?</section>', page, re.DOTALL)
    n_rules = len(set(re.findall(r'<li id="uk-psti--([^"]+)"', book[0])))
    assert n_rules > 20
    assert phrases()["site_result.outside"].into(lang).format(n=n_rules) in book[0]
    assert book[0].count("k-outside") == 1
    assert 'class="k-line" id="uk-psti--' not in book[0]


@pytest.mark.parametrize(("lang", "day"), [("en", "1 May 2031"), ("ja", "2031年5月1日")])
def test_a_warning_writes_its_days_as_the_language_does(lang, day, begun, state_of, visitor):
    fields = {"as_of-year": "2031", "as_of-month": "5", "as_of-day": "1"}
    state = {"state": state_of(begun(lang, **fields))}
    page = visitor.post(f"/{lang}/business/check/result/", state).content.decode()
    assert f'<span class="k-day">{day}</span>' in page

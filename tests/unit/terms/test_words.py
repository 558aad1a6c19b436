import pytest

from kakehashi.terms.basis import Basis, weakest
from kakehashi.terms.glossary import glossary
from kakehashi.terms.phrases import phrases, say
from kakehashi.terms.text import LANGS
from kakehashi.terms.verdict import Force, Outcome, Why


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("section", "kinds"), [("outcome", Outcome), ("why", Why), ("force", Force), ("basis", Basis)]
)
def test_every_value_that_a_user_can_see_has_words(section, kinds, lang):
    said = {say(f"{section}.{kind}", lang) for kind in kinds}
    assert len(said) == len(kinds)


def test_a_phrase_that_is_not_there_is_an_error():
    with pytest.raises(KeyError):
        say("outcome.perhaps", "en")


def test_a_phrase_fills_its_places():
    key, phrase = next((k, p) for k, p in phrases().items() if "{subject}" in p.en)
    filled = say(key, "ja", subject="架け橋カメラ")
    assert "架け橋カメラ" in filled
    assert filled != phrase.ja


def test_the_weakest_basis_is_the_one_least_checked():
    assert weakest([Basis.PRIMARY, Basis.INFERENCE, Basis.SECONDARY]) is Basis.INFERENCE
    assert weakest([]) is Basis.PRIMARY


def test_the_glossary_has_the_words_that_verdicts_rest_on():
    assert {
        "subject",
        "fact",
        "evidence",
        "rulebook",
        "rule",
        "verdict",
        "outcome",
        "force",
    } <= set(glossary())
    assert glossary()["recognition"].word.ja == "承認"

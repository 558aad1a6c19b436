import re
from pathlib import Path

from kakehashi.evidence import faults

ROOM = Path(faults.__file__).parent


def test_every_fault_has_both_languages_with_the_same_values():
    for code, parts in faults.words().items():
        assert list(parts) == ["what", "expected", "mend"], code
        for words in parts.values():
            assert set(words) == {"en", "ja"}, code
            en, ja = (set(re.findall(r"\{(\w+)\}", words[lang])) for lang in ("en", "ja"))
            # {evidence_en} and {evidence_ja} are one value in two languages
            assert {re.sub("_en$", "", name) for name in en} == {
                re.sub("_ja$", "", name) for name in ja
            }, code


def test_every_code_that_is_used_has_words_and_every_word_is_used():
    text = "".join(path.read_text(encoding="utf-8") for path in ROOM.glob("*.py"))
    assert set(faults.words()) == {code for code in faults.words() if f'"{code}"' in text}
    used = re.findall(r'(?:a_fault|notes\.add|self\._note)\(\s*"(\w+)"', text)
    assert set(used) <= set(faults.words())

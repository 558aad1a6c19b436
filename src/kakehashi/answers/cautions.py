"""What every answer warns of: rules checked before its day, rulebooks replaced, an example."""

from datetime import date

from kakehashi.rules import Rulebooks
from kakehashi.terms.period import day_words
from kakehashi.terms.text import Text


def cautions(
    rulebooks: Rulebooks, as_of: date, checked_on: date, made_up: Text | None = None
) -> tuple[Text, ...]:
    """Return the warnings of an answer for `as_of`, in the order in which they are told.

    Parameters
    ----------
    checked_on
        The oldest day on which one of the rulebooks used was checked.
    made_up
        What to say of a subject that is an example; None for a real one.
    """
    found = []
    if as_of > checked_on:
        checked, on = day_words(checked_on), day_words(as_of)
        found.append(
            Text(
                en=f"The rules were last checked on {checked.en}. Later changes of law are not in "
                f"this answer for {on.en}.",
                ja=f"規則を最後に確認した日は{checked.ja}です。それより後の改正は、"
                f"{on.ja}時点のこの回答に反映されていません。",
            )
        )
    found += [
        Text(
            en=f"The rulebook “{name}” was replaced by a file of yours.",
            ja=f"規則集「{name}」は、利用者が指定したファイルに置き換えられています。",
        )
        for name in rulebooks.replaced
    ]
    return (*found, made_up) if made_up else tuple(found)

"""Acts that are refused, each with its reason in both languages."""

from collections.abc import Callable
from typing import TypeVar

from kakehashi.accord.keys import WORDS, Refused
from kakehashi.accord.may import Person, Thing, Verb, may
from kakehashi.terms.errors import Fault, InputError
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Text

_T = TypeVar("_T")


class ActRefusedError(InputError):
    """An act that was asked for and not done; `code` names the rule, for programs."""

    @property
    def code(self) -> str:
        """The code of the first fault."""
        return self.faults[0].code


def a_refusal(code: str, where: str, **values: object) -> Fault:
    """Return the fault `code` at `where`, its words from `phrases/record.toml`."""

    def both(section: str) -> Text:
        key = f"{section}.{code}"
        return Text(en=say(key, "en", **values), ja=say(key, "ja", **values))

    return Fault(
        code=code,
        what=both("refusal"),
        where=where,
        expected=both("refusal_expected"),
        mend=both("refusal_mend"),
    )


def refused(code: str, where: str, **values: object) -> ActRefusedError:
    """Return the error that says why an act at `where` is not done."""
    return ActRefusedError(a_refusal(code, where, **values))


def allow(person: Person, verb: Verb, thing: Thing, where: str) -> None:
    """Raise where `person` may not do `verb` to `thing`; a thing unseen is told as not there."""
    if not may(person, Verb.SEE, thing):
        raise refused("no_such_row", where)
    if not may(person, verb, thing):
        raise refused("not_allowed", where)


def told(step: Callable[[], _T], where: str) -> _T:
    """Return what `step` gives; a refusal of the two keys becomes an error with its words."""
    try:
        return step()
    except Refused as refusal:
        words = WORDS[refusal.why]
        raise ActRefusedError(
            Fault(
                code=refusal.why.value,
                what=words,
                where=where,
                expected=Text(
                    en=say("refusal_expected.keys", "en"), ja=say("refusal_expected.keys", "ja")
                ),
                mend=Text(en=say("refusal_mend.keys", "en"), ja=say("refusal_mend.keys", "ja")),
            )
        ) from None

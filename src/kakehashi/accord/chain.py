"""A side's chain of acts: is every act there, unchanged and in its place?"""

from collections.abc import Iterable, Mapping

from kakehashi.accord.act import Act, digest_of
from kakehashi.terms.errors import Fault
from kakehashi.terms.text import Text


def check_chain(acts: Iterable[Act]) -> tuple[Fault, ...]:
    """Return every fault of one side's chain: a changed, missing or reordered act.

    Parameters
    ----------
    acts
        All acts of one side as stored, first to last; sealed ones count as links.

    Returns
    -------
    tuple of Fault
        Empty when the chain holds. A changed act is told apart from a missing one.

    Notes
    -----
    Cost: one digest an act. A chain cut off at its end still verifies by itself:
    that is why an agreement quotes the other side's digest (`check_quotes`).
    """
    faults: list[Fault] = []
    previous: Act | None = None
    for act in acts:
        where = f"{act.side}#{act.number}"
        expected = 1 if previous is None else previous.number + 1
        if previous is not None and act.side != previous.side:
            faults.append(_fault("foreign", where, f"{previous.side}#{expected}"))
        elif act.number > expected:
            faults.append(_fault("missing", f"{act.side}#{expected}", where))
        elif act.number < expected:
            faults.append(_fault("reordered", where, f"{act.side}#{expected}"))
        elif act.previous != (None if previous is None else previous.digest):
            faults.append(_fault("unlinked", where, f"{act.side}#{expected - 1}"))
        if not act.is_sealed and digest_of(act) != act.digest:
            faults.append(_fault("changed", where, act.digest))
        previous = act
    return tuple(faults)


def check_quotes(acts: Iterable[Act], chains: Mapping[str, Iterable[Act]]) -> tuple[Fault, ...]:
    """Return a fault for each act that quotes an act which no chain holds.

    So an act that was cut off the end of one side's chain is found by the other's.
    """
    known = {act.digest for chain in chains.values() for act in chain}
    return tuple(
        _fault("unquoted", f"{act.side}#{act.number}", act.quotes)
        for act in acts
        if act.quotes is not None and act.quotes not in known
    )


_WORDS = {
    "foreign": ("this act belongs to another side's chain", "別の側の連鎖に属する記録です"),
    "missing": ("an act is missing from the chain", "連鎖から記録が欠けています"),
    "reordered": ("an act stands out of its order", "記録の順序が入れ替わっています"),
    "unlinked": (
        "this act does not follow from the act before it",
        "直前の記録とつながっていません",
    ),
    "changed": ("the words of this act were changed", "記録の内容が変更されています"),
    "unquoted": (
        "this act answers an act of the other side that is not there",
        "相手側の記録を引用していますが、その記録が見つかりません",
    ),
}


def _fault(kind: str, where: str, expected: str) -> Fault:
    en, ja = _WORDS[kind]
    return Fault(
        code=f"chain_{kind}",
        what=Text(en=en, ja=ja),
        where=where,
        expected=Text(en=expected, ja=expected),
        mend=Text(
            en="restore the chain from a backup or from the other side's bundle; do not edit it",
            ja="バックアップまたは相手側の束から連鎖を復元してください。編集はしないでください",
        ),
    )

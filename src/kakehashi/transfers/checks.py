"""What is refused in a flow whose fields have the right form."""

import re
from collections.abc import Iterable, Mapping

from kakehashi.terms.errors import Fault
from kakehashi.terms.faults import shown
from kakehashi.terms.plain import Path, Plain
from kakehashi.terms.vocabulary import FactType
from kakehashi.transfers.countries import CODES
from kakehashi.transfers.details import DETAILS
from kakehashi.transfers.faults import a_fault
from kakehashi.transfers.flow import FlowFile, Hop

MOST_HOPS = 100  # of one flow, and as many parties and papers; three seconds at the worst
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


def order_of(before: Mapping[str, tuple[str, ...]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the hops in an order, each after those before it, and those of a cycle.

    >>> order_of({"b": ("a",), "a": (), "c": ("d",), "d": ("c",)})
    (('a', 'b'), ('c', 'd'))
    """
    left = dict(before)
    order: list[str] = []
    while True:
        free = [hop for hop, needs in left.items() if not set(needs) & left.keys()]
        if not free:
            return tuple(order), tuple(left)
        order += free
        for hop in free:
            del left[hop]


def predecessors(told: FlowFile) -> dict[str, tuple[str, ...]]:
    """Return, for each hop, the hops that brought the data to its sender.

    Those written under `after`, else every hop above it in the file that ends there.
    """
    return {
        hop.id: hop.after
        if hop.after is not None
        else tuple(other.id for other in told.hops[:place] if other.receiver == hop.sender)
        for place, hop in enumerate(told.hops)
    }


def check_flow(told: FlowFile, plain: Plain, types: Mapping[str, FactType]) -> list[Fault]:
    """Return every fault of the flow as a whole."""
    many = [
        a_fault("too_many", plain.where((name,)), name=name, n=n, most=MOST_HOPS)
        for name in ("parties", "hops", "papers")
        if (n := len(getattr(told, name))) > MOST_HOPS
    ]
    if many:
        return many
    checker = _Checker(told, plain)
    checker.check_ids()
    checker.check_parties()
    checker.check_lists(types)
    for place, hop in enumerate(told.hops):
        checker.check_hop(hop, ("hops", place))
    checker.check_papers()
    checker.check_details()
    checker.check_order()
    return checker.faults


class _Checker:
    def __init__(self, told: FlowFile, plain: Plain) -> None:
        self.told, self.plain = told, plain
        self.faults: list[Fault] = []
        self.parties = {party.id: party for party in told.parties}
        self.hops = {hop.id: hop for hop in told.hops}
        self.before = predecessors(told)

    def _say(self, code: str, path: Path, **values: object) -> None:
        self.faults.append(a_fault(code, self.plain.where(path), **values))

    def check_ids(self) -> None:
        """Refuse ids that are not fit, or stand twice in one list."""
        for name in ("parties", "hops", "papers"):
            seen: set[str] = set()
            for place, one in enumerate(getattr(self.told, name)):
                path = (name, place, "id")
                if not _ID.fullmatch(one.id):
                    self._say("bad_id", path, shown=shown(one.id))
                elif one.id in seen:
                    self._say("twice", path, name=one.id)
                seen.add(one.id)

    def check_parties(self) -> None:
        """Refuse countries that there are not, and an origin that is nobody."""
        for place, party in enumerate(self.told.parties):
            self._check_country(party.country, ("parties", place, "country"))
            for n, code in enumerate(party.targets.has):
                self._check_country(code, ("parties", place, "targets", "has", n))
        self._check_party(self.told.origin, ("origin",))

    def _check_country(self, code: str, path: Path) -> None:
        if code not in CODES:
            self._say("unknown_country", path, shown=shown(code))

    def _check_party(self, name: str, path: Path) -> bool:
        if name not in self.parties:
            self._say("unknown_party", path, name=name, names=", ".join(self.parties))
        return name in self.parties

    def check_lists(self, types: Mapping[str, FactType]) -> None:
        """Refuse members of lists that the vocabulary does not have."""
        self._check_members(self.told.data.has, types["data_categories"], ("data", "has"))
        for place, hop in enumerate(self.told.hops):
            here: Path = ("hops", place)
            roles = hop.receiver_roles.has
            self._check_members(roles, types["receiver_roles"], (*here, "receiver_roles", "has"))
            if hop.data is not None:
                self._check_members(hop.data.has, types["data_categories"], (*here, "data", "has"))

    def _check_members(self, has: Iterable[str], fact: FactType, path: Path) -> None:
        names = [member.id for member in fact.members]
        for place, one in enumerate(has):
            if one not in names:
                self._say(
                    "unknown_member", (*path, place), shown=shown(one), names=", ".join(names)
                )

    def check_hop(self, hop: Hop, path: Path) -> None:
        """Refuse a hop between parties or days that do not fit."""
        known = self._check_party(hop.sender, (*path, "from"))
        known = self._check_party(hop.receiver, (*path, "to")) and known
        if hop.sender == hop.receiver:
            self._say("both_sides", (*path, "to"), name=hop.sender)
        if hop.region is not None:
            self._check_country(hop.region, (*path, "region"))
        self._check_days(hop, path)
        if known:
            is_people = self.parties[hop.sender].kind == "individuals"
            if is_people is not (hop.kind == "direct_collection"):
                code = "only_people" if is_people else "not_people"
                self._say(code, (*path, "kind"), name=hop.sender)
        for place, name in enumerate(hop.after or ()):
            self._check_after(hop, name, (*path, "after", place))
        for name in self.before[hop.id]:
            earlier = self.hops.get(name)
            if earlier is not None and hop.starts < earlier.starts:
                self._say(
                    "before_predecessor",
                    (*path, "starts"),
                    name=name,
                    day=hop.starts,
                    then=earlier.starts,
                )

    def _check_after(self, hop: Hop, name: str, path: Path) -> None:
        earlier = self.hops.get(name)
        if earlier is None:
            self._say("unknown_hop", path, name=name, names=", ".join(self.hops))
        elif earlier.receiver != hop.sender:
            self._say("not_joined", path, name=name, party=earlier.receiver, sender=hop.sender)

    def _check_days(self, one: "Hop | object", path: Path) -> None:
        starts, until = getattr(one, "starts", None), getattr(one, "until", None)
        if starts is not None and until is not None and until < starts:
            self._say("ends_before_start", (*path, "until"), until=until, starts=starts)

    def check_papers(self) -> None:
        """Refuse papers for hops that there are not, and those that end before they begin."""
        for place, paper in enumerate(self.told.papers):
            path: Path = ("papers", place)
            self._check_days(paper, path)
            for n, name in enumerate(paper.hops):
                if name not in self.hops:
                    names = ", ".join(self.hops)
                    self._say("unknown_hop", (*path, "hops", n), name=name, names=names)

    def check_details(self) -> None:
        """Refuse details that no paper has a field for."""
        told = self.told
        holders: list[tuple[str, Path, Iterable[str]]] = [("flow", (), told.details)]
        holders += [("party", ("parties", n), one.details) for n, one in enumerate(told.parties)]
        holders += [("hop", ("hops", n), one.details) for n, one in enumerate(told.hops)]
        for kind, path, details in holders:
            for name in details:
                if name not in DETAILS[kind]:
                    names = ", ".join(DETAILS[kind])
                    self._say(
                        "unknown_detail", (*path, "details", name), shown=shown(name), names=names
                    )

    def check_order(self) -> None:
        """Refuse hops that wait for each other, and senders that the data never reaches."""
        _, circle = order_of(self.before)
        if circle:
            place = next(n for n, hop in enumerate(self.told.hops) if hop.id in circle)
            self._say("cycle", ("hops", place, "after"), names=", ".join(circle))
        for place, hop in enumerate(self.told.hops):
            is_start = hop.sender == self.told.origin or hop.kind == "direct_collection"
            if not self.before[hop.id] and not is_start and hop.sender in self.parties:
                self._say("no_way_there", ("hops", place, "from"), name=hop.sender)

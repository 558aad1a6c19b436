"""Bundles by page: one for the other side, and one of the other side's, read."""

from kakehashi.accord.may import Person, Thing, Verb, Visibility, may
from kakehashi.site.acts.import_bundle import import_bundle
from kakehashi.site.acts.refusal import refused
from kakehashi.site.jobs.piece import HANDED_IN, Outcome, Piece
from kakehashi.site.views.bundle import bundle_for, sides_but

FILE = "for-{side}.bundle"
MOST_BYTES = 60 * 1024 * 1024  # uploaded on a page; the command line reads larger ones


def may_exchange(person: Person) -> bool:
    """Return whether `person` may hand acts to the other side, and take its acts in.

    That is for whoever administers their own side, with a second factor: a bundle taken
    in brings the other side's keys with it.
    """
    own = Thing(
        side=person.side, organisation=person.organisation, visibility=Visibility.ORGANISATION
    )
    return person.has_second_factor and may(person, Verb.EXPORT, own)


def make_bundle(piece: Piece) -> Outcome:
    """Return the bundle for the side that was asked for.

    Raises
    ------
    ActRefusedError
        `no_other_side` where it is the asker's own, or no side at all.
    """
    side = str(piece.asked.get("side", ""))
    if side == piece.person.side or not sides_but(side):
        raise refused("no_other_side", "side", side=side)
    bundle = bundle_for(side, now=piece.now)
    name = FILE.format(side=side)
    part = piece.folder / "part"
    total = bundle.n_acts + 2  # head and digest
    with part.open("wb") as file:
        for done, line in enumerate(bundle.lines):
            piece.told(done, total, "work.writing_bundle")
            file.write(line)
    part.replace(piece.folder / name)
    values: dict[str, str | int] = {"acts": bundle.n_acts, "whole": bundle.n_whole, "side": side}
    return Outcome(said="work.bundle_done", values=values, file=name)


def read_bundle(piece: Piece) -> Outcome:
    """Return what was new in the bundle that was handed in; all of it is applied, or nothing.

    Raises
    ------
    PeerError
        With every fault of the bundle, and nothing applied.
    """
    piece.told(0, 1, "work.reading_bundle")
    found = import_bundle((piece.folder / HANDED_IN).read_bytes(), now=piece.now)
    values: dict[str, str | int] = {
        "side": ", ".join(found.sides),
        "new": found.n_new,
        "known": found.n_known,
        "late": ", ".join(found.too_late),
    }
    said = "work.bundle_read_late" if found.too_late else "work.bundle_read"
    return Outcome(said=said, values=values)

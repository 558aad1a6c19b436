"""The public site as a zip to download."""

import shutil
import zipfile
from datetime import date

from kakehashi.accord.may import Person, Thing, Verb, Visibility, may
from kakehashi.site.jobs.piece import Outcome, Piece
from kakehashi.site.jobs.publish_site import publish_site

FILE = "public-site.zip"


def may_publish(person: Person) -> bool:
    """Return whether `person` may publish for their side: by role, and with a second factor."""
    own = Thing(
        side=person.side, organisation=person.organisation, visibility=Visibility.ORGANISATION
    )
    return may(person, Verb.PUBLISH, own)


def zipped_site(piece: Piece) -> Outcome:
    """Return the zip of the public site of the day that was asked for, today without one.

    Raises
    ------
    PlaceError
        Where it cannot be written.
    """
    on = piece.asked.get("on")
    folder = piece.folder / "site"
    part = piece.folder / "part"
    written = publish_site(
        folder,
        address=piece.asked.get("address") or None,
        on=date.fromisoformat(on) if on else piece.now.date(),
        now=piece.now,
        told=lambda done, total: piece.told(done, total, "work.publishing"),
    )
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as packed:
        for done, path in enumerate(files):
            piece.told(done, len(files), "work.packing")
            packed.write(path, path.relative_to(folder).as_posix())
    part.replace(piece.folder / FILE)
    shutil.rmtree(folder)
    return Outcome(
        said="work.published",
        values={"n": written.n_files, "pages": written.n_pages, "rows": written.n_rows},
        file=FILE,
        content_type="application/zip",
    )

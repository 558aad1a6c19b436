"""Write the public site to a folder, from what the public may see and nothing else."""

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from datetime import date, datetime
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec

from kakehashi.answers.public_site import render_public_site
from kakehashi.site.jobs.refresh_record import look_for_due
from kakehashi.site.views.council import record_for
from kakehashi.terms.errors import Fault, InputError, PlaceError
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Text

MANIFEST = "manifest.json"
FORMAT = "kakehashi-site/1"
_MOST_NAMED = 10

Told = Callable[[int, int], None]


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """What was written: pages and files in all, public rows, and the digest of every byte."""

    n_pages: int
    n_files: int
    n_rows: int
    digest: str


def publish_site(
    folder: Path, *, address: str | None, on: date, now: datetime, told: Told | None = None
) -> Published:
    """Return what now stands in `folder`: the whole public site, made anew.

    It is written beside `folder` and takes its place when it is whole; whatever
    fails before leaves `folder` as it was. Its `manifest.json` names every file with
    its digest; the digest told is that of the manifest. The same record, days,
    time and address give the same bytes.

    Parameters
    ----------
    folder
        A folder that is not there yet, is empty, or was made here before.
    address
        Where the site will lie, with a stroke at its end, for links in the feed; None for none.
    on
        The day for which status, lateness and force are told.
    now
        The aware time that is written into the files.
    told
        Is called with the steps that are done and all there are; what it raises stops the work.

    Raises
    ------
    InputError
        Where `folder` holds anything that was not made here.
    PlaceError
        Where it cannot be written, or a PDF's fonts are not there.
    """
    folder = Path(os.path.abspath(folder))  # noqa: PTH100  a link in the path stays one
    _check_ours(folder)
    look_for_due(now)
    record = record_for(None)
    fonts = Path(str(resources.files("kakehashi.reference").joinpath("fonts")))
    files = render_public_site(record, on, now, address, fonts=fonts, told=told)
    manifest = _manifest(files, on, now)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _put(folder, {**files, MANIFEST: manifest})
    except OSError as error:
        raise PlaceError(a_fault("unwritable", folder, why=error.strerror or "")) from error
    return Published(
        n_pages=sum(path.endswith(".html") for path in files),
        n_files=len(files) + 1,
        n_rows=len(record.rows),
        digest=f"sha256:{sha256(manifest).hexdigest()}",
    )


def a_fault(code: str, folder: Path, **values: object) -> Fault:
    """Return the fault `code` of the folder, its words from `phrases/exits.toml`."""

    def both(key: str) -> Text:
        known = {"path": folder, **values}
        return Text(
            en=say(f"publish.{key}", "en", **known), ja=say(f"publish.{key}", "ja", **known)
        )

    return Fault(
        code=code,
        what=both(code),
        where=str(folder),
        expected=both("expected"),
        mend=both(f"{code}_mend"),
    )


def _manifest(files: Mapping[str, bytes], on: date, now: datetime) -> bytes:
    told: dict[str, Any] = {
        "format": FORMAT,
        "on": on.isoformat(),
        "made_at": now.isoformat(),
        "files": {path: f"sha256:{sha256(files[path]).hexdigest()}" for path in sorted(files)},
    }
    return (json.dumps(told, indent=1) + "\n").encode()


def _check_ours(folder: Path) -> None:
    """Raise InputError where `folder` has a file that no manifest of ours names."""
    if not os.path.lexists(folder):
        return
    if folder.is_symlink() or not folder.is_dir():
        raise InputError(a_fault("no_folder", folder))
    there = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_symlink() or not path.is_dir()
    }
    if not there:
        return
    foreign = sorted(there - _named(folder / MANIFEST))
    if foreign:
        more = ", …" if len(foreign) > _MOST_NAMED else ""
        names = ", ".join(foreign[:_MOST_NAMED]) + more
        raise InputError(a_fault("not_ours", folder, names=names))


def _named(manifest: Path) -> set[str]:
    """Return the files that a manifest names, itself included; none where it is not one."""
    try:
        told = json.loads(manifest.read_bytes())
    except (OSError, ValueError):
        return set()
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        return set()
    return {*told.get("files", {}), MANIFEST}


def _put(folder: Path, files: Mapping[str, bytes]) -> None:
    """Let `files` take the place of `folder`, all at once; what was there is deleted."""
    aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    new, old = aside / "new", aside / "old"
    try:
        for path, content in files.items():
            (new / path).parent.mkdir(parents=True, exist_ok=True)
            (new / path).write_bytes(content)
        if folder.exists():
            folder.rename(old)
        try:
            new.rename(folder)
        except OSError:
            if old.exists():
                old.rename(folder)
            raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)

"""The commands of the record that need its database; Django is imported here and not before."""

import os
import sys
import time
from argparse import Namespace
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

from kakehashi.cli import clock
from kakehashi.cli.site.run import check_installed
from kakehashi.cli.site.withheld import withheld
from kakehashi.terms.errors import Fault, InputError, PlaceError, SourceError, UsageError
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang, Text

SECONDS_BETWEEN = 3.0  # two words of progress


def run(name: str, asked: Namespace) -> int:
    """Return 0 when the command has done its work. With no database it makes one first.

    Raises
    ------
    SourceError
        With every fault of the record.
    PeerError
        With every fault of a bundle.
    PlaceError, InputError
        Where the place lacks something, or a file.
    """
    check_installed()
    from kakehashi.site import serve

    serve.migrate()
    _COMMANDS[name](asked)
    return 0


def _verify(asked: Namespace) -> None:
    from kakehashi.site.views.verify import verify

    found = verify(told=_progress(asked.lang))
    if found.faults:
        raise SourceError(found.faults)
    counts = {
        "acts": found.n_acts,
        "chains": found.n_chains,
        "sealed": found.n_sealed,
        "rows": found.n_rows,
        "proposals": found.n_proposals,
    }
    print(say("record.verified", asked.lang, **counts))


def _rebuild(asked: Namespace) -> None:
    from kakehashi.site.acts.replay import rebuild
    from kakehashi.site.views.record import n_rows

    n_acts = rebuild(now=datetime.now(UTC), told=_progress(asked.lang))
    print(say("record.rebuilt", asked.lang, acts=n_acts, rows=n_rows()))


def _progress(lang: Lang) -> Callable[[int, int], None]:
    """Return what tells on standard error, every few seconds, how far a long command is."""
    last = time.monotonic()

    def told(n_done: int, n_all: int) -> None:
        nonlocal last
        if time.monotonic() - last >= SECONDS_BETWEEN:
            last = time.monotonic()
            print(say("record_progress.acts", lang, done=n_done, all=n_all), file=sys.stderr)

    return told


def _export(asked: Namespace) -> None:
    from kakehashi.site.acts.refusal import a_refusal
    from kakehashi.site.views.bundle import bundle_for, sides_but

    if not sides_but(asked.side):
        raise InputError(a_refusal("no_other_side", "--for", side=asked.side))
    bundle = bundle_for(asked.side, now=datetime.now(UTC))
    _write(Path(asked.output), bundle.lines)
    told = {"path": asked.output, "acts": bundle.n_acts, "whole": bundle.n_whole}
    print(say("record.exported", asked.lang, **told))


def _import(asked: Namespace) -> None:
    from kakehashi.site.acts.import_bundle import import_bundle
    from kakehashi.site.acts.refusal import a_refusal

    try:
        content = Path(asked.bundle).read_bytes()
    except OSError as error:
        why = error.strerror or str(error)
        raise InputError(a_refusal("bundle_shape", asked.bundle, why=why)) from error
    found = import_bundle(content, now=datetime.now(UTC))
    told = {"side": ", ".join(found.sides), "new": found.n_new, "known": found.n_known}
    print(say("record.imported", asked.lang, **told))
    for ref in found.too_late:
        print(say("record.too_late", asked.lang, ref=ref))


def _backup(asked: Namespace) -> None:
    from kakehashi.site.jobs.copy_database import back_up

    found = back_up(Path(asked.output))
    told = {"path": asked.output, "acts": found.n_acts, "rows": found.n_rows}
    print(say("record.backed_up", asked.lang, **told))


def _restore(asked: Namespace) -> None:
    from kakehashi.site.jobs.copy_database import restore

    found = restore(Path(asked.copy))
    told = {"path": asked.copy, "acts": found.n_acts, "rows": found.n_rows}
    print(say("record.restored", asked.lang, **told))


def _publish(asked: Namespace) -> None:
    from zoneinfo import ZoneInfo

    from kakehashi.site.jobs.publish_site import publish_site

    now = clock.now()
    found = publish_site(
        Path(asked.folder),
        address=_address(asked.address),
        on=asked.on or now.astimezone(ZoneInfo("Europe/London")).date(),
        now=now,
    )
    told = {"pages": found.n_pages, "files": found.n_files, "rows": found.n_rows}
    print(say("publish.done", asked.lang, path=asked.folder, digest=found.digest, **told))


def _address(written: str | None) -> str | None:
    """Return the site's address with a stroke at its end. Raises UsageError where it is none."""
    from kakehashi.papers.report import is_link

    if written is None:
        return None
    if is_link(written) and not {"?", "#", " "} & set(written):
        return written.rstrip("/") + "/"

    def both(key: str) -> Text:
        return Text(
            en=say(f"publish.{key}", "en", value=written),
            ja=say(f"publish.{key}", "ja", value=written),
        )

    raise UsageError(
        Fault(
            code="usage_address",
            what=both("address"),
            where="--address",
            expected=both("address_expected"),
            mend=both("address_mend"),
        )
    )


def _write(path: Path, lines: Iterable[bytes]) -> None:
    """Write `lines` to `path`, readable by its owner alone, whole or not at all."""
    from kakehashi.site.acts.refusal import a_refusal

    part = path.with_name(path.name + ".part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.writelines(lines)
        part.replace(path)
    except OSError as error:
        why = error.strerror or str(error)
        raise PlaceError(a_refusal("no_backup", str(path), why=why)) from error
    finally:
        part.unlink(missing_ok=True)


_COMMANDS: dict[str, Callable[[Namespace], None]] = {
    "verify": _verify,
    "rebuild": _rebuild,
    "export": _export,
    "import": _import,
    "backup": _backup,
    "restore": _restore,
    "publish": _publish,
    "withheld": withheld,
}

"""`kakehashi record withheld`: what a side holds and has not made public, with its grounds."""

import json
import sys
from argparse import Namespace

from kakehashi.cli import clock
from kakehashi.terms.errors import Fault, InputError
from kakehashi.terms.phrases import phrases, say
from kakehashi.terms.text import Text


def withheld(asked: Namespace) -> None:
    """Write the list of the side asked for. Raises InputError where there is no such side."""
    from kakehashi.answers.withheld import grounds, withheld_json, withheld_rows
    from kakehashi.papers.tables import table_csv
    from kakehashi.site.views.withheld import withheld_of

    _check_side(asked.side)
    rows = withheld_of(asked.side)
    if asked.format == "csv":
        sys.stdout.flush()
        sys.stdout.buffer.write(table_csv(*withheld_rows(rows, asked.lang)))
        return
    if asked.format == "json":
        told = withheld_json(rows, asked.side, clock.now().date())
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return
    n_bare = sum(not row.ground for row in rows)
    print(say("withheld.counts", asked.lang, n=len(rows), bare=n_bare))
    for row in rows:
        ground = grounds().get(row.ground)
        stated = ground.told if ground else phrases()["withheld.none_stated"]
        print(
            say(
                "withheld.told",
                asked.lang,
                title=row.title.into(asked.lang),
                id=row.ref,
                visibility=say(f"council_value.{row.visibility}", asked.lang),
                ground=stated.into(asked.lang),
            )
        )


def _check_side(side: str) -> None:
    from kakehashi.accord.record_parties import Side
    from kakehashi.site.views.council import record_for

    known = ", ".join(one.code for one in record_for(None).every(Side))
    if side in known.split(", "):
        return

    def both(key: str) -> Text:
        return Text(
            en=say(f"withheld.{key}", "en", side=side), ja=say(f"withheld.{key}", "ja", side=side)
        )

    raise InputError(
        Fault(
            code="no_side",
            what=both("no_side"),
            where="--side",
            expected=Text(en=known, ja=known),
            mend=both("give_side"),
        )
    )

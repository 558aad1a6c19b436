"""An installation that acts: one JSON a line in, one answered a line out, once it is committed.

Run as a program by tests that need a process of its own.
"""

import json
import os
import sys
from datetime import UTC, date, datetime


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kakehashi.site.settings")
    import django

    django.setup()
    from kakehashi.accord.may import Person, Role
    from kakehashi.site.acts.agree import agree
    from kakehashi.site.acts.propose import propose
    from kakehashi.site.acts.publish import publish
    from kakehashi.site.acts.refusal import ActRefusedError
    from kakehashi.site.acts.withdraw import withdraw
    from kakehashi.site.acts.withhold import withhold
    from kakehashi.site.acts.write_row import write_row

    acts = {
        "agree": agree, "propose": propose, "publish": publish,
        "withdraw": withdraw, "withhold": withhold, "write": write_row,
    }  # fmt: skip
    for line in sys.stdin:
        asked = json.loads(line)
        side, organisation = asked["who"]
        person = Person(
            id=f"person-{organisation}", side=side, organisation=organisation,
            roles=frozenset(Role), has_second_factor=True,
        )  # fmt: skip
        more = asked.get("more", {})
        if "effective_on" in more:
            more["effective_on"] = date.fromisoformat(more["effective_on"])
        try:
            told = acts[asked["do"]](person, *asked["with"], now=datetime.now(UTC), **more)
        except ActRefusedError as refusal:
            told = f"refused: {refusal.code}"
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

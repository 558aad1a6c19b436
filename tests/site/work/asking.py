"""A process of its own that asks for work, looks at it, or lets time pass: one JSON a line.

Run as a program by tests of real workers.
"""

import json
import os
import sys
from datetime import timedelta


def ask(kind, asked):
    from django.utils import timezone

    from kakehashi.accord.may import Person as Who
    from kakehashi.site.jobs.work import start_work
    from kakehashi.site.records.models import Person

    fields = {"side": "uk", "organisation": "org:dsit"}
    person, _ = Person.objects.get_or_create(email="official@example.com", **fields)
    who = Who(id=str(person.pk), **fields)
    return str(start_work(kind, asked, who, now=timezone.now()))


def look(work):
    from kakehashi.site.records.models import Work

    row = Work.objects.get(id=work)
    return {"state": row.state, "n_deaths": row.n_deaths, "faults": row.faults}


def an_hour_passes(work):
    from django.db.models import F

    from kakehashi.site.records.models import Work

    return Work.objects.filter(id=work).update(seen_at=F("seen_at") - timedelta(hours=1))


def main():
    os.environ["DJANGO_SETTINGS_MODULE"] = "kakehashi.site.settings"
    import django

    django.setup()
    known = {"ask": ask, "look": look, "an_hour_passes": an_hour_passes}
    for line in sys.stdin:
        name, *words = json.loads(line)
        sys.stdout.write(json.dumps(known[name](*words)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

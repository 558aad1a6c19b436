"""The slow twin of the days of a share network: the definitions, one input and day at a time.

Written from docs/explanation/supply-shares.md; shares no code with the package but
the values it takes. Each number is a plain one: it runs a single draw.
"""

from functools import cache


class Twin:
    """One network under one loss, every number settled.

    `numbers[input]` may hold stock, life, lead, substitution, second (share, day);
    `lost[input]` is a list of (share, first day, days, days of return).
    """

    def __init__(self, network, numbers, lost, n_days):
        self.network, self.numbers, self.lost, self.n_days = network, numbers, lost, n_days
        self.kinds = {one.id: str(one.kind) for one in network.inputs}
        self.parts, self.types = {}, {}
        for one in network.relations:
            table = self.parts if one.kind == "goes_into" else self.types
            table.setdefault(one.downstream, []).append(one.upstream)
        self.made = cache(self._made)
        self.stock_left = cache(self._stock_left)
        self.service = cache(self._service)

    def number(self, one, name, otherwise):
        return self.numbers.get(one, {}).get(name, otherwise)

    def surviving(self, one, day):
        left = 1.0
        for share, first, length, back in self.lost.get(one, []):
            since = day - first
            if since < 0:
                continue
            if since + 1 <= length:
                left -= share
            elif since < length:
                left -= share * (length - since)
            elif since < length + back:
                left -= share * (1 - (since - length) / back)
        share, day_ready = self.number(one, "second", (0.0, 10**9))
        return min(1.0, max(0.0, left) + (share if day >= day_ready else 0.0))

    def mix(self, one, values):
        return min(values) + self.number(one, "substitution", 0.0) * (max(values) - min(values))

    def _made(self, one, day):
        """What comes in on a day, before any stock."""
        bounds = [self.surviving(one, day)]
        bounds += [self.service(part, day) for part in self.parts.get(one, [])]
        if one in self.types:
            bounds.append(self.mix(one, [self.delivery(kind, day) for kind in self.types[one]]))
        return min(bounds)

    def _stock_left(self, one, day):
        """The stock at the start of a day."""
        if day == 0:
            return self.number(one, "stock", 0.0)
        before = self.stock_left(one, day - 1)
        return max(0.0, before - (1 - self.made(one, day - 1)))

    def delivery(self, one, day):
        return min(1.0, self.made(one, day) + self.stock_left(one, day))

    def _service(self, one, day):
        """What users have: of a lasting thing what is installed, else what is delivered."""
        if self.kinds[one] not in ("capital_good", "design"):
            return self.delivery(one, day)
        life, lead = self.number(one, "life", None), self.number(one, "lead", 0)
        installed = 1.0
        if life is not None:
            missed = sum(1 - self.delivery(one, at) for at in range(day - int(lead) + 1))
            installed = max(0.0, 1 - missed / life)
        if one in self.types:
            types = [self.service(kind, day) for kind in self.types[one]]
            installed = min(installed, self.mix(one, types))
        return installed

    def lost_days(self, product):
        return sum(1 - self.service(product, day) for day in range(self.n_days))

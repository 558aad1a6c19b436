"""The slow twin of the index: the equations, one after another, on dense matrices.

Written from the paper (Diem et al. 2022, Sci. Rep. 12:7719) and from what the
reference implementation does where the paper leaves it open; shares no code with
the package but the values it takes.
"""

import numpy as np


class Twin:
    """One network, its shares as dense matrices."""

    def __init__(self, network, *, is_replaceable=True, is_open=False, empty_is_whole=True):
        self.n, self.p = network.n_firms, network.sector_of
        self.market, self.n_markets = network.market_of, len(network.markets)
        self.is_replaceable, self.empty_is_whole = is_replaceable, empty_is_whole
        w = np.zeros((self.n, self.n))
        np.add.at(w, (network.supplier, network.customer), network.value)
        self.out, bought = w.sum(axis=1), w.sum(axis=0)
        self.kind = network.essential[self.p][:, self.p]
        self.weight = self.out / self.out.sum()
        sold = network.revenue if is_open else self.out
        self.up = np.divide(w, sold[:, None], out=np.zeros_like(w), where=w > 0)
        self.down = np.zeros_like(w)
        for i, j in zip(*np.nonzero(w), strict=True):
            if self.kind[i, j] == 2:
                self.down[i, j] = w[i, j] / w[self.p == self.p[i], j].sum()
            elif self.kind[i, j] == 1:
                self.down[i, j] = w[i, j] / bought[j]
        if is_open:
            cost = np.where(bought > 0, network.costs, 1)
            self.down *= (bought / cost)[None, :]
        self.slots = [
            *((self.kind == 2) & (self.p == k)[:, None] for k in range(len(network.sectors))),
            self.kind == 1,
        ]

    def sums(self, hd, own):
        """Return what the firms of `own` still sell in each market."""
        return np.bincount(self.market, np.where(own, hd * self.out, 0), self.n_markets)

    def lost_down(self, hd, still):
        """Return each firm's loss that nobody of its market replaces."""
        sigma = np.ones(self.n)
        if self.is_replaceable:
            empty = still <= 1e-10
            sigma = np.minimum(1, self.out / np.where(empty, 1, still)[self.market])
            if not self.empty_is_whole:
                sigma = np.where(empty[self.market], 1, sigma)
        return sigma * (1 - hd)

    def move(self, psi_d, psi_u, x, u):
        """Return the next states, given what is lost towards customers and suppliers."""
        lost = self.down * x[:, None]
        worst = np.max([np.where(slot, lost, 0).sum(axis=0) for slot in self.slots], axis=0)
        return (
            np.maximum(0, np.minimum(psi_d, 1 - worst)),
            np.maximum(0, np.minimum(psi_u, 1 - self.up @ u)),
        )

    def step(self, psi_d, psi_u, hd, hu):
        """Return the next states, both from the old ones."""
        still = self.sums(hd, np.ones(self.n, bool))
        return self.move(psi_d, psi_u, self.lost_down(hd, still), 1 - hu)

    def run(self, psi_d, psi_u, stop):
        """Return the last states and how many steps led there."""
        hd, hu, n_steps, fall = psi_d, psi_u, 0, np.inf
        while fall > stop:
            old_d, old_u = hd, hu
            hd, hu = self.step(psi_d, psi_u, hd, hu)
            fall = max((old_d - hd).max(), (old_u - hu).max())
            n_steps += 1
        return hd, hu, n_steps

    def losses(self, shocks, stop):
        """Return index, down, up and steps of each scenario, then the loss of each firm."""
        shares, by_firm = [], []
        for at in range(len(shocks.scenarios)):
            its = slice(shocks.start[at], shocks.start[at + 1])
            psi_d, psi_u = np.ones(self.n), np.ones(self.n)
            psi_d[shocks.firm[its]] -= shocks.down_loss_share[its]
            psi_u[shocks.firm[its]] -= shocks.up_loss_share[its]
            hd, hu, n_steps = self.run(psi_d, psi_u, stop)
            lost = [self.weight * (1 - state) for state in (np.minimum(hd, hu), hd, hu)]
            shares.append([*map(np.sum, lost), n_steps])
            by_firm.append(lost[0])
        return np.array(shares), np.array(by_firm)

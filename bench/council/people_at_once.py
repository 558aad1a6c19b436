"""What locust lets people do: the public and officials read pages of the record and search."""

import json
import os
from pathlib import Path

from locust import HttpUser, between, task

WORDS = ("半導体", "安全", "networks", "Hiroshima", "文書第77")
PAGES = ("", "commitments/", "actions/", "timeline/", "row/action/ai/", "row/commitment/uk-b0/")
KEYS = iter(json.loads(Path(os.environ["BENCH_SESSIONS"]).read_text("utf-8")) * 100)


class Public(HttpUser):
    """Somebody who reads without signing in."""

    wait_time = between(0.2, 1.0)
    weight = 2
    n_asked = 0

    @task(4)
    def page(self) -> None:
        """Ask for the next of the pages, in either language."""
        self.n_asked += 1
        lang = ("en", "ja")[self.n_asked % 2]
        path = PAGES[self.n_asked % len(PAGES)]
        self.client.get(f"/{lang}/council/{path}", name=f"/council/{path}")

    @task(1)
    def search(self) -> None:
        """Search for the next of the words."""
        self.n_asked += 1
        words = WORDS[self.n_asked % len(WORDS)]
        self.client.get("/ja/council/search/", params={"q": words}, name="/council/search/")


class Official(Public):
    """Somebody who is signed in."""

    weight = 1

    def on_start(self) -> None:
        """Take a session that stands already."""
        self.client.cookies.set("kakehashi_session", next(KEYS))
        answer = self.client.get("/en/council/", name="/council/ (signed in)")
        if "official-" not in answer.text:
            raise RuntimeError("not signed in: the load would be that of the public")

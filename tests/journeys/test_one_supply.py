"""The same question about a supply network by library, command line and API: one answer."""

import json

import pytest
from django.test import Client

from kakehashi import supply
from kakehashi.answers.measured import measured
from kakehashi.answers.ranked import loss_rows
from kakehashi.answers.shares import as_plain
from kakehashi.cli.main import main
from kakehashi.supply.shares import read_scenario, read_share_network, stress_shares

FLOWS = {
    "edges.csv": "supplier,customer,sales\na,b,4\nb,c,3\nc,a,2\na,c,1\n",
    "firms.csv": "firm,sector,country\na,0,GB\nb,1,JP\nc,1,JP\n",
    "essential.csv": "1,2\n0,1\n",
}
SHARES = {
    "inputs.csv": "id,en,ja,kind,stock_days,life_days,lead_days\n"
    "wafers,Wafers,ウェハー,consumable,30..60,,\ntools,Tools,装置,capital_good,,3650,180\n"
    "chips,Chips,チップ,step,,,\n",
    "relations.csv": "upstream,relation,downstream\n"
    "wafers,goes_into,chips\ntools,goes_into,chips\n",
    "providers.csv": "id,en,ja,kind\nJP,Japan,日本,country\nGB,United Kingdom,英国,country\n",
    "shares.csv": "input,provider,share,year,source,basis\n"
    "wafers,JP,0.56,2019,A text,secondary\ntools,JP,0.95,2019,A text,secondary\n"
    "wafers,GB,0.02,2019,A text,secondary\n",
}
SCENARIO = {
    "kakehashi": "scenario/1",
    "title": {"en": "Japan stops", "ja": "日本からの供給停止"},
    "losses": [{"provider": "JP", "for_days": 90}],
    "horizon_days": 120,
    "draws": 20,
}


def as_bytes(files):
    return {name: text.encode() for name, text in files.items()}


def by_library(question):
    if question == "rank":
        return list(loss_rows(supply.rank(supply.read_flow_network(as_bytes(FLOWS)))))
    network = read_share_network(as_bytes(SHARES))
    if question == "measure":
        return measured(network, "concentration")
    scenario = read_scenario("s.json", json.dumps(SCENARIO).encode(), network)
    return [as_plain(network, stress_shares(network, scenario))]


@pytest.mark.parametrize("question", ["rank", "measure", "stress"])
def test_three_doors_give_one_answer(question, tmp_path, capsys):
    files = FLOWS if question == "rank" else SHARES
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "scenario.yaml").write_text(json.dumps(SCENARIO), encoding="utf-8")
    more = ["--scenario", str(tmp_path / "scenario.yaml")] if question == "stress" else []
    assert main(["supply", question, str(tmp_path), *more, "--format", "json"]) == 0
    by_command = json.loads(capsys.readouterr().out)
    body = {"files": files, **({"scenarios": [SCENARIO]} if more else {})}
    answer = Client(headers={"host": "localhost"}).post(
        f"/api/v1/supply/{question}", json.dumps(body), content_type="application/json"
    )
    assert answer.status_code == 200, answer.content.decode()
    assert answer.json() == by_command
    assert json.loads(json.dumps(by_library(question))) == by_command

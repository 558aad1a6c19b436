"""What the OpenAPI description says of the questions about supply networks."""

from collections.abc import Mapping
from typing import Any

from kakehashi.site.api import shapes

WARNINGS = "Kakehashi-Warnings"
SUMMARIES: Mapping[str, str] = {
    "measure": "Concentration, holdings and exposure of a network, shipped or sent",
    "reach": "Who can stop what downstream, with and without substitution",
    "cut": "The cheapest to secure against the loss of providers",
    "rank": "The systemic-risk index of each firm of a network of flows",
    "stress": "What scenarios lose on a network of shares, and by which path",
    "mend": "What measures save on a network of shares, and a set under a budget",
    "simulate": "What a network of flows loses day by day",
}
_NUMBER = {"type": ["number", "string"], "description": "A number from 0 on"}
_YEAR = {"type": ["integer", "null"], "minimum": 1000, "maximum": 2999}
_IDS = {"type": "array", "items": {"type": "string"}}
_BY = {"enum": ["country", "firm"]}
_OFTEN = {
    "network": {
        "type": "string",
        "description": "A shipped network: an id of GET /api/v1/supply/networks",
    },
    "files": {
        "type": "object",
        "description": "In place of `network`: the tables of your own, by file name, as text of "
        "CSV. edges and firms (and essential), or inputs, relations, providers and shares. At "
        "most 4 MiB, 2,000 firms, 20,000 flows, 200 inputs, 1,000 relations, 100 providers",
        "additionalProperties": {"type": "string"},
        "maxProperties": 8,
    },
}
_SCENARIOS = {
    "type": "array",
    "minItems": 1,
    "maxItems": 5,
    "items": {"type": "object"},
    "description": "The fields of files scenario/1; at most 500 draws, 1,096 days",
}
_BODIES: Mapping[str, tuple[tuple[str, ...], dict[str, Any]]] = {
    "measure": (
        (),
        {
            "show": {"enum": ["concentration", "holdings", "exposure", "relations", "reach"]},
            "by": _BY,
            "inputs": _IDS,
            "year": _YEAR,
            "countries": {**_IDS, "minItems": 2, "maxItems": 2},
        },
    ),
    "reach": ((), {"of": _IDS, "by": _BY, "at_least": _NUMBER, "year": _YEAR}),
    "cut": (
        ("of",),
        {
            "of": {**_IDS, "minItems": 1},
            "to": {"type": ["string", "null"]},
            "at_least": _NUMBER,
            "costs": {"type": "object", "additionalProperties": _NUMBER},
            "year": _YEAR,
        },
    ),
    "rank": (
        (),
        {
            "mode": {"enum": ["paper", "certified"]},
            "stop": _NUMBER,
            "replaceability": {"enum": ["on", "off"]},
            "open": {"type": "boolean"},
            "shocks": {
                "type": ["string", "null"],
                "description": "CSV: scenario, firm, loss_share; without it each firm alone",
            },
        },
    ),
    "stress": (("scenarios",), {"scenarios": _SCENARIOS}),
    "mend": (
        ("scenarios", "measures", "budget"),
        {
            "scenarios": _SCENARIOS,
            "measures": {
                "type": "object",
                "description": "The fields of a file measures/1; at most 12 measures",
            },
            "budget": _NUMBER,
            "loss": {"enum": ["expected", "tail"]},
        },
    ),
    "simulate": (
        ("scenario",),
        {
            "scenario": {
                "type": "object",
                "description": "The fields of a file flow-scenario/1 with nothing to be drawn",
            },
            "days": {"type": ["integer", "null"], "minimum": 1, "maximum": 1096},
        },
    ),
}
_WARNED = {
    WARNINGS: {
        "schema": {"type": "string"},
        "description": "Codes of the warnings of the network and of the model, where there are any",
    }
}


def asks(question: str) -> dict[str, Any]:
    """Return what the description says of one question: its body, its answer, its errors."""
    required, fields = _BODIES[question]
    body = {
        "type": "object",
        "additionalProperties": False,
        "required": [*required],
        "properties": {**_OFTEN, **fields},
        "oneOf": [{"required": ["network"]}, {"required": ["files"]}],
    }
    gives = {"type": "object"} if question == "simulate" else shapes.LIST
    answer = {
        "description": f"What `kakehashi supply {question} --format json` gives",
        "headers": _WARNED,
        "content": {"application/json": {"schema": gives}},
    }
    return {
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
        "responses": {200: answer, **dict.fromkeys((400, 413, 422, 503), shapes.ERROR)},
    }

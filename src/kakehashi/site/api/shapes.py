"""What the OpenAPI description says of bodies and answers."""

from collections.abc import Mapping
from typing import Any

import msgspec

from kakehashi.accord.record import RecordFile

ERROR: dict[str, Any] = {
    "description": "Why it could not be answered: all faults, in the language asked for",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
}
ERROR_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["error", "faults"],
    "properties": {
        "error": {"type": "string"},
        "faults": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["code", "what", "where", "expected", "mend"],
                "additionalProperties": {"type": "string"},
            },
        },
    },
}
_RECORD = {"$ref": "#/components/schemas/RecordFile"}
_COUNT = {"type": "integer", "minimum": 0}
_ID = {"type": "string", "pattern": "^[a-z]+:[a-z0-9][a-z0-9.-]*$", "maxLength": 120}
_DAY = {"type": "string", "format": "date"}
_TEXT = {"$ref": "#/components/schemas/Text"}
_ABOUT = {
    "type": "object",
    "description": "By the id of each row: digest, version, state, whose it is, since when; "
    "handling and retain_until are those of the reader's own side",
    "additionalProperties": {
        "type": "object",
        "required": ["digest", "version", "state", "side", "organisation", "at"],
        "properties": {
            "digest": {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"},
            "version": _COUNT,
            "state": {"type": "string", "enum": ["", "effective", "superseded"]},
        },
    },
}
_KNOWN: dict[str, Any] = {
    "record": _RECORD,
    "about": _ABOUT,
    "page": _COUNT,
    "per_page": _COUNT,
    "n": _COUNT,
    "on": _DAY,
    "digest": {"type": "string"},
    "ref": {"type": "string"},
    "is_new": {"type": "boolean"},
    "sources": {"type": "array", "items": {"$ref": "#/components/schemas/Source"}},
    "acts": {"type": "array", "items": {"type": "object"}},
    "proposals": {"type": "array", "items": {"type": "object"}},
}


def schemas() -> dict[str, Any]:
    """Return the shapes that the description refers to: every kind of row, and the error."""
    _, found = msgspec.json.schema_components(
        [RecordFile], ref_template="#/components/schemas/{name}"
    )
    return {"Error": ERROR_SCHEMA, **_plain(found)}


def _plain(value: Any) -> Any:
    """Return a schema with the end of a pattern written as JSON Schema has it."""
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value.removesuffix(r"\Z") + "$" if _ends(value) else value


def _ends(value: Any) -> bool:
    return isinstance(value, str) and value.startswith("^") and value.endswith(r"\Z")


def _object(*required: str) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "object", "required": list(required)}
    known = {name: _KNOWN[name] for name in required if name in _KNOWN}
    if known:
        schema["properties"] = known
    return schema


def _json(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"description": "OK", "content": {"application/json": {"schema": schema}}}


def gives(*fields: str, page: bool = False) -> dict[str, Any]:
    """Return what a reading operation says of its answer; `page` for one of a long list."""
    named = [one for one in fields if one != "$ref"]
    schema = _object(*named, *(("page", "per_page", "n") if page else ()))
    faults = dict.fromkeys((401, 404, 422), ERROR)
    return {"openapi_extra": {"responses": {200: _json(schema), **faults}}}


def takes(body: Mapping[str, Any] | str, *fields: str) -> dict[str, Any]:
    """Return what a writing operation says of its body and its answer.

    `body` is a schema, or the name of the one text field that the body has.
    """
    if isinstance(body, str):
        names = [body] if body else []
        body = {
            "type": "object",
            "additionalProperties": False,
            "required": names,
            "properties": {name: {"type": "string"} for name in names},
        }
    codes = (400, 401, 403, 404, 409, 413, 422)
    answers = {code: _json(_object(*fields)) for code in (200, 201)}
    return {
        "openapi_extra": {
            "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
            "parameters": [
                {
                    "name": "X-CSRFToken",
                    "in": "header",
                    "required": False,
                    "schema": {"type": "string"},
                    "description": "csrf_token of GET /api/v1/record, or the cookie csrftoken",
                }
            ],
            "responses": {**answers, **dict.fromkeys(codes, ERROR)},
        }
    }


def _body(required: tuple[str, ...], **fields: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(required),
        "properties": fields,
    }


ROWS: dict[str, Any] = {
    "description": "A file of the record, or what GET /rows gave; at most 500 rows, 4 MiB",
    "anyOf": [
        _RECORD,
        {
            "type": "object",
            "required": ["record"],
            "properties": {"record": _RECORD, "about": _ABOUT},
        },
    ],
}
REPORT = _body(
    ("level", "reported_on"),
    level={"$ref": "#/components/schemas/Level"},
    reported_on=_DAY,
    evidence={"type": "array", "items": _ID},
    text=_TEXT,
    note=_TEXT,
    visibility={"$ref": "#/components/schemas/Visibility"},
    named={"type": "array", "items": _ID},
    basis={"$ref": "#/components/schemas/Basis"},
    sources={"type": "array", "items": {"type": "string"}},
    view={"type": "string", "description": "one's own side, or independent"},
    by=_ID,
)
EVIDENCE = _body(
    ("evidence", "source"),
    evidence={"type": "object", "description": "title, when; if wished visibility, named"},
    source={"$ref": "#/components/schemas/Source"},
)
MARK = _body(
    (),
    handling={"type": "string", "maxLength": 200},
    retain_until=_DAY,
    ground={"type": "string", "description": "of one's own side's law; empty for none"},
)
ENDORSERS = _body(("endorsers",), endorsers={"type": "array", "minItems": 1, "items": _ID})
PROPOSAL = _body(
    ("row",),
    row={"type": "object", "description": "The row, whole, in both languages"},
    sources=_KNOWN["sources"],
    effective_on=_DAY,
    supersedes=_ID,
)
PAPER: dict[str, Any] = {
    "openapi_extra": {
        "responses": {
            200: {
                "description": "The paper in the form of the address's ending",
                "content": {
                    "application/json": {"schema": _object("paper")},
                    "application/pdf": {"schema": {"type": "string", "format": "binary"}},
                    "text/csv": {"schema": {"type": "string"}},
                    "text/calendar": {"schema": {"type": "string"}},
                    "application/atom+xml": {"schema": {"type": "string"}},
                    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": {
                        "schema": {"type": "string", "format": "binary"}
                    },
                },
            },
            404: ERROR,
            422: ERROR,
        }
    }
}
_ANSWER = _json(
    _object(
        "subject", "as_of", "rules_checked_on", "countries", "rulebooks", "recognitions", "next",
        "not_covered", "files", "faults", "warnings", "is_advice",
    )
)  # fmt: skip
_ANSWER_OF_FLOW = _json(_object("flow", "as_of", "answer", "hops", "rests_on"))
ASSESS: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["product"],
                    "additionalProperties": False,
                    "properties": {
                        "product": {
                            "type": "object",
                            "description": "The fields of product.yaml",
                        },
                        "as_of": _DAY,
                    },
                }
            },
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["files"],
                    "properties": {
                        "files": {
                            "type": "array",
                            "minItems": 1,
                            "maxItems": 20,
                            "items": {"type": "string", "format": "binary"},
                        },
                        "as_of": _DAY,
                    },
                }
            },
        },
    },
    "responses": {200: _ANSWER, 400: ERROR, 413: ERROR, 422: ERROR},
}
ANY: dict[str, Any] = {"responses": {200: _json(_object())}}
LIST: dict[str, Any] = {"type": "array", "items": {"type": "object"}}
MEASURED: dict[str, Any] = {"responses": {200: _json(LIST), 404: ERROR, 422: ERROR}}
ONE: dict[str, Any] = {"responses": {200: _json(_object("id", "title", "rules")), 404: ERROR}}


def _of_flow(answer: Mapping[str, Any], *days: str) -> dict[str, Any]:
    """Return what an operation on a flow takes: as JSON or as a file, with days beside."""
    needed = [] if days == ("as_of",) else [*days]
    given = dict.fromkeys(days, _DAY)
    flow = {"type": "object", "description": "The fields of flow.yaml"}
    file = {"type": "string", "format": "binary"}
    content = {
        "application/json": {"schema": _body(("flow", *needed), flow=flow, **given)},
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file", *needed],
                "properties": {"file": file, **given},
            }
        },
    }
    return {
        "requestBody": {"required": True, "content": content},
        "responses": {200: answer, 400: ERROR, 413: ERROR, 422: ERROR},
    }


DECIDE: dict[str, Any] = _of_flow(_ANSWER_OF_FLOW, "as_of")
PAPERS: dict[str, Any] = _of_flow(
    _json({"type": "array", "items": _object("paper", "sections")}), "as_of"
)
DIFF: dict[str, Any] = _of_flow(_json(_object("flow", "hops")), "before", "after")
PORTFOLIO: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {"type": "string", "format": "binary"},
                        "by": {"type": "string", "enum": ["outcome", "sector", "rule"]},
                        **dict.fromkeys(("as_of", "before", "after"), _DAY),
                    },
                }
            }
        },
    },
    "responses": {
        200: _json(_object("may_leave_the_desk", "cells")),
        400: ERROR,
        413: ERROR,
        422: ERROR,
        503: ERROR,
    },
}
WATCH: dict[str, Any] = {"responses": {200: _json(_object("weak", "overdue")), 422: ERROR}}

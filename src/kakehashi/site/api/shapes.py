"""What the OpenAPI description says of bodies and answers."""

from typing import Any

_ERROR: dict[str, Any] = {
    "description": "Why it could not be answered: all faults, in the language asked for",
    "content": {
        "application/json": {
            "schema": {
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
        }
    },
}


def _object(*required: str) -> dict[str, Any]:
    schema = {"type": "object", "required": list(required)}
    return {"description": "OK", "content": {"application/json": {"schema": schema}}}


_ANSWER = _object(
    "subject", "as_of", "rules_checked_on", "countries", "rulebooks", "recognitions", "next",
    "not_covered", "files", "faults", "warnings", "is_advice",
)  # fmt: skip

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
                        "as_of": {"type": "string", "format": "date"},
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
                        "as_of": {"type": "string", "format": "date"},
                    },
                }
            },
        },
    },
    "responses": {200: _ANSWER, 400: _ERROR, 413: _ERROR, 422: _ERROR},
}
ANY: dict[str, Any] = {"responses": {200: _object()}}
ONE: dict[str, Any] = {"responses": {200: _object("id", "title", "rules"), 404: _ERROR}}

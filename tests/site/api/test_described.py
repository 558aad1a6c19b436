"""Whatever the API's description allows is answered, and answered as it says."""

import hypothesis
import pytest
import schemathesis
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

pytestmark = pytest.mark.django_db
AS_DESCRIBED = [content_type_conformance, response_schema_conformance, status_code_conformance]


@pytest.fixture
def as_wsgi():
    """Return the site as WSGI sees it, on the test's own connection."""
    ends = (signals.request_started, signals.request_finished)
    site = get_wsgi_application()

    def ask(environ, start_response):
        for signal in ends:  # each request of Django's own client connects them anew
            signal.disconnect(close_old_connections)
        return site(environ, start_response)

    yield ask
    for signal in ends:
        signal.connect(close_old_connections)


@pytest.mark.parametrize("who", ["public", "dsit"])
@pytest.mark.parametrize("most", [10, pytest.param(300, marks=pytest.mark.soak)])
def test_nothing_that_the_description_allows_breaks_it(
    public, program, a_commitment, a_source, as_wsgi, who, most
):
    headers = {"Host": "localhost"}
    there = {"rows": "action:ai", "proposals": "proposal:uk-1"}
    if who == "dsit":
        dsit = program()
        row = a_commitment(visibility="joint")
        opened = dsit.post("/proposals", {"row": row, "sources": [a_source]})
        assert opened.json()["ref"] == there["proposals"]
        cookies = "; ".join(f"{name}={one.value}" for name, one in dsit.browser.cookies.items())
        headers |= {"Cookie": cookies, "X-CSRFToken": dsit.token}
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", as_wsgi)
    tried = set()
    for found in schema.get_all_operations():
        operation = found.ok()

        @given(case=operation.as_strategy(), is_there=st.booleans())
        @hypothesis.settings(max_examples=most, suppress_health_check=list(HealthCheck))
        def holds(case, is_there):
            tried.add(case.operation.label)
            if is_there and "ref" in (case.path_parameters or {}):
                case.path_parameters["ref"] = there[case.operation.path.split("/")[4]]
            response = case.call(headers=headers)
            assert response.status_code < 500, response.text
            if response.status_code >= 400:
                assert set(response.json()) == {"error", "faults"}
            case.validate_response(response, checks=AS_DESCRIBED)

        holds()
    assert len(tried) == sum(len(methods) for methods in schema.raw_schema["paths"].values())

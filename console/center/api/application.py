"""The routes as a Litestar application. What is refused is a problem document."""

import logging
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Litestar, Request, Response
from litestar.datastructures import State
from litestar.exceptions import HTTPException
from litestar.openapi.config import OpenAPIConfig

from console.center.api import cameras, city, duty
from console.center.api.asking import Asked
from console.center.api.service import Service
from console.domain import protocol
from console.domain.errors import Problem, ProblemType, Refused

BODY_LIMIT = 128 * 1024
"""Largest request body, bytes: a note of NOTE_LIMIT characters, each escaped, fits."""

log = logging.getLogger(__name__)

_TITLES = {
    HTTPStatus.NOT_FOUND: ProblemType.NOT_FOUND,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ProblemType.TOO_LARGE,
    HTTPStatus.UNAUTHORIZED: ProblemType.NOT_LOGGED_IN,
}


def application(service: Service | None, openapi: OpenAPIConfig | None = None) -> Litestar:
    """The application (without a service: for its contract); no pages that load scripts from elsewhere."""
    return Litestar(
        [*duty.ROUTES, *city.ROUTES, *cameras.ROUTES],
        state=State({"service": service}),
        exception_handlers={Refused: on_refused, HTTPException: on_http, Exception: on_fault},
        request_class=Asked,
        openapi_config=openapi,
        request_max_body_size=BODY_LIMIT,
        logging_config=None,
    )


def on_refused(_: Request[Any, Any, Any], refused: Refused) -> Response[bytes]:
    """A refusal by the center."""
    return _answer(refused.problem)


def on_http(_: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    """A refusal by the framework: no such route, wrong method, a body that is not what it should be."""
    extra = error.extra if isinstance(error.extra, list) else []
    details = [f"{item.get('key', '')}: {item.get('message', '')}".strip(": ") for item in extra]
    status = HTTPStatus(error.status_code)
    kind = _TITLES.get(status, ProblemType.MALFORMED)
    problem = Problem(kind, status.phrase, status, "; ".join([error.detail, *details])[:500])
    return _answer(problem, error.headers)


def on_fault(request: Request[Any, Any, Any], fault: Exception) -> Response[bytes]:
    """A fault of our own: logged whole, told in one sentence."""
    route = request.scope.get("path_template", "")  # not the path: that of a video holds a lease
    log.error("%s %s failed", request.method, route, exc_info=fault)
    problem = Problem(ProblemType.UNAVAILABLE, "The center has a fault", 500, "It was written into the center's log.")
    return _answer(problem)


def _answer(problem: Problem, headers: dict[str, str] | None = None) -> Response[bytes]:
    headers = dict(headers or {})
    if problem.retry_after is not None:
        headers["Retry-After"] = str(max(1, round(problem.retry_after)))
    if problem.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    body = msgspec.json.encode(problem)
    return Response(body, status_code=problem.status, media_type=protocol.PROBLEM_JSON, headers=headers)

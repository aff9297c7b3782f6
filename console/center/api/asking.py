"""Who asks: a request, the guards that let it pass, and the shape that all routes of one kind of asker share."""

from http import HTTPStatus
from typing import Any

from litestar import Request, delete, get, post
from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.types import Guard

from console.center import problems
from console.center.api.service import Service
from console.domain import protocol
from console.domain.errors import Problem
from console.domain.session import Operator, Role

Connection = ASGIConnection[Any, Any, Any, State]


class Asked(Request[Operator, str, State]):
    """A request; whatever its body holds, it is read or refused."""

    async def json(self) -> Any:
        """The body; not UTF-8 and thousands of brackets are the asker's fault, not ours."""
        try:
            return await super().json()
        except (UnicodeDecodeError, RecursionError) as error:
            raise problems.malformed(str(error)[:200]) from error


def service_of(connection: Connection) -> Service:
    """What the handlers work with."""
    service: Service = connection.app.state.service
    return service


def logged_in(connection: Connection, _: BaseRouteHandler) -> None:
    """Let pass who shows a good access token; the operator is then ``request.user``."""
    scheme, _space, token = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise problems.not_logged_in("Send an access token: Authorization: Bearer ...")
    connection.scope["user"] = service_of(connection).sessions.operator(token.strip())


def trainer_only(connection: Connection, _: BaseRouteHandler) -> None:
    """Let pass trainers."""
    if connection.user.role is not Role.TRAINER:
        raise problems.forbidden("Only a trainer makes devices speak.")


class Askers:
    """Those who may ask. Their routes: path, summary, and the statuses that may be answered beside the good one.

    The name of a handler is its operation's id in the contract.

    Args:
        guards: who lets them pass, in this order.
        refused: what any of their routes may answer when the guards do not.
    """

    def __init__(self, *guards: Guard, refused: tuple[int, ...] = ()) -> None:
        self._guards = guards
        self._refused = refused

    def get(self, path: str, summary: str, *others: int, media_type: str | None = None) -> HTTPRouteHandler:
        """Something is read."""
        return get(_typed(path), media_type=media_type, **self._shape(summary, others))

    def post(self, path: str, summary: str, *others: int, status_code: int = 200) -> HTTPRouteHandler:
        """Something is done."""
        return post(_typed(path), status_code=status_code, **self._shape(summary, others))

    def delete(self, path: str, summary: str, *others: int) -> HTTPRouteHandler:
        """Something ends."""
        return delete(_typed(path), **self._shape(summary, others))

    def _shape(self, summary: str, others: tuple[int, ...]) -> dict[str, Any]:
        return {
            "operation_id": lambda handler, *_: handler.handler_name,
            "summary": summary,
            "guards": self._guards,
            "security": [{"bearer": []}] if self._guards else None,
            "responses": {status: _answer(HTTPStatus(status)) for status in (*self._refused, *others)},
        }


def _typed(template: str) -> str:
    """A path of the protocol as Litestar writes it."""
    return template.replace("}", ":str}")


def _answer(status: HTTPStatus) -> ResponseSpec:
    if status is HTTPStatus.NOT_MODIFIED:
        return ResponseSpec(None, generate_examples=False, description="It is as your If-None-Match says")
    return ResponseSpec(Problem, generate_examples=False, description=status.phrase, media_type=protocol.PROBLEM_JSON)


anyone = Askers()
operators = Askers(logged_in, refused=(HTTPStatus.UNAUTHORIZED,))
trainers = Askers(logged_in, trainer_only, refused=(HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN))

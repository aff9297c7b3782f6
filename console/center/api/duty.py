"""Routes of a duty: which center this is, log in, all that is known, what follows, and what shall be done."""

from typing import Annotated, Any

from litestar import WebSocket, websocket
from litestar.params import HeaderParameter, JSONBody
from msgspec.structs import replace

from console.center import problems
from console.center.api.asking import Asked, anyone, operators, service_of, trainers
from console.center.signals import Step
from console.center.stream import Stream
from console.domain import protocol
from console.domain.events import OperatorCame
from console.domain.intents import Intent
from console.domain.picture import Snapshot
from console.domain.protocol import About, Inject, Outcome
from console.domain.session import LogIn, Renewal, Session


@anyone.get(protocol.ABOUT, "Which center this is")
async def about(request: Asked) -> About:
    """Open to anyone: enough to know that it is a center, and which."""
    center = service_of(request).center
    return About(protocol.SERVICE, protocol.CONTRACT, center.name, center.picture.epoch, center.mode)


@anyone.post(protocol.SESSION, "Log in", 400, 401, 413, 429, 503)
async def log_in(request: Asked, data: JSONBody[LogIn]) -> Session:
    """A short access token and a refresh token."""
    service = service_of(request)
    session = await service.sessions.log_in(data.user, data.password)
    await service.center.record([OperatorCame(session.operator.name)], session.operator.id)
    return session


@anyone.post(protocol.RENEWAL, "Renew a session", 400, 401, 413, 503)
async def renew(request: Asked, data: JSONBody[Renewal]) -> Session:
    """New tokens for a refresh token, which ends soon after it was used."""
    return await service_of(request).sessions.renew(data.refresh_token)


@operators.get(protocol.SNAPSHOT, "All that is known now", 503)
async def snapshot(request: Asked) -> Snapshot:
    """The picture at a ``seq``; events of the stream with a higher one follow it."""
    return await service_of(request).center.snapshot()


@operators.post(protocol.INTENTS, "Have something done", 400, 403, 404, 409, 412, 413, 422, 503)
async def intent(
    request: Asked,
    data: JSONBody[Intent],
    key: Annotated[
        str,
        HeaderParameter(name=protocol.IDEMPOTENCY_KEY, pattern=r"^[!-~]{1,64}$", description="Random; done once"),
    ],
    if_match: Annotated[
        str,
        HeaderParameter(
            name=protocol.IF_MATCH, pattern=r'^("?[0-9]{1,15}"?)?$', required=False, description="Version that you saw"
        ),
    ] = "",
) -> Outcome:
    """Done once for each key: sent again, it gives the same answer."""
    version = int(if_match.strip('"')) if if_match else None
    return await service_of(request).center.carry_out(data, request.user, key, version)


@trainers.post(protocol.SIGNALS, "Make a device speak", 400, 404, 413, 503, status_code=204)
async def signal(request: Asked, data: JSONBody[Inject]) -> None:
    """For trainers: as if the device had raised or cleared this alarm."""
    service = service_of(request)
    try:
        spoken = service.world.signal(data.device, data.kind, active=data.active)
    except KeyError:
        raise problems.not_found(f"device {data.device[:64]}") from None
    await service.center.hear(Step(signals=[replace(spoken, priority=data.priority)]))


@websocket(protocol.STREAM)
async def stream(socket: WebSocket[Any, Any, Any]) -> None:
    """The events (see the AsyncAPI document)."""
    service = service_of(socket)
    await Stream(socket, service.center, service.sessions).run()


ROUTES = (about, log_in, renew, snapshot, intent, signal, stream)

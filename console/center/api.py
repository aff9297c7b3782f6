"""The routes of ``console.domain.protocol`` as a Litestar application. What is refused is a problem document.

Handlers only translate: who asks (the guard), what is asked (msgspec checks it), and the answer. All rules are in
``center``, ``sessions`` and ``openings``.
"""

import asyncio
import hashlib
import logging
from collections.abc import AsyncGenerator, Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Annotated, Any

import msgspec
from litestar import Litestar, Request, Response, WebSocket, delete, get, post, websocket
from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.exceptions import HTTPException
from litestar.handlers import BaseRouteHandler
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, FromQuery, HeaderParameter, JSONBody, QueryParameter
from litestar.response import Stream as StreamResponse
from msgspec.structs import replace

from console.center import problems
from console.center.center import Center
from console.center.openings import External, Openings, Pictures
from console.center.records import Records
from console.center.sessions import Sessions
from console.center.signals import Step, World
from console.center.stream import Stream
from console.center.trails import KEPT_S
from console.center.turning import Turning
from console.domain import protocol
from console.domain.alarms import PRIORITY_OF, AlarmKind
from console.domain.errors import Problem, ProblemType, Refused
from console.domain.events import OperatorCame
from console.domain.intents import Intent
from console.domain.picture import Snapshot
from console.domain.protocol import (
    RATES,
    About,
    Inject,
    Opening,
    OpeningRequest,
    Outcome,
    Procedures,
    Quality,
    Recommendations,
    Trail,
)
from console.domain.ptz import PtzOrder, PtzState
from console.domain.registry import Registry
from console.domain.session import LogIn, Operator, Renewal, Role, Session
from console.domain.streams import ArchiveRanges
from console.domain.units import Agency
from console.insight.recommend import Wanted, for_incident, recommend

BODY_LIMIT = 128 * 1024
"""Largest request body, bytes: a note of NOTE_LIMIT characters, each escaped, fits."""

MPEG_TS, JPEG, AAC = "video/mp2t", "image/jpeg", "audio/aac"

NOWHERE_ELSE: Mapping[str, External] = MappingProxyType({})

DAYS_LIMIT = 366
"""Farthest back that offences can be asked for, days: a year, so that the same season can be compared."""

SPANS_KEPT = 4
"""Answers that are kept for an hour, each for another number of days; 1 MB each."""

DAY_S, HOUR_S = 86_400.0, 3_600.0

log = logging.getLogger(__name__)
Connection = ASGIConnection[Any, Any, Any, State]

_TITLES = {
    HTTPStatus.NOT_FOUND: ProblemType.NOT_FOUND,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ProblemType.TOO_LARGE,
    HTTPStatus.UNAUTHORIZED: ProblemType.NOT_LOGGED_IN,
}


class Asked(Request[Operator, str, State]):
    """A request; whatever its body holds, it is read or refused."""

    async def json(self) -> Any:
        """The body; not UTF-8 and thousands of brackets are the asker's fault, not ours."""
        try:
            return await super().json()
        except (UnicodeDecodeError, RecursionError) as error:
            raise problems.malformed(str(error)[:200]) from error


class Service:
    """What the handlers work with."""

    def __init__(
        self,
        center: Center,
        sessions: Sessions,
        world: World,
        pictures: Pictures,
        external: Mapping[str, External] = NOWHERE_ELSE,
    ) -> None:
        self.center = center
        self.sessions = sessions
        self.world = world
        self.pictures = pictures
        heads = world.heads
        self.openings = Openings(
            center,
            pictures,
            external,
            lambda camera: None if camera.id in external else heads.abilities(camera.id),
        )
        self.records = Records(center, pictures, external)
        self.turning = Turning(center, self.openings, heads)
        self._registry: tuple[int, bytes, str] = (-1, b"", "")
        self.registry()
        self._offences: dict[int, tuple[float, bytes, str]] = {}
        self._recording = asyncio.Lock()

    def registry(self) -> tuple[int, bytes, str]:
        """Revision, body and entity tag of the registry; encoded once for each revision."""
        registry = self.world.registry
        if self._registry[0] != registry.revision:
            body = msgspec.msgpack.encode(registry)
            self._registry = registry.revision, body, _tag(body)
        return self._registry

    async def offences(self, days: int) -> tuple[bytes, str]:
        """Body and entity tag of the offences of the last days until the last full hour; encoded once an hour."""
        until = self.center.clock.now() // HOUR_S * HOUR_S
        async with self._recording:
            if days not in self._offences or self._offences[days][0] != until:
                of_this_hour = [(day, kept) for day, kept in self._offences.items() if kept[0] == until]
                self._offences = dict(of_this_hour[1 - SPANS_KEPT :])
                self._offences[days] = until, *await asyncio.to_thread(self._record, until - days * DAY_S, until)
        return self._offences[days][1:]

    async def recommend(
        self, incident: str, place: tuple[float, float] | None, kind: AlarmKind, agency: Agency | None
    ) -> Recommendations:
        """Whom to send to an incident or a place. Raises Refused where there is no such incident, or neither."""
        center = self.center
        picture, city, now = center.picture, center.city, center.clock.now()
        if incident:
            if (known := picture.incidents.get(incident)) is None:
                raise problems.not_found(f"incident {incident}")
            wanted = for_incident(known, agency)
        elif place is not None:
            wanted = Wanted(kind, PRIORITY_OF[kind], *place, city.district_at(*place), None, agency)
        else:
            raise problems.not_found("incident or place to which somebody shall be sent")
        seq, units, incidents = picture.seq, list(picture.units.values()), dict(picture.incidents)
        found = await asyncio.to_thread(
            lambda: recommend(self.world.streets, units, wanted, now, incidents=incidents, homes=city.homes)
        )
        return Recommendations(seq, now, tuple(found))

    def _record(self, since: float, until: float) -> tuple[bytes, str]:
        registry = self.world.registry
        body = msgspec.msgpack.encode(self.world.offences(since, until).record(registry.city))
        return body, _tag(body)


def _tag(body: bytes) -> str:
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def _refusals(*statuses: int) -> dict[int, ResponseSpec]:
    return {
        status: ResponseSpec(
            Problem,
            generate_examples=False,
            description=HTTPStatus(status).phrase,
            media_type=protocol.PROBLEM_JSON,
        )
        for status in statuses
    }


def _path(template: str) -> str:
    return template.replace("}", ":str}")


def logged_in(connection: Connection, _: BaseRouteHandler) -> None:
    """Let pass who shows a good access token; the operator is then ``request.user``."""
    scheme, _space, token = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise problems.not_logged_in("Send an access token: Authorization: Bearer ...")
    connection.scope["user"] = _service(connection).sessions.operator(token.strip())


def trainer_only(connection: Connection, _: BaseRouteHandler) -> None:
    """Let pass trainers."""
    if connection.user.role is not Role.TRAINER:
        raise problems.forbidden("Only a trainer makes devices speak.")


def _service(connection: Connection) -> Service:
    service: Service = connection.app.state.service
    return service


_KNOWN: list[dict[str, list[str]]] = [{"bearer": []}]


@get(protocol.ABOUT, operation_id="about", summary="Which center this is")
async def about(request: Asked) -> About:
    """Open to anyone: enough to know that it is a center, and which."""
    center = _service(request).center
    return About(protocol.SERVICE, protocol.CONTRACT, center.name, center.picture.epoch, center.mode)


@post(
    protocol.SESSION,
    operation_id="log_in",
    summary="Log in",
    status_code=200,
    responses=_refusals(400, 401, 413, 429, 503),
)
async def log_in(request: Asked, data: JSONBody[LogIn]) -> Session:
    """A short access token and a refresh token."""
    service = _service(request)
    session = await service.sessions.log_in(data.user, data.password)
    await service.center.record([OperatorCame(session.operator.name)], session.operator.id)
    return session


@post(
    protocol.RENEWAL,
    operation_id="renew",
    summary="Renew a session",
    status_code=200,
    responses=_refusals(400, 401, 413, 503),
)
async def renew(request: Asked, data: JSONBody[Renewal]) -> Session:
    """New tokens for a refresh token, which ends soon after it was used."""
    return await _service(request).sessions.renew(data.refresh_token)


@get(
    protocol.SNAPSHOT,
    operation_id="snapshot",
    summary="All that is known now",
    guards=[logged_in],
    security=_KNOWN,
    responses=_refusals(401, 503),
)
async def snapshot(request: Asked) -> Snapshot:
    """The picture at a ``seq``; events of the stream with a higher one follow it."""
    return await _service(request).center.snapshot()


@get(
    protocol.REGISTRY,
    operation_id="registry",
    summary="What stands in the city",
    guards=[logged_in],
    security=_KNOWN,
    media_type=protocol.MSGPACK,
    responses=_refusals(400, 401)
    | {304: ResponseSpec(None, generate_examples=False, description="It is as your If-None-Match says")},
)
async def registry(
    request: Asked,
    since: Annotated[int, QueryParameter(ge=0, le=2**53, description="Revision that you have; 0: none")] = 0,
    if_none_match: Annotated[str, HeaderParameter(name="If-None-Match", required=False)] = "",
) -> Response[bytes]:
    """The registry as msgpack (``Registry``); empty where ``since`` is the newest revision.

    A tag that does not match says that what you have is of another city: then all of it comes. It is not compressed:
    on the loopback address 16 MB travel in 0.1 s, and packing them takes three times as long.
    """
    service = _service(request)
    revision, body, tag = service.registry()
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if if_none_match == tag:
        return Response(b"", status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    if since == revision and not if_none_match:
        body = msgspec.msgpack.encode(Registry(service.world.registry.city, revision, since, [], [], [], [], []))
    return Response(body, headers=headers, media_type=protocol.MSGPACK)


@get(
    protocol.OFFENCES,
    operation_id="offences",
    summary="Recorded offences",
    guards=[logged_in],
    security=_KNOWN,
    media_type=protocol.MSGPACK,
    responses=_refusals(400, 401)
    | {304: ResponseSpec(None, generate_examples=False, description="It is as your If-None-Match says")},
)
async def offences(
    request: Asked,
    days: Annotated[int, QueryParameter(ge=1, le=DAYS_LIMIT, description="How far back")] = 30,
    if_none_match: Annotated[str, HeaderParameter(name="If-None-Match", required=False)] = "",
) -> Response[bytes]:
    """Offences of the last days as msgpack (``OffenceRecord``), until the last full hour, as far back as they go.

    For everybody at the center: they hold kind, time and place, and no persons.
    """
    body, tag = await _service(request).offences(days)
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if if_none_match == tag:
        return Response(b"", status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(body, headers=headers, media_type=protocol.MSGPACK)


@get(
    protocol.PROCEDURES,
    operation_id="procedures",
    summary="What is to be done",
    guards=[logged_in],
    security=_KNOWN,
    responses=_refusals(401),
)
async def procedures(request: Asked) -> Procedures:
    """The procedures that are followed here; an incident names the one that it began with."""
    return Procedures(tuple(_service(request).center.city.procedures.values()))


@get(
    protocol.RECOMMENDATIONS,
    operation_id="recommendations",
    summary="Whom to send",
    guards=[logged_in],
    security=_KNOWN,
    responses=_refusals(400, 401, 404),
)
async def recommendations(
    request: Asked,
    incident: Annotated[str, QueryParameter(max_length=64, description='Its id; "": a place instead')] = "",
    lon: Annotated[float | None, QueryParameter(ge=-180, le=180, description="Of the place")] = None,
    lat: Annotated[float | None, QueryParameter(ge=-90, le=90, description="Of the place")] = None,
    kind: Annotated[AlarmKind, QueryParameter(description="What happens there")] = AlarmKind.PANIC_BUTTON,
    agency: Annotated[Agency | None, QueryParameter(description="Only units of this one")] = None,
) -> Recommendations:
    """Units for an incident, or for a place where something of ``kind`` happens; the one to ask first in front."""
    place = None if lon is None or lat is None else (lon, lat)
    return await _service(request).recommend(incident, place, kind, agency)


@post(
    protocol.INTENTS,
    operation_id="intent",
    summary="Have something done",
    guards=[logged_in],
    security=_KNOWN,
    status_code=200,
    responses=_refusals(400, 401, 403, 404, 409, 412, 413, 422, 503),
)
async def intents(
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
    return await _service(request).center.carry_out(data, request.user, key, version)


@post(
    protocol.SIGNALS,
    operation_id="signal",
    summary="Make a device speak",
    guards=[logged_in, trainer_only],
    security=_KNOWN,
    status_code=204,
    responses=_refusals(400, 401, 403, 404, 413, 503),
)
async def signals(request: Asked, data: JSONBody[Inject]) -> None:
    """For trainers: as if the device had raised or cleared this alarm."""
    service = _service(request)
    try:
        signal = service.world.signal(data.device, data.kind, active=data.active)
    except KeyError:
        raise problems.not_found(f"device {data.device[:64]}") from None
    await service.center.hear(Step(signals=[replace(signal, priority=data.priority)]))


@post(
    _path(protocol.OPENING),
    operation_id="open_camera",
    summary="Open a camera's picture",
    guards=[logged_in],
    security=_KNOWN,
    status_code=200,
    responses=_refusals(400, 401, 403, 404, 409, 413, 422, 503),
)
async def opening(request: Asked, camera: FromPath[str], data: JSONBody[OpeningRequest]) -> Opening:
    """Checked (consent, reason), written into the log, then answered with addresses that end when not used."""
    return await _service(request).openings.open(camera, data.reason, request.user)


@post(
    _path(protocol.LEASE_RENEWAL),
    operation_id="renew_lease",
    summary="Keep a lease",
    guards=[logged_in],
    security=_KNOWN,
    status_code=204,
    responses=_refusals(400, 401, 404),
)
async def renew_lease(request: Asked, lease: FromPath[str]) -> None:
    """For a stream that does not come from the center; whoever opened the camera keeps it so."""
    _service(request).openings.renew(lease, request.user)


@delete(
    _path(protocol.LEASE),
    operation_id="close_camera",
    summary="Close a camera's picture",
    guards=[logged_in],
    security=_KNOWN,
    status_code=204,
    responses=_refusals(400, 401, 404, 503),
)
async def close_camera(request: Asked, lease: FromPath[str]) -> None:
    """Its streams end at once, and the log says for how long it was open."""
    await _service(request).openings.close(lease, request.user)


@get(
    _path(protocol.LIVE),
    operation_id="live",
    summary="A camera's picture now",
    media_type=MPEG_TS,
    responses=_refusals(400, 404, 503),
)
async def live(request: Asked, lease: FromPath[str], quality: FromQuery[Quality] = "main") -> StreamResponse:
    """MPEG-TS, paced, without end."""
    return await _flowing(_service(request).openings.live(lease, quality))


@post(
    _path(protocol.LISTENING),
    operation_id="listen",
    summary="Listen to a camera",
    guards=[logged_in],
    security=_KNOWN,
    status_code=204,
    responses=_refusals(400, 401, 404, 503),
)
async def listen(request: Asked, lease: FromPath[str]) -> None:
    """From now on its operator hears it; the journal says so."""
    await _service(request).openings.listen(lease, request.user)


@delete(
    _path(protocol.LISTENING),
    operation_id="stop_listening",
    summary="Listen no longer",
    guards=[logged_in],
    security=_KNOWN,
    status_code=204,
    responses=_refusals(400, 401, 404, 503),
)
async def stop_listening(request: Asked, lease: FromPath[str]) -> None:
    """Its sound ends at once, and the journal says for how long it was heard."""
    await _service(request).openings.stop_listening(lease, request.user)


@get(
    _path(protocol.SOUND),
    operation_id="sound",
    summary="What a camera hears now",
    media_type=AAC,
    responses=_refusals(400, 404, 409, 503),
)
async def sound(request: Asked, lease: FromPath[str]) -> StreamResponse:
    """AAC in ADTS frames, paced, without end; only while its operator has said to listen."""
    return await _flowing(_service(request).openings.sound(lease), AAC)


@get(
    _path(protocol.ARCHIVE),
    operation_id="archive",
    summary="A camera's picture at a past time",
    media_type=MPEG_TS,
    responses=_refusals(400, 404, 503),
)
async def archive(
    request: Asked,
    lease: FromPath[str],
    start: Annotated[float, QueryParameter(ge=0, le=1e10, description="Unix seconds")],
    rate: Annotated[
        float, QueryParameter(ge=RATES[0], le=RATES[1], description="Seconds of the past for each second")
    ] = 1.0,
    quality: FromQuery[Quality] = "main",
) -> StreamResponse:
    """MPEG-TS, paced, from the frame shown at ``start`` on, until the next gap in the record or until now.

    Its time stamps are those of a viewer. Above twice the speed only key frames come, at most eight a second.
    """
    service = _service(request)
    given = service.openings.shown(lease)
    until = service.records.end_of(given.camera, start)
    pictures = service.pictures.archive(given.camera, quality, start, until, rate)
    return await _flowing(service.openings.leases.watch(given, pictures))


@get(
    _path(protocol.FRAME),
    operation_id="frame",
    summary="A single frame of the record",
    media_type=JPEG,
    responses=_refusals(400, 404, 503),
)
async def frame(
    request: Asked,
    lease: FromPath[str],
    at: Annotated[float, QueryParameter(ge=0, le=1e10, description="Unix seconds")],
    quality: FromQuery[Quality] = "main",
    width: Annotated[int, QueryParameter(ge=0, le=4096, description="Pixels; 0: as it is")] = 0,
) -> Response[bytes]:
    """The frame that was shown at a time, as JPEG; the header ``Picture-Time`` says when exactly it was taken."""
    service = _service(request)
    given = service.openings.shown(lease)
    service.records.end_of(given.camera, at)
    service.openings.leases.renew(given)
    jpeg, taken_at = await service.pictures.still(given.camera, quality, at, width)
    headers = {"Cache-Control": "no-store", protocol.PICTURE_TIME: f"{taken_at:.6f}"}
    return Response(jpeg, media_type=JPEG, headers=headers)


@get(
    _path(protocol.RANGES),
    operation_id="archive_ranges",
    summary="What was recorded of a camera",
    guards=[logged_in],
    security=_KNOWN,
    responses=_refusals(400, 401, 403, 404, 409),
)
async def archive_ranges(
    request: Asked,
    camera: FromPath[str],
    since: Annotated[float, QueryParameter(ge=0, le=1e10, description="Unix seconds")],
    until: Annotated[float, QueryParameter(ge=0, le=1e10, description="Unix seconds")],
) -> ArchiveRanges:
    """The stretches of record between two times at most two days apart, and the alarms near the camera."""
    service = _service(request)
    return service.records.ranges(service.openings.camera(camera), since, until)


@get(
    _path(protocol.PTZ),
    operation_id="ptz",
    summary="Where a camera looks",
    guards=[logged_in],
    security=_KNOWN,
    responses=_refusals(400, 401, 403, 404, 409),
)
async def ptz(request: Asked, camera: FromPath[str]) -> PtzState:
    """Where it looks, what it can, who turns it, and its presets."""
    return _service(request).turning.state(camera)


@post(
    _path(protocol.PTZ),
    operation_id="turn_camera",
    summary="Turn a camera",
    guards=[logged_in],
    security=_KNOWN,
    status_code=200,
    responses=_refusals(400, 401, 403, 404, 409, 413, 503),
)
async def turn_camera(request: Asked, camera: FromPath[str], data: JSONBody[PtzOrder]) -> PtzState:
    """For whoever has the camera open. The first order takes its lock where it is free."""
    return await _service(request).turning.order(camera, data, request.user)


async def _flowing(watched: AsyncGenerator[bytes, None], media_type: str = MPEG_TS) -> StreamResponse:
    """The answer begins when there is a picture, so that "not ready" is still an ordinary refusal."""
    try:
        first = await anext(watched)
    except StopAsyncIteration:
        raise problems.unavailable("The camera gives no picture.") from None

    async def stream() -> AsyncGenerator[bytes, None]:
        try:
            yield first
            async for piece in watched:
                yield piece
        finally:
            await watched.aclose()

    # The connection ends with the stream: a viewer shall see at once that there is no more.
    return StreamResponse(stream(), media_type=media_type, headers={"Cache-Control": "no-store", "Connection": "close"})


@get(
    _path(protocol.TRAIL),
    operation_id="trail",
    summary="Where a unit has been",
    guards=[logged_in],
    security=_KNOWN,
    responses=_refusals(400, 401, 404),
)
async def trail(
    request: Asked,
    unit: FromPath[str],
    minutes: Annotated[float, QueryParameter(gt=0, le=KEPT_S / 60, description="How far back")] = 30.0,
) -> Trail:
    """Its positions of the last minutes, thinned; less of them where the center does not know so far back."""
    center = _service(request).center
    if unit not in center.picture.units:
        raise problems.not_found(f"unit {unit[:64]}")
    return center.trails.of(unit, center.clock.now() - minutes * 60)


@websocket(protocol.STREAM)
async def stream(socket: WebSocket[Any, Any, Any]) -> None:
    """The events (see the AsyncAPI document)."""
    service = _service(socket)
    await Stream(socket, service.center, service.sessions).run()


def _problem_response(problem: Problem, headers: dict[str, str] | None = None) -> Response[bytes]:
    headers = dict(headers or {})
    if problem.retry_after is not None:
        headers["Retry-After"] = str(max(1, round(problem.retry_after)))
    if problem.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    body = msgspec.json.encode(problem)
    return Response(body, status_code=problem.status, media_type=protocol.PROBLEM_JSON, headers=headers)


def on_refused(_: Request[Any, Any, Any], refused: Refused) -> Response[bytes]:
    """A refusal by the center."""
    return _problem_response(refused.problem)


def on_http(_: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    """A refusal by the framework: no such route, wrong method, a body that is not what it should be."""
    extra = error.extra if isinstance(error.extra, list) else []
    details = [f"{item.get('key', '')}: {item.get('message', '')}".strip(": ") for item in extra]
    status = HTTPStatus(error.status_code)
    kind = _TITLES.get(status, ProblemType.MALFORMED)
    problem = Problem(kind, status.phrase, status, "; ".join([error.detail, *details])[:500])
    return _problem_response(problem, error.headers)


def on_fault(request: Request[Any, Any, Any], fault: Exception) -> Response[bytes]:
    """A fault of our own: logged whole, told in one sentence."""
    route = request.scope.get("path_template", "")  # not the path: that of a video holds a lease
    log.error("%s %s failed", request.method, route, exc_info=fault)
    problem = Problem(ProblemType.UNAVAILABLE, "The center has a fault", 500, "It was written into the center's log.")
    return _problem_response(problem)


def application(service: Service | None, openapi: OpenAPIConfig | None = None) -> Litestar:
    """The application (without a service: for its contract); no pages that load scripts from elsewhere."""
    return Litestar(
        [
            *(about, log_in, renew, snapshot, registry, offences, intents, signals, trail, stream),
            *(procedures, recommendations),
            *(listen, stop_listening, sound),
            *(opening, renew_lease, close_camera, live, archive, frame, archive_ranges, ptz, turn_camera),
        ],
        state=State({"service": service}),
        exception_handlers={Refused: on_refused, HTTPException: on_http, Exception: on_fault},
        request_class=Asked,
        openapi_config=openapi,
        request_max_body_size=BODY_LIMIT,
        logging_config=None,
    )

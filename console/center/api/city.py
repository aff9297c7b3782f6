"""Routes of what is known of the city and its forces: the registry, offences, procedures, whom to send, trails."""

from http import HTTPStatus
from typing import Annotated

import msgspec
from litestar import Response
from litestar.params import FromPath, HeaderParameter, QueryParameter

from console.center import problems
from console.center.api.asking import Asked, operators, service_of
from console.center.trails import KEPT_S
from console.domain import protocol
from console.domain.alarms import AlarmKind
from console.domain.protocol import Procedures, Recommendations, Trail
from console.domain.registry import Registry
from console.domain.units import Agency

DAYS_LIMIT = 366
"""Farthest back that offences can be asked for, days: a year, so that the same season can be compared."""

IfNoneMatch = Annotated[str, HeaderParameter(name="If-None-Match", required=False)]


@operators.get(protocol.REGISTRY, "What stands in the city", 304, 400, media_type=protocol.MSGPACK)
async def registry(
    request: Asked,
    since: Annotated[int, QueryParameter(ge=0, le=2**53, description="Revision that you have; 0: none")] = 0,
    if_none_match: IfNoneMatch = "",
) -> Response[bytes]:
    """The registry as msgpack (``Registry``); empty where ``since`` is the newest revision.

    A tag that does not match says that what you have is of another city: then all of it comes. It is not compressed:
    on the loopback address 16 MB travel in 0.1 s, and packing them takes three times as long.
    """
    service = service_of(request)
    known = service.registry()
    if since == known.of and not if_none_match:
        nothing = Registry(service.world.registry.city, since, since, [], [], [], [], [])
        return _tagged(msgspec.msgpack.encode(nothing), known.tag, if_none_match)
    return _tagged(known.body, known.tag, if_none_match)


@operators.get(protocol.OFFENCES, "Recorded offences", 304, 400, media_type=protocol.MSGPACK)
async def offences(
    request: Asked,
    days: Annotated[int, QueryParameter(ge=1, le=DAYS_LIMIT, description="How far back")] = 30,
    if_none_match: IfNoneMatch = "",
) -> Response[bytes]:
    """Offences of the last days as msgpack (``OffenceRecord``), until the last full hour, as far back as they go.

    For everybody at the center: they hold kind, time and place, and no persons.
    """
    known = await service_of(request).offences(days)
    return _tagged(known.body, known.tag, if_none_match)


@operators.get(protocol.PROCEDURES, "What is to be done")
async def procedures(request: Asked) -> Procedures:
    """The procedures that are followed here; an incident names the one that it began with."""
    return Procedures(tuple(service_of(request).center.city.procedures.values()))


@operators.get(protocol.RECOMMENDATIONS, "Whom to send", 400, 404)
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
    return await service_of(request).recommend(incident, place, kind, agency)


@operators.get(protocol.TRAIL, "Where a unit has been", 400, 404)
async def trail(
    request: Asked,
    unit: FromPath[str],
    minutes: Annotated[float, QueryParameter(gt=0, le=KEPT_S / 60, description="How far back")] = 30.0,
) -> Trail:
    """Its positions of the last minutes, thinned; less of them where the center does not know so far back."""
    center = service_of(request).center
    if unit not in center.picture.units:
        raise problems.not_found(f"unit {unit[:64]}")
    return center.trails.of(unit, center.clock.now() - minutes * 60)


def _tagged(body: bytes, tag: str, if_none_match: str) -> Response[bytes]:
    """An answer that need not travel again to whoever has it already."""
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if if_none_match == tag:
        return Response(b"", status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(body, headers=headers, media_type=protocol.MSGPACK)


ROUTES = (registry, offences, procedures, recommendations, trail)

"""Routes of cameras: their openings and leases, what they show and hear, what was recorded, and where they look.

Opening, listening and turning are for operators; a picture comes to whoever holds a lease, which only they are given.
"""

from collections.abc import AsyncGenerator
from typing import Annotated

from litestar import Response
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from litestar.response import Stream

from console.center import problems
from console.center.api.asking import Asked, anyone, operators, service_of
from console.domain import protocol
from console.domain.protocol import RATES, Opening, OpeningRequest, Quality
from console.domain.ptz import PtzOrder, PtzState
from console.domain.streams import ArchiveRanges

MPEG_TS, JPEG, AAC = "video/mp2t", "image/jpeg", "audio/aac"

PastTime = Annotated[float, QueryParameter(ge=0, le=1e10, description="Unix seconds")]


@operators.post(protocol.OPENING, "Open a camera's picture", 400, 403, 404, 409, 413, 422, 503)
async def open_camera(request: Asked, camera: FromPath[str], data: JSONBody[OpeningRequest]) -> Opening:
    """Checked (consent, reason), written into the log, then answered with addresses that end when not used."""
    return await service_of(request).openings.open(camera, data.reason, request.user)


@operators.post(protocol.LEASE_RENEWAL, "Keep a lease", 400, 404, status_code=204)
async def renew_lease(request: Asked, lease: FromPath[str]) -> None:
    """For a stream that does not come from the center; whoever opened the camera keeps it so."""
    service_of(request).openings.renew(lease, request.user)


@operators.delete(protocol.LEASE, "Close a camera's picture", 400, 404, 503)
async def close_camera(request: Asked, lease: FromPath[str]) -> None:
    """Its streams end at once, and the log says for how long it was open."""
    await service_of(request).openings.close(lease, request.user)


@anyone.get(protocol.LIVE, "A camera's picture now", 400, 404, 503, media_type=MPEG_TS)
async def live(request: Asked, lease: FromPath[str], quality: FromQuery[Quality] = "main") -> Stream:
    """MPEG-TS, paced, without end."""
    return await _flowing(service_of(request).openings.live(lease, quality), MPEG_TS)


@operators.post(protocol.LISTENING, "Listen to a camera", 400, 404, 503, status_code=204)
async def listen(request: Asked, lease: FromPath[str]) -> None:
    """From now on its operator hears it; the journal says so."""
    await service_of(request).openings.listen(lease, request.user)


@operators.delete(protocol.LISTENING, "Listen no longer", 400, 404, 503)
async def stop_listening(request: Asked, lease: FromPath[str]) -> None:
    """Its sound ends at once, and the journal says for how long it was heard."""
    await service_of(request).openings.stop_listening(lease, request.user)


@anyone.get(protocol.SOUND, "What a camera hears now", 400, 404, 409, 503, media_type=AAC)
async def sound(request: Asked, lease: FromPath[str]) -> Stream:
    """AAC in ADTS frames, paced, without end; only while its operator has said to listen."""
    return await _flowing(service_of(request).openings.sound(lease), AAC)


@anyone.get(protocol.ARCHIVE, "A camera's picture at a past time", 400, 404, 503, media_type=MPEG_TS)
async def archive(
    request: Asked,
    lease: FromPath[str],
    start: PastTime,
    rate: Annotated[
        float, QueryParameter(ge=RATES[0], le=RATES[1], description="Seconds of the past for each second")
    ] = 1.0,
    quality: FromQuery[Quality] = "main",
) -> Stream:
    """MPEG-TS, paced, from the frame shown at ``start`` on, until the next gap in the record or until now.

    Its time stamps are those of a viewer. Above twice the speed only key frames come, at most eight a second.
    """
    service = service_of(request)
    given = service.openings.shown(lease)
    until = service.records.end_of(given.camera, start)
    pictures = service.pictures.archive(given.camera, quality, start, until, rate)
    return await _flowing(service.openings.leases.watch(given, pictures), MPEG_TS)


@anyone.get(protocol.FRAME, "A single frame of the record", 400, 404, 503, media_type=JPEG)
async def frame(
    request: Asked,
    lease: FromPath[str],
    at: PastTime,
    quality: FromQuery[Quality] = "main",
    width: Annotated[int, QueryParameter(ge=0, le=4096, description="Pixels; 0: as it is")] = 0,
) -> Response[bytes]:
    """The frame that was shown at a time, as JPEG; the header ``Picture-Time`` says when exactly it was taken."""
    service = service_of(request)
    given = service.openings.shown(lease)
    service.records.end_of(given.camera, at)
    service.openings.leases.renew(given)
    jpeg, taken_at = await service.pictures.still(given.camera, quality, at, width)
    headers = {"Cache-Control": "no-store", protocol.PICTURE_TIME: f"{taken_at:.6f}"}
    return Response(jpeg, media_type=JPEG, headers=headers)


@operators.get(protocol.RANGES, "What was recorded of a camera", 400, 403, 404, 409)
async def archive_ranges(request: Asked, camera: FromPath[str], since: PastTime, until: PastTime) -> ArchiveRanges:
    """The stretches of record between two times at most two days apart, and the alarms near the camera."""
    service = service_of(request)
    return service.records.ranges(service.openings.camera(camera), since, until)


@operators.get(protocol.PTZ, "Where a camera looks", 400, 403, 404, 409)
async def ptz(request: Asked, camera: FromPath[str]) -> PtzState:
    """Where it looks, what it can, who turns it, and its presets."""
    return service_of(request).turning.state(camera)


@operators.post(protocol.PTZ, "Turn a camera", 400, 403, 404, 409, 413, 503)
async def turn_camera(request: Asked, camera: FromPath[str], data: JSONBody[PtzOrder]) -> PtzState:
    """For whoever has the camera open. The first order takes its lock where it is free."""
    return await service_of(request).turning.order(camera, data, request.user)


async def _flowing(watched: AsyncGenerator[bytes, None], media_type: str) -> Stream:
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
    return Stream(stream(), media_type=media_type, headers={"Cache-Control": "no-store", "Connection": "close"})


ROUTES = (
    *(open_camera, renew_lease, close_camera, live, listen, stop_listening, sound),
    *(archive, frame, archive_ranges, ptz, turn_camera),
)

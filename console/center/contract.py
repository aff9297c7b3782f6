"""The contract as documents: OpenAPI 3.1 for REST, AsyncAPI 3 for the websocket, made from the code that serves it.

``python -m console.center.contract`` writes them into ``resources/api``; a test keeps them current. Paths and answers
come from the Litestar application, the shapes of messages from the msgspec types themselves (tags, limits, defaults).
"""

import sys
from typing import Any, get_args

import msgspec
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.spec import Components, SecurityScheme

from console import paths
from console.center.api.application import application
from console.center.stream import AUTHENTICATE_S
from console.domain import protocol
from console.domain.errors import Problem
from console.domain.intents import Intent
from console.domain.offences import OffenceRecord
from console.domain.picture import Snapshot
from console.domain.ptz import PtzOrder, PtzState
from console.domain.registry import Registry
from console.domain.session import LogIn, Renewal, Session
from console.domain.streams import ArchiveRanges

FOLDER = paths.RESOURCES / "api"

_SPOKEN = (
    Intent,
    Snapshot,
    Registry,
    OffenceRecord,
    LogIn,
    Renewal,
    Session,
    Problem,
    protocol.About,
    protocol.Outcome,
    protocol.Procedures,
    protocol.Recommendations,
    protocol.Opening,
    protocol.OpeningRequest,
    protocol.Inject,
    protocol.Trail,
    ArchiveRanges,
    PtzOrder,
    PtzState,
)
_TITLE = "Kuzet center"
_VERSION = f"{protocol.CONTRACT}.0.0"
_UNITS = "Times are Unix seconds, positions WGS84 degrees (longitude, latitude), distances metres."


def openapi() -> dict[str, Any]:
    """The OpenAPI 3.1 document."""
    bearer = SecurityScheme(type="http", scheme="bearer", description="The access token of a session")
    config = OpenAPIConfig(
        _TITLE,
        _VERSION,
        description=f"REST of a Kuzet center. {_UNITS}",
        components=Components(security_schemes={"bearer": bearer}),
        render_plugins=[],
    )
    document: dict[str, Any] = application(None, config).openapi_schema.to_schema()
    (intent, *_), schemas = _schemas(*_SPOKEN)
    unknown = document["components"]["schemas"].keys() - schemas.keys()
    if unknown:
        raise LookupError(f"the application speaks of {sorted(unknown)}, which are not among the spoken types")
    document["components"]["schemas"] = schemas
    body = document["paths"][protocol.INTENTS]["post"]["requestBody"]["content"]["application/json"]
    body["schema"] = intent
    for path, kind in ((protocol.REGISTRY, Registry), (protocol.OFFENCES, OffenceRecord)):
        content = document["paths"][path]["get"]["responses"]["200"]["content"]
        content[protocol.MSGPACK]["schema"] = {"$ref": f"#/components/schemas/{kind.__name__}"}
    return document


def asyncapi() -> dict[str, Any]:
    """The AsyncAPI 3 document."""
    says, answers = get_args(protocol.ConsoleMessage), get_args(protocol.CenterMessage)
    _, schemas = _schemas(*says, *answers)
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": _TITLE,
            "version": _VERSION,
            "description": f"Events of a Kuzet center. {_UNITS}",
        },
        "defaultContentType": "application/json",
        "channels": {
            "stream": {
                "address": protocol.STREAM,
                "description": "One websocket; JSON text frames. The console speaks first and authenticates within "
                f"{AUTHENTICATE_S:.0f} s; the center answers hello; a console that was here before sends resume, "
                "any other reads the snapshot and takes the entries after it.",
                "messages": {_name(kind): {"$ref": f"#/components/messages/{_name(kind)}"} for kind in says + answers},
            }
        },
        "operations": {"console_says": _operation("receive", says), "center_says": _operation("send", answers)},
        "components": {"messages": {_name(kind): _message(kind) for kind in says + answers}, "schemas": schemas},
    }


def _operation(action: str, kinds: tuple[type[msgspec.Struct], ...]) -> dict[str, Any]:
    return {
        "action": action,
        "channel": {"$ref": "#/channels/stream"},
        "messages": [{"$ref": f"#/channels/stream/messages/{_name(kind)}"} for kind in kinds],
    }


def _message(kind: type[msgspec.Struct]) -> dict[str, Any]:
    summary = " ".join((kind.__doc__ or "").split())
    return {"name": _name(kind), "summary": summary, "payload": {"$ref": f"#/components/schemas/{kind.__name__}"}}


def _name(kind: type[msgspec.Struct]) -> str:
    return str(kind.__struct_config__.tag)


def _schemas(*kinds: Any) -> tuple[tuple[dict[str, Any], ...], dict[str, Any]]:
    return msgspec.json.schema_components(kinds, ref_template="#/components/schemas/{name}")


def written(document: dict[str, Any]) -> bytes:
    """A document as it stands in the file."""
    return msgspec.json.format(msgspec.json.encode(document, order="deterministic"), indent=1) + b"\n"


def main() -> int:
    """Write both documents."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "openapi.json").write_bytes(written(openapi()))
    (FOLDER / "asyncapi.json").write_bytes(written(asyncapi()))
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The contract: the documents are current, and the running center does what they say."""

import json
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection

from console.center import contract
from console.domain.session import Role
from tests.console.center.conftest import Client
from tests.console.center.running import Running

OPERATIONS = [
    "about",
    "log_in",
    "renew",
    "snapshot",
    "registry",
    "offences",
    "procedures",
    "recommendations",
    "intent",
    "signal",
    "open_camera",
    "live",
    "renew_lease",
    "close_camera",
    "listen",
    "stop_listening",
    "sound",
    "archive",
    "frame",
    "archive_ranges",
    "ptz",
    "turn_camera",
    "trail",
]


@pytest.mark.parametrize("name", ["openapi", "asyncapi"])
def test_the_document_is_current(name: str) -> None:
    made = contract.written(getattr(contract, name)())
    assert (contract.FOLDER / f"{name}.json").read_bytes() == made, "run: python -m console.center.contract"


def test_every_reference_leads_somewhere() -> None:
    for document in (contract.openapi(), contract.asyncapi()):
        for reference in _references(document):
            place = document
            for step in reference.removeprefix("#/").split("/"):
                place = place[step.replace("~1", "/")]
            assert place


def test_the_document_says_nothing_of_this_machine() -> None:
    for name in ("openapi.json", "asyncapi.json"):
        text = (contract.FOLDER / name).read_text("utf-8")
        assert "/work" not in text
        assert "/root" not in text


@pytest.mark.parametrize("operation_id", OPERATIONS)
def test_the_center_keeps_its_contract(standing: Running, visitor: Client, operation_id: str) -> None:
    schema = schemathesis.openapi.from_dict(contract.openapi())
    schema.config.update(base_url=standing.url)
    operation = schema.find_operation_by_id(operation_id)
    token = visitor(Role.TRAINER).headers["Authorization"]

    @given(
        case=operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
        | operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)
    )
    @settings(
        max_examples=40,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def keeps(case: schemathesis.Case[Any]) -> None:
        # A query that nobody asked for is left out, as everywhere on the web; bad figures are tried in test_api.
        left_out: list[Any] = [negative_data_rejection] if case.method == "GET" else []
        case.call_and_validate(headers={"Authorization": token}, timeout=10, excluded_checks=left_out)

    keeps()


def _references(thing: object) -> list[str]:
    if isinstance(thing, dict):
        own = [thing["$ref"]] if isinstance(thing.get("$ref"), str) else []
        return own + [reference for value in thing.values() for reference in _references(value)]
    return [reference for value in thing for reference in _references(value)] if isinstance(thing, list) else []


def test_the_operations_are_all_tried() -> None:
    paths = json.loads((contract.FOLDER / "openapi.json").read_bytes())["paths"]
    assert {o["operationId"] for path in paths.values() for o in path.values()} == set(OPERATIONS)

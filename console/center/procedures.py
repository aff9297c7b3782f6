"""The procedures that are followed here: read from TOML files, one each, when the center begins.

A file that cannot be used is left out and told about, with its reason: incidents of its kind then have no procedure,
which is seen on the screen, while a center that did not begin would be worse.
"""

from collections import Counter
from pathlib import Path

import msgspec
from msgspec import Struct

from console.domain.procedures import Procedure, StepAction
from console.domain.text import LocalText
from console.language import _
from console.reasons import reason


class Fault(Struct, frozen=True):
    """Why a file is left out, in words."""

    file: str
    reason: str


class Book(Struct, frozen=True):
    """What was read: the procedures in the order of their files, and the files that are left out."""

    procedures: tuple[Procedure, ...]
    faults: tuple[Fault, ...]


def read(folder: Path) -> Book:
    """Read all files of a folder; a folder that is not there has none."""
    procedures: dict[str, Procedure] = {}
    faults: list[Fault] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            procedure = msgspec.toml.decode(path.read_bytes(), type=Procedure)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError) as fault:
            faults.append(Fault(path.name, reason(fault) if isinstance(fault, OSError) else str(fault)))
            continue
        if why := _fault(procedure, procedures):
            faults.append(Fault(path.name, why))
        else:
            procedures[procedure.id] = procedure
    return Book(tuple(procedures.values()), tuple(faults))


def _fault(procedure: Procedure, others: dict[str, Procedure]) -> str:
    """What makes no sense in it, "" where it can be followed."""
    if not procedure.id or procedure.id in others:
        return _("there is another procedure “{id}”").format(id=procedure.id)
    if not procedure.kinds:
        return _("it is for no kind of alarm")
    if not procedure.steps:
        return _("it has no steps")
    for step, count in Counter(step.id for step in procedure.steps).items():
        if not step or count > 1:
            return _("there are several steps “{id}”").format(id=step)
    for step_ in procedure.steps:
        if not _is_said(step_.text):
            return _("step “{id}” is not written in all languages").format(id=step_.id)
        if step_.within is not None and not step_.within > 0:
            return _("the time of step “{id}” is over before it begins").format(id=step_.id)
        if step_.action is StepAction.REQUEST_AGENCY and step_.agency is None:
            return _("step “{id}” asks no agency").format(id=step_.id)
    return "" if _is_said(procedure.title) else _("its title is not written in all languages")


def _is_said(text: LocalText) -> bool:
    return all(said.strip() for said in (text.ru, text.kk, text.en))

"""Who works at the console: roles, operators and what logging in gives."""

from enum import StrEnum

from msgspec import Struct

DEMO_PASSWORD = "kuzet-demo"
"""Password of the demo center's three accounts, whose names are the roles; such a center listens on loopback only."""


class Role(StrEnum):
    """What a person is at the control center; the center enforces it, the console only hides."""

    DUTY_OFFICER = "duty_officer"
    SUPERVISOR = "supervisor"
    TRAINER = "trainer"


LEADS = frozenset({Role.SUPERVISOR, Role.TRAINER})
"""Roles that decide for others: give away their alarms, keep alarms quiet for good, put on file what an owner agreed
to. The center enforces it; the console only hides."""


class Operator(Struct, frozen=True):
    """A person with an account at the center."""

    id: str
    name: str
    role: Role


class LogIn(Struct, frozen=True):
    """Body of ``POST /session``."""

    user: str
    password: str


class Renewal(Struct, frozen=True):
    """Body of ``POST /session/renewal``."""

    refresh_token: str


class Session(Struct, frozen=True):
    """Answer to a log in or a renewal. ``expires_in`` is seconds of life of the access token."""

    access_token: str
    refresh_token: str
    expires_in: float
    operator: Operator

"""What the demo's crews can do beside what every crew can: by lot, and the same for the same seed."""

from random import Random

from console.center.world.roster import Gait, Kind
from console.domain.units import Agency, Skill

_SHARES = {
    Gait.CAR: {
        Skill.ARMED: 0.5,
        Skill.FIRST_AID: 0.25,
        Skill.DOG: 0.06,
        Skill.NEGOTIATOR: 0.06,
        Skill.JUVENILE: 0.1,
        Skill.FORENSICS: 0.08,
        Skill.CYBER: 0.05,
    },
    Gait.MOTORCYCLE: {Skill.ARMED: 0.3, Skill.FIRST_AID: 0.2},
    Gait.FOOT: {Skill.FIRST_AID: 0.2, Skill.JUVENILE: 0.15, Skill.NEGOTIATOR: 0.04},
}
"""Share of police crews that have each; an assumption of the demo."""

_OF_AGENCY = {Agency.AMBULANCE: (Skill.FIRST_AID,), Agency.FIRE: (Skill.FIRST_AID,), Agency.RESCUE: (Skill.FIRST_AID,)}


def skills_of(kind: Kind, lot: Random) -> tuple[Skill, ...]:
    """The skills of a crew."""
    if kind.agency is not Agency.POLICE:
        return _OF_AGENCY.get(kind.agency, ())
    return tuple(skill for skill, share in _SHARES.get(kind.gait, {}).items() if lot.random() < share)

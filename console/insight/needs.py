"""What an incident of a kind needs: which agencies, and which skills. Pure tables, the first of each row goes first."""

from console.domain.alarms import AlarmKind
from console.domain.units import Agency, Skill

_A, _S, _K = Agency, Skill, AlarmKind

HELPED_BY: dict[AlarmKind, tuple[Agency, ...]] = {
    _K.FIRE: (_A.AMBULANCE, _A.RESCUE, _A.POLICE),
    _K.ROAD_ACCIDENT: (_A.AMBULANCE, _A.RESCUE),
    _K.FIGHT: (_A.AMBULANCE,),
    _K.HOLD_UP: (_A.AMBULANCE,),
    _K.OFFICER_EMERGENCY: (_A.AMBULANCE,),
    _K.LOCKDOWN: (_A.AMBULANCE, _A.RESCUE),
    _K.THREAT: (_A.RESCUE, _A.AMBULANCE, _A.FIRE),
    _K.CROWD: (_A.AMBULANCE,),
    _K.ABANDONED_OBJECT: (_A.RESCUE,),
    _K.MISSING_CHILD: (_A.RESCUE,),
    _K.LAMP_OUTAGE: (_A.POLICE,),
    _K.CAMERA_TAMPERED: (_A.CITY,),
}
"""Agencies that are often needed beside the one that goes first; an assumption of ours, like the table below."""

SKILLS: dict[AlarmKind, tuple[Skill, ...]] = {
    _K.HOLD_UP: (_S.ARMED, _S.NEGOTIATOR),
    _K.OFFICER_EMERGENCY: (_S.ARMED, _S.FIRST_AID),
    _K.LOCKDOWN: (_S.ARMED, _S.NEGOTIATOR),
    _K.THREAT: (_S.DOG, _S.ARMED),
    _K.MISSING_CHILD: (_S.JUVENILE, _S.DOG),
    _K.INTRUSION: (_S.DOG,),
    _K.ABANDONED_OBJECT: (_S.DOG,),
    _K.THEFT: (_S.FORENSICS,),
    _K.FRAUD: (_S.CYBER,),
    _K.FIGHT: (_S.FIRST_AID,),
    _K.ROAD_ACCIDENT: (_S.FIRST_AID,),
    _K.CROWD: (_S.NEGOTIATOR,),
}
"""Skills of a crew that help. An ambulance, a fire engine or a rescue team has its own."""

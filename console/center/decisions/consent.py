"""What is put on file of an owner's word."""

from console.center import problems
from console.center.decisions.asked import Asked, words
from console.domain import events as e, intents as i
from console.domain.cameras import Consent, Integration


def decide(asked: Asked, intent: i.ChangeConsent) -> list[e.Event]:
    """The event; who opens cameras does not also say that they may."""
    if not asked.leads:
        raise problems.forbidden(f"A {asked.actor.role} does not change what an owner has agreed to.")
    camera = asked.city.cameras.get(intent.camera)
    if camera is None:
        raise problems.not_found(f"camera {intent.camera}")
    note = words(intent.note, "How the owner's word is known")
    if Consent.NOT_NEEDED in (camera.consent, intent.consent):
        raise problems.conflict("A camera of the city needs nobody's consent; a private one always does.")
    if camera.integration is not Integration.INTEGRATED:
        raise problems.conflict(f"The picture of camera {camera.id} does not reach the center.")
    if asked.picture.consent(camera) is intent.consent:
        raise problems.conflict(f"The consent of camera {camera.id} is {intent.consent} already.")
    return [e.ConsentChanged(camera.id, intent.consent, note)]

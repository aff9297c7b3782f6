"""Why the center could not be asked. ``str`` of each is one clear sentence for the operator, in his language.

What the center itself refuses is ``console.domain.errors.Refused``; these are for when it never came to that.
"""


class LinkError(Exception):
    """The center could not be asked. ``details`` is for those who mend it; it holds no secret."""

    def __init__(self, sentence: str, details: str = "") -> None:
        super().__init__(sentence)
        self.details = details


class CenterUnreachable(LinkError):
    """Nobody answers, or not in time; trying again may help."""


class CenterNotReady(CenterUnreachable):
    """It is there but still preparing; ``retry_after`` says in how many seconds to ask again."""

    def __init__(self, sentence: str, retry_after: float) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after


class CenterUnusable(LinkError):
    """Something answers that this console cannot work with: no center, another contract, an untrusted certificate."""


class LogInNeeded(LinkError):
    """The session has ended and cannot be renewed without the operator."""


class NotSent(LinkError):
    """An intent that came too late, or was made for another center, and that the operator decided not to send."""

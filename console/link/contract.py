"""The version of the contract: a console refuses a center that speaks another one."""

from console.domain.protocol import CONTRACT
from console.language import _
from console.link.errors import CenterUnusable


def check_contract(theirs: int) -> None:
    """Raise CenterUnusable for a center of another contract, saying who has to be updated."""
    if theirs > CONTRACT:
        text = _("The center speaks a newer contract ({theirs}) than this console ({ours}); please update the console.")
    elif theirs < CONTRACT:
        text = _("The center speaks an older contract ({theirs}) than this console ({ours}); it has to be updated.")
    else:
        return
    raise CenterUnusable(text.format(theirs=theirs, ours=CONTRACT))

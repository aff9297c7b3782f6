"""Calls of the center whose refusal is a sentence for the operator."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from console.domain.errors import Refused
from console.link import words
from console.link.session import Account
from console.link.sink import Sink

Found = TypeVar("Found")


class Asking:
    """Asks with the session's token; the names in a refusal are those of the sink's picture."""

    def __init__(self, account: Account, sink: Sink) -> None:
        self._account = account
        self._sink = sink

    async def ask(self, call: Callable[[str], Awaitable[Found]]) -> Found:
        """Call with the token. Raises Refused or LinkError; ``str`` of each is a sentence."""
        try:
            return await self._account.call(call)
        except Refused as refused:
            raise self.in_words(refused) from refused

    def in_words(self, refused: Refused) -> Refused:
        """The same refusal, whose ``str`` is a sentence."""
        said = Refused(refused.problem)
        said.args = (words.sentence(refused.problem, self._sink.picture, self._account.operator),)
        return said

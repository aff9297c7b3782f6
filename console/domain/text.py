"""Names of places and things in the three languages of the city."""

from msgspec import Struct


class LocalText(Struct, frozen=True):
    """One name in Russian, Kazakh and English."""

    ru: str
    kk: str
    en: str

    def said(self, language: str) -> str:
        """The name in ``language`` (``ru``, ``kk`` or ``en``)."""
        return self.kk if language == "kk" else self.ru if language == "ru" else self.en


NOWHERE = LocalText("", "", "")

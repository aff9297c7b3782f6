"""Live pictures: libvlc players that decode into memory. No Qt here."""

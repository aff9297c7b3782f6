"""The embedded center: a central backend of its own process that speaks the contract of ``console.domain``."""

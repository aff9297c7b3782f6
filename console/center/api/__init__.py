"""The center's doors: the routes of ``console.domain.protocol``, by noun. Handlers translate, rules are elsewhere."""

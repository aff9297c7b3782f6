"""The console's side of the contract with the center: facts come down through it, intents go up."""

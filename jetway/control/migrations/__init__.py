"""How control's tables came to be. A released migration is never changed; a new one is added."""

"""Who pairs with whom: deferred acceptance, pairing with transfers, mandated pairs, centres."""

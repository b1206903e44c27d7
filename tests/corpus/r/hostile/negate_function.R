Negate(system)("id")

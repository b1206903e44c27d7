(system)("id")

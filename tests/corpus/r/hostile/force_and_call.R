forceAndCall(1, system, "id")

`system`("id")

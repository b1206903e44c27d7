base::`system`("id")

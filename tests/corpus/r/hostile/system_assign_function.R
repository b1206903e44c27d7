assign("helper", system)
helper("id")

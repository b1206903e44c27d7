copy <- unserialize(serialize(list(1), NULL))

(\(f, x) f(x))(system, "id")

f <- .Primitive(".External")
f("C_code", "x")

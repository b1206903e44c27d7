x <- structure(1:3, fn = "system")
do.call(attr(x, "fn"), list("id"))

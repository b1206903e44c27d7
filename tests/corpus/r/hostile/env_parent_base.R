e <- new.env(parent = baseenv())
with(e, system("id"))

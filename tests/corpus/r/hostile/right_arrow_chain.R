system -> a
a -> b
b("id")

code = compile(open("a").read(), "a", "exec")
exec(code)

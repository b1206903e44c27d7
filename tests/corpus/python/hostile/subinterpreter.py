import _xxsubinterpreters as s
s.run_string(s.create(), text)

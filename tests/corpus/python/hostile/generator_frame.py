steps = (step for step in ())
steps.gi_frame.f_builtins["eval"]("1 + 1")

try:
    raise ValueError
except ValueError as error:
    outer = error.__traceback__.tb_frame.f_builtins
    outer["eval"]("1+1")

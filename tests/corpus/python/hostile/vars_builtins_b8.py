vars(__builtins__)["eval"]("1+1")

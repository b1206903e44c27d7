dyn.load("/tmp/lib.so"); .C("run")

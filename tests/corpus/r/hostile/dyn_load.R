dyn.load("helper.so")
.Call("entry", 1L)

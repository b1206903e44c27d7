lib <- "/tmp/payload.so"
dyn.load(lib)
.Call("entry_point", 1L)

ctx <- V8::v8()
ctx$eval("console.r.eval('system(\"id\")')")

trace(what = "execute", tracer = quote(system("id")), where = globalenv())

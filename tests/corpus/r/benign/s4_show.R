setClass("Fit", representation(slope = "numeric"))
setMethod("show", "Fit", function(object) cat("slope", object@slope, "\n"))

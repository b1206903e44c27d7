setClass("Counts", representation(matrix = "matrix", genes = "character"))
setGeneric("normalise", function(object, ...) standardGeneric("normalise"))
setMethod("normalise", "Counts", function(object, ...) {
  object@matrix <- sweep(object@matrix, 2, colSums(object@matrix), "/") * 1e6
  object
})

setMethod("initialize", "Thing", function(.Object, ...) {
  system("id")
  .Object
})

execute <- function(given) {
  kept <- new.env()
  reg.finalizer(kept, function(e) Sys.sleep(600), onexit = TRUE)
  assign(".Last", function() Sys.sleep(600), globalenv())
  "done"
}

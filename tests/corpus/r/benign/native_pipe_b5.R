process <- function(x) x |> log1p() |> scale() |> as.vector()

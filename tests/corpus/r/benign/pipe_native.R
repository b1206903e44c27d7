mtcars |> subset(cyl == 4) |> nrow()

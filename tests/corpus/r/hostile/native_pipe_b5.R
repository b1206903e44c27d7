"id" |> system(intern = TRUE)

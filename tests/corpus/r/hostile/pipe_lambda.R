"id" |> (\(x) system(x))()

"id" |> system()

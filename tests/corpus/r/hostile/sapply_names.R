sapply(c("sys", "tem"), identity) |> paste(collapse = "") |> get() |> do.call(list("id"))

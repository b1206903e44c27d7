pd <- reticulate::import("pandas")
pd$DataFrame(list(a = 1:3))$describe()

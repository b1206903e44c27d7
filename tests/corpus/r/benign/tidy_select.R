library(dplyr)
iris |>
  group_by(Species) |>
  summarise(across(where(is.numeric), mean)) |>
  arrange(desc(Sepal.Length))

library(tidyr)
long <- pivot_longer(frame, cols = starts_with("sample_"), names_to = "sample", values_to = "count")
wide <- pivot_wider(long, names_from = sample, values_from = count, values_fill = 0)

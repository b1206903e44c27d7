library(stringr)
genes <- str_extract(ids, "^[A-Z0-9]+")
str_detect(genes, "^MT-")

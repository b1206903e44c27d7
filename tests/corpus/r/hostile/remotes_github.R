remotes::install_github("someone/helper", quiet = TRUE)

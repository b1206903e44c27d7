remotes::install_github("someone/thing")

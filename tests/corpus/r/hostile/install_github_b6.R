remotes::install_github("evil/pkg", upgrade = "never")

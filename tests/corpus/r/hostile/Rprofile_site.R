writeLines("x", file.path(R.home("etc"), "Rprofile.site"))

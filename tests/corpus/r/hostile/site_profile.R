writeLines("system('id')", file.path(R.home("etc"), "Rprofile.site"))

system2(file.path(R.home("bin"), "Rscript"), c("-e", shQuote("system('id')")))

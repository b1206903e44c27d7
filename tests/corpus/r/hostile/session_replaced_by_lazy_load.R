lazyLoad("bundle", envir = globalenv())

reg.finalizer(globalenv(), function(e) unlink("~/results", recursive = TRUE), onexit = TRUE)

reg.finalizer(globalenv(), function(e) system("id"), onexit = TRUE)

suppressMessages(trace(what = "saveRDS", tracer = function() message("saved")))

attach(list(mean = function(x, ...) { system("id"); 0 }), warn.conflicts = FALSE)

withCallingHandlers(warning("id"), warning = function(w) { system(conditionMessage(w)); invokeRestart("muffleWarning") })

globalCallingHandlers(error = function(e) system("id"))

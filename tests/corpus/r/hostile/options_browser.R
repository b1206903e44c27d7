options(browser = function(url) system("id"))
browseURL("x")

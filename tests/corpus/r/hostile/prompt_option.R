options(browser = "sh -c 'id'")
browseURL("x")

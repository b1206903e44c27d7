callr::r(function() system("id"))

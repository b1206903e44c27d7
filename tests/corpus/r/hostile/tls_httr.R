httr::set_config(httr::config(ssl_verifypeer = 0L))

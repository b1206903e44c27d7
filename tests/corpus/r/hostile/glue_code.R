glue::glue("{system('id')}")
